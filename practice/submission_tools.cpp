// Where new pages are handed in: Baidu's push, IndexNow, Bing's URL batch. Each knows the company's
// own site alone; Baidu takes three addresses a day, as of a new site.
#include <algorithm>

#include <boost/json.hpp>

#include "practice/provider_shapes.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

constexpr int kPushesADay = 3;

// "http://qingquan.localhost:8081"
std::string own_front(const World& world) {
  return world.url(*world.site(world.own_site), "");
}

std::vector<std::string> lines_of(std::string_view body) {
  std::vector<std::string> lines;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    if (end > 0) lines.emplace_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return lines;
}

std::vector<std::string> urls_in(const json::value& body) {
  std::vector<std::string> urls;
  for (const json::value& url : body.at("urlList").as_array()) urls.emplace_back(url.as_string());
  return urls;
}

bool all_own(const World& world, const std::vector<std::string>& urls) {
  const std::string front = own_front(world) + "/";
  return std::all_of(urls.begin(), urls.end(),
                     [&](const std::string& url) { return url.starts_with(front); });
}

HttpAnswer push_error(int code, std::string_view message) {
  return json_reply(json::serialize(json::object{{"error", code}, {"message", message}}), code);
}

HttpAnswer status_alone(int status) {
  HttpAnswer answer;
  answer.status = status;
  answer.headers = {{"Server", "practice"}};
  return answer;
}

}  // namespace

// ziyuan.baidu.com, 普通收录 API
HttpAnswer baidu_push(const ProviderCall& call) {
  if (call.request.parameter("site") != own_front(call.world)) return push_error(400, "site error");
  const std::vector<std::string> urls = lines_of(call.request.body);
  if (urls.empty()) return push_error(400, "empty content");
  json::array strangers;
  for (const std::string& url : urls) {
    if (!all_own(call.world, {url})) strangers.emplace_back(url);
  }
  const int wanted = static_cast<int>(urls.size() - strangers.size());
  const auto left = call.desk.take_pushes(call.now, wanted, kPushesADay);
  if (!left) return push_error(400, "over quota");
  json::object out{{"remain", *left}, {"success", wanted}};
  if (!strangers.empty()) out["not_same_site"] = std::move(strangers);
  return json_reply(json::serialize(out));
}

// indexnow.org/documentation
HttpAnswer indexnow(const ProviderCall& call) {
  const json::value body = json::parse(call.request.body);
  if (body.at("key").as_string() != kProviderKey) return status_alone(403);
  const std::string front = own_front(call.world);
  if (body.at("host").as_string() != front.substr(front.find("://") + 3)) return status_alone(422);
  return status_alone(all_own(call.world, urls_in(body)) ? 202 : 422);
}

// learn.microsoft.com, SubmitUrlBatch
HttpAnswer bing_submit(const ProviderCall& call) {
  const json::value body = json::parse(call.request.body);
  const bool ours = body.at("siteUrl").as_string() == own_front(call.world);
  if (!ours || !all_own(call.world, urls_in(body)))
    return json_reply(R"({"ErrorCode":14,"Message":"ERROR!!! NotAuthorized"})", 400);
  return json_reply(R"({"d":null})");
}

}  // namespace vouch::practice
