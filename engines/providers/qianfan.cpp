#include "engines/providers/qianfan.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestQuery = 72;  // characters; Chinese ones count twice there
constexpr int kMostRows = 50;

bool has(std::string_view text, std::string_view part) {
  return ascii_lower(text).find(part) != std::string::npos;
}

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

// {"code","message"}; the words of a code are all that is documented of it.
SearchAnswer refused_by(const Exchange& exchange, const json::object& object) {
  std::string code = text_at(object, "code");
  if (const auto number = integer_at(object, "code")) code = std::to_string(*number);
  const std::string message = text_at(object, "message");
  SearchAnswer answer = refused_by_status(exchange, fmt::format("{} {}", code, message));
  const std::string words = code + " " + message;
  if (has(words, "rate_limit") || has(words, "qps")) {
    answer.reason = Reason::kHttp429;
    answer.retry = RetryClass::kBackOff;
  } else if (has(words, "arrear") || has(words, "overdue") || has(words, "balance")) {
    answer.reason = Reason::kQuotaExhausted;
    answer.retry = RetryClass::kPayment;
  } else if (has(words, "quota") || has(words, "daily")) {
    answer.reason = Reason::kQuotaExhausted;
    answer.retry = RetryClass::kNextDay;
  }
  return answer;
}

SearchAnswer read(const Exchange& exchange, const ApiAccess& access) {
  const ApiBody body = read_api_body(exchange);
  if (!body.readable()) return *body.refusal;
  if (body.status != 200 || body.object->contains("code") || body.object->contains("error")) {
    return refused_by(exchange, *body.object);
  }
  const json::array* const references = array_at(*body.object, "references");
  if (references == nullptr) return unknown("the answer has no list of references");
  if (text_at(*body.object, "request_id").empty()) return unknown("the answer has no request_id");
  SearchAnswer answer;
  answer.absence_counts = false;
  for (const json::value& entry : *references) {
    const json::object* const reference = entry.if_object();
    if (reference == nullptr) return unknown("a reference is no object");
    SearchRow row;  // no position: the order is not that of the result page
    row.url = text_at(*reference, "url");
    row.title = short_title(text_at(*reference, "title"));
    row.snippet = short_title(text_at(*reference, "content"));
    row.target_known = !hides_target(row.url, access.traits.redirects);
    if (row.url.empty()) return unknown("a reference without url");
    answer.rows.push_back(std::move(row));
  }
  answer.outcome = answer.rows.empty() ? SerpOutcome::kNoResults : SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  return answer;
}

std::string query_of(const Question& question, const Url& url) {
  // What a person typed instead of the URL goes first; of the URL the scheme says nothing.
  const bool typed = question.text != index_query(question.url);
  const std::string text = typed ? question.text : url.host_and_port() + url.path_and_query();
  return std::string(cut_utf8(text, kLongestQuery));
}

}  // namespace

Result<crawler::FetchRequest> qianfan_request(const ApiAccess& access, const Question& question) {
  const Result<Url> url = Url::parse(question.url);
  if (question.kind != QuestionKind::kUrl || !url) {
    return fail(ErrorCode::kUnsupported, "answers for URLs alone; its order is no rank");
  }
  const Result<std::string> href = access.address("search");
  if (!href) return tl::unexpected(href.error());
  json::object message{{"role", "user"}, {"content", query_of(question, *url)}};
  json::object resource{{"type", "web"}, {"top_k", kMostRows}};
  json::object match{{"site", json::array{url->host()}}};
  const json::object body{{"messages", json::array{std::move(message)}},
                          {"search_source", "baidu_search_v2"},
                          {"resource_type_filter", json::array{std::move(resource)}},
                          {"search_filter", json::object{{"match", std::move(match)}}}};
  Result<crawler::FetchRequest> request =
      api_post(*href, "application/json", json::serialize(body), access.timeout);
  if (request) request->headers.push_back(HeaderField{"Authorization", access.authorization()});
  return request;
}

SearchAnswer read_qianfan(const Exchange& exchange, const ApiAccess& access) {
  SearchAnswer answer = read(exchange, access);
  const config::Micros price = answer.valid() ? access.price : 0;
  return with_evidence(std::move(answer), exchange, price);
}

QianfanProvider::QianfanProvider(ApiAccess access, crawler::HttpClient& http)
    : access_(std::move(access)), http_(http) {}

Task<SearchAnswer> QianfanProvider::ask(Question question, Pause) {
  Result<crawler::FetchRequest> request = qianfan_request(access_, question);
  if (!request) co_return not_asked(request.error().message);
  const Exchange exchange = co_await fetch_hidden(http_, std::move(*request), access_.secrets);
  co_return read_qianfan(exchange, access_);
}

}  // namespace vouch::engines
