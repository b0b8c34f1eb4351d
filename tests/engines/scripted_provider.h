// A search engine of the tests: answers by the text of the query, counts, and lets time pass.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "engines/provider.h"

namespace vouch::engines::test {

class HandClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return now_; }
  void pass(Millis step) { now_ += step; }

 private:
  Time now_ = parse_rfc3339("2026-11-24T04:00:00.000Z").value();  // noon in Shanghai
};

class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    return std::string(count, static_cast<char>(next_++));
  }

 private:
  unsigned char next_ = 1;
};

inline Exchange some_exchange(std::string url) {
  Exchange exchange;
  Hop hop;
  hop.url = std::move(url);
  hop.status = 200;
  exchange.hops.push_back(std::move(hop));
  return exchange;
}

inline SearchAnswer list_of(const std::vector<std::string>& urls) {
  SearchAnswer answer;
  answer.outcome = urls.empty() ? SerpOutcome::kNoResults : SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  for (const std::string& url : urls) {
    SearchRow row;
    row.position = ++answer.depth;
    row.url = url;
    row.title = "标题";
    answer.rows.push_back(std::move(row));
  }
  answer.queries = 1;
  return answer;
}

inline SearchAnswer no_list(Reason reason, SerpOutcome outcome = SerpOutcome::kBlocked) {
  SearchAnswer answer;
  answer.outcome = outcome;
  answer.reason = reason;
  answer.queries = 1;
  return answer;
}

class ScriptedProvider final : public ProviderThatAnswersAtOnce {
 public:
  explicit ScriptedProvider(HandClock& clock) : clock_(clock) {}

  [[nodiscard]] std::string name() const override { return "searxng:main"; }
  [[nodiscard]] std::string engine() const override { return "baidu"; }

  [[nodiscard]] const config::ProviderTraits& traits() const override { return traits_; }

  Task<SearchAnswer> ask(Question question, Pause) override {
    clock_.pass(each_takes);
    const std::string text = question.text;
    asked.push_back(text);
    const auto scripted = script.find(text);
    SearchAnswer answer = scripted == script.end() ? otherwise : scripted->second;
    if (echo) answer = list_of(std::vector<std::string>(1, text));
    answer.exchanges.push_back(some_exchange(text));
    co_return answer;
  }

  std::map<std::string, SearchAnswer> script;
  SearchAnswer otherwise = list_of({});
  bool echo = false;  // "finds" whatever it is asked for
  Millis each_takes{0};
  std::vector<std::string> asked;

 private:
  HandClock& clock_;
  config::ProviderTraits traits_;
};

}  // namespace vouch::engines::test
