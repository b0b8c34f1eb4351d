#include "web/submission_views.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

struct Words {
  std::string_view key, zh, en;
};
constexpr std::array kRoutes = {Words{"baidu_push", "百度推送", "Baidu push"},
                                Words{"indexnow", "IndexNow", "IndexNow"},
                                Words{"bing_batch", "必应批量提交", "Bing URL batch"}};
constexpr std::array kOutcomes = {
    Words{"received", "已收到", "received"},
    Words{"key_pending", "已收到，密钥文件待核对", "received, the key file is yet to be checked"},
    Words{"refused", "这个网址不收", "this address is refused"},
    Words{"could_not_submit", "没有提交成，会再试", "could not submit, will be tried again"}};

template <std::size_t N>
std::string say(const std::array<Words, N>& all, Lang lang, std::string_view key) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Words& words) { return words.key == key; });
  if (found == all.end()) return std::string(key);
  return std::string(pick(lang, found->zh, found->en));
}

json::string text(std::string_view words) {
  return json::string(to_valid_utf8(words));
}

json::value number(const std::optional<std::int64_t>& value) {
  if (!value) return nullptr;
  return *value;
}

json::value moment_json(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return text(to_rfc3339(*time));
}

json::object event_json(const store::SubmissionEvent& event) {
  return {{"sent_at", text(to_rfc3339(event.sent_at))},
          {"outcome", text(event.outcome)},
          {"why", text(event.why)},
          {"answer", text(event.answer)},
          {"remaining", number(event.remaining)}};
}

}  // namespace

std::string route_name(Lang lang, std::string_view route) {
  return say(kRoutes, lang, route);
}

std::string submission_outcome(Lang lang, std::string_view outcome) {
  return say(kOutcomes, lang, outcome);
}

void claim_submissions(Html& html, const ClaimFile& file, const PageContext& page) {
  if (file.submissions.empty()) return;
  html.raw("<h2>").text(page.say("提交给搜索引擎", "Submitted to engines"));
  html.raw(" <span class=\"soft\">");
  html.text(page.say("收到不等于收录", "received is not indexed")).raw("</span></h2>\n");
  html.raw("<section class=\"panel\">");
  for (const store::SubmissionFile& one : file.submissions) {
    html.raw("<p><b>").text(route_name(page.lang, one.submission.route)).raw("</b> ");
    html.foreign(one.submission.url, 120).raw("</p>");
    if (one.events.empty()) {
      html.raw("<p class=\"soft\">").text(page.say("排队中，自 ", "waiting since "));
      html.text(page.when(one.submission.queued_at)).raw("</p>");
    }
    for (const store::SubmissionEvent& event : one.events) {
      html.raw("<p class=\"soft\">").text(page.when(event.sent_at)).raw(" · ");
      html.text(submission_outcome(page.lang, event.outcome)).raw("</p>");
    }
  }
  html.raw("</section>\n");
}

std::string submissions_json(const std::vector<store::SubmissionFile>& files) {
  json::array out;
  out.reserve(files.size());
  for (const store::SubmissionFile& file : files) {
    json::array events;
    events.reserve(file.events.size());
    for (const store::SubmissionEvent& event : file.events) events.push_back(event_json(event));
    out.push_back(json::object{{"route", text(file.submission.route)},
                               {"url", text(file.submission.url)},
                               {"queued_at", text(to_rfc3339(file.submission.queued_at))},
                               {"state", text(file.submission.state)},
                               {"events", std::move(events)}});
  }
  return json::serialize(out);
}

std::string submission_routes_json(const std::vector<SubmissionFacts>& routes) {
  json::array out;
  out.reserve(routes.size());
  for (const SubmissionFacts& route : routes) {
    out.push_back(json::object{{"route", text(route.route)},
                               {"site", text(route.site)},
                               {"healthy", route.healthy},
                               {"why", text(route.why)},
                               {"waiting", route.waiting},
                               {"sent_today", route.sent_today},
                               {"daily_quota", route.daily_quota},
                               {"remaining", number(route.remaining)},
                               {"last_ok_at", moment_json(route.last_ok_at)}});
  }
  return json::serialize(out);
}

}  // namespace vouch::web
