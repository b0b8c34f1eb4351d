// 5118's JSON: {"errcode","errmsg","data"} to a task, to statements and to rows.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "engines/api_reading.h"
#include "engines/find_in_rows.h"
#include "engines/providers/data5118.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::int64_t kStillWorking = 101;

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

// The table of error codes on every interface's page (错误码参照).
SearchAnswer refused_by(std::int64_t code, const std::string& message) {
  SearchAnswer answer =
      refused(SerpOutcome::kBlocked, Reason::kProviderError, fmt::format("{} {}", code, message));
  switch (code) {
    case 100101:  // the calls that were paid for are used up
    case 100111:
      answer.reason = Reason::kQuotaExhausted;
      answer.retry = RetryClass::kPayment;
      break;
    case 100102:  // calls a second, an hour
    case 100103:
      answer.reason = Reason::kHttp429;
      break;
    case 100104:  // calls a day
      answer.reason = Reason::kQuotaExhausted;
      answer.retry = RetryClass::kNextDay;
      break;
    case 100202:  // no key, a wrong key
    case 100203:
      answer.reason = Reason::kHttp401;
      answer.retry = RetryClass::kNeverThis;
      break;
    case 100201:  // a URL that cannot be parsed; an interface that is not there or closed
    case 100204:
    case 100205:
      answer.retry = RetryClass::kNeverThis;
      break;
    default:
      break;
  }
  return answer;
}

// The `data` of a good answer, or the refusal.
struct Front {
  ApiBody body;
  const json::object* data = nullptr;
  std::optional<std::int64_t> code;
  SearchAnswer refusal;
};
Front front(const Exchange& exchange) {
  Front out;
  out.body = read_api_body(exchange);
  if (!out.body.readable()) {
    out.refusal = *out.body.refusal;
    return out;
  }
  out.code = integer_or_digits_at(*out.body.object, "errcode");
  const std::string message = text_at(*out.body.object, "errmsg");
  if (out.body.status != 200) {
    out.refusal = refused_by_status(exchange, message);
    out.code.reset();
  } else if (!out.code) {
    out.refusal = unknown("the answer has no errcode");
  } else if (*out.code != 0) {
    out.refusal = refused_by(*out.code, message);
  } else {
    out.data = object_at(*out.body.object, "data");
    if (out.data == nullptr) out.refusal = unknown("the answer has no data");
  }
  return out;
}

IndexState state_of(const std::optional<std::int64_t>& status) {
  if (status == 1) return IndexState::kIndexed;
  if (status == 0) return IndexState::kNotIndexed;
  return IndexState::kUnknown;
}

SearchAnswer stated(const json::object& result, const Question& question) {
  const std::optional<std::int64_t> status = integer_or_digits_at(result, "status");
  if (!status) return unknown("a result without status");
  Statement statement;
  statement.state = state_of(status);
  statement.url = question.url;
  statement.words = short_title(
      fmt::format("status {} {} {}", *status, text_at(result, "title"), text_at(result, "time")));
  SearchAnswer answer;
  answer.kind = AnswerKind::kStatement;
  answer.reason = Reason::kOk;
  answer.statement = std::move(statement);
  return answer;
}

SearchAnswer indexed(const json::array& results, const Question& question) {
  const Result<Url> wanted = Url::parse(question.url);
  const json::object* found = nullptr;
  for (const json::value& entry : results) {
    const json::object* const result = entry.if_object();
    if (result == nullptr) continue;
    const std::string url = text_at(*result, "url");
    if (wanted && same_page(url, *wanted, LooseKeyRules())) found = result;
  }
  if (found == nullptr) {
    return refused(SerpOutcome::kBlocked, Reason::kProviderError, "the result leaves this URL out");
  }
  return stated(*found, question);
}

