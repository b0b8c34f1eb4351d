#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "web/rank_pages.h"
#include "web/site_count_views.h"

namespace vouch::web {
namespace {

struct Column {
  IndexVerdict verdict;
  std::string_view css;
};
constexpr Column kColumns[] = {{IndexVerdict::kIndexed, "ok"},
                               {IndexVerdict::kWatching, "pending"},
                               {IndexVerdict::kNotIndexed, "mend"},
                               {IndexVerdict::kLost, "mend"},
                               {IndexVerdict::kCouldNotCheck, "unknown"},
                               {IndexVerdict::kNotSampled, "void"},
                               {IndexVerdict::kNotConnected, "void"}};
constexpr int kPeriods[] = {7, 30, 90};

std::int64_t count_of(const IndexCounts& counts, IndexVerdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

std::string_view css_of(IndexVerdict verdict) {
  const auto column = std::find_if(std::begin(kColumns), std::end(kColumns),
                                   [&](const Column& c) { return c.verdict == verdict; });
  return column == std::end(kColumns) ? "void" : column->css;
}

std::string query_of(std::string_view engine, IndexVerdict verdict, int days) {
  return fmt::format("days={}&engine={}&verdict={}", days, engine, to_string(verdict));
}

void periods(Html& html, const IndexPage& data, const PageContext& page) {
  html.raw("<ul class=\"chips\">");
  for (const int days : kPeriods) {
    html.raw("<li><a class=\"void");
    if (days == data.days) html.raw(" here");
    html.raw("\" href=\"").text(page.link("/index", fmt::format("days={}", days))).raw("\">");
    html.text(page.say("近 ", "last ")).number(days).text(page.say(" 天", " days"));
    html.raw("</a></li>");
  }
  html.raw("</ul>\n");
}

void rows(Html& html, const IndexPage& data, const PageContext& page) {
  html.raw("<h2>").text(engine_name(page.lang, data.engine, page.names)).raw(" · ");
  html.text(label(page.lang, data.verdict)).raw("</h2>\n<ul class=\"plain\">\n");
  for (const IndexRow& row : data.rows) {
    html.raw("<li class=\"card ").text(css_of(row.verdict)).raw("\"><h3><a href=\"");
    html.text(page.link(fmt::format("/claims/{}", row.claim.value))).raw("\">");
    html.foreign(row.title.empty() ? row.url : row.title, 80).raw("</a></h3><p>");
    html.outward(row.url).raw("</p></li>\n");
  }
  html.raw("</ul>\n");
  if (data.rows.empty())
    html.raw("<p class=\"panel\">").text(page.say("没有。", "None.")).raw("</p>\n");
  if (!data.next) return;
  html.raw("<p><a href=\"");
  html.text(
      page.link("/index", fmt::format("{}&after={}", query_of(data.engine, data.verdict, data.days),
                                      data.next->value)));
  html.raw("\">").text(page.say("更多 →", "more →")).raw("</a></p>\n");
}

std::string percent(const std::optional<double>& share, const PageContext& page) {
  if (!share) return std::string(page.say("还不知道", "not known yet"));
  return fmt::format("{:.0f}%", *share * 100);
}

// How long engines take; an estimate that counts pages which still wait (Kaplan-Meier).
void speeds(Html& html, const IndexPage& data, const PageContext& page) {
  if (data.speeds.empty()) return;
  html.raw("<h2>").text(page.say("多久被收录", "How long it takes")).raw("</h2>\n");
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(page.say("搜索引擎", "engine")).raw("</th>");
  const std::array heads = {page.say("一半页面在", "half of the pages within"),
                            page.say("7 天内", "within 7 days"),
                            page.say("30 天内", "within 30 days"), page.say("页面数", "pages")};
  for (const std::string_view head : heads) html.raw("<th scope=\"col\">").text(head).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const store::IndexSpeed& speed : data.speeds) {
    const std::string half =
        speed.median_days ? fmt::format("{:.1f}{}", *speed.median_days, page.say(" 天", " days"))
                          : std::string(page.say("还不到一半", "less than half so far"));
    const std::array cells = {half, percent(speed.in_7_days, page), percent(speed.in_30_days, page),
                              fmt::format("{}", speed.pages)};
    html.raw("<tr><th scope=\"row\">").text(engine_name(page.lang, speed.engine, page.names));
    html.raw("</th>");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      html.raw("<td data-name=\"").text(heads[i]).raw("\">").text(cells[i]).raw("</td>");
    }
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>\n<p class=\"soft\">");
  html.text(page.say("按近 200 天内全公司的检测估算，还没收录的页面也算在内；每夜更新。",
                     "Estimated from the company's looks of 200 days, pages that still wait "
                     "included; renewed every night."));
  html.raw("</p>\n");
}

constexpr std::int64_t kEnoughPages = 10;  // of each group, before the two are compared

std::string half_words(const store::SubmittedSpeed& speed, const PageContext& page) {
  const std::string half =
      speed.median_days ? fmt::format("{:.1f}{}", *speed.median_days, page.say(" 天", " days"))
                        : std::string(page.say("还不到一半", "less than half so far"));
  return fmt::format("{} (n = {})", half, speed.pages);
}

// Of each engine that was told of pages: rows come in pairs, those that were not told first.
void submitted_speeds(Html& html, const IndexPage& data, const PageContext& page) {
  if (data.submitted_speeds.size() < 2) return;
  html.raw("<h3>").text(page.say("提交过的和没提交的", "Submitted and not")).raw("</h3>\n");
  html.raw("<ul class=\"plain\">\n");
  for (std::size_t i = 0; i + 1 < data.submitted_speeds.size(); i += 2) {
    const store::SubmittedSpeed& without = data.submitted_speeds[i];
    const store::SubmittedSpeed& with = data.submitted_speeds[i + 1];
    html.raw("<li>").text(engine_name(page.lang, with.engine, page.names));
    html.text(page.say("：", ": "));
    if (std::min(without.pages, with.pages) < kEnoughPages) {
      html.text(fmt::format("{} {}, {} {}{}", page.say("提交过", "submitted"), with.pages,
                            page.say("没提交", "not"), without.pages,
                            page.say("，页面太少，不作比较", "; too few pages to compare")));
    } else {
      html.text(fmt::format("{} {}{}{} {}",
                            page.say("一半页面在：提交过", "half of the pages within: submitted"),
                            half_words(with, page), page.say("，", ", "),
                            page.say("没提交", "not submitted"), half_words(without, page)));
    }
    html.raw("</li>\n");
  }
  html.raw("</ul>\n<p class=\"soft\">");
  html.text(page.say("提交的都是公司自己的网站，两组不是同一类页面，差别不等于提交的作用。",
                     "Only pages of own sites are submitted: the groups differ in more than that, "
                     "and the difference is not the effect of submitting."));
}

// The answer to one proposal: the button says which.
void decide_form(Html& html, const store::PlatformProposal& one, const PageContext& page) {
  html.raw("<details><summary>").text(page.say("决定", "Decide")).raw("</summary>");
  open_form(html, page.link(fmt::format("/proposals/{}", one.id)));
  html.raw("<label>").text(page.say("原因（至少 4 个汉字）", "Reason (10 letters or more)"));
  html.raw("<input type=\"text\" name=\"reason\" required maxlength=\"200\"></label>");
  html.raw("<button name=\"say\" value=\"accept\">").text(page.say("采纳", "Accept"));
  if (one.change == "not_applicable") {
    html.raw("</button><button name=\"say\" value=\"measure\">");
    html.text(page.say("只测，不设期限", "Measure only, without a deadline"));
  }
  html.raw("</button><button name=\"say\" value=\"decline\">");
  html.text(page.say("不采纳", "Decline")).raw("</button></form></details>");
}

// What the looks say about the records of platforms; a person decides.
void proposals(Html& html, const IndexPage& data, const PageContext& page) {
  if (data.proposals.empty()) return;
  html.raw("<h2>").text(page.say("建议更改平台规则", "Proposed changes of platform records"));
  html.raw("</h2>\n<ul class=\"plain\">\n");
  for (const store::PlatformProposal& one : data.proposals) {
    const bool closes = one.change == "not_applicable";
    html.raw("<li class=\"card void\"><h3>#").number(one.id).text(" ");
    html.text(one.platform).text(" · ").text(engine_name(page.lang, one.engine, page.names));
    html.text(page.say("：", ": "));
    html.text(closes ? page.say("改为“不适用”或只测不设期限", "not applicable, or measured only")
                     : page.say("重新检测收录", "look for it again"));
    html.raw("</h3><p>");
    if (closes) {
      html.text(fmt::format("{} / {} = {:.1f}%（95%: {:.1f}–{:.1f}%）", one.indexed, one.seen,
                            100.0 * static_cast<double>(one.indexed) /
                                static_cast<double>(std::max<std::int64_t>(1, one.seen)),
                            100 * one.low, 100 * one.high));
    } else {
      html.number(one.seen).text(page.say(" 个页面出现在搜索结果里", " pages stood in lists"));
    }
    html.text(fmt::format(" · {} – {}", to_iso_date(one.from), to_iso_date(one.to)));
    html.raw("</p>");
    if (data.may_decide) decide_form(html, one, page);
    html.raw("</li>\n");
  }
  html.raw("</ul>\n<p class=\"soft\">");
  html.text(
      page.say("不确认就什么也不变；采纳只对以后交来的工作有效。撤销已采纳的：vouch platform undo "
               "编号 --reason 原因。",
               "Nothing changes unless somebody confirms it, and then for work handed in from then "
               "on. To take it back: vouch platform undo N --reason TEXT."));
  html.raw("</p>\n");
}

}  // namespace

