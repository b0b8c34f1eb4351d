#include "engines/providers/bing_webmaster.h"

#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostRows = 25'000;

SearchAnswer unknown(std::string_view why) {
  return refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout, why);
}

// ApiErrorCode of the interface's documents.
SearchAnswer refused_by(const Exchange& exchange, std::int64_t code, const std::string& message) {
  SearchAnswer answer = refused_by_status(exchange, fmt::format("ErrorCode {} {}", code, message));
  answer.reason = Reason::kProviderError;
  switch (code) {
    case 3:   // InvalidApiKey
    case 10:  // UserNotFound
      answer.reason = Reason::kHttp401;
      answer.retry = RetryClass::kNeverThis;
      break;
    case 6:   // UserBlocked
    case 13:  // NotAllowed
    case 14:  // NotAuthorized
      answer.reason = Reason::kHttp403;
      answer.retry = RetryClass::kNeverThis;
      break;
    case 4:  // ThrottleUser
    case 5:  // ThrottleHost
      answer.reason = Reason::kHttp429;
      break;
    case 7:   // InvalidUrl
    case 8:   // InvalidParameter
    case 16:  // Deprecated
      answer.retry = RetryClass::kNeverThis;
      break;
    default:
      break;
  }
  return answer;
}

// The body, or the refusal. Errors come with a 4xx as a rule, but are believed with a 200 too.
std::optional<SearchAnswer> front(const Exchange& exchange, ApiBody& body) {
  body = read_api_body(exchange);
  if (!body.readable()) return *body.refusal;
  const std::optional<std::int64_t> code = integer_at(*body.object, "ErrorCode");
  if (code && *code != 0) return refused_by(exchange, *code, text_at(*body.object, "Message"));
  if (body.status != 200) return refused_by_status(exchange, text_at(*body.object, "Message"));
  return std::nullopt;
}

SearchAnswer info(const Exchange& exchange, const Question& question) {
  ApiBody body;
  if (std::optional<SearchAnswer> refusal = front(exchange, body)) return std::move(*refusal);
  const json::object* const facts = object_at(*body.object, "d");
  const std::optional<std::int64_t> status =
      facts == nullptr ? std::nullopt : integer_at(*facts, "HttpStatus");
  const std::optional<std::int64_t> size =
      facts == nullptr ? std::nullopt : integer_at(*facts, "DocumentSize");
  if (!status || !size) return unknown("the answer has no HttpStatus or no DocumentSize");
  Statement statement;
  statement.url = question.url;
  statement.crawled_at = parse_bing_date(text_at(*facts, "LastCrawledDate"));
  const bool crawled = *status == 200 && *size > 0 && statement.crawled_at;
  statement.state = crawled ? IndexState::kCrawledOnly : IndexState::kUnknown;
  statement.words = fmt::format("HttpStatus {}, DocumentSize {}", *status, *size);
  SearchAnswer answer;
  answer.kind = AnswerKind::kStatement;
  answer.reason = Reason::kOk;
  answer.statement = std::move(statement);
  return answer;
}

SearchAnswer stats(const Exchange& exchange, const Question& question) {
  ApiBody body;
  if (std::optional<SearchAnswer> refusal = front(exchange, body)) return std::move(*refusal);
  const json::array* const rows = array_at(*body.object, "d");
  if (rows == nullptr) return unknown("the answer has no list");
  if (rows->size() > kMostRows) return unknown("an absurd number of rows");
  SearchAnswer answer;
  answer.kind = AnswerKind::kAverages;
  answer.reason = Reason::kOk;
  answer.averages.reserve(rows->size());
  for (const json::value& entry : *rows) {
    const json::object* const row = entry.if_object();
    const std::optional<double> position =
        row == nullptr ? std::nullopt : number_at(*row, "AvgImpressionPosition");
    if (!position || *position < 1) return unknown("a row without AvgImpressionPosition");
    const std::string named = text_at(*row, "Query");
    const bool is_page = named.starts_with("http://") || named.starts_with("https://");
    AveragePosition average;
    if (question.kind == QuestionKind::kUrl) {
      average.page = question.url;
      average.query = named;
    } else {
      average.query = question.text;
      if (is_page) average.page = named;
    }
    if (const std::optional<Time> at = parse_bing_date(text_at(*row, "Date"))) {
      average.from = Date(std::chrono::floor<std::chrono::days>(*at).time_since_epoch());
    }
    average.position = *position;
    average.impressions = integer_at(*row, "Impressions").value_or(0);
    average.clicks = integer_at(*row, "Clicks").value_or(0);
    answer.averages.push_back(std::move(average));
  }
  return answer;
}

