// SearXNG's JSON to rows, or to the reason why there are none to trust.
#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include <fmt/format.h>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/searxng.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 500;  // a page with more is no page of results
// Words by which an instance says what its engine met; it speaks English to us (Accept-Language),
// but its operator may have fixed another language.
struct Word {
  std::string_view part;
  Reason reason;
};
constexpr auto kWords = std::to_array<Word>({
    {"captcha", Reason::kCaptcha},
    {"验证码", Reason::kCaptcha},
    {"too many requests", Reason::kHttp429},
    {"请求过多", Reason::kHttp429},
    {"access denied", Reason::kHttp403},
    {"拒绝访问", Reason::kHttp403},
    {"timeout", Reason::kTimeout},
    {"timed out", Reason::kTimeout},
    {"超时", Reason::kTimeout},
    {"connection", Reason::kConnect},
    {"parsing", Reason::kUnknownLayout},
});

Reason reason_of_words(std::string_view text) {
  const std::string lower = ascii_lower(text);
  for (const Word& word : kWords) {
    if (lower.find(word.part) != std::string::npos) return word.reason;
  }
  return Reason::kProviderError;
}

std::string explain_status(const Hop& hop) {
  const int status = hop.status;
  if (status >= 300 && status < 400) {
    return fmt::format("HTTP {}: the instance sends us to {}; write the address that answers",
                       status, header_value(hop.headers, "location"));
  }
  if (status == 403) {
    return "HTTP 403: the instance does not give JSON (settings.yml: search.formats needs json), "
           "or it refuses us";
  }
  if (status == 429) return "HTTP 429: the instance's limiter; exempt our address in its settings";
  return fmt::format("HTTP {}", status);
}

// Why the engine that was asked gave nothing; none when it is not among the silent ones.
struct Silence {
  Reason reason;
  std::string explanation;
};
std::optional<Silence> silence_of(const json::object& root, const SearxngOptions& options) {
  const json::array* const silent = array_at(root, "unresponsive_engines");
  if (silent == nullptr || silent->empty()) return std::nullopt;
  // One engine was asked: whoever is silent, no complete list of ours came.
  std::optional<Silence> first;
  for (const json::value& entry : *silent) {
    std::string name;
    std::string why;
    if (const json::array* const pair = entry.if_array(); pair != nullptr && !pair->empty()) {
      if ((*pair)[0].is_string()) name = std::string((*pair)[0].get_string());
      if (pair->size() > 1 && (*pair)[1].is_string()) why = std::string((*pair)[1].get_string());
    } else if (entry.is_string()) {
      name = std::string(entry.get_string());
    }
    Silence one{reason_of_words(why), fmt::format("{}: {}", name, why.empty() ? "silent" : why)};
    if (name == options.engine_name) return one;
    if (!first) first = std::move(one);
  }
  return first;
}

// Whose row it is. A row that names nobody may be ours all the same.
enum class Origin { kOurs, kAnothers, kUnnamed };
Origin origin_of(const json::object& result, const SearxngOptions& options) {
  const json::array* const names = array_at(result, "engines");
  if (names == nullptr) {
    const std::string name = text_at(result, "engine");
    if (name.empty()) return Origin::kUnnamed;
    return name == options.engine_name ? Origin::kOurs : Origin::kAnothers;
  }
  bool named = false;
  for (const json::value& name : *names) {
    if (!name.is_string()) continue;
    named = true;
    if (name.get_string() == options.engine_name) return Origin::kOurs;
  }
  return named ? Origin::kAnothers : Origin::kUnnamed;
}

