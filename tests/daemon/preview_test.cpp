// What the preview says is what handing in does, with the shipped records.
#include "web/preview.h"

#include <iostream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "daemon/health.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

web::Preview preview(World& world, const std::string& login, web::PreviewRequest request) {
  const auto rules = std::make_shared<const web::ReadingRules>(reading_rules(world.rules()));
  const web::gather::Viewer viewer{world.actor(login), world.now(),
                                   rules->calendar.zone().date_of(world.now())};
  return world.read<web::Preview>([&](store::Connection& db) {
    return web::gather::preview(db, request, rules, web::Lang::kZh, viewer);
  });
}

web::Preview pasted(World& world, const std::string& login, const std::string& text) {
  web::PreviewRequest request;
  request.text = text;
  return preview(world, login, request);
}

// As the application hands in what it was shown.
web::SubmitReport as_shown(const web::Preview& shown) {
  web::SubmitReport out;
  for (const web::PreviewRow& row : shown.rows) {
    if (!row.draft) continue;
    web::ReportRow given;
    given.row = static_cast<int>(out.rows.size()) + 1;
    given.login = row.login;
    given.date = row.draft->claim.work_date;
    given.url = row.url;
    given.work_type = row.draft->claim.work_type;
    given.platform = row.draft->claim.platform;
    given.title = row.title;
    for (const auto& keyword : row.keywords) given.keywords.push_back(keyword.text);
    given.link_target = row.link_target;
    out.rows.push_back(std::move(given));
  }
  return out;
}

void add_keyword(World& world, const std::string& text) {
  world.write<KeywordId>([&](store::WriteContext& context) {
    return store::keywords::insert(context.db, Keyword{KeywordId{}, text, fold(text), 1});
  });
}

constexpr const char* kPaste =
    "张三 11-24 10:30:22\n"
    "标题：不锈钢阀门怎么选\n"
    "链接：http://forum.example/t/1\n"
    "关键词：不锈钢阀门、没听过的词\n"
    "\n"
    "不锈钢阀门安装要点 www.x-forum.com/a\n"
    "http://forum.example/t/1\n"
    "【阀门选型 - 小美 | 小红书 - 你的生活指南】 https://www.xiaohongshu.com/discovery/item/65a\n"
    "https://zhuanlan.zhihu.com/p/1?utm_source=x 备用\n"
    "ftp://x.example/file\n";

TEST(Preview, what_it_says_is_what_handing_in_does) {
  World world;
  add_keyword(world, "不锈钢阀门");
  world.report("hanmeimei", "http://x-forum.com/a/");
  const web::Preview shown = pasted(world, "lilei", kPaste);
  const auto answer = must(world.submit("lilei", as_shown(shown)));
  ASSERT_EQ(answer.accepted.size(), 5U);
  EXPECT_TRUE(answer.returned.empty());
  std::size_t place = 0;
  for (const web::PreviewRow& row : shown.rows) {
    if (!row.draft) continue;
    const web::AcceptedRow& taken = answer.accepted[place++];
    const Claim claim = world.read<Claim>(
        [&](store::Connection& db) { return store::claims::find(db, taken.claim); });
    const Claim& said = row.draft->claim;
    EXPECT_EQ(claim.url, said.url);
    EXPECT_EQ(claim.strict_key, said.strict_key);
    EXPECT_EQ(claim.loose_key, said.loose_key);
    EXPECT_EQ(claim.platform, said.platform) << said.url;
    EXPECT_EQ(claim.work_type, said.work_type) << said.url;
    EXPECT_EQ(claim.title, said.title) << said.url;
    EXPECT_EQ(claim.keywords, said.keywords) << said.url;
    EXPECT_EQ(claim.link_target, said.link_target);
    EXPECT_EQ(claim.work_date, said.work_date);
    EXPECT_EQ(claim.user, said.user);
    EXPECT_EQ(claim.marks.late, said.marks.late);
    EXPECT_EQ(claim.marks.off_list, said.marks.off_list) << said.url;
    const bool first_said = row.duplicate && row.duplicate->certain;
    const bool in_paste = row.draft->duplicate_of_row != 0;
    EXPECT_EQ(static_cast<bool>(claim.marks.duplicate_of), first_said || in_paste) << said.url;
  }
}

TEST(Preview, a_leaders_table_keeps_its_authors_and_days) {
  World world;
  const web::Preview shown = pasted(world, "wang",
                                    "日期\t姓名\t链接\n"
                                    "2026-11-23\t李雷\thttp://forum.example/t/1\n"
                                    "2026-11-24\t韩梅梅\thttp://forum.example/t/2\n"
                                    "2026-11-24\t没这个人\thttp://forum.example/t/3\n");
  ASSERT_EQ(shown.rows.size(), 3U);
  EXPECT_EQ(shown.rows[0].login, "lilei");
  EXPECT_NE(shown.rows[2].problem.find("第 4 行"), std::string::npos) << shown.rows[2].problem;
  const auto answer = must(world.submit("wang", as_shown(shown)));
  ASSERT_EQ(answer.accepted.size(), 2U);
  const Claim first = world.read<Claim>(
      [&](store::Connection& db) { return store::claims::find(db, answer.accepted[0].claim); });
  EXPECT_EQ(first.user, world.user("lilei"));
  EXPECT_EQ(to_iso_date(first.work_date), "2026-11-23");
}