// GetCrawlStats: a row a day; InIndex is the number of the site's pages in the index.
SearchAnswer crawl_stats(const Exchange& exchange) {
  ApiBody body;
  if (std::optional<SearchAnswer> refusal = front(exchange, body)) return std::move(*refusal);
  const json::array* const rows = array_at(*body.object, "d");
  if (rows == nullptr || rows->empty()) return unknown("the answer has no day");
  if (rows->size() > kMostRows) return unknown("an absurd number of rows");
  SearchAnswer answer;
  answer.kind = AnswerKind::kAverages;
  answer.reason = Reason::kOk;
  std::optional<Time> newest;
  for (const json::value& entry : *rows) {
    const json::object* const row = entry.if_object();
    const std::optional<Time> at =
        row == nullptr ? std::nullopt : parse_bing_date(text_at(*row, "Date"));
    const std::optional<std::int64_t> pages =
        row == nullptr ? std::nullopt : integer_at(*row, "InIndex");
    if (!at || !pages || *pages < 0) return unknown("a day without Date or InIndex");
    if (newest && *at <= *newest) continue;
    newest = at;
    answer.total = *pages;
  }
  return answer;
}

Result<crawler::FetchRequest> get(const BingWebmasterOptions& options, std::string_view what,
                                  Parameter parameter) {
  const Result<std::string> href = options.access.address(what);
  if (!href) return tl::unexpected(href.error());
  const std::vector<Parameter> parameters = {
      {"apikey", options.access.secret}, {"siteUrl", options.site}, parameter};
  return api_get(*href + "?" + form_text(parameters), options.access.timeout);
}

}  // namespace

std::optional<Time> parse_bing_date(std::string_view text) {
  constexpr std::string_view kHead = "/Date(";
  if (!text.starts_with(kHead) || !text.ends_with(")/")) return std::nullopt;
  text.remove_prefix(kHead.size());
  std::int64_t millis = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
  const bool ends_well = error == std::errc() && (*end == ')' || *end == '+' || *end == '-');
  constexpr std::int64_t kLatest = 32'503'680'000'000;  // year 3000
  if (!ends_well || millis <= 0 || millis > kLatest) return std::nullopt;
  return from_millis(millis);  // the offset only says how it was written
}

Result<BingWebmasterOptions> BingWebmasterOptions::from(const config::ProviderSettings& settings,
                                                        const config::ProviderTraits& traits) {
  Result<ApiAccess> access = ApiAccess::from(settings, traits);
  if (!access) return tl::unexpected(access.error());
  return BingWebmasterOptions{std::move(*access), settings.site};
}

Result<crawler::FetchRequest> url_info_request(const BingWebmasterOptions& options,
                                               const Question& question) {
  return get(options, "url_info", Parameter("url", question.url));
}

SearchAnswer read_url_info(const Exchange& exchange, const BingWebmasterOptions& options,
                           const Question& question) {
  return with_evidence(info(exchange, question), exchange, options.access.price);
}

Result<crawler::FetchRequest> stats_request(const BingWebmasterOptions& options,
                                            const Question& question) {
  if (question.kind == QuestionKind::kUrl) {
    return get(options, "page_queries", Parameter("page", question.url));
  }
  return get(options, "query_pages", Parameter("query", question.text));
}

SearchAnswer read_stats(const Exchange& exchange, const BingWebmasterOptions& options,
                        const Question& question) {
  return with_evidence(stats(exchange, question), exchange, options.access.price);
}

Result<crawler::FetchRequest> crawl_stats_request(const BingWebmasterOptions& options) {
  const Result<std::string> href = options.access.address("crawl_stats");
  if (!href) return tl::unexpected(href.error());
  const std::vector<Parameter> parameters = {{"apikey", options.access.secret},
                                             {"siteUrl", options.site}};
  return api_get(*href + "?" + form_text(parameters), options.access.timeout);
}

SearchAnswer read_crawl_stats(const Exchange& exchange, const BingWebmasterOptions& options) {
  return with_evidence(crawl_stats(exchange), exchange, options.access.price);
}

BingWebmasterProvider::BingWebmasterProvider(BingWebmasterOptions options,
                                             crawler::HttpClient& http)
    : options_(std::move(options)), http_(http) {}

Task<SearchAnswer> BingWebmasterProvider::ask(Question question, Pause) {
  const bool of_url = question.kind == QuestionKind::kUrl;
  const bool of_site = is_site_question(question);
  Result<crawler::FetchRequest> request =
      of_url ? url_info_request(options_, question) : stats_request(options_, question);
  if (of_site) request = crawl_stats_request(options_);
  if (!request) co_return not_asked(request.error().message);
  const Exchange exchange =
      co_await fetch_hidden(http_, std::move(*request), options_.access.secrets);
  if (of_site) co_return read_crawl_stats(exchange, options_);
  if (of_url) co_return read_url_info(exchange, options_, question);
  co_return read_stats(exchange, options_, question);
}

}  // namespace vouch::engines