// The place in the engine's own list. A row merged from several engines does not say whose place is
// whose: then it is unknown.
int position_of(const json::object& result) {
  const json::array* const names = array_at(result, "engines");
  if (names != nullptr && names->size() > 1) return 0;
  const json::array* const places = array_at(result, "positions");
  if (places == nullptr) return 0;
  std::int64_t best = 0;
  for (const json::value& place : *places) {
    const std::int64_t value = place.is_int64() ? place.get_int64() : 0;
    if (value > 0 && value < 100'000 && (best == 0 || value < best)) best = value;
  }
  return static_cast<int>(best);
}

SearchAnswer read_results(const json::object& root, const SearxngOptions& options, int page) {
  const json::array* const results = array_at(root, "results");
  if (results == nullptr) {
    return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                   "the answer has no list of results");
  }
  if (std::optional<Silence> silence = silence_of(root, options)) {
    return refused(SerpOutcome::kBlocked, silence->reason, std::move(silence->explanation));
  }
  if (results->size() > kMostRows) {
    return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                   fmt::format("{} results on one page", results->size()));
  }
  SearchAnswer answer;
  std::size_t strangers = 0;
  for (const json::value& entry : *results) {
    const json::object* const result = entry.if_object();
    // A URL is never cut: a cut one would be another page.
    SearchRow row;
    if (result != nullptr) row.url = text_at(*result, "url");
    const Origin origin = result == nullptr ? Origin::kUnnamed : origin_of(*result, options);
    // Some row could not be read: it may have been any page.
    if (row.url.empty() || origin == Origin::kUnnamed) answer.absence_counts = false;
    if (row.url.empty()) continue;
    if (origin != Origin::kOurs) {
      ++strangers;
      continue;
    }
    row.title = short_title(text_at(*result, "title"));
    row.snippet = short_title(text_at(*result, "content"));
    const int in_page = position_of(*result);
    if (in_page > 0) row.position = (page - 1) * options.page_size + in_page;
    answer.depth = std::max(answer.depth, row.position);
    answer.rows.push_back(std::move(row));
  }
  if (answer.rows.empty() && strangers > 0) {
    return refused(SerpOutcome::kUntrusted, Reason::kProviderError,
                   fmt::format("the instance answered with other engines; does it have \"{}\"?",
                               options.engine_name));
  }
  if (answer.rows.empty() && !results->empty()) {
    return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                   "none of the results names a URL");
  }
  if (answer.rows.empty() && array_at(root, "unresponsive_engines") == nullptr) {
    return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                   "an empty list that does not say whether the engine answered");
  }
  std::stable_sort(answer.rows.begin(), answer.rows.end(),
                   [](const SearchRow& left, const SearchRow& right) {
                     return (left.position == 0 ? 1'000'000 : left.position) <
                            (right.position == 0 ? 1'000'000 : right.position);
                   });
  answer.outcome = answer.rows.empty() ? SerpOutcome::kNoResults : SerpOutcome::kRankedList;
  answer.reason = Reason::kOk;
  // docs.searxng.org/dev/search_api.html: 0 where the engine's module reads no number.
  const std::optional<std::int64_t> total = integer_at(root, "number_of_results");
  if (total && *total > 0) answer.total = *total;
  return answer;
}

SearchAnswer read_body(std::string_view body, const SearxngOptions& options, int page) {
  json::parse_options limits;
  limits.max_depth = 32;
  json::error_code error;
  const json::value root = json::parse(body, error, {}, limits);
  if (!error && root.is_object()) return read_results(root.get_object(), options, page);
  if (looks_like_captcha(body)) {
    return refused(SerpOutcome::kBlocked, Reason::kCaptcha, "a captcha page instead of JSON");
  }
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                 "the answer is no JSON; is this the address of a SearXNG instance?");
}

SearchAnswer read_exchange(const Exchange& exchange, const SearxngOptions& options, int page) {
  const Hop* const hop = exchange.last();
  if (exchange.failure || hop == nullptr) {
    return refused(SerpOutcome::kBlocked, exchange.failure.value_or(Reason::kProviderError),
                   exchange.failure_text.empty() ? "no answer" : exchange.failure_text);
  }
  if (hop->status != 200) {
    SearchAnswer answer =
        refused(SerpOutcome::kBlocked, reason_of_status(hop->status), explain_status(*hop));
    answer.retry_after = rest_asked_for(*hop);
    return answer;
  }
  if (hop->truncated) {
    return refused(SerpOutcome::kUnknownLayout, Reason::kTooLarge, "the answer is too large");
  }
  const std::string_view body = hop->body ? std::string_view(*hop->body) : std::string_view();
  if (trim(body).empty()) {
    return refused(SerpOutcome::kBlocked, Reason::kEmptyBody, "an empty answer");
  }
  return read_body(body, options, page);
}

}  // namespace

SearchAnswer read_searxng(const Exchange& exchange, const SearxngOptions& options, int page) {
  SearchAnswer answer = read_exchange(exchange, options, page);
  answer.cancelled = exchange.cancelled;
  answer.queries = 1;
  answer.exchanges.push_back(exchange);
  return answer;
}

}  // namespace vouch::engines
