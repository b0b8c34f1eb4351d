// The engines' own tools for the owner of a site: Search Console, Bing Webmaster.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "practice/engine_answers.h"
#include "practice/provider_shapes.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

HttpAnswer json_reply(const json::value& value, int status = 200) {
  return practice::json_reply(json::serialize(value), status);
}

constexpr std::int64_t kLongestLife = 3600;  // seconds that an assertion may be good for
constexpr std::int64_t kNeverSeen = -62'135'568'000'000;  // year 1, as Bing writes it
constexpr std::size_t kDeepest = 50;

// A part of a JSON web token.
json::value token_part(std::string_view part) {
  std::string text(part);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  std::string bytes;
  if (!base64_decode(text, bytes)) return nullptr;
  return json::parse(bytes);
}

// The signature is not looked at: the world has no public key.
bool is_assertion(const std::string& text) {
  const std::size_t first = text.find('.');
  const std::size_t second = text.find('.', first + 1);
  if (first == std::string::npos || second == std::string::npos || second + 1 == text.size())
    return false;
  const json::value header = token_part(std::string_view(text).substr(0, first));
  const json::value claims =
      token_part(std::string_view(text).substr(first + 1, second - first - 1));
  const std::int64_t life =
      claims.at("exp").to_number<std::int64_t>() - claims.at("iat").to_number<std::int64_t>();
  return header.at("alg").as_string() == "RS256" && !claims.at("iss").as_string().empty() &&
         !claims.at("scope").as_string().empty() && 0 < life && life <= kLongestLife;
}

std::string bing_date(std::int64_t millis) {
  return fmt::format("/Date({}-0800)/", millis);
}

struct Place {
  std::string keyword;
  std::string url;
  std::size_t position;
};

// Where pages that begin so stand, for each keyword.
std::vector<Place> places(const ProviderCall& call, std::string_view engine,
                          std::string_view front) {
  std::vector<Place> out;
  for (const auto& [keyword, priority] : call.world.keywords) {
    const std::vector<EngineRow> rows = search(call.world, call.now, engine, keyword);
    for (std::size_t i = 0; i < std::min(rows.size(), kDeepest); ++i) {
      if (rows[i].url.starts_with(front)) out.push_back({keyword, rows[i].url, i + 1});
    }
  }
  return out;
}

json::object query_stats(const ProviderCall& call, std::string_view name, std::size_t position) {
  return json::object{{"__type", "QueryStats:#Microsoft.Bing.Webmaster.Api"},
                      {"AvgClickPosition", -1},
                      {"AvgImpressionPosition", position},
                      {"Clicks", 0},
                      {"Date", bing_date(to_millis(call.now) / 604'800'000 * 604'800'000)},
                      {"Impressions", 40},
                      {"Query", name}};
}

}  // namespace

// developers.google.com/identity/protocols/oauth2/service-account
HttpAnswer google_token(const ProviderCall& call) {
  const std::string grant = form_field(call.request, "grant_type");
  const bool good = grant == "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
                    is_assertion(form_field(call.request, "assertion"));
  if (!good) {
    return json_reply(json::object{{"error", "invalid_grant"},
                                   {"error_description", "Invalid JWT: the assertion is not good"}},
                      400);
  }
  return json_reply(
      json::object{{"access_token", kProviderKey}, {"expires_in", 3599}, {"token_type", "Bearer"}});
}

// searchconsole v1, index:inspect
HttpAnswer url_inspection(const ProviderCall& call) {
  const json::value body = json::parse(call.request.body);
  const std::string url(body.at("inspectionUrl").as_string());
  const std::string site(body.at("siteUrl").as_string());
  if (!url.starts_with(site)) {
    return json_reply(json::object{{"error", json::object{{"code", 403},
                                                          {"message", "You do not own this site"},
                                                          {"status", "PERMISSION_DENIED"}}}},
                      403);
  }
  const bool known = knows(call.world, call.now, "google", url);
  json::object status{
      {"verdict", known ? "PASS" : "NEUTRAL"},
      {"coverageState", known ? "Indexed, not submitted in sitemap" : "URL is unknown to Google"},
      {"robotsTxtState", known ? "ALLOWED" : "ROBOTS_TXT_STATE_UNSPECIFIED"},
      {"indexingState", known ? "INDEXING_ALLOWED" : "INDEXING_STATE_UNSPECIFIED"}};
  if (known) {
    status["googleCanonical"] = url;
    status["userCanonical"] = url;
    status["pageFetchState"] = "SUCCESSFUL";
    status["lastCrawlTime"] = to_rfc3339(call.now - std::chrono::hours(20));
  }
  return json_reply(
      json::object{{"inspectionResult",
                    json::object{{"inspectionResultLink", "https://search.google.com/practice"},
                                 {"indexStatusResult", std::move(status)}}}});
}

