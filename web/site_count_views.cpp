#include "web/site_count_views.h"

#include <array>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "web/words.h"

namespace vouch::web {
namespace {

namespace json = boost::json;

std::string kind_words(const store::SiteCount& count, const PageContext& page) {
  const bool official = count.kind == "official";
  return std::string(official ? page.say("官方", "official") : page.say("估算", "estimate"));
}

std::string day_of(Time at, const PageContext& page) {
  return to_iso_date(page.zone.date_of(at));
}

std::string why_words(const store::SiteCount& count, const PageContext& page) {
  if (count.why == "no_total") return std::string(page.say("没有给出总数", "no total was stated"));
  const auto reason = parse_reason(count.why);
  return reason ? reason_words(page.lang, *reason) : count.why;
}

std::string change_words(const store::SiteCountNow& count, const PageContext& page) {
  if (!count.measured || !count.before) return {};
  const std::int64_t change = *count.measured->pages - *count.before->pages;
  return fmt::format("{:+} ({} {})", change, page.say("比", "since"),
                     day_of(count.before->at, page));
}

json::string text(std::string_view words) {
  return json::string(to_valid_utf8(words));
}

json::value count_json(const std::optional<store::SiteCount>& count) {
  if (!count) return nullptr;
  return json::object{{"pages", *count->pages}, {"at", text(to_rfc3339(count->at))}};
}

}  // namespace

void site_counts(Html& html, const std::vector<store::SiteCountNow>& counts,
                 const PageContext& page) {
  if (counts.empty()) return;
  html.raw("<h2>").text(page.say("官网收录量", "Pages of our sites in the index"));
  html.raw("</h2>\n<div class=\"scroll\"><table class=\"stack\"><thead><tr>");
  const std::array heads = {page.say("网站", "site"), page.say("搜索引擎", "engine"),
                            page.say("收录量", "pages"), page.say("日期", "day"),
                            page.say("变化", "change")};
  for (const std::string_view head : heads) html.raw("<th scope=\"col\">").text(head).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const store::SiteCountNow& count : counts) {
    const std::string pages =
        count.measured
            ? fmt::format("{} ({})", *count.measured->pages, kind_words(count.newest, page))
            : fmt::format("{} ({})", page.say("未测到", "not measured"),
                          why_words(count.newest, page));
    const std::string day = day_of(count.measured ? count.measured->at : count.newest.at, page);
    html.raw("<tr><th scope=\"row\">").foreign(count.newest.domain, 60).raw("</th>");
    const std::array cells = {engine_name(page.lang, count.newest.engine, page.names), pages, day,
                              change_words(count, page)};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      html.raw("<td data-name=\"").text(heads[i + 1]).raw("\">").text(cells[i]).raw("</td>");
    }
    html.raw("</tr>\n");
    if (!count.measured || count.newest.pages) continue;
    html.raw("<tr><td class=\"soft\" colspan=\"5\">");
    html.text(fmt::format("{} {}: {}", day_of(count.newest.at, page),
                          page.say("未测到", "not measured"), why_words(count.newest, page)));
    html.raw("</td></tr>\n");
  }
  html.raw("</tbody></table></div>\n<p class=\"soft\">");
  html.text(page.say(
      "每周问一次。“估算”是搜索引擎对 site: 查询说的总数，常有几倍的出入；“官方”来自站长工具。"
      "未测到不是 0。",
      "Asked once a week. An estimate is the total an engine states for a site: query "
      "and may be off by a multiple; official figures come from webmaster tools. Not "
      "measured is not 0."));
  html.raw("</p>\n");
}

std::string site_counts_json(const std::vector<store::SiteCountNow>& counts,
                             const std::string& domain) {
  json::array out;
  for (const store::SiteCountNow& count : counts) {
    if (count.newest.domain != domain) continue;
    out.push_back(json::object{{"engine", text(count.newest.engine)},
                               {"kind", text(count.newest.kind)},
                               {"provider", text(count.newest.provider)},
                               {"asked_at", text(to_rfc3339(count.newest.at))},
                               {"why_not", text(count.newest.why)},
                               {"measured", count_json(count.measured)},
                               {"before", count_json(count.before)}});
  }
  return json::serialize(out);
}

}  // namespace vouch::web
