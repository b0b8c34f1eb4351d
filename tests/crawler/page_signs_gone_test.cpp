// Pages that are gone, held back or parked.
#include "tests/crawler/page_sign_rows.h"

namespace vouch::crawler {
namespace {

using enum PageSign;

std::vector<SignRow> rows() {
  return {
      {"a_heading_that_the_page_does_not_exist_is_a_soft_404",
       framed("页面不存在 - 建材论坛",
              "<main><h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除。"
              "<a href=/>返回首页</a></p></main>"),
       kSoft404},
      {"the_number_alone_is_a_soft_404",
       framed("404 Not Found",
              "<main><h1>404</h1><p>没有找到这个页面，<a href=/>返回首页</a></p></main>"),
       kSoft404},
      {"a_discuz_notice_of_three_causes_is_a_soft_404",
       framed("提示信息 - 建材论坛 - Powered by Discuz!",
              "<div id=messagetext "
              "class=alert_error><p>抱歉，指定的主题不存在或已被删除或正在被审核</p>"
              "<p><a href=javascript:history.back()>[ 点击这里返回上一页 ]</a></p></div>"),
       kSoft404},
      {"an_english_not_found_is_a_soft_404",
       bare_page("Page not found",
                 "<h1>Oops!</h1><p>The page you are looking for could not be "
                 "found.</p><p>Go back home</p>"),
       kSoft404},
      {"a_wordy_notice_is_a_soft_404",
       framed("404错误",
              "<div "
              "class=error-page><h2>您访问的页面找不到了</h2><p>可能的原因：</"
              "p><ul><li>网址输入错误</li>"
              "<li>链接已经失效</li><li>页面地址变更</li></ul><p>您可以返回首页或者联系客服</p></"
              "div>"),
       kSoft404},
      {"a_lost_page_is_a_soft_404", bare_page("", "<div class=tip>您要找的页面走丢了</div>"),
       kSoft404},
      {"a_portal_with_suggestions_is_a_soft_404",
       framed("找不到页面",
              "<div class=notfound>抱歉，您要查看的内容不存在</div><div "
              "class=recommend><ul><li><a href=/1>十大空气净化器品牌排行榜</a></li><li><a "
              "href=/2>新房装修去味的办法</a></li></ul></div>"),
       kSoft404},
      {"missing_beside_deleted_is_the_weaker_one",
       framed("内容不存在", "<div class=error><p>该内容已被删除</p><p>内容不存在</p></div>"),
       kSoft404},
      {"a_deletion_notice_in_a_box_is_deleted",
       framed("提示信息 - 建材论坛",
              "<main><div class=message><p>该内容已被删除</p><p><a "
              "href=/>返回首页</a></p></div></main>"),
       kDeleted},
      {"weixins_deleted_by_its_publisher_is_deleted",
       bare_page("",
                 "<div class=weui-msg><div class=weui-msg__title>该内容已被发布者删除</div></div>"),
       kDeleted, &weixin(), "https://mp.weixin.qq.com/s/abc"},
      {"weixins_against_the_rules_is_deleted",
       bare_page("",
                 "<div class=weui-msg><h2>此内容因违规无法查看</h2><p>由用户投诉并经平台审核，"
                 "涉嫌违反相关法律法规和政策，查看对应规则</p></div>"),
       kDeleted, &weixin(), "https://mp.weixin.qq.com/s/abc"},
      {"tiebas_deleted_thread_is_deleted",
       framed("贴吧404", "<div class=page404><h2>该贴已被删除</h2><p>返回首页</p></div>"), kDeleted,
       &tieba(), "https://tieba.baidu.com/p/1"},
      {"deleted_by_its_author_is_deleted",
       framed("提示", "<div class=alert>抱歉，该文章已被作者删除</div>"), kDeleted},
      {"taken_off_for_breaking_rules_is_deleted",
       framed("提示", "<div class=msgbox>该帖子因违反社区规定已被管理员屏蔽</div>"), kDeleted},
      {"a_listing_taken_off_is_deleted", framed("商品详情", "<div class=empty>该商品已下架</div>"),
       kDeleted},
      {"an_english_deletion_is_deleted",
       bare_page("Board", "<div class=notice>This post has been deleted by its author</div>"),
       kDeleted},
      {"a_page_in_review_is_under_review",
       framed("审核中 - 建材论坛",
              "<main><h1>内容正在审核中</h1><p>该内容正在审核中，审核通过后即可查看。"
              "</p></main>"),
       kUnderReview},
      {"waiting_for_review_is_under_review",
       framed("提示信息", "<div class=message>您查看的帖子正在等待审核，请耐心等待</div>"),
       kUnderReview},
      {"visible_to_its_author_alone_is_under_review",
       framed("日志", "<div class=notice>该日志仅作者可见</div>"), kUnderReview},
      {"a_review_phrase_of_the_platform_is_under_review",
       framed("贴吧", "<div class=tips>帖子正在进行系统检查</div>"), kUnderReview, &tieba(),
       "https://tieba.baidu.com/p/1"},
      {"a_domain_for_sale_is_parked",
       bare_page("shop-demo.com - 域名出售",
                 "<h1>shop-demo.com</h1><p>该域名可出售。This domain is for "
                 "sale.</p><p>联系经纪人获取报价"
                 "</p><ul><li><a href=http://ads.invalid/1>贷款</a><li><a "
                 "href=http://ads.invalid/2>旅游</a></ul>"),
       kParked, nullptr, "http://www.shop-demo.com/news/1.html"},
      {"links_and_a_price_are_parked",
       bare_page("",
                 "<p>The domain is for sale</p><a href=http://a.invalid/>loans</a><a "
                 "href=http://b.invalid/>flights</a>"),
       kParked, nullptr, "http://www.shop-demo.com/"},
      {"a_parking_script_is_parked",
       bare_page("shop-demo.com",
                 "<script src=https://img.sedoparking.com/js/x.js></script>"
                 "<p>shop-demo.com 相关搜索</p>"),
       kParked, nullptr, "http://www.shop-demo.com/"},
      {"a_domain_that_ran_out_is_parked",
       bare_page("shop-demo.com", "<p>该域名已过期</p><p>shop-demo.com</p>"), kParked, nullptr,
       "http://www.shop-demo.com/"},
  };
}

class GonePages : public testing::TestWithParam<SignRow> {};

TEST_P(GonePages, are_named_by_what_they_say) {
  const PageFacts facts = read_row(GetParam());
  ASSERT_EQ(facts.signs.size(), 1U) << signs_text(facts.signs);
  EXPECT_EQ(sign_name(facts.signs.front().sign), sign_name(*GetParam().sign))
      << signs_text(facts.signs);
  EXPECT_FALSE(facts.signs.front().evidence.empty());
}

TEST_P(GonePages, prove_nothing_when_they_arrive_cut) {
  EXPECT_EQ(signs_text(read_row(GetParam(), true).signs), "none");
}

const auto kName = [](const auto& row) { return std::string(row.param.sentence); };
INSTANTIATE_TEST_SUITE_P(pages, GonePages, testing::ValuesIn(rows()), kName);

}  // namespace
}  // namespace vouch::crawler
