#include "engines/providers/search_console.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::string_view kScope = "https://www.googleapis.com/auth/webmasters.readonly";
constexpr int kNotFinal = 3;                          // days
constexpr Millis kBehindUtc = std::chrono::hours(8);  // an hour of summer time does not matter here
constexpr int kWindow = 28;
constexpr int kMostPages = 1000;

Result<crawler::FetchRequest> post_json(const SearchConsoleOptions& options,
                                        const std::string& href, const std::string& token,
                                        const json::object& body) {
  Result<crawler::FetchRequest> request =
      api_post(href, "application/json", json::serialize(body), options.access.timeout);
  if (request) request->headers.push_back(HeaderField{"Authorization", "Bearer " + token});
  return request;
}

}  // namespace

Result<SearchConsoleOptions> SearchConsoleOptions::from(const config::ProviderSettings& settings,
                                                        const config::ProviderTraits& traits) {
  Result<ApiAccess> access = ApiAccess::from(settings, traits);
  if (!access) return tl::unexpected(access.error());
  Result<ServiceAccount> account = ServiceAccount::parse(access->secret);
  if (!account) {
    return fail(ErrorCode::kInvalid,
                fmt::format("provider {}: {}", settings.name, account.error().message));
  }
  SearchConsoleOptions out;
  out.access = std::move(*access);
  if (const Status kept = out.access.secrets.add(account->private_key); !kept) {
    return tl::unexpected(kept.error());
  }
  out.account = std::move(*account);
  out.site = settings.site;
  return out;
}

Result<crawler::FetchRequest> inspection_request(const SearchConsoleOptions& options,
                                                 const std::string& token,
                                                 const Question& question) {
  const Result<std::string> href = options.access.address("inspect");
  if (!href) return tl::unexpected(href.error());
  const json::object body{
      {"inspectionUrl", question.url}, {"siteUrl", options.site}, {"languageCode", "en-US"}};
  return post_json(options, *href, token, body);
}

Window analytics_window(Time now) {
  const auto pacific = std::chrono::floor<std::chrono::days>(now - kBehindUtc);
  const Date today(pacific.time_since_epoch());
  Window window;
  window.to = today - std::chrono::days(kNotFinal);
  window.from = window.to - std::chrono::days(kWindow - 1);
  return window;
}

Result<crawler::FetchRequest> analytics_request(const SearchConsoleOptions& options,
                                                const std::string& token, const Question& question,
                                                const Window& window) {
  Result<std::string> href = options.access.address("analytics");
  if (!href) return tl::unexpected(href.error());
  constexpr std::string_view kSite = "{site}";
  const std::size_t at = href->find(kSite);
  if (at != std::string::npos) href->replace(at, kSite.size(), percent_encoded(options.site));
  json::object filter{
      {"dimension", "query"}, {"operator", "equals"}, {"expression", question.text}};
  json::object group{{"groupType", "and"}, {"filters", json::array{std::move(filter)}}};
  const json::object body{{"startDate", to_iso_date(window.from)},
                          {"endDate", to_iso_date(window.to)},
                          {"dimensions", json::array{"page"}},
                          {"dimensionFilterGroups", json::array{std::move(group)}},
                          {"rowLimit", kMostPages},
                          {"dataState", "final"}};
  return post_json(options, *href, token, body);
}

SearchConsoleProvider::SearchConsoleProvider(SearchConsoleOptions options,
                                             crawler::HttpClient& http, const WallClock& wall)
    : options_(std::move(options)),
      http_(http),
      wall_(wall),
      token_(options_.account, std::string(kScope), http, wall, options_.access.timeout) {}

Task<SearchAnswer> SearchConsoleProvider::ask(Question question, Pause) {
  const bool of_url = question.kind == QuestionKind::kUrl;
  const Window window = analytics_window(wall_.now());
  Secrets secrets = options_.access.secrets;
  const TokenAnswer token = co_await token_.get();
  if (token.token.empty()) co_return token.refusal;
  if (const Status kept = secrets.add(token.token); !kept)
    co_return not_asked(kept.error().message);
  Result<crawler::FetchRequest> request =
      of_url ? inspection_request(options_, token.token, question)
             : analytics_request(options_, token.token, question, window);
  if (!request) co_return not_asked(request.error().message);
  const Exchange exchange = co_await fetch_hidden(http_, std::move(*request), secrets);
  SearchAnswer answer = of_url ? read_inspection(exchange, options_, question)
                               : read_analytics(exchange, options_, question, window);
  if (answer.reason == Reason::kHttp401) token_.forget();
  co_return answer;
}

}  // namespace vouch::engines
