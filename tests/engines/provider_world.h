// Every provider as a subject of the same cases: how it is set up, what it answers when all is
// well, and a web that hands out scripted answers. The answers are written after the providers'
// public documents.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "config/records.h"
#include "config/settings.h"
#include "engines/make_provider.h"
#include "tests/engines/memory_rests.h"
#include "tests/engines/scripted_provider.h"
#include "tests/engines/searxng_world.h"
#include "tests/fakes/http_run.h"

namespace vouch::engines::test {

inline const std::string kClaim = "https://www.acme.cn/news/1.html";
inline const std::string kOther = "https://www.other.cn/";
inline const std::string kKeyword = "展台设计";
inline const std::string kKey = "k3y-0f_th3+prov/der&=";  // with characters that get encoded

// What a request is for: the faults of a case strike the last step alone or an earlier one.
enum class Step { kToken, kPost, kReady, kAnswer };

inline Step step_of(const crawler::FetchRequest& request) {
  const std::string path = request.url.path();
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  if (has(path, "/token")) return Step::kToken;
  if (has(path, "/task_post")) return Step::kPost;
  if (has(path, "/tasks_ready")) return Step::kReady;
  const bool data5118 = has(path, "/include") || has(path, "/keywordrank");
  if (data5118 && !has(request.body, "taskid=")) return Step::kPost;
  return Step::kAnswer;
}

// Answers every request by `reply` and shows in the exchange all that was sent, as the worst client
// would: secrets must not survive it.
class ScriptedWeb final : public crawler::HttpClient {
 public:
  Task<Exchange> fetch(crawler::FetchRequest request) override {
    Exchange exchange = reply(request);
    for (Hop& hop : exchange.hops) {
      hop.url = request.url.href();
      hop.request_head = request.url.path_and_query() + "\r\n";
      for (const HeaderField& field : request.headers) {
        hop.request_head += field.name + ": " + field.value + "\r\n";
      }
    }
    requests.push_back(std::move(request));
    co_return exchange;
  }

  std::function<Exchange(const crawler::FetchRequest&)> reply;
  std::vector<crawler::FetchRequest> requests;
};

struct Subject {
  std::string name;  // of the case
  config::ProviderSettings settings;
  Question question;
  std::string good;                     // the answer that shows the claim's page
  std::string absent;                   // one that proves that it is not there; empty: it cannot
  std::string secret_file_text = kKey;  // what the key file holds
  std::vector<std::string> secrets = {kKey};  // none: it has no account
};

inline std::string token_answer() {
  return R"({"access_token":"ya29.t0ken-of-the-test","expires_in":3599,"token_type":"Bearer"})";
}
inline std::string post_answer(const std::string& kind) {
  if (kind == "5118") return R"({"errcode":"0","errmsg":"","total":1,"data":{"taskid":4711}})";
  return R"({"status_code":20000,"status_message":"Ok.","tasks":[{"id":"11-22","status_code":20100,)"
         R"("status_message":"Task Created.","cost":0.006,"result":null}]})";
}
inline std::string ready_answer() {
  return R"({"status_code":20000,"tasks":[{"id":"r","status_code":20000,"result":[{"id":"11-22"}]}]})";
}

// The shipped records, as the daemon would have them.
inline const config::Records& shipped_records() {
  static const config::Records records = [] {
    const std::vector<std::filesystem::path> folders = {std::string(VOUCH_SOURCE_DIR) +
                                                        "/config/data"};
    const config::LoadedRecords loaded = config::load_records(folders);
    return config::records_in_force(loaded.texts, parse_date("2026-11-24").value()).value();
  }();
  return records;
}

class SecretFile {
 public:
  explicit SecretFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("vouch-key-{}-{}", ::getpid(), next())) {
    std::ofstream(path_) << text << '\n';
    std::filesystem::permissions(
        path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  ~SecretFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  static int next() {
    static int count = 0;
    return ++count;
  }
  std::filesystem::path path_;
};

// A subject at work: the provider over a scripted web, with a clock that only waiting moves.
struct Work {
  explicit Work(const Subject& subject)
      : key(subject.secret_file_text), settings(subject.settings) {
    settings.secret.file = key.path();
    const auto* const traits = shipped_records().provider(config::to_string(settings.kind));
    ProviderParts parts;
    parts.records = &shipped_records();
    parts.rests = &rests;
    provider = make_provider(settings, *traits, web, clock, parts).value();
  }

  // `fault` at `step`; good answers before it.
  void script(const Subject& subject, Step step, std::function<Exchange()> fault) {
    const std::string kind(config::to_string(settings.kind));
    web.reply = [&subject, kind, step, fault](const crawler::FetchRequest& request) {
      const Step now = step_of(request);
      if (now == step) return fault();
      if (now == Step::kToken) return answered(200, token_answer());
      if (now == Step::kPost) return answered(200, post_answer(kind));
      if (now == Step::kReady) return answered(200, ready_answer());
      return answered(200, subject.good);
    };
  }

  SearchAnswer ask(const Question& question) {
    SleepUntil sleep = [this](Time at) -> Task<bool> {
      clock.pass(std::max(at - clock.now(), Millis(0)));
      co_return true;
    };
    const Time give_up = clock.now() + std::chrono::minutes(10);
    return fakes::run_task(ask_and_wait(*provider, question, sleep, give_up));
  }

  SecretFile key;
  config::ProviderSettings settings;
  HandClock clock;
  ScriptedWeb web;
  MemoryRests rests;
  std::unique_ptr<Provider> provider;
};

}  // namespace vouch::engines::test
