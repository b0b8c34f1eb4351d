// What engines say to submitted URLs.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/submission.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

SubmissionAnswer from_refusal(const SearchAnswer& refusal) {
  SubmissionAnswer answer;
  answer.reason = refusal.reason;
  answer.retry = refusal.retry;
  answer.explanation = refusal.explanation;
  answer.retry_after = refusal.retry_after;
  return answer;
}

SubmissionAnswer unknown(std::string_view why) {
  return from_refusal(refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why));
}

void refuse_listed(const json::object& object, std::string_view key, SubmissionAnswer& answer) {
  const json::array* const list = array_at(object, key);
  if (list == nullptr) return;
  for (const json::value& entry : *list) {
    if (!entry.is_string()) continue;
    answer.refused.push_back(RefusedUrl{std::string(entry.get_string()), std::string(key)});
  }
}

// {"remain","success","not_same_site","not_valid"}, the two lists only where they are not empty;
// {"error","message"} else.
SubmissionAnswer read_baidu(const Exchange& exchange, std::size_t sent) {
  const ApiBody body = read_api_body(exchange);
  if (!body.readable()) return from_refusal(*body.refusal);
  const std::string message = text_at(*body.object, "message");
  if (body.status != 200 || body.object->contains("error")) {
    SubmissionAnswer answer = from_refusal(refused_by_status(exchange, message));
    if (message == "over quota") {
      answer.reason = Reason::kQuotaExhausted;
      answer.retry = RetryClass::kNextDay;
    } else if (body.status == 400 || body.status == 404) {
      answer.retry = RetryClass::kNeverThis;
    }
    return answer;
  }
  const std::optional<std::int64_t> success = integer_at(*body.object, "success");
  if (!success || *success < 0 || static_cast<std::size_t>(*success) > sent) {
    return unknown("the answer does not say how many were taken");
  }
  SubmissionAnswer answer;
  answer.received = static_cast<int>(*success);
  answer.remaining = integer_at(*body.object, "remain");
  refuse_listed(*body.object, "not_same_site", answer);
  refuse_listed(*body.object, "not_valid", answer);
  // Nothing taken and nothing named: no receipt.
  if (answer.received == 0 && answer.refused.empty()) return unknown("none of the URLs was taken");
  answer.reason = Reason::kOk;
  return answer;
}

// indexnow.org/documentation: the status is the answer.
SubmissionAnswer read_indexnow(const Exchange& exchange, std::size_t sent) {
  const Hop* const hop = exchange.last();
  if (exchange.failure || hop == nullptr || hop->status == 0) {
    return from_refusal(*read_api_body(exchange).refusal);
  }
  SubmissionAnswer answer;
  switch (hop->status) {
    case 200:
    case 202: {
      const std::string_view body = hop->body ? std::string_view(*hop->body) : std::string_view();
      // Some gateways answer 200 with a page of their own.
      if (ascii_lower(body.substr(0, 2000)).find("<html") != std::string::npos) {
        return unknown("a page instead of an answer");
      }
      answer.reason = Reason::kOk;
      answer.received = static_cast<int>(sent);
      answer.pending = hop->status == 202;
      return answer;
    }
    case 400:
      answer.explanation = "HTTP 400: the request is not well formed";
      answer.retry = RetryClass::kNeverThis;
      return answer;
    case 403:
      answer.reason = Reason::kHttp403;
      answer.explanation = "HTTP 403: the key file is missing or holds another key";
      answer.retry = RetryClass::kNeverThis;
      return answer;
    case 422:
      answer.explanation = "HTTP 422: a URL is not of this host, or the key does not stand for it";
      answer.retry = RetryClass::kNeverThis;
      return answer;
    default:
      return from_refusal(refused_by_status(exchange, {}));
  }
}

// {"d":null} is the receipt; errors are {"ErrorCode","Message"}.
SubmissionAnswer read_bing(const Exchange& exchange, std::size_t sent) {
  const ApiBody body = read_api_body(exchange);
  if (!body.readable()) return from_refusal(*body.refusal);
  const std::optional<std::int64_t> code = integer_at(*body.object, "ErrorCode");
  if (body.status != 200 || (code && *code != 0)) {
    SubmissionAnswer answer =
        from_refusal(refused_by_status(exchange, text_at(*body.object, "Message")));
    if (code == 4 || code == 5) answer.reason = Reason::kHttp429;
    if (code == 3) answer.reason = Reason::kHttp401;
    if (code == 13 || code == 14) answer.reason = Reason::kHttp403;
    if (code == 3 || code == 7 || code == 8 || code == 13 || code == 14) {
      answer.retry = RetryClass::kNeverThis;
    }
    return answer;
  }
  const json::value* const receipt = body.object->if_contains("d");
  if (receipt == nullptr || !receipt->is_null()) return unknown("the answer is no receipt");
  SubmissionAnswer answer;
  answer.reason = Reason::kOk;
  answer.received = static_cast<int>(sent);
  return answer;
}

SubmissionAnswer read(const Exchange& exchange, SubmissionRoute route, std::size_t sent) {
  switch (route) {
    case SubmissionRoute::kBaiduPush:
      return read_baidu(exchange, sent);
    case SubmissionRoute::kIndexNow:
      return read_indexnow(exchange, sent);
    case SubmissionRoute::kBingBatch:
      return read_bing(exchange, sent);
  }
  return unknown("no such route");
}

}  // namespace

SubmissionAnswer read_submission(const Exchange& exchange, SubmissionRoute route,
                                 const std::vector<std::string>& urls) {
  SubmissionAnswer answer = read(exchange, route, urls.size());
  answer.cancelled = exchange.cancelled;
  answer.exchanges.push_back(exchange);
  return answer;
}

}  // namespace vouch::engines
