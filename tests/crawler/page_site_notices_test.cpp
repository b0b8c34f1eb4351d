// A host's own notice in place of a page is a wall, whatever the status says.
#include "tests/crawler/page_sign_rows.h"

namespace vouch::crawler {
namespace {

struct Notice {
  const char* sentence;
  const char* title;
  const char* text;
};

TEST(SiteNotices, are_walls_and_no_pages) {
  const Notice rows[] = {
      {"busy", "服务器忙", "服务器忙，请稍后再试"},
      {"queue", "服务器忙", "当前访问人数过多，请耐心等待"},
      {"upgrade", "系统升级公告", "为了给您提供更好的服务，本站今晚进行系统升级，敬请谅解。"},
      {"move", "系统维护通知", "因机房搬迁，预计 11 月 28 日恢复。"},
      {"english_maintenance", "Maintenance", "We are currently performing scheduled maintenance."},
      {"stopped_by_the_panel", "抱歉，站点已暂停", "您访问的站点已被管理员停止运行"},
      {"filter", "网站防火墙", "您的请求带有不合法参数，已被网站管理员设置拦截！"},
      {"denied", "Access Denied", "You don't have permission to access this page on this server."},
      {"blocked", "Attention", "Sorry, you have been blocked"},
      {"unpaid_line", "温馨提示", "您的宽带账户已欠费，请及时缴费。"},
      {"unregistered_host", "提示", "该网站暂时无法进行访问，未根据工信部相关要求进行备案。"},
      {"database", "Error", "Error establishing a database connection"},
      {"traffic", "Bandwidth Limit Exceeded", "Bandwidth Limit Exceeded"},
      {"cookies", "提示信息", "您的浏览器禁用了Cookie，请开启后刷新页面"},
  };
  for (const Notice& row : rows) {
    const std::string body = std::string("<h1>") + row.title + "</h1><p>" + row.text + "</p>";
    const auto facts = read_row({row.sentence, bare_page(row.title, body), PageSign::kChallenge});
    const bool wall = !facts.signs.empty() && facts.signs.front().sign == PageSign::kChallenge;
    EXPECT_TRUE(wall) << row.sentence << ": " << signs_text(facts.signs);
  }
}

TEST(SiteNotices, are_honest_where_an_article_speaks_of_them) {
  const Notice rows[] = {
      {"advice", "网站维护要注意什么", "网站维护公告怎么写才得体？先说时间，再说影响。"},
      {"news", "本市地铁今晚检修",
       "运营公司说明，今晚进行网络检修，末班车提前一小时，请市民留意。"},
  };
  for (const Notice& row : rows) {
    const std::string body =
        std::string("<h1>") + row.title + "</h1><p>" + row.text + "</p>" + long_text();
    const auto facts = read_row({row.sentence, framed(row.title, body), {}});
    EXPECT_TRUE(facts.signs.empty()) << row.sentence << ": " << signs_text(facts.signs);
  }
}

TEST(SiteNotices, a_box_named_only_notice_is_read_for_what_it_says) {
  const auto facts =
      read_row({"", bare_page("提示信息", "<h1>提示信息</h1><p>抱歉，您访问的页面不存在</p>"), {}});
  ASSERT_FALSE(facts.signs.empty());
  EXPECT_EQ(facts.signs.front().sign, PageSign::kSoft404);
}

}  // namespace
}  // namespace vouch::crawler