TEST(Preview, warns_and_refuses_nothing_that_is_an_address) {
  World world;
  add_keyword(world, "不锈钢阀门");
  world.report("lilei", "http://forum.example/t/1");
  const web::Preview shown = pasted(world, "lilei", kPaste);
  const auto codes = [&](std::size_t row) {
    std::vector<web::PreviewWarning::Code> out;
    for (const auto& warning : shown.rows[row].warnings) out.push_back(warning.code);
    return out;
  };
  using Code = web::PreviewWarning::Code;
  const auto has = [&](std::size_t row, Code code) {
    const auto all = codes(row);
    return std::find(all.begin(), all.end(), code) != all.end();
  };
  ASSERT_EQ(shown.rows.size(), 5U);
  EXPECT_TRUE(has(0, Code::kDuplicate));
  EXPECT_TRUE(shown.rows[0].duplicate->own);
  EXPECT_TRUE(has(0, Code::kOffList));
  EXPECT_TRUE(has(1, Code::kUnknownPlatform));
  EXPECT_TRUE(has(2, Code::kSameInPaste));
  EXPECT_TRUE(has(3, Code::kAssisted));
  EXPECT_EQ(shown.rows[3].check, LiveMode::kAssisted);
  for (const web::PreviewRow& row : shown.rows) EXPECT_TRUE(row.problem.empty()) << row.problem;
  EXPECT_EQ(shown.ignored.size(), 2U) << "the sender, and what no browser opens";
  EXPECT_EQ(world.count("SELECT count(*) FROM claim"), 1) << "nothing was written";
}

struct Line {
  const char* text;
  const char* platform;  // key
};

