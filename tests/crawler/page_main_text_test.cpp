#include "crawler/page/main_text.h"

#include <gtest/gtest.h>

#include "crawler/page/page_reader.h"

namespace vouch::crawler {
namespace {

std::string main_text(const std::string& html) {
  PageInput input;
  input.url = "http://www.example.com/a";
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = html;
  return read_page(input).main_text;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kFirst("装修以前先量好每个房间的尺寸，再按照家里人口和用途决定设备的功率。");
const std::string kSecond("不要只看价格，还要看噪声、耗材的费用和售后网点的距离。");

std::string page(const std::string& article, const std::string& around = "") {
  return "<body><ul class=menu><li><a href=/1>首页</a><li><a href=/2>产品</a></ul>" + article +
         around + "<div class=footer>版权所有 2026 建材网 京ICP备12345678号</div></body>";
}

TEST(MainText, is_the_article_with_its_heading) {
  EXPECT_EQ(main_text(page("<h1>净化器怎么选</h1><p>" + kFirst + "</p><p>" + kSecond + "</p>")),
            "净化器怎么选\n" + kFirst + "\n" + kSecond);
}

TEST(MainText, leaves_lists_of_links_out) {
  const std::string text = main_text(page(
      "<h1>标题</h1><p>" + kFirst + "</p><p>" + kSecond + "</p>",
      "<ul><li><a href=/3>十大品牌排行榜最新发布</a><li><a href=/4>滤网更换周期的误区</a></ul>"));
  EXPECT_FALSE(holds(text, "十大品牌"));
  EXPECT_TRUE(holds(text, kSecond));
}

TEST(MainText, leaves_comments_and_side_bars_out) {
  const std::string text =
      main_text(page("<article><h1>标题</h1><p>" + kFirst + "</p><p>" + kSecond + "</p></article>",
                     "<div class=comments><p>楼主说得对，我家也是这样装的，谢谢分享。</p></div>"
                     "<div class=sidebar><p>本站热线全天有人接听，欢迎来电咨询。</p></div>"));
  EXPECT_FALSE(holds(text, "楼主"));
  EXPECT_FALSE(holds(text, "热线"));
  EXPECT_FALSE(holds(text, "版权"));
}

TEST(MainText, keeps_links_inside_sentences) {
  EXPECT_TRUE(holds(main_text(page("<p>" + kFirst + "详见<a href=/x>选购指南</a>一文。</p>")),
                    "详见选购指南一文。"));
}

TEST(MainText, leaves_hidden_text_out) {
  EXPECT_FALSE(holds(
      main_text(page("<p>" + kFirst + "</p><p style=display:none>" + kSecond + "</p>")), kSecond));
}

TEST(MainText, bridges_a_foreign_block_between_paragraphs) {
  const std::string text =
      main_text(page("<p>" + kFirst + kFirst + "</p><div class=advert>广告位招租</div><p>" +
                     kSecond + kSecond + "</p>"));
  EXPECT_TRUE(holds(text, kFirst));
  EXPECT_TRUE(holds(text, kSecond));
  EXPECT_FALSE(holds(text, "广告位"));
}

TEST(MainText, of_a_page_of_short_lines_is_all_of_them) {
  EXPECT_EQ(main_text("<p>短句</p><p>又一句</p>"), "短句\n又一句");
}

TEST(MainText, of_nothing_is_empty) {
  EXPECT_EQ(main_text("<body></body>"), "");
  EXPECT_TRUE(select_main_text({}).blocks.empty());
}

}  // namespace
}  // namespace vouch::crawler
