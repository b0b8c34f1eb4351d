#include "web/pages.h"

#include <fmt/format.h>

#include "web/page_captures.h"

namespace vouch::web {
namespace {

void needs_you(Html& html, const EmployeePage& data, const PageContext& page) {
  html.raw("<h2>").text(page.say("需要您处理", "Needs you"));
  html.text(page.say("（", " (")).number(static_cast<long long>(data.needs.size()));
  html.text(page.say("）", ")")).raw("</h2>\n");
  if (data.needs.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("没有需要处理的，都在正常进行。", "Nothing needs you.")).raw("</p>\n");
    return;
  }
  html.raw("<p class=\"soft\">");
  html.text(page.say("点开每一项可以看到检测时看到了什么、依据哪条规则，以及怎样答复。",
                     "Open an entry for what was seen, by which rule, and how to answer."));
  html.raw("</p><ul class=\"plain\">\n");
  for (const ClaimView& view : data.needs) {
    claim_card(html, page, view, false);
    const Verdict& verdict = view.verdict;
    if (verdict.phase == FailedPhase::kWithEmployee && verdict.public_at) {
      html.raw("<li class=\"soft\">");
      html.text(fmt::format("{}{}{}", page.say("目前只有您看得到；", "Only you see this until "),
                            page.when(*verdict.public_at),
                            page.say(" 以后主管才会看到。", ", then the supervisor does.")));
      html.raw("</li>\n");
    }
  }
  html.raw("</ul>\n");
}

void pager(Html& html, const EmployeePage& data, const PageContext& page) {
  html.raw("<nav class=\"pager\"><a href=\"");
  const Date earlier = data.from - std::chrono::days(1);
  html.text(page.link("", "until=" + to_iso_date(earlier))).raw("\">");
  html.text(page.say("← 更早一周", "← earlier week")).raw("</a>");
  if (data.newer_weeks) {
    const Date later = data.to + std::chrono::days(7);
    html.raw("<a href=\"").text(page.link("", "until=" + to_iso_date(later))).raw("\">");
    html.text(page.say("更近一周 →", "later week →")).raw("</a>");
  }
  html.raw("</nav>\n");
}

}  // namespace

std::string employee_page(const EmployeePage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, data.user.name);
  html.raw("<h1>").text(data.user.name);
  html.text(page.say("，您的工作核验", ": your checked work")).raw("</h1>\n");
  reach_banner(html, page);
  health_banner(html, page);
  captures_link(html, page);
  html.raw("<p class=\"soft\">").text(page.say("近 30 天：", "Last 30 days:")).raw("</p>");
  const std::string_view here = data.filter ? to_string(*data.filter) : std::string_view();
  count_chips(html, page, data.counts, "work", here);
  if (!data.filter) needs_you(html, data, page);
  html.raw("<h2>");
  if (data.filter) {
    html.text(label(page.lang, *data.filter)).raw("</h2><p><a class=\"back\" href=\"");
    html.text(page.link("")).raw("\">");
    html.text(page.say("← 全部工作", "← all work")).raw("</a></p>\n");
  } else {
    html.text(page.say("工作项", "Entries")).raw(" <span class=\"soft\">");
    html.text(to_iso_date(data.from)).raw(" – ").text(to_iso_date(data.to)).raw("</span></h2>\n");
  }
  if (data.claims.empty()) {
    html.raw("<p class=\"panel\">");
    html.text(page.say("这里还没有工作项。交了工作报告，几分钟后就会出现。",
                       "No entries here. They appear minutes after a report is handed in."));
    html.raw("</p>\n");
  }
  html.raw("<ul class=\"plain\">\n");
  for (const ClaimView& view : data.claims) claim_card(html, page, view, false);
  html.raw("</ul>\n");
  if (!data.filter) pager(html, data, page);
  if (data.user.post != kVendorPost) {
    html.raw("<p><a href=\"").text(page.link("/ranks")).raw("\">");
    html.text(page.say("团队的关键词排名", "The team's keyword ranks")).raw("</a> · <a href=\"");
    html.text(page.link("/weeks")).raw("\">").text(page.say("周报", "Weekly digest"));
    html.raw("</a></p>\n");
  }
  if (!data.filter) false_alerts(html, page, data.false_alerts);
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