void index_matrix(Html& html, const IndexMatrix& counts, int days, const PageContext& page) {
  if (counts.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("还没有收录数据。", "Nothing about the index yet.")).raw("</p>\n");
    return;
  }
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(page.say("搜索引擎", "engine")).raw("</th>");
  for (const Column& column : kColumns)
    html.raw("<th scope=\"col\">").text(label(page.lang, column.verdict)).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const auto& [engine, states] : counts) {
    html.raw("<tr><th scope=\"row\">").text(engine_name(page.lang, engine, page.names));
    html.raw("</th>");
    for (const Column& column : kColumns) {
      const std::int64_t count = count_of(states, column.verdict);
      html.raw("<td data-name=\"").text(label(page.lang, column.verdict)).raw("\"");
      if (count == 0) {
        html.raw(" class=\"zero\">0</td>");
        continue;
      }
      html.raw("><a class=\"hit ").text(column.css).raw("\" href=\"");
      html.text(page.link("/index", query_of(engine, column.verdict, days))).raw("\">");
      html.number(count).raw("</a></td>");
    }
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>\n<p class=\"soft\">");
  html.text(page.say(
      "收不收录由搜索引擎决定，不是任何人的过失。“无法检测”“未抽检”“未接入”都不是“未收录”。",
      "Whether a page is indexed is the engine's decision and nobody's failing. “Could not check”, "
      "“not sampled” and “not connected” do not mean “not indexed”."));
  html.raw("</p>\n");
}

std::string index_page(const IndexPage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("收录一览", "Index at a glance"));
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回总览", "← overview")).raw("</a></p>\n<h1>");
  html.text(page.say("收录一览", "Index at a glance")).raw("</h1>\n<p class=\"soft\">");
  html.text(data.team).raw("</p>\n");
  health_banner(html, page);
  act_message(html, data.message, data.refused);
  periods(html, data, page);
  index_matrix(html, data.counts, data.days, page);
  if (!data.engine.empty()) rows(html, data, page);
  if (data.engine.empty()) {
    speeds(html, data, page);
    submitted_speeds(html, data, page);
    site_counts(html, data.site_counts, page);
    proposals(html, data, page);
  }
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
