// Search Console's JSON: inspections to statements, analytics to averages, errors to quota classes.
#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/providers/search_console.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 25'000;

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

// The reason that Google's errors name: {"error":{"errors":[{"reason"}],"status","message"}}.
std::string error_reason(const json::object& error) {
  if (const json::array* const list = array_at(error, "errors");
      list != nullptr && !list->empty()) {
    if (const json::object* const first = list->front().if_object()) {
      const std::string reason = text_at(*first, "reason");
      if (!reason.empty()) return reason;
    }
  }
  return text_at(error, "status");
}

struct Meaning {
  std::string_view word;
  Reason reason;
  RetryClass retry;
};
// Over the quota comes as 403 as well as 429; the word tells a pause from a day.
constexpr auto kMeanings = std::to_array<Meaning>({
    {"rateLimitExceeded", Reason::kHttp429, RetryClass::kBackOff},
    {"userRateLimitExceeded", Reason::kHttp429, RetryClass::kBackOff},
    {"quotaExceeded", Reason::kQuotaExhausted, RetryClass::kNextDay},
    {"dailyLimitExceeded", Reason::kQuotaExhausted, RetryClass::kNextDay},
    {"RESOURCE_EXHAUSTED", Reason::kHttp429, RetryClass::kBackOff},
});

SearchAnswer refused_by_google(const Exchange& exchange, const ApiBody& body) {
  const json::object* const error = object_at(*body.object, "error");
  if (error == nullptr) return refused_by_status(exchange, {});
  const std::string reason = error_reason(*error);
  SearchAnswer answer =
      refused_by_status(exchange, fmt::format("{} {}", reason, text_at(*error, "message")));
  for (const Meaning& meaning : kMeanings) {
    if (reason != meaning.word) continue;
    answer.reason = meaning.reason;
    answer.retry = meaning.retry;
  }
  return answer;
}

// An answer with a body that is worth reading, or the refusal.
std::optional<SearchAnswer> front(const Exchange& exchange, ApiBody& body) {
  body = read_api_body(exchange);
  if (!body.readable()) return *body.refusal;
  if (body.status != 200 || body.object->contains("error")) {
    SearchAnswer answer = refused_by_google(exchange, body);
    if (body.status == 200) answer.explanation = "HTTP 200 with an error: " + answer.explanation;
    return answer;
  }
  return std::nullopt;
}

SearchAnswer read_status(const json::object& status, const Question& question) {
  const std::string verdict = text_at(status, "verdict");
  Statement statement;
  statement.url = question.url;
  statement.canonical = text_at(status, "googleCanonical");
  statement.words = short_title(text_at(status, "coverageState"));
  if (const Result<Time> crawled = parse_rfc3339(text_at(status, "lastCrawlTime"))) {
    statement.crawled_at = *crawled;
  }
  if (verdict == "PASS") {
    statement.state = IndexState::kIndexed;
  } else if (verdict == "NEUTRAL" || verdict == "FAIL") {
    // Without its words the verdict would be a bare denial.
    if (statement.words.empty()) return unknown("a verdict without coverageState");
    statement.state = IndexState::kNotIndexed;
  } else if (verdict == "PARTIAL" || verdict == "VERDICT_UNSPECIFIED") {
    statement.state = IndexState::kUnknown;
  } else {
    return unknown(verdict.empty() ? "the inspection has no verdict"
                                   : fmt::format("unknown verdict {}", verdict));
  }
  SearchAnswer answer;
  answer.kind = AnswerKind::kStatement;
  answer.reason = Reason::kOk;
  answer.statement = std::move(statement);
  return answer;
}

SearchAnswer inspected(const Exchange& exchange, const Question& question) {
  ApiBody body;
  if (std::optional<SearchAnswer> refusal = front(exchange, body)) return std::move(*refusal);
  const json::object* const result = object_at(*body.object, "inspectionResult");
  const json::object* const status =
      result == nullptr ? nullptr : object_at(*result, "indexStatusResult");
  if (status == nullptr) return unknown("the answer has no indexStatusResult");
  return read_status(*status, question);
}

SearchAnswer averaged(const Exchange& exchange, const Question& question, const Window& window) {
  ApiBody body;
  if (std::optional<SearchAnswer> refusal = front(exchange, body)) return std::move(*refusal);
  SearchAnswer answer;
  answer.kind = AnswerKind::kAverages;
  answer.reason = Reason::kOk;
  const json::array* const rows = array_at(*body.object, "rows");
  if (rows == nullptr) {  // no impressions: the key is left out, the kind of aggregation is not
    const bool says_so =
        !body.object->contains("rows") && !text_at(*body.object, "responseAggregationType").empty();
    return says_so ? answer : unknown("the answer has no rows and does not say why");
  }
  if (rows->size() > kMostRows) return unknown("more rows than were asked for");
  answer.averages.reserve(rows->size());
  for (const json::value& entry : *rows) {
    const json::object* const row = entry.if_object();
    const json::array* const keys = row == nullptr ? nullptr : array_at(*row, "keys");
    const std::optional<double> position =
        row == nullptr ? std::nullopt : number_at(*row, "position");
    if (keys == nullptr || keys->size() != 1 || !keys->front().is_string() || !position ||
        *position < 1) {
      return unknown("a row without page or position");
    }
    AveragePosition average;
    average.query = question.text;
    average.page = std::string(keys->front().get_string());
    average.from = window.from;
    average.to = window.to;
    average.position = *position;
    average.impressions = static_cast<std::int64_t>(number_at(*row, "impressions").value_or(0));
    average.clicks = static_cast<std::int64_t>(number_at(*row, "clicks").value_or(0));
    answer.averages.push_back(std::move(average));
  }
  return answer;
}

}  // namespace

SearchAnswer read_inspection(const Exchange& exchange, const SearchConsoleOptions& options,
                             const Question& question) {
  return with_evidence(inspected(exchange, question), exchange, options.access.price);
}

SearchAnswer read_analytics(const Exchange& exchange, const SearchConsoleOptions& options,
                            const Question& question, const Window& window) {
  return with_evidence(averaged(exchange, question, window), exchange, options.access.price);
}

}  // namespace vouch::engines
