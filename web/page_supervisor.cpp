#include "web/pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "web/page_captures.h"
#include "web/rank_pages.h"

namespace vouch::web {
namespace {

struct List {
  std::string_view key;
  std::string_view zh;
  std::string_view en;
};
constexpr List kLists[] = {
    {"needs_you", "需要您处理", "Needs you"},
    {"disputes", "申诉", "Disputes"},
    {"failed", "需补正（宽限期已过）", "Needs correction, after grace"},
    {"lost", "掉线", "Went offline"},
    {"manual", "待人工查看", "To be looked at by a person"},
    {"corrected", "已整改", "Corrected"},
    {"not_indexed", "未收录", "Not indexed"},
    {"not_reported", "未交报告", "Did not report"},
    {"with_employees", "员工处理中", "With the employees"},
    {"health", "检测系统", "The checkers"},
    {"ledger", "检测系统与留底账本", "Checkers and ledger"},
};

std::int64_t count_of(const WorkCounts& counts, WorkVerdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

struct Column {
  std::string_view zh;
  std::string_view en;
  std::string_view css;
  std::array<WorkVerdict, 2> verdicts;  // summed; twice the same: one verdict
};
constexpr Column kColumns[] = {
    {"已上线", "online", "ok", {WorkVerdict::kVerified, WorkVerdict::kAccepted}},
    {"核验中", "checking", "pending", {WorkVerdict::kPending, WorkVerdict::kPending}},
    {"需补正", "needs work", "failed", {WorkVerdict::kFailed, WorkVerdict::kConfirmed}},
    {"掉线", "offline", "failed", {WorkVerdict::kRegressed, WorkVerdict::kRegressed}},
    {"无法检测", "could not check", "unknown", {WorkVerdict::kManual, WorkVerdict::kManual}},
    {"申诉中", "disputed", "disputed", {WorkVerdict::kDisputed, WorkVerdict::kDisputed}},
    {"免检", "exempt", "waived", {WorkVerdict::kWaived, WorkVerdict::kWaived}},
};

std::int64_t sum(const WorkCounts& counts, const Column& column) {
  std::int64_t total = count_of(counts, column.verdicts[0]);
  if (column.verdicts[1] != column.verdicts[0]) total += count_of(counts, column.verdicts[1]);
  return total;
}

// Share of what has come to an end by a conclusive look; none where nothing has.
std::optional<int> coverage(const WorkCounts& counts) {
  const std::int64_t unknown = count_of(counts, WorkVerdict::kManual);
  std::int64_t decided = 0;
  for (const WorkVerdict verdict :
       {WorkVerdict::kVerified, WorkVerdict::kAccepted, WorkVerdict::kFailed,
        WorkVerdict::kRegressed, WorkVerdict::kConfirmed, WorkVerdict::kDisputed})
    decided += count_of(counts, verdict);
  if (decided + unknown == 0) return std::nullopt;
  return static_cast<int>(decided * 100 / (decided + unknown));
}

constexpr int kEnoughCoverage = 90;  // domain §6.2 (f)

void count_cells(Html& html, const WorkCounts& counts, const PageContext& page) {
  for (const Column& column : kColumns) {
    const std::int64_t count = sum(counts, column);
    html.raw("<td data-name=\"").text(page.say(column.zh, column.en)).raw("\"");
    if (count == 0) html.raw(" class=\"zero\"");
    html.raw("><span class=\"");
    if (count != 0) html.text(column.css);
    html.raw("\">").number(count).raw("</span></td>");
  }
  const auto share = coverage(counts);
  html.raw("<td data-name=\"").text(page.say("覆盖率", "coverage")).raw("\"");
  if (!share) {
    html.raw(" class=\"zero\">–</td>");
    return;
  }
  html.raw("><span class=\"");
  if (*share < kEnoughCoverage) html.raw("unknown");
  html.raw("\">").number(*share).raw("%</span></td>");
}

void matrix(Html& html, const SupervisorPage& data, const PageContext& page) {
  html.raw("<h2>").text(page.say("团队", "Team")).raw(" <span class=\"soft\">");
  html.text(page.say("近 30 天", "last 30 days")).raw("</span></h2>\n");
  if (data.status.people.empty()) {
    html.raw("<p class=\"panel\">").text(page.say("团队里还没有人。", "The team is empty."));
    html.raw("</p>\n");
    return;
  }
  html.raw("<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">");
  html.text(page.say("姓名", "name")).raw("</th>");
  for (const Column& column : kColumns)
    html.raw("<th scope=\"col\">").text(page.say(column.zh, column.en)).raw("</th>");
  html.raw("<th scope=\"col\">").text(page.say("覆盖率", "coverage"));
  html.raw("</th></tr></thead><tbody>\n");
  for (const PersonCounts& person : data.status.people) {
    if (!person.reports && person.work.empty()) continue;  // leads or operates, hands in nothing
    html.raw("<tr><th scope=\"row\">").text(person.name).raw("</th>");
    count_cells(html, person.work, page);
    html.raw("</tr>\n");
  }
  html.raw("</tbody><tfoot><tr><th scope=\"row\">").text(page.say("合计", "all")).raw("</th>");
  count_cells(html, data.status.work, page);
  html.raw("</tr></tfoot></table></div>\n");
  html.raw("<p class=\"soft\">");
  html.text(
      page.say("“无法检测”不是没有做，也不拉低任何人的数字；覆盖率低于 90% 时请勿据此评价员工。",
               "Could not check is not a failure and lowers nobody's figures; below 90 % "
               "coverage please judge nobody by this table."));
  html.raw("</p>\n");
}

constexpr int kCountedDays = 30;

void index_counts(Html& html, const SupervisorPage& data, const PageContext& page) {
  html.raw("<h2>").text(page.say("收录", "Index")).raw(" <span class=\"soft\">");
  html.text(page.say("近 30 天，搜索引擎的结果，不归到个人",
                     "last 30 days, the engines' results, nobody's"));
  html.raw("</span></h2>\n");
  index_matrix(html, data.status.index, kCountedDays, page);
  html.raw("<p><a href=\"").text(page.link("", "list=not_indexed")).raw("\">");
  html.text(page.say("未收录与掉收录的网址", "Addresses not indexed or dropped"));
  html.raw("</a></p>\n");
}

void other_pages(Html& html, const PageContext& page) {
  html.raw("<ul class=\"chips\"><li><a class=\"pending\" href=\"").text(page.link("/ranks"));
  html.raw("\">").text(page.say("关键词排名", "Keyword ranks")).raw("</a></li>");
  html.raw("<li><a class=\"pending\" href=\"").text(page.link("/index")).raw("\">");
  html.text(page.say("收录一览", "Index at a glance")).raw("</a></li>");
  html.raw("<li><a class=\"pending\" href=\"").text(page.link("/weeks")).raw("\">");
  html.text(page.say("周报", "Weekly digest")).raw("</a></li></ul>\n");
}

std::string_view list_title(const SupervisorPage& data, const PageContext& page) {
  for (const List& list : kLists) {
    if (list.key == data.list) return page.say(list.zh, list.en);
  }
  return page.say("需要您处理", "Needs you");
}

void cards(Html& html, const SupervisorPage& data, const PageContext& page) {
  if (data.exceptions.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("没有，都在正常进行。", "Nothing here.")).raw("</p>\n");
  }
  html.raw("<ul class=\"plain\">\n");
  for (const ClaimView& view : data.exceptions) claim_card(html, page, view, true);
  html.raw("</ul>\n");
  if (data.more && !data.exceptions.empty()) {
    const std::string key = data.list.empty() ? "all" : data.list;
    html.raw("<p><a href=\"");
    html.text(
        page.link("", fmt::format("list={}&after={}", key, data.exceptions.back().claim.id.value)));
    html.raw("\">").text(page.say("更多 →", "more →")).raw("</a></p>\n");
  }
}

void with_employees(Html& html, const SupervisorPage& data, const PageContext& page) {
  if (data.status.with_employees == 0) return;
  html.raw("<p class=\"soft\">").text(page.say("另有 ", "Another "));
  html.number(data.status.with_employees);
  html.text(page.say(" 项刚通知员工本人，还在宽限期内，这里只给数目；到期仍未解决才列出。",
                     " told to their owners, within grace: only the number stands here."));
  html.raw("</p>\n");
}

void index_list(Html& html, const SupervisorPage& data, const PageContext& page) {
  html.raw("<ul class=\"plain\">\n");
  for (const IndexRow& row : data.index_rows) {
    html.raw("<li class=\"card mend\"><div class=\"row\"><b>");
    html.text(engine_name(page.lang, row.engine, page.names)).raw("</b><span class=\"tag mend\">");
    html.text(label(page.lang, row.verdict)).raw("</span></div><h3>");
    html.foreign(row.title.empty() ? row.url : row.title, 80).raw("</h3><p>");
    html.outward(row.url).raw("</p></li>\n");
  }
  html.raw("</ul>\n");
  if (data.index_rows.empty())
    html.raw("<p class=\"panel\">").text(page.say("没有。", "None.")).raw("</p>\n");
}

void missing_reports(Html& html, const SupervisorPage& data, const PageContext& page) {
  html.raw("<ul class=\"plain\">\n");
  for (const MissingReport& row : data.missing) {
    html.raw("<li class=\"panel\"><b>").text(row.name).raw("</b> · ");
    html.text(to_iso_date(row.date)).raw("</li>\n");
  }
  html.raw("</ul>\n");
  if (data.missing.empty())
    html.raw("<p class=\"panel\">").text(page.say("没有。", "Nobody.")).raw("</p>\n");
}

// "，本月 12.30 CNY，上限 50.00"; nothing where nothing costs.
std::string spent_words(const ProviderFacts& provider, const PageContext& page) {
  if (provider.currency.empty()) return {};
  const auto units = [](std::int64_t micros) { return static_cast<double>(micros) / 1e6; };
  std::string out = fmt::format("{}{:.2f} {}", page.say("，本月 ", ", this month "),
                                units(provider.spent_this_month), provider.currency);
  if (provider.monthly_cap) {
    out += fmt::format("{}{:.2f}", page.say("，上限 ", ", cap "), units(*provider.monthly_cap));
  }
  return out;
}

void checkers(Html& html, const SupervisorPage& data, const PageContext& page) {
  html.raw("<section class=\"panel\"><dl class=\"facts\">");
  for (const ProviderFacts& provider : page.facts.providers) {
    html.raw("<dt>").text(page.say("数据源 ", "source ")).text(provider.name).raw("</dt><dd>");
    const bool rests = !provider.healthy || !provider.why.empty();
    html.text(rests ? std::string_view(provider.why) : page.say("正常", "works"));
    html.text(fmt::format("{}{} / {}", page.say("，今天查询 ", ", queries today "),
                          provider.queries_today, provider.daily_quota));
    html.text(spent_words(provider, page)).raw("</dd>");
  }
  for (const ChannelFacts& channel : page.facts.channels) {
    html.raw("<dt>").text(page.say("通知渠道 ", "channel ")).text(channel.name).raw("</dt><dd>");
    const bool works = channel.healthy && channel.enabled;
    html.text(works ? page.say("正常", "works") : std::string_view(channel.why)).raw("</dd>");
  }
  html.raw("<dt>").text(page.say("到期待检测", "looks due now")).raw("</dt><dd>");
  html.number(page.facts.looks_due).raw("</dd><dt>");
  html.text(page.say("账本", "ledger")).raw("</dt><dd>").number(data.ledger_rows);
  html.text(page.say(" 行，最新校验码 ", " rows, newest digest ")).raw("<code>");
  html.text(data.ledger_head).raw("</code></dd></dl><p class=\"soft\">");
  html.text(
      page.say("账本把每次检测、结论和人工决定按顺序锁在一起，过去的记录改不了。每天的邮件里有"
               "当天的校验码，留着就行，不用处理。",
               "The ledger locks every look, verdict and decision into one chain, so the past "
               "cannot be rewritten. The daily mail carries its digest; just keep it."));
  html.raw("</p></section>\n");
}

void list_body(Html& html, const SupervisorPage& data, const PageContext& page) {
  if (data.list == "not_indexed") {
    index_list(html, data, page);
  } else if (data.list == "not_reported") {
    missing_reports(html, data, page);
  } else if (data.list == "health" || data.list == "ledger") {
    checkers(html, data, page);
  } else if (data.list == "with_employees") {
    with_employees(html, data, page);
  } else {
    cards(html, data, page);
  }
}

}  // namespace

std::string supervisor_page(const SupervisorPage& data, const PageContext& page) {
  const bool overview = data.list.empty() || data.list == "all";
  Html html;
  begin_page(html, page, data.team);
  html.raw("<h1>").text(data.team).text(page.say(" · 主管页", " · supervisor")).raw("</h1>\n");
  reach_banner(html, page);
  health_banner(html, page);
  captures_link(html, page);
  if (overview) other_pages(html, page);
  if (!overview) {
    html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
    html.text(page.say("← 返回总览", "← overview")).raw("</a></p>\n");
  }
  html.raw("<h2>").text(list_title(data, page));
  if (!data.exceptions.empty()) {
    html.text(page.say("（", " (")).number(static_cast<long long>(data.exceptions.size()));
    html.text(data.more ? "+" : "").text(page.say("）", ")"));
  }
  html.raw("</h2>\n");
  list_body(html, data, page);
  if (overview) {
    with_employees(html, data, page);
    if (!data.missing.empty()) {
      html.raw("<h2>").text(page.say("未交报告", "Did not report")).raw("</h2>\n");
      missing_reports(html, data, page);
    }
    matrix(html, data, page);
    false_alerts(html, page, data.status.false_alerts);
    index_counts(html, data, page);
    html.raw("<p><a href=\"").text(page.link("", "list=health")).raw("\">");
    html.text(page.say("检测系统与留底账本", "Checkers and ledger")).raw("</a></p>\n");
  }
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
