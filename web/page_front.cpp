#include "web/pages.h"

namespace vouch::web {

std::string front_page(const std::vector<PersonalLink>& links, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("首页", "Start"));
  html.raw("<h1>").text(page.say("核验", "Vouch")).raw("</h1><p>");
  html.text(
      page.say("核验自动查看上报的推广工作是不是真的在线：打开网页、查搜索引擎、保存证据，"
               "先告诉员工本人，过了宽限期才告诉主管。查不到不等于没有做。",
               "Vouch finds out whether reported promotion work is really online: it opens the "
               "pages, asks the search engines, keeps the evidence, and tells the employee "
               "first. Could not check is never a failure."));
  html.raw("</p>\n");
  health_banner(html, page);
  html.raw("<h2>").text(page.say("练习世界里的人", "The people of the practice world"));
  html.raw("</h2><p class=\"soft\">");
  html.text(page.say("真实使用时这里不列出任何人，每个人只有自己的链接。",
                     "In real use nobody is listed here; everybody has his own link."));
  html.raw("</p><p>");
  html.text(page.say("一周的工作大约一分钟走完，刷新页面看进展；建议先打开主管页。",
                     "A week of work passes in about a minute: reload to see it move on. The "
                     "supervisor's page is the one to open first."));
  html.raw("</p><ul class=\"plain\">");
  for (const PersonalLink& link : links) {
    const bool leads = link.role == Role::kSupervisor;
    html.raw("<li class=\"panel row\"><b>").text(link.name).raw("</b><span>");
    if (leads) {
      html.raw("<a href=\"").text(page.link("/s/" + link.link_token)).raw("\">");
      html.text(page.say("主管页", "supervisor's page")).raw("</a> · ");
    }
    html.raw("<a href=\"").text(page.link("/p/" + link.link_token)).raw("\">");
    html.text(page.say("个人页", "personal page")).raw("</a></span></li>");
  }
  html.raw("</ul>\n");
  html.raw("</main>\n<footer><p>").text(page.say("数据时间 ", "As of "));
  html.text(page.zone.minutes_text(page.now)).raw(" · Vouch ").text(page.facts.version);
  html.raw("</p></footer>\n</body></html>\n");
  return html.take();
}

}  // namespace vouch::web
