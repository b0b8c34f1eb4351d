#include "practice/provider_desk.h"

#include <algorithm>
#include <array>

#include "core/hash.h"
#include "practice/provider_shapes.h"

namespace vouch::practice {
namespace {

constexpr std::chrono::milliseconds kSlow{20'000};
constexpr std::string_view kWebPage =
    "<!doctype html><html><body><h1>Gateway</h1><p>sign in first</p></body></html>";

enum class KeyPlace { kParameter, kBasic, kApiKey, kBearer, kNone };

struct Refusal {
  int status;
  std::string_view body;
};

// One provider: how it takes its key and how it refuses, in its documents' words.
struct Provider {
  std::string_view key;
  KeyPlace place;
  std::string_view parameter;  // of the key, where it stands in the address
  Refusal wrong_key, quota, forbidden, throttled, broken;
};

constexpr Provider kSerpApi{
    "serpapi",
    KeyPlace::kParameter,
    "api_key",
    {401, R"({"error":"Invalid API key. Your API key should be here: practice"})"},
    {429, R"({"error":"Your account has run out of searches."})"},
    {403, R"({"error":"Your account has been deleted."})"},
    {429, R"({"error":"Your account exceeded the hourly throughput limit."})"},
    {503, R"({"error":"We couldn't process this search."})"}};
constexpr Provider kDataForSeo{
    "dataforseo",
    KeyPlace::kBasic,
    "",
    {200,
     R"({"status_code":40100,"status_message":"You are not Authorized to Access this Resource."})"},
    {200, R"({"status_code":40200,"status_message":"Payment Required."})"},
    {200, R"({"status_code":40204,"status_message":"Access denied. Plans & Subscriptions."})"},
    {200, R"({"status_code":40202,"status_message":"Rate-limit exceeded."})"},
    {500, R"({"status_code":50000,"status_message":"Internal Error."})"}};
constexpr Provider k5118{"5118",
                         KeyPlace::kApiKey,
                         "",
                         {200, R"({"errcode":"100203","errmsg":"apikey错误","data":null})"},
                         {200, R"({"errcode":"100101","errmsg":"次数已用完","data":null})"},
                         {200, R"({"errcode":"100202","errmsg":"没有权限","data":null})"},
                         {200, R"({"errcode":"100102","errmsg":"每秒次数超限","data":null})"},
                         {502, R"({"errcode":"500","errmsg":"服务异常"})"}};
constexpr Provider kGoogle{
    "search_console",
    KeyPlace::kBearer,
    "",
    {401, R"({"error":{"code":401,"message":"Invalid credentials","status":"UNAUTHENTICATED"}})"},
    {403,
     R"({"error":{"code":403,"message":"Quota exceeded","errors":[{"domain":"usageLimits","reason":"quotaExceeded"}]}})"},
    {403,
     R"({"error":{"code":403,"message":"You do not own this site","status":"PERMISSION_DENIED"}})"},
    {429,
     R"({"error":{"code":429,"message":"Too many requests","errors":[{"domain":"usageLimits","reason":"rateLimitExceeded"}]}})"},
    {500, R"({"error":{"code":500,"message":"Internal error","status":"INTERNAL"}})"}};
constexpr Provider kBing{"bing_webmaster",
                         KeyPlace::kParameter,
                         "apikey",
                         {400, R"({"ErrorCode":3,"Message":"ERROR!!! InvalidApiKey"})"},
                         {400, R"({"ErrorCode":5,"Message":"ERROR!!! ThrottleHost"})"},
                         {400, R"({"ErrorCode":14,"Message":"ERROR!!! NotAuthorized"})"},
                         {400, R"({"ErrorCode":4,"Message":"ERROR!!! ThrottleUser"})"},
                         {500, R"({"ErrorCode":1,"Message":"ERROR!!! InternalError"})"}};
constexpr Provider kQianfan{
    "qianfan",
    KeyPlace::kBearer,
    "",
    {401,
     R"({"request_id":"practice","code":"invalid_iam_token","message":"IAM Certification failed"})"},
    {429,
     R"({"request_id":"practice","code":"daily_quota_exceeded","message":"the daily quota is used up"})"},
    {403, R"({"request_id":"practice","code":"access_denied","message":"no permission"})"},
    {429, R"({"request_id":"practice","code":"rpm_rate_limit_exceeded","message":"rate_limit"})"},
    {500, R"({"request_id":"practice","code":"internal_error","message":"internal error"})"}};
constexpr Provider kBaiduPush{
    "baidu_push",
    KeyPlace::kParameter,
    "token",
    {401, R"({"error":401,"message":"token is not valid"})"},
    {400, R"({"error":400,"message":"over quota"})"},
    {400, R"({"error":400,"message":"site error"})"},
    {429, R"({"error":429,"message":"too many requests"})"},
    {500, R"({"error":500,"message":"internal error, please try later"})"}};
// Its key stands in the body.
constexpr Provider kIndexNow{"indexnow", KeyPlace::kNone, "",        {403, ""},
                             {429, ""},  {403, ""},       {429, ""}, {500, ""}};
constexpr Provider kBingBatch{"bing_batch",    kBing.place,     kBing.parameter, kBing.wrong_key,
                              kBing.throttled, kBing.forbidden, kBing.throttled, kBing.broken};
// Where Google gives tokens: the key is the assertion itself.
constexpr Provider kGoogleToken{"search_console",  KeyPlace::kNone, "",
                                kGoogle.wrong_key, kGoogle.quota,   kGoogle.forbidden,
                                kGoogle.throttled, kGoogle.broken};

struct Way {
  const Provider* provider;
  std::string_view method, begins, ends;  // of the path
  HttpAnswer (*answer)(const ProviderCall& call);
};
constexpr Way kWays[] = {
    {&kSerpApi, "GET", "/search.json", "", serpapi_search},
    {&kDataForSeo, "POST", "/v3/serp/", "/organic/task_post", dataforseo_post},
    {&kDataForSeo, "GET", "/v3/serp/", "/organic/tasks_ready", dataforseo_ready},
    {&kDataForSeo, "GET", "/v3/serp/", "", dataforseo_get},
    {&k5118, "POST", "/include", "", index_task_5118},
    {&k5118, "POST", "/keywordrank/", "", rank_task_5118},
    {&kGoogleToken, "POST", "/token", "", google_token},
    {&kGoogle, "POST", "/v1/urlInspection/index:inspect", "", url_inspection},
    {&kGoogle, "POST", "/webmasters/v3/sites/", "/searchAnalytics/query", search_analytics},
    {&kBing, "GET", "/webmaster/api.svc/json/GetUrlInfo", "", bing_url_info},
    {&kBing, "GET", "/webmaster/api.svc/json/GetQueryPageStats", "", bing_query_pages},
    {&kBing, "GET", "/webmaster/api.svc/json/GetPageQueryStats", "", bing_page_queries},
    {&kBing, "GET", "/webmaster/api.svc/json/GetCrawlStats", "", bing_crawl_stats},
    {&kQianfan, "POST", "/v2/ai_search/web_search", "", qianfan_search},
    {&kBaiduPush, "POST", "/urls", "", baidu_push},
    {&kIndexNow, "POST", "/indexnow", "", indexnow},
    {&kBingBatch, "POST", "/webmaster/api.svc/json/SubmitUrlBatch", "", bing_submit},
};

HttpAnswer reply(std::string_view type, std::string_view body, int status) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}, {"Content-Type", std::string(type)}};
  answer.body = body;
  return answer;
}

HttpAnswer reply(const Refusal& refusal) {
  return reply("application/json; charset=utf-8", refusal.body, refusal.status);
}

bool key_fits(const Provider& provider, const HttpRequest& request) {
  const std::string header = request.header("authorization");
  const std::string key(kProviderKey);
  switch (provider.place) {
    case KeyPlace::kParameter:
      return request.parameter(provider.parameter) == key;
    case KeyPlace::kBasic:
      return header == "Basic " + base64_encode("practice:" + key);
    case KeyPlace::kApiKey:
      return header == "APIKEY " + key;
    case KeyPlace::kBearer:
      return header == "Bearer " + key;
    case KeyPlace::kNone:
      return true;
  }
  return false;
}

std::optional<HttpAnswer> troubled(const World& world, Time now, const Provider& provider) {
  struct Row {
    Trouble trouble;
    const Refusal& refusal;
  };
  const std::array<Row, 5> rows = {{{Trouble::kProviderQuota, provider.quota},
                                    {Trouble::kProvider401, provider.wrong_key},
                                    {Trouble::kProvider403, provider.forbidden},
                                    {Trouble::kProvider429, provider.throttled},
                                    {Trouble::kProvider500, provider.broken}}};
  for (const Row& row : rows) {
    if (world.has(row.trouble, now, provider.key)) return reply(row.refusal);
  }
  if (world.has(Trouble::kProviderHtml, now, provider.key))
    return reply("text/html; charset=utf-8", kWebPage, 200);
  if (world.has(Trouble::kProviderEmpty, now, provider.key))
    return reply("application/json", "", 200);
  return std::nullopt;
}

}  // namespace

HttpAnswer json_reply(std::string text, int status) {
  return reply("application/json; charset=utf-8", text, status);
}

std::optional<HttpAnswer> ProviderDesk::answer(Time now, const HttpRequest& request) {
  const std::string path = request.path();
  for (const Way& way : kWays) {
    const bool here =
        request.method == way.method && path.starts_with(way.begins) && path.ends_with(way.ends);
    if (!here) continue;
    if (auto trouble = troubled(world_, now, *way.provider)) return trouble;
    if (!key_fits(*way.provider, request)) return reply(way.provider->wrong_key);
    HttpAnswer answer = reply(way.provider->broken);
    try {
      answer = way.answer({world_, now, request, *this});
    } catch (const std::exception&) {  // a body that is no JSON of the documented shape
      answer.status = 400;
    }
    if (world_.has(Trouble::kProviderSlow, now, way.provider->key)) answer.delay = kSlow;
    return answer;
  }
  return std::nullopt;
}

std::size_t ProviderDesk::add(ProviderTask task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  return tasks_.size();
}

std::optional<ProviderTask> ProviderDesk::ask(std::size_t number) {
  const std::lock_guard lock(mutex_);
  if (number == 0 || number > tasks_.size()) return std::nullopt;
  ProviderTask before = tasks_[number - 1];
  ++tasks_[number - 1].asked;
  return before;
}

std::vector<std::size_t> ProviderDesk::waiting(std::string_view engine) {
  const std::lock_guard lock(mutex_);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    if (tasks_[i].engine != engine) continue;
    if (tasks_[i].asked > 0) out.push_back(i + 1);
    ++tasks_[i].asked;
  }
  return out;
}

std::optional<int> ProviderDesk::take_pushes(Time now, int count, int most) {
  const std::lock_guard lock(mutex_);
  int& taken = pushes_[to_millis(now) / 86'400'000];
  if (taken + count > most) return std::nullopt;
  taken += count;
  return most - taken;
}

}  // namespace vouch::practice
