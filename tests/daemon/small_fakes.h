// Clocks, randomness, sender, web and engine of the daemon's tests.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "alerts/sender.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/text.h"
#include "tests/engines/searxng_world.h"
#include "tests/fakes/http_fake.h"

namespace vouch::daemon::test {

// Local time of Shanghai; 2026-11-24 is a Tuesday.
inline Time at(std::string_view date, int hour, int minute = 0) {
  return Zone::shanghai().at(parse_date(date).value(),
                             std::chrono::hours(hour) + std::chrono::minutes(minute));
}
inline Date day(std::string_view date) {
  return parse_date(date).value();
}

class HandSteady final : public SteadyClock {
 public:
  [[nodiscard]] Point now() const override { return now_; }
  void pass(std::chrono::milliseconds step) { now_ += step; }

 private:
  Point now_ = std::chrono::steady_clock::now();
};

class SafeRandom final : public Random {  // asked by the parse pool too
 public:
  std::string bytes(std::size_t count) override {
    const std::lock_guard lock(mutex_);
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      seed_ = seed_ * 6364136223846793005ULL + 1442695040888963407ULL;
      out.push_back(static_cast<char>(seed_ >> 56));
    }
    return out;
  }

 private:
  std::mutex mutex_;
  std::uint64_t seed_ = 7;
};

class WrittenSender final : public alerts::Sender {
 public:
  Task<alerts::SendResult> send(Message message) override {
    sent.push_back(std::move(message));
    alerts::SendResult result;
    result.outcome = alerts::SendOutcome::kSent;
    result.code = "250";
    co_return result;
  }
  std::vector<Message> sent;
};

// 5118's check of URLs: a task is taken at once and answered when it is ready.
class TaskSource {
 public:
  Exchange answer(const crawler::FetchRequest& request) {
    const auto field = [&](std::string_view name) {
      const std::size_t from = request.body.find(name);
      return from == std::string::npos
                 ? std::string()
                 : unescaped(request.body.substr(
                       from + name.size(), request.body.find('&', from) - from - name.size()));
    };
    std::string body = R"({"errcode":"100203","errmsg":"无效的apikey"})";
    if (!refuses) {
      const std::string urls = field("urls=");
      body = urls.empty() ? result(std::stoi(field("taskid="))) : taken(urls);
    }
    Exchange exchange = engines::test::answered(200, std::move(body));
    exchange.hops.back().url = request.url.href();
    exchange.hops.back().response_head = "HTTP/1.1 200 OK\r\n\r\n";
    return exchange;
  }

  bool ready = false;
  bool refuses = false;
  std::set<std::string> indexed;
  std::vector<std::vector<std::string>> asked;  // by task
  int collected = 0;

  static std::string unescaped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        out.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
        i += 2;
      } else {
        out.push_back(text[i] == '+' ? ' ' : text[i]);
      }
    }
    return out;
  }

 private:
  std::string taken(const std::string& urls) {
    std::vector<std::string>& task = asked.emplace_back();
    for (std::size_t from = 0; from <= urls.size();) {
      const std::size_t end = std::min(urls.find('|', from), urls.size());
      task.push_back(urls.substr(from, end - from));
      from = end + 1;
    }
    return fmt::format(R"({{"errcode":"0","errmsg":"","data":{{"taskid":{}}}}})", asked.size());
  }
  std::string result(int id) {
    ++collected;
    if (!ready) return R"({"errcode":"101","errmsg":"数据采集中"})";
    std::string rows;
    for (const std::string& url : asked.at(static_cast<std::size_t>(id) - 1)) {
      rows += fmt::format(R"({}{{"url":"{}","status":{},"title":"标题","time":""}})",
                          rows.empty() ? "" : ",", url, indexed.contains(url) ? 1 : 0);
    }
    return fmt::format(
        R"({{"errcode":"0","errmsg":"","data":{{"taskid":{},"check_status":1,"include_result":[{}]}}}})",
        id, rows);
  }
};

// The scripted web, and behind http://searx.example/ an engine that knows a set of pages and lists.
class WebAndEngine final : public crawler::HttpClient {
 public:
  Task<Exchange> fetch(crawler::FetchRequest request) override {
    const auto hook = on_fetch;  // it may replace itself
    if (hook) hook(request.url);
    if (cancels) {  // as the real client while it stops
      Exchange given_up;
      given_up.cancelled = true;
      given_up.failure = Reason::kReset;
      co_return given_up;
    }
    if (request.url.host() == "5118.example") co_return tasks.answer(request);
    if (request.url.host() != "searx.example") co_return co_await pages.fetch(std::move(request));
    const std::string asked = query_of(request.url);
    queries.push_back(asked);
    Exchange exchange = engines::test::answered(
        200, wall ? engines::test::answer({}, R"([["baidu","CAPTCHA"]])") : list_for(asked));
    exchange.hops.back().url = request.url.href();
    exchange.hops.back().response_head = "HTTP/1.1 200 OK\r\n\r\n";
    co_return exchange;
  }

  // Pages answered with these words; the host is known from then on.
  void page(std::string_view url, std::string_view title, std::string_view text) {
    pages.on(url, html(title, text));
  }
  void change(std::string_view url, fakes::Reply reply) { pages.now(url, std::move(reply)); }
  static fakes::Reply html(std::string_view title, std::string_view text) {
    return fakes::Reply::page(fmt::format(
        "<!doctype html><html><head><meta charset=utf-8><title>{0}</title></head><body><h1>{0}</h1>"
        "<p>{1}</p></body></html>",
        title, text));
  }

  fakes::FakeHttp pages;
  bool cancels = false;
  std::function<void(const Url&)> on_fetch;  // while a look is under way

  std::set<std::string> indexed;                          // URLs the engine knows
  std::map<std::string, std::vector<std::string>> lists;  // by query text
  bool finds_all = false;                                 // "finds" whatever it is asked for
  bool wall = false;                                      // a captcha to every query
  std::vector<std::string> queries;
  TaskSource tasks;  // behind https://5118.example/

 private:
  static std::string query_of(const Url& url) {
    const std::string all = url.path_and_query();
    const std::size_t from = all.find("?q=") + 3;
    return TaskSource::unescaped(all.substr(from, all.find('&', from) - from));
  }
  std::string list_for(const std::string& asked) const {
    std::vector<std::string> results;
    if (finds_all || indexed.contains(asked)) results.push_back(engines::test::result(asked, 1));
    const auto list = lists.find(asked);
    if (list != lists.end()) {
      int place = 0;
      for (const std::string& url : list->second)
        results.push_back(engines::test::result(url, ++place));
    }
    return engines::test::answer(results);
  }
};

}  // namespace vouch::daemon::test