// Lines as people paste them. Whoever adds a platform adds lines.
constexpr Line kLines[] = {
    {"https://baijiahao.baidu.com/s?id=1781234567890123456&wfr=spider&for=pc", "baijiahao"},
    {"空气净化器怎么选 "
     "https://mbd.baidu.com/newspage/data/landingsuper?context=%7B%22nid%22%3A%22news_1%22%7D",
     "baijiahao"},
    {"https://www.sohu.com/a/123456789_120987654", "sohu"},
    {"搜狐号：https://m.sohu.com/a/712345678_121124776/?pvid=000115_3w_a，已发", "sohu"},
    {"https://www.163.com/dy/article/ABCDEFGH0511XXXX.html", "netease"},
    {"网易 https://c.m.163.com/news/a/ABC123.html", "netease"},
    {"https://k.sina.com.cn/article_1234567890_abcdef.html", "sina"},
    {"http://k.sina.cn/article_123_456.html?from=auto", "sina"},
    {"【装修后多久能入住？ - 今日头条】https://m.toutiao.com/is/abC1/", "toutiao"},
    {"https://www.toutiao.com/article/7301234567890123456/?log_from=abc", "toutiao"},
    {"https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", "weixin"},
    {"公众号推文\nhttps://mp.weixin.qq.com/s?__biz=MzA&mid=2247&idx=1&sn=abc&chksm=1#rd", "weixin"},
    {"https://channels.weixin.qq.com/web/pages/feed?eid=export%2FUzFf", "channels"},
    {"38 小美发布了一篇小红书笔记，快来看吧！ 😆 AbC12dE 😆 "
     "http://xhslink.com/a/Xy12，复制本条信息，打开【小红书】App查看精彩内容！",
     "xiaohongshu"},
    {"家用空气净化器实测 http://xhslink.com/o/9abC 复制后打开【小红书】查看笔记！", "xiaohongshu"},
    {"https://www.xiaohongshu.com/explore/65a1b2c3000000001e00abcd?xsec_token=AB", "xiaohongshu"},
    {"7.43 复制打开抖音，看看【小李的作品】空气净化器怎么选 # 空气净化器 "
     "https://v.douyin.com/iABC12/ 08/22 pQK:/ u@f.Nw",
     "douyin"},
    {"https://www.douyin.com/video/7301234567890123456", "douyin"},
    {"https://www.iesdouyin.com/share/video/730123/?region=CN", "douyin"},
    {"https://v.kuaishou.com/AbCd12 三分钟看懂净水器 "
     "该作品在快手被播放过1.2万次，点击链接，打开【快手】直接观看！",
     "kuaishou"},
    {"https://www.kuaishou.com/short-video/3xabc", "kuaishou"},
    {"https://v.m.chenzhongtech.com/fw/photo/3xabc", "kuaishou"},
    {"空气净化器真的有用吗？ - 张三的回答 - 知乎\nhttps://www.zhihu.com/question/1/answer/2",
     "zhihu"},
    {"如何选择净水器？（分享自知乎网）https://www.zhihu.com/question/7?utm_psn=1", "zhihu"},
    {"https://zhuanlan.zhihu.com/p/123456789", "zhihu"},
    {"https://zhidao.baidu.com/question/1234567890.html?fr=iks", "zhidao"},
    {"问答 https://zhidao.baidu.com/question/98765.html（已采纳）", "zhidao"},
    {"https://wenku.baidu.com/view/abc123def456.html", "wenku"},
    {"https://baike.baidu.com/item/%E7%A9%BA%E6%B0%94%E5%87%80%E5%8C%96%E5%99%A8/123", "baike"},
    {"百科词条：https://baike.baidu.com/item/不锈钢阀门", "baike"},
    {"https://tieba.baidu.com/p/8765432109", "tieba"},
    {"贴吧 http://tieba.baidu.com/p/8765432109?pid=1#1", "tieba"},
    {"【空气净化器别乱买】 https://weibo.com/1234567890/NabcdEFgh （分享自 @小美）", "weibo"},
    {"https://m.weibo.cn/detail/4975312345678901", "weibo"},
    {"https://b2b.baidu.com/land?id=abc123", "aicaigou"},
    {"爱采购：https://b2b.baidu.com/shop?name=x", "aicaigou"},
    {"https://detail.1688.com/offer/612345678901.html", "1688"},
    {"供应不锈钢阀门 https://m.1688.com/offer/612345678901.html", "1688"},
    {"https://b2b.hc360.com/supplyself/8123456789.html", "hc360"},
    {"https://www.hc360.com/x/1.html", "hc360"},
    {"https://www.china.cn/qtfm/5123456789.html", "china_suppliers"},
    {"https://cn.made-in-china.com/gongying/abc-123.html", "made_in_china"},
    {"https://bj.58.com/shebei/51234567890x.shtml", "classified_58"},
    {"http://bj.ganji.com/x/123.htm", "classified_58"},
    {"http://blog.sina.com.cn/s/blog_abc123.html", "sina_blog"},
    {"https://blog.csdn.net/abc/article/details/134567890", "csdn"},
    {"https://www.cnblogs.com/abc/p/17890123.html", "cnblogs"},
    {"https://www.jianshu.com/p/abc123def456", "jianshu"},
    {"【三分钟看懂空气净化器-哔哩哔哩】 https://b23.tv/aBc12", "bilibili"},
    {"https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333", "bilibili"},
    {"ｈｔｔｐｓ：／／www.bilibili.com/read/cv123456", "bilibili"},
    {"www.zhihu.com/question/9", "zhihu"},
    {"tieba.baidu.com/p/1234567", "tieba"},
    {"1、https://www.sohu.com/a/1_2\t软文", "sohu"},
    {"(3) https://www.jianshu.com/p/aaa", "jianshu"},
    {"已发布→https://www.toutiao.com/w/1781234567890/", "toutiao"},
    {"链接：https://zhuanlan.zhihu.com/p/2；关键词：净水器", "zhihu"},
    {"“https://mp.weixin.qq.com/s/abc”", "weixin"},
    {"原文链接:https://www.163.com/dy/article/XYZ.html?spss=dy_author", "netease"},
    {"http://www.some-industry-site.cn/news/show-1234.html", "other"},
    {"行业网 https://www.valve-forum.com/thread-123-1-1.html", "other"},
    {"https://shop.example.com/p/1?from=wx", "other"},
    {"论坛帖 http://bbs.some-town.net/forum.php?mod=viewthread&tid=12345", "other"},
};

TEST(Preview, most_lines_tell_their_platform) {
  World world;
  std::size_t right = 0;
  std::size_t known = 0;
  std::string wrong;
  for (const Line& line : kLines) {
    const web::Preview shown = pasted(world, "lilei", line.text);
    const bool read = shown.rows.size() == 1 && shown.rows[0].draft.has_value();
    const std::string guess = read ? shown.rows[0].draft->claim.platform : "(no row)";
    if (guess == line.platform) {
      ++right;
      if (guess != "other") ++known;
    } else {
      wrong += fmt::format("  {} instead of {}: {}\n", guess, line.platform, line.text);
    }
  }
  const auto all = std::size(kLines);
  std::cout << fmt::format(
      "platform told by {} of {} lines ({:.1f}%), {} of them by name\n{}", right, all,
      100.0 * static_cast<double>(right) / static_cast<double>(all), known, wrong);
  ::testing::Test::RecordProperty("platform_lines", static_cast<int>(all));
  ::testing::Test::RecordProperty("platform_right", static_cast<int>(right));
  EXPECT_GE(all, 60U);
  EXPECT_GE(right * 100, all * 98);
}

}  // namespace
}  // namespace vouch::daemon::test