SearchRow row_of(const json::object& rank, const ApiAccess& access) {
  SearchRow row;
  row.url = text_at(rank, "page_url");
  row.title = short_title(text_at(rank, "page_title"));
  row.shown_url = text_at(rank, "site_url");
  const Result<Url> url = Url::parse(row.url);
  row.target_known = url && url->is_http() && !hides_target(row.url, access.traits.redirects);
  return row;
}

SearchAnswer ranked(const json::array& monitors, const Data5118Options& options,
                    const Question& question) {
  const json::object* found = nullptr;
  for (const json::value& entry : monitors) {
    const json::object* const monitor = entry.if_object();
    if (monitor != nullptr && text_at(*monitor, "keyword") == question.text) found = monitor;
  }
  if (found == nullptr) {
    return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                   "the result leaves this keyword out");
  }
  const json::array* const ranks = array_at(*found, "ranks");
  if (ranks == nullptr) return unknown("a keyword without ranks");
  SearchAnswer answer;
  for (const json::value& entry : *ranks) {
    const json::object* const rank = entry.if_object();
    const std::optional<std::int64_t> place =
        rank == nullptr ? std::nullopt : integer_or_digits_at(*rank, "rank");
    if (!place || *place < 0 || *place > kDeepestPlace) return unknown("a row without rank");
    if (*place == 0) continue;  // not among the places that were read
    SearchRow row = row_of(*rank, options.access);
    row.position = static_cast<int>(*place);
    answer.depth = std::max(answer.depth, row.position);
    answer.rows.push_back(std::move(row));
  }
  // A result page without any site is no result page.
  if (answer.rows.empty()) return unknown("a keyword without a single place");
  std::stable_sort(
      answer.rows.begin(), answer.rows.end(),
      [](const SearchRow& left, const SearchRow& right) { return left.position < right.position; });
  answer.outcome = SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  answer.probe_place =
      short_title(trim(fmt::format("{} {}", text_at(*found, "area"), text_at(*found, "network"))));
  return answer;
}

}  // namespace

Posted5118 read_5118_post(const Exchange& exchange) {
  Posted5118 out;
  Front read = front(exchange);
  if (read.data != nullptr) {
    if (const auto task = integer_or_digits_at(*read.data, "taskid"); task && *task > 0) {
      out.task = std::to_string(*task);
      return out;
    }
    read.refusal = unknown("the answer has no taskid");
  }
  out.refusal = with_evidence(std::move(read.refusal), exchange, 0);
  return out;
}

Collected5118 read_5118_result(const Exchange& exchange, const Data5118Options& options,
                               const std::vector<Question>& questions) {
  Collected5118 out;
  Front read = front(exchange);
  const bool index = options.purpose == config::Purpose::kIndex;
  if (read.data == nullptr) {
    // The answers lie there still: whatever kept them from us, they are asked for again.
    out.waiting = true;
    if (read.code == kStillWorking) return out;
    out.trouble = with_evidence(std::move(read.refusal), exchange, 0);
    return out;
  }
  if (index) {
    const std::optional<std::int64_t> status = integer_or_digits_at(*read.data, "check_status");
    out.waiting = status == 0;
    if (out.waiting) return out;
    if (status != 1) read.refusal = unknown("the answer does not say that the check is done");
    if (status != 1) read.data = nullptr;
  }
  const json::array* results = nullptr;
  if (read.data != nullptr) {
    results = array_at(*read.data, index ? "include_result" : "keyword_monitor");
    if (results == nullptr) read.refusal = unknown("the answer has no list of results");
  }
  out.answers.reserve(questions.size());
  for (const Question& question : questions) {
    SearchAnswer answer = results == nullptr ? read.refusal
                          : index            ? indexed(*results, question)
                                             : ranked(*results, options, question);
    answer = with_evidence(std::move(answer), exchange, 0);
    answer.queries = 0;  // of the whole task, not of each question
    out.answers.push_back(Answered{question, std::move(answer)});
  }
  return out;
}

}  // namespace vouch::engines