// webmasters v3, searchAnalytics.query: the pages that stood somewhere for one query
HttpAnswer search_analytics(const ProviderCall& call) {
  const json::value body = json::parse(call.request.body);
  const std::string path = call.request.path();
  constexpr std::string_view kBefore = "/webmasters/v3/sites/";
  const std::string front = percent_decode(
      path.substr(kBefore.size(), path.rfind("/searchAnalytics") - kBefore.size()), false);
  const std::string keyword(
      body.at("dimensionFilterGroups").at(0).at("filters").at(0).at("expression").as_string());
  json::array rows;
  for (const Place& place : places(call, "google", front)) {
    if (place.keyword != keyword) continue;
    rows.push_back(json::object{{"keys", json::array{place.url}},
                                {"clicks", 3},
                                {"impressions", 60},
                                {"ctr", 0.05},
                                {"position", static_cast<double>(place.position)}});
  }
  json::object out{{"responseAggregationType", "byPage"}};
  if (!rows.empty()) out["rows"] = std::move(rows);
  return json_reply(out);
}

// learn.microsoft.com, IWebmasterApi
HttpAnswer bing_url_info(const ProviderCall& call) {
  const std::string url = call.request.parameter("url");
  const bool known = knows(call.world, call.now, "bing", url);
  const std::int64_t crawled = known ? to_millis(call.now - std::chrono::hours(20)) : kNeverSeen;
  return json_reply(
      json::object{{"d", json::object{{"__type", "UrlInfo:#Microsoft.Bing.Webmaster.Api"},
                                      {"AnchorCount", 0},
                                      {"DiscoveryDate", bing_date(crawled)},
                                      {"DocumentSize", known ? 4096 : 0},
                                      {"HttpStatus", known ? 200 : 0},
                                      {"IsPage", known},
                                      {"LastCrawledDate", bing_date(crawled)},
                                      {"TotalChildUrlCount", 0},
                                      {"Url", url}}}});
}

HttpAnswer bing_query_pages(const ProviderCall& call) {
  const std::string keyword = call.request.parameter("query");
  json::array rows;
  for (const Place& place : places(call, "bing", call.request.parameter("siteUrl"))) {
    if (place.keyword == keyword) rows.push_back(query_stats(call, place.url, place.position));
  }
  return json_reply(json::object{{"d", std::move(rows)}});
}

HttpAnswer bing_page_queries(const ProviderCall& call) {
  const std::string page = call.request.parameter("page");
  json::array rows;
  for (const Place& place : places(call, "bing", call.request.parameter("siteUrl"))) {
    if (place.url == page) rows.push_back(query_stats(call, place.keyword, place.position));
  }
  return json_reply(json::object{{"d", std::move(rows)}});
}

HttpAnswer bing_crawl_stats(const ProviderCall& call) {
  const std::string site = call.request.parameter("siteUrl");
  json::array rows;
  for (int ago = 2; ago >= 1; --ago) {
    const Time day = call.now - std::chrono::hours(24 * ago);
    const std::string host = site.substr(site.find("://") + 3);
    const auto known = search(call.world, day, "bing", "site:" + host);
    rows.push_back(json::object{{"__type", "CrawlStats:#Microsoft.Bing.Webmaster.Api"},
                                {"CrawledPages", known.size()},
                                {"Date", bing_date(to_millis(day))},
                                {"InIndex", known.size()},
                                {"InLinks", 0}});
  }
  return json_reply(json::serialize(json::object{{"d", std::move(rows)}}));
}

}  // namespace vouch::practice
