#include <fmt/format.h>

#include "web/owner_page.h"
#include "web/week_chart.h"

namespace vouch::web {
namespace {

using planning::Tally;

// A cell that names its column, for phones, where rows become cards.
void cell(Html& html, std::string_view name, std::string_view words) {
  html.raw("<td data-name=\"").text(name).raw("\">").text(words).raw("</td>");
}

std::string count_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return "–";
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return fmt::format("{}% ({}/{})", percent(share), part, whole);
}

// Of people who have a published plan, and of days that are over.
std::string plan_of(const Tally& tally, std::int64_t planning::PlanCount::*part) {
  if (!tally.plan) return "–";
  return count_of(tally.plan->pieces.*part, tally.plan->pieces.planned);
}

struct Column {
  std::string_view zh;
  std::string_view en;
  std::string (*words)(const OwnerSpan& span);
};

// How much could be checked at all comes first: every other number is to be read with it.
constexpr Column kWork[] = {
    {"核验覆盖率", "Coverage",
     [](const OwnerSpan& span) {
       return count_of(span.tally.decided(), span.tally.decided() + span.tally.manual);
     }},
    {"无法检测", "Could not check",
     [](const OwnerSpan& span) { return std::to_string(span.tally.manual); }},
    {"上报", "Handed in", [](const OwnerSpan& span) { return std::to_string(span.tally.claims); }},
    {"计划完成", "Plan done",
     [](const OwnerSpan& span) { return plan_of(span.tally, &planning::PlanCount::done); }},
    {"计划按时", "Plan on time",
     [](const OwnerSpan& span) { return plan_of(span.tally, &planning::PlanCount::on_time); }},
    {"已上线", "Online", [](const OwnerSpan& span) { return std::to_string(span.tally.verified); }},
    {"核验中", "Checking",
     [](const OwnerSpan& span) { return std::to_string(span.tally.pending); }},
    {"需补正", "Needs work",
     [](const OwnerSpan& span) { return std::to_string(span.tally.failed); }},
    {"掉线", "Went offline",
     [](const OwnerSpan& span) { return std::to_string(span.tally.regressed); }},
    {"申诉中", "Disputed",
     [](const OwnerSpan& span) { return std::to_string(span.tally.disputed); }},
    {"收录", "Indexed",
     [](const OwnerSpan& span) {
       return count_of(span.tally.index.indexed, span.tally.index.decided());
     }},
    {"收录丢失", "Index lost",
     [](const OwnerSpan& span) { return std::to_string(span.tally.index.lost); }},
};

constexpr Column kWords[] = {
    {"免检工作项", "Exempt entries",
     [](const OwnerSpan& span) { return std::to_string(span.tally.waived); }},
    {"批量免检", "Exemptions of many",
     [](const OwnerSpan& span) { return std::to_string(span.waivers); }},
    {"申诉", "Disputes",
     [](const OwnerSpan& span) { return std::to_string(span.disputes.disputes); }},
    {"其中成立", "of them upheld",
     [](const OwnerSpan& span) { return std::to_string(span.disputes.upheld); }},
};

std::string month_name(const OwnerSpan& span) {
  return to_iso_date(span.days.from).substr(0, 7);
}

std::string week_name(const OwnerSpan& span) {
  return fmt::format("{} – {}", to_iso_date(span.days.from).substr(5),
                     to_iso_date(span.days.to).substr(5));
}

template <std::size_t N>
void table(Html& html, const std::vector<OwnerSpan>& spans, const Column (&columns)[N],
           std::string (*name)(const OwnerSpan&), std::string_view first, const PageContext& page) {
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(first).raw("</th>");
  for (const Column& column : columns)
    html.raw("<th scope=\"col\">").text(page.say(column.zh, column.en)).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const OwnerSpan& span : spans) {
    html.raw("<tr><th scope=\"row\">").text(name(span));
    if (&span == &spans.front()) html.text(page.say("（至今）", " (so far)"));
    html.raw("</th>");
    for (const Column& column : columns)
      cell(html, page.say(column.zh, column.en), column.words(span));
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>\n");
}

void trend(Html& html, const OwnerPage& data, const PageContext& page) {
  std::vector<WeekBar> bars;
  for (auto week = data.weeks.rbegin(); week != data.weeks.rend(); ++week)
    bars.push_back({week->tally.claims, week->tally.verified});
  html.raw("<h2>").text(page.say("近 12 周", "Last 12 weeks")).raw("</h2>\n");
  week_chart(html, bars, page.lang);
  html.raw("<p class=\"soft\">");
  html.text(page.say("浅色是上报的数量，深色是其中已上线的；下面是数字。",
                     "Pale: handed in; dark: of these, online. The numbers:"));
  html.raw("</p>\n");
  table(html, data.weeks, kWork, week_name, page.say("周", "Week"), page);
}

}  // namespace

