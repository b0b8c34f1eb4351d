#include "engines/providers/serpapi.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr int kPageSize = 10;

bool has(std::string_view text, std::string_view part) {
  return ascii_lower(text).find(part) != std::string::npos;
}

// serpapi.com/api-status-and-error-codes.
SearchAnswer refused_by(const Exchange& exchange, const std::string& error) {
  SearchAnswer answer = refused_by_status(exchange, error);
  if (has(error, "run out of searches") || has(error, "have run out")) {
    answer.reason = Reason::kQuotaExhausted;
    answer.retry = RetryClass::kPayment;
  }
  return answer;
}

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

SearchAnswer read_rows(const json::array& results, const ApiAccess& access, int places_before) {
  SearchAnswer answer;
  for (const json::value& entry : results) {
    const json::object* const result = entry.if_object();
    if (result == nullptr) return unknown("a result is no object");
    const std::optional<std::int64_t> position = integer_at(*result, "position");
    SearchRow row;
    row.url = text_at(*result, "link");
    row.title = short_title(text_at(*result, "title"));
    row.snippet = short_title(text_at(*result, "snippet"));
    row.shown_url = text_at(*result, "displayed_link");
    row.target_known = !hides_target(row.url, access.traits.redirects);
    if (row.url.empty() || !position || *position < 1 || *position > kDeepestPlace) {
      return unknown("a result without link or position");
    }
    row.position = places_before + static_cast<int>(*position);
    answer.depth = std::max(answer.depth, row.position);
    answer.rows.push_back(std::move(row));
  }
  std::stable_sort(
      answer.rows.begin(), answer.rows.end(),
      [](const SearchRow& left, const SearchRow& right) { return left.position < right.position; });
  answer.outcome = SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  return answer;
}

// Success with an error text is an empty result page (serpapi.com/search-errors); it counts as one
// only where the state of the organic results says the same.
SearchAnswer read_empty(const std::string& state, const std::string& error) {
  if (has(state, "fully empty") && has(error, "hasn't returned any results")) {
    SearchAnswer answer;
    answer.outcome = SerpOutcome::kNoResults;
    answer.total = 0;
    answer.reason = Reason::kOk;
    return answer;
  }
  return unknown(error.empty() ? "no results, and no word that there are none" : error);
}

SearchAnswer read_page(const Exchange& exchange, const ApiBody& body, const ApiAccess& access,
                       int places_before) {
  const std::string error = text_at(*body.object, "error");
  if (body.status != 200) return refused_by(exchange, error);
  const json::object* const metadata = object_at(*body.object, "search_metadata");
  const std::string status = metadata == nullptr ? std::string() : text_at(*metadata, "status");
  if (status != "Success") {
    if (status.empty() && error.empty()) return unknown("the answer has no status");
    return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                   fmt::format("{} {}", status, error));
  }
  const json::object* const information = object_at(*body.object, "search_information");
  const std::string state =
      information == nullptr ? std::string() : text_at(*information, "organic_results_state");
  const json::array* const results = array_at(*body.object, "organic_results");
  if (results == nullptr || results->empty()) {
    if (body.object->contains("organic_results") && results == nullptr) {
      return unknown("organic_results is no list");
    }
    return read_empty(state, error);
  }
  if (!error.empty()) return unknown(error);
  // The list is for another spelling than the one that was asked for.
  if (has(state, "fixed spelling")) {
    return refused(SerpOutcome::kUntrusted, Reason::kUntrusted, state);
  }
  SearchAnswer answer = read_rows(*results, access, places_before);
  // serpapi.com/search-information: an estimate of the engine's, absent on some pages.
  if (information != nullptr) answer.total = integer_at(*information, "total_results");
  return answer;
}

}  // namespace

Result<crawler::FetchRequest> serpapi_request(const ApiAccess& access, const Question& question,
                                              int page) {
  const Result<std::string> address = access.address("search");
  if (!address) return tl::unexpected(address.error());
  const std::string start = std::to_string((page - 1) * kPageSize);
  const std::string size = std::to_string(kPageSize);
  const std::string device(to_string(access.device_of(question)));
  const std::string place(access.place_of(question));
  std::vector<Parameter> parameters = {
      {"engine", access.engine}, {"q", question.text}, {"device", device}, {"output", "json"}};
  if (access.engine == "baidu") {
    parameters.emplace_back("pn", start);
    parameters.emplace_back("rn", size);
  } else {
    parameters.emplace_back("start", start);
    parameters.emplace_back("hl", "zh-cn");
    if (!place.empty()) parameters.emplace_back("location", place);
  }
  parameters.emplace_back("api_key", access.secret);
  return api_get(*address + "?" + form_text(parameters), access.timeout);
}

SerpApiPage read_serpapi(const Exchange& exchange, const ApiAccess& access, int places_before) {
  ApiBody body = read_api_body(exchange);
  SerpApiPage page;
  if (!body.readable()) {
    page.answer = with_evidence(std::move(*body.refusal), exchange, 0);
    return page;
  }
  SearchAnswer answer = read_page(exchange, body, access, places_before);
  const json::object* const pagination = object_at(*body.object, "serpapi_pagination");
  page.more = answer.valid() && pagination != nullptr && !text_at(*pagination, "next").empty();
  // Only successful searches are billed, empty ones included (serpapi.com/pricing).
  const config::Micros price = answer.valid() ? access.price : 0;
  answer.more = page.more;
  page.answer = with_evidence(std::move(answer), exchange, price);
  return page;
}

SerpApiProvider::SerpApiProvider(ApiAccess access, crawler::HttpClient& http)
    : access_(std::move(access)), http_(http) {}

Task<SearchAnswer> SerpApiProvider::ask(Question question, Pause pause) {
  SearchAnswer all;
  const int pages = std::max(1, (question.depth + kPageSize - 1) / kPageSize);
  for (int page = 1; page <= pages; ++page) {
    if (page > 1 && pause) co_await pause();
    Result<crawler::FetchRequest> request = serpapi_request(access_, question, page);
    if (!request) co_return not_asked(request.error().message);
    const Exchange exchange = co_await fetch_hidden(http_, std::move(*request), access_.secrets);
    SerpApiPage read = read_serpapi(exchange, access_, all.depth);
    SearchAnswer& one = read.answer;
    const bool good = one.valid();
    const bool empty = one.rows.empty();
    const int queries = all.queries + one.queries;
    const config::Micros spent = all.spent + one.spent;
    std::vector<SearchRow> rows = std::move(all.rows);
    std::vector<Exchange> exchanges = std::move(all.exchanges);
    std::move(one.rows.begin(), one.rows.end(), std::back_inserter(rows));
    std::move(one.exchanges.begin(), one.exchanges.end(), std::back_inserter(exchanges));
    const int depth = std::max(all.depth, one.depth);
    const bool more = good && read.more;
    if (page == 1 || !good) all = std::move(one);
    all.rows = std::move(rows);
    all.exchanges = std::move(exchanges);
    all.depth = depth;
    all.queries = queries;
    all.spent = spent;
    all.more = more;
    if (!good || empty || !read.more) break;
  }
  co_return all;
}

}  // namespace vouch::engines
