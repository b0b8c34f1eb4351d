#include "engines/submission.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/url.h"
#include "engines/api_request.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

struct RouteFacts {
  std::size_t most_urls;
  std::string_view endpoint;
};
// ziyuan.baidu.com (普通收录), indexnow.org/documentation, learn.microsoft.com on SubmitUrlBatch.
constexpr auto kRoutes = std::to_array<RouteFacts>({
    {2000, "http://data.zz.baidu.com/urls"},
    {10'000, "https://api.indexnow.org/indexnow"},
    {500, "https://ssl.bing.com/webmaster/api.svc/json/SubmitUrlBatch"},
});
static_assert(kRoutes.size() == static_cast<std::size_t>(SubmissionRoute::kBingBatch) + 1);

const RouteFacts& facts_of(SubmissionRoute route) {
  return kRoutes[static_cast<std::size_t>(route)];
}

bool is_indexnow_key(std::string_view key) {
  constexpr std::size_t kShortest = 8;
  constexpr std::size_t kLongest = 128;
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  return plain && key.size() >= kShortest && key.size() <= kLongest;
}

std::string lines_of(const std::vector<std::string>& urls) {
  std::string out;
  for (const std::string& url : urls) out += url + "\n";
  return out;
}

json::array list_of(const std::vector<std::string>& urls) {
  json::array out;
  for (const std::string& url : urls) out.emplace_back(url);
  return out;
}

}  // namespace

std::size_t most_urls(SubmissionRoute route) {
  return facts_of(route).most_urls;
}

Status SubmissionOptions::check() const {
  if (site.empty()) return fail(ErrorCode::kInvalid, "no site is named");
  if (route == SubmissionRoute::kIndexNow && !is_indexnow_key(key)) {
    return fail(ErrorCode::kInvalid, "an IndexNow key has 8 to 128 letters, digits and hyphens");
  }
  Secrets secrets;
  return secrets.add(key);
}

Result<crawler::FetchRequest> submission_request(const SubmissionOptions& options,
                                                 const std::vector<std::string>& urls) {
  if (const Status good = options.check(); !good) return tl::unexpected(good.error());
  if (urls.empty() || urls.size() > most_urls(options.route)) {
    return fail(ErrorCode::kInvalid, fmt::format("{} takes 1 to {} URLs", to_string(options.route),
                                                 most_urls(options.route)));
  }
  for (const std::string& url : urls) {
    const Result<Url> parsed = Url::parse(url);
    if (!parsed || !parsed->is_http() || url.find_first_of("\r\n") != std::string::npos) {
      return fail(ErrorCode::kInvalid, "not everything in the list is an http or https URL");
    }
  }
  const std::string endpoint =
      options.endpoint.empty() ? std::string(facts_of(options.route).endpoint) : options.endpoint;
  switch (options.route) {
    case SubmissionRoute::kBaiduPush: {
      const std::vector<Parameter> query = {{"site", options.site}, {"token", options.key}};
      return api_post(endpoint + "?" + form_text(query), "text/plain", lines_of(urls),
                      options.timeout);
    }
    case SubmissionRoute::kIndexNow: {
      json::object body{{"host", options.site}, {"key", options.key}, {"urlList", list_of(urls)}};
      if (!options.key_location.empty()) body["keyLocation"] = options.key_location;
      return api_post(endpoint, "application/json; charset=utf-8", json::serialize(body),
                      options.timeout);
    }
    case SubmissionRoute::kBingBatch: {
      const std::vector<Parameter> query = {{"apikey", options.key}};
      const json::object body{{"siteUrl", options.site}, {"urlList", list_of(urls)}};
      return api_post(endpoint + "?" + form_text(query), "application/json; charset=utf-8",
                      json::serialize(body), options.timeout);
    }
  }
  return fail(ErrorCode::kInternal, "no such route");
}

Task<SubmissionAnswer> submit_urls(SubmissionOptions options, std::vector<std::string> urls,
                                   crawler::HttpClient& http) {
  SubmissionAnswer answer;
  Result<crawler::FetchRequest> request = submission_request(options, urls);
  if (!request) {
    answer.retry = RetryClass::kNeverThis;
    answer.explanation = request.error().message;
    co_return answer;
  }
  Secrets secrets;
  if (const Status kept = secrets.add(options.key); !kept) {
    answer.explanation = kept.error().message;
    co_return answer;
  }
  Exchange exchange = co_await http.fetch(std::move(*request));
  secrets.hide(exchange);
  co_return read_submission(exchange, options.route, urls);
}

}  // namespace vouch::engines
