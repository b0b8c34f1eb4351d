#include <algorithm>

#include <fmt/format.h>

#include "web/rank_chart.h"
#include "web/rank_pages.h"
#include "web/rank_words.h"

namespace vouch::web {
namespace {

constexpr int kPeriods[] = {30, 90, 365};
constexpr std::size_t kLooksOpen = 5;  // the newest; the others open with one press

void periods(Html& html, const KeywordPage& data, const PageContext& page) {
  html.raw("<ul class=\"chips\">");
  for (const int days : kPeriods) {
    html.raw("<li><a class=\"void");
    if (days == data.days) html.raw(" here");
    html.raw("\" href=\"");
    html.text(page.link(fmt::format("/keywords/{}", data.history.keyword.id.value),
                        fmt::format("days={}", days)));
    html.raw("\">").text(page.say("近 ", "last ")).number(days);
    html.text(page.say(" 天", " days")).raw("</a></li>");
  }
  html.raw("</ul>\n");
}

void look_row(Html& html, const store::Rank& rank, const PageContext& page) {
  const bool measured = rank.look.state != RankState::kUnmeasured;
  html.raw("<tr><th scope=\"row\">").text(page.when(rank.look.at));
  html.raw("</th><td><span class=\"");
  if (!measured) html.raw("unknown");
  html.raw("\">").text(place_words(page.lang, rank.look)).raw("</span>");
  if (rank.wrong_page)
    html.raw(" <span class=\"tag mend\">")
        .text(page.say("目标页不符", "not the page meant"))
        .raw("</span>");
  html.raw("</td><td data-name=\"").text(page.say("首页占位", "page one")).raw("\">");
  if (measured) {
    html.number(rank.first_page);
  } else {
    html.raw("–");
  }
  html.raw("</td><td data-name=\"").text(page.say("读了几位", "places read")).raw("\">");
  if (measured) {
    html.number(rank.look.depth);
  } else {
    html.raw("–");
  }
  if (rank.url.empty()) {
    html.raw("</td><td class=\"zero\"></td></tr>\n");
  } else {
    html.raw("</td><td class=\"url\">").outward(rank.url, 60).raw("</td></tr>\n");
  }
}

void table_head(Html& html, const PageContext& page) {
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr>");
  for (const auto& [zh, en] : {std::pair("时间", "time"),
                               {"名次", "place"},
                               {"首页占位", "page one"},
                               {"读了几位", "places read"}})
    html.raw("<th scope=\"col\">").text(page.say(zh, en)).raw("</th>");
  html.raw("<th scope=\"col\" class=\"url\">").text(page.say("排上的网页", "page that ranks"));
  html.raw("</th></tr></thead><tbody>\n");
}

void looks(Html& html, const store::SeriesHistory& series, const PageContext& page) {
  table_head(html, page);
  std::size_t told = 0;
  for (auto rank = series.looks.rbegin(); rank != series.looks.rend(); ++rank, ++told) {
    if (told == kLooksOpen) {
      html.raw("</tbody></table></div>\n<details><summary>").text(page.say("更早的 ", "Earlier: "));
      html.number(static_cast<long long>(series.looks.size() - told));
      html.text(page.say(" 次", " looks")).raw("</summary>\n");
      table_head(html, page);
    }
    look_row(html, *rank, page);
  }
  html.raw("</tbody></table></div>\n");
  if (told > kLooksOpen) html.raw("</details>\n");
}

// From the first look on: a keyword that is new is not squeezed against the edge.
void chart(Html& html, const KeywordPage& data, const store::SeriesHistory& series,
           const PageContext& page) {
  const Date since = std::max(data.history.since, series.looks.front().look.day);
  html.raw("<div class=\"panel\"><div class=\"soft\">").text(page.say("↑ 第 1 位", "↑ place 1"));
  html.raw("</div>");
  rank_chart(html, series, {since, data.history.until}, page.lang);
  html.raw("<div class=\"row soft\"><span>").text(to_iso_date(since)).raw("</span><span>");
  html.text(to_iso_date(data.history.until)).raw("</span></div><div class=\"soft\">");
  html.text(page.say("○ 读完了没有我们，横线是第 ", "○ read without us; the lower line is place "));
  html.number(chart_depth(series))
      .text(page.say(" 位；线断开处没有测到", "; the line is broken where nothing was measured"));
  html.raw("</div></div>\n");
}

}  // namespace

std::string keyword_page(const KeywordPage& data, const PageContext& page) {
  const RankHistory& history = data.history;
  Html html;
  begin_page(html, page, history.keyword.text);
  html.raw("<p><a class=\"back\" href=\"").text(page.link("/ranks")).raw("\">");
  html.text(page.say("← 关键词排名", "← keyword ranks")).raw("</a></p>\n<h1>");
  html.foreign(history.keyword.text, 60).raw("</h1>\n<p class=\"soft\">");
  html.text(page.say("优先级 ", "priority ")).number(history.keyword.priority).raw("</p>\n");
  if (!history.target_url.empty()) {
    html.raw("<p>").text(page.say("目标页 ", "page meant ")).outward(history.target_url, 80);
    html.raw("</p>\n");
  }
  periods(html, data, page);
  for (const store::SeriesHistory& series : history.series) {
    html.raw("<h2>").text(series_words(page.lang, series.series, page.names)).raw("</h2>\n");
    chart(html, data, series, page);
    looks(html, series, page);
  }
  if (history.series.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("这段时间没有测过。", "Not looked at in this time.")).raw("</p>\n");
  }
  end_page(html, page);
  return html.take();
}

void claim_places(Html& html, const ClaimFile& file, const PageContext& page) {
  const bool nothing_connected =
      page.names.engines.size() <= page.facts.engines_not_connected.size();
  if (file.view.claim.keywords.empty() || (file.places.empty() && nothing_connected)) return;
  html.raw("<h2>").text(page.say("搜索名次", "Search places")).raw(" <span class=\"soft\">");
  html.text(page.say("只量不考核", "measured, never required")).raw("</span></h2>\n");
  html.raw("<section class=\"panel\">");
  if (file.places.empty())
    html.raw("<p>")
        .text(page.say("还没有测过，或者关键词不在词库里。",
                       "Not measured yet, or the keywords are not in the library."))
        .raw("</p>");
  const Date today = page.zone.date_of(page.now);
  for (const store::ClaimRank& place : file.places) {
    html.raw("<p><a href=\"");
    html.text(page.link(fmt::format("/keywords/{}", place.series.keyword.value))).raw("\">");
    html.foreign(place.keyword, 40).raw("</a> · ");
    html.text(series_words(page.lang, place.series, page.names)).raw(" · <b class=\"");
    const bool first = place.look.state == RankState::kRanked && place.look.position <= kFirstPage;
    if (first) html.raw("ok");
    html.raw("\">").text(place_words(page.lang, place.look)).raw("</b>");
    if (first) html.text(page.say("（首页占位）", " (on page one)"));
    if (place.look.state != RankState::kUnmeasured) {
      html.raw(" <span class=\"soft\">").text(day_words(place.look, today));
      html.text(page.say("，读了 ", ", read ")).number(place.look.depth);
      html.text(page.say(" 位", " places")).raw("</span>");
    }
    html.raw("</p>");
  }
  html.raw("</section>\n");
}

}  // namespace vouch::web