std::string owner_page(const OwnerPage& data, Time expires_at, const PageContext& page) {
  const std::string_view title = page.say("公司月度总览", "The company's months");
  Html html;
  begin_page(html, page, title);
  html.raw("<h1>").text(title).raw("</h1>\n<p class=\"soft\">");
  html.text(page.say("数据截至 ", "As of ")).text(page.zone.minutes_text(page.now));
  html.text(page.say("，按工作日期统计，全公司合计。", "; by day of work, the whole company."));
  html.raw("</p>\n<h2>").text(page.say("本月和前五个月", "This month and the five before"));
  html.raw("</h2>\n");
  table(html, data.months, kWork, month_name, page.say("月份", "Month"), page);
  html.raw("<p class=\"soft\">");
  html.text(page.say(
      "先看核验覆盖率：没能检测的不算失败，也不进任何比率。需补正和掉线只统计本人补正期已过的；"
      "收录按页面和搜索引擎统计，括号里是收录数和有结论的总数。计划只统计已发布、上报期限已过的天；"
      "没有计划的人不计入。",
      "Read the coverage first: what could not be checked is no failure and in no rate. Needs work "
      "and went offline count only what was not mended in time. Indexed is counted by page and "
      "search engine: how many of those with an answer. A plan counts once it is published and the "
      "time for reporting a day is over; people without a plan are left out."));
  html.raw("</p>\n");
  trend(html, data, page);
  html.raw("<h2>").text(page.say("免检和申诉", "Exemptions and disputes")).raw("</h2>\n");
  table(html, data.months, kWords, month_name, page.say("月份", "Month"), page);
  end_page(html, page,
           fmt::format("{}{}{}",
                       page.say("本页只能看，没有任何个人的数据。链接有效到 ",
                                "This page is read-only and about no person. The link "
                                "is valid until "),
                       page.zone.minutes_text(expires_at),
                       page.say("，拿到它的人都能打开，请不要转发。",
                                "; whoever has it can open it, so please do not pass it on.")));
  return html.take();
}

std::string owner_link_gone_page(Lang lang) {
  Html html;
  html.raw("<!doctype html>\n<html lang=\"").text(pick(lang, "zh-CN", "en"));
  html.raw(
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" "
      "content=\"noindex, nofollow\"><title>");
  const std::string_view title = pick(lang, "这个链接打不开", "This link does not open");
  html.text(title);
  html.raw("</title><link rel=\"stylesheet\" href=\"/assets/site.css\"></head><body><main><h1>");
  html.text(title).raw("</h1><p>");
  html.text(pick(lang, "它可能没有写完整、已经到期，或已被收回。请向给您链接的人要一个新的。",
                 "It may be incomplete, its time may be over, or it was taken back. Please ask "
                 "whoever gave it to you for a new one."));
  html.raw("</p></main></body></html>\n");
  return html.take();
}

}  // namespace vouch::web
