#include "config/submission_settings.h"

#include <array>
#include <set>

#include <fmt/format.h>

#include "config/judged.h"
#include "config/value_checks.h"
#include "core/url.h"

namespace vouch::config {
namespace {

struct RouteRules {
  std::string_view word;
  int daily_quota;  // URLs, where vouch.toml names none
};
// Baidu: by site and day, new sites often get 10 or fewer; its answers name the rest of the day
// (ziyuan.baidu.com, 普通收录). IndexNow: at most 10,000 a request, no number a day
// (indexnow.org/documentation). Bing: by site and day; the documents name no number, the account
// does (GetUrlSubmissionQuota).
constexpr auto kRules = std::to_array<RouteRules>({
    {"baidu_push", 10},
    {"indexnow", 10'000},
    {"bing_batch", 100},
});
static_assert(kRules.size() == static_cast<std::size_t>(SubmissionRoute::kBingBatch) + 1);
constexpr int kMostADay = 1'000'000;

const RouteRules& rules_of(SubmissionRoute route) {
  return kRules[static_cast<std::size_t>(route)];
}

SubmissionRoute read_route(Section& section) {
  section.require("route");
  std::string word(kRules.front().word);
  section.word("route", word, {"baidu_push", "indexnow", "bing_batch"});
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    if (word == kRules[i].word) return static_cast<SubmissionRoute>(i);
  }
  return SubmissionRoute::kBaiduPush;
}

std::string folder_of(const Url& url) {
  const std::string_view path = url.path();
  return std::string(path.substr(0, path.rfind('/') + 1));
}

// https://www.indexnow.org/documentation: a key file in a folder stands for what lies below it.
void read_key_location(Section& section, SubmissionSettings& out) {
  if (out.route != SubmissionRoute::kIndexNow) return;  // then the key is unknown
  if (!judged_text(section, "key_location", out.key_location, wrong_http_url)) return;
  const Result<Url> site = Url::parse(out.site);
  const Result<Url> file = Url::parse(out.key_location);
  if (site && file && file->host() != site->host()) {
    section.problem("key_location", "lies on another host than site");
  }
}

void read_address(Section& section, SubmissionSettings& out) {
  if (!judged_text(section, "url", out.url, wrong_http_url)) return;
  const Result<Url> url = Url::parse(out.url);
  if (url && is_http_scheme(out.url, "http") && !is_loopback_host(url->host())) {
    section.problem("url", "plain http would show the key to everybody on the way; use https");
  }
}

}  // namespace

std::string_view to_string(SubmissionRoute route) {
  return rules_of(route).word;
}

bool SubmissionSettings::covers(std::string_view page) const {
  const Result<Url> property = Url::parse(site);
  const Result<Url> one = Url::parse(page);
  if (!property || !one || one->origin() != property->origin()) return false;
  if (!std::string_view(one->path()).starts_with(folder_of(*property))) return false;
  const Result<Url> file = Url::parse(key_location);
  return !file || std::string_view(one->path()).starts_with(folder_of(*file));
}

SubmissionSettings read_submission(Section section, const std::filesystem::path& here) {
  SubmissionSettings out;
  out.line = section.line();
  out.route = read_route(section);
  section.require("site");
  judged_text(section, "site", out.site, wrong_http_url);
  read_address(section, out);
  read_key_location(section, out);
  out.daily_quota = rules_of(out.route).daily_quota;
  section.integer("daily_quota", out.daily_quota, 1, kMostADay);
  const bool read = section.secret("credential", out.secret, here, "credential");
  if (!read && !section.has("credential_file") && !section.has("credential")) {
    section.problem("credential_file", fmt::format("or credential is needed: {} asks for a key",
                                                   to_string(out.route)));
  }
  section.finish();
  return out;
}

void refuse_twin_routes(const std::vector<SubmissionSettings>& routes, Diagnostics& out) {
  std::set<std::pair<SubmissionRoute, std::string>> seen;
  for (const SubmissionSettings& route : routes) {
    if (route.site.empty() || seen.emplace(route.route, route.site).second) continue;
    out.problem(route.line, fmt::format("[[submission]] {} for {} stands here twice",
                                        to_string(route.route), route.site));
  }
}

}  // namespace vouch::config
