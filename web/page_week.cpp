#include "web/page_week.h"

#include <fmt/format.h>

namespace vouch::web {
namespace {

constexpr std::size_t kLineCharacters = 200;

std::string week_link(const PageContext& page, Date monday) {
  return page.link(fmt::format("/weeks/{}", to_iso_date(monday)));
}

planning::WeekWords words_of(const WeekPage& data, const PageContext& page) {
  planning::WeekWords words;
  words.english = page.lang == Lang::kEn;
  words.edition = data.edition;
  words.engines = page.names.engines;
  words.platforms = page.names.platforms;
  const bool leads = data.edition == planning::WeekEdition::kLeader;
  words.list_url = [&page, leads](std::string_view list) {
    if (list == "ranks" || list == "captures" || (leads && list == "index"))
      return page.link(fmt::format("/{}", list));
    return leads ? page.link("", fmt::format("list={}", list)) : page.link("");
  };
  words.claim_url = [&page](ClaimId claim) {
    return page.link(fmt::format("/claims/{}", claim.value));
  };
  return words;
}

void weeks(Html& html, const WeekPage& data, const PageContext& page) {
  if (data.mondays.size() < 2) return;
  html.raw("<ul class=\"chips\">");
  for (const Date monday : data.mondays) {
    html.raw("<li><a class=\"void");
    if (monday == data.weekly.monday) html.raw(" here");
    html.raw("\" href=\"").text(week_link(page, monday)).raw("\">");
    html.text(to_iso_date(monday).substr(5)).raw("</a></li>");
  }
  html.raw("</ul>\n");
}

void block(Html& html, const planning::WeekBlock& one) {
  html.raw("<section class=\"card");
  if (one.warns) html.raw(" unknown");
  html.raw("\"><h2>").number(one.number).text(" ").text(one.heading).raw("</h2>\n<ul>\n");
  for (const planning::WeekLine& line : one.lines) {
    html.raw("<li>");
    if (!line.url.empty()) html.raw("<a href=\"").text(line.url).raw("\">");
    html.foreign(line.text, kLineCharacters);
    if (!line.url.empty()) html.raw("</a>");
    html.raw("</li>\n");
  }
  html.raw("</ul></section>\n");
}

}  // namespace

std::string week_page(const WeekPage& data, const PageContext& page) {
  const std::string_view title = page.say("周报", "Weekly digest");
  Html html;
  begin_page(html, page, title);
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回总览", "← overview")).raw("</a></p>\n<h1>").text(title);
  if (data.mondays.empty()) {
    html.raw("</h1>\n<p>");
    html.text(page.say("还没有周报。第一份在周日 18:00 生成。",
                       "There is no digest yet. The first is made on Sunday at 18:00."));
    html.raw("</p>\n");
    end_page(html, page);
    return html.take();
  }
  html.text(" ").text(planning::week_span(data.weekly.monday, page.lang == Lang::kEn));
  html.raw("</h1>\n");
  weeks(html, data, page);
  html.raw("<p class=\"faint\">").text(page.say("生成于 ", "Made "));
  html.text(page.when(data.weekly.made_at));
  html.text(page.say("，之后的变化不再改动这一份。", "; what changed since does not change it."));
  html.raw("</p>\n");
  if (data.weekly.teams.empty()) {
    html.raw("<p>");
    html.text(page.say("这一周没有您的数据。", "There is nothing of yours in this week."));
    html.raw("</p>\n");
  }
  for (const planning::WeekBlock& one : planning::week_blocks(data.weekly, words_of(data, page)))
    block(html, one);
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
