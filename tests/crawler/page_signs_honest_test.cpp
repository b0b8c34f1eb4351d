// Honest pages that look like walls and notices: none of them may carry a sign.
#include "tests/crawler/page_sign_rows.h"

namespace vouch::crawler {
namespace {

std::string article(const std::string& title, const std::string& body) {
  return framed(title + " - 建材论坛", "<div class=post><h1>" + title + "</h1><div class=content>" +
                                           body + "</div></div>");
}

std::vector<SignRow> rows() {
  return {
      {"an_article_that_quotes_the_deletion_notice",
       article(
           "公众号文章打不开是为什么",
           "<p>很多读者点开旧文章，只看到一句话：</p><p>该内容已被发布者删除</p>" + long_text()),
       {},
       &weixin(),
       "https://mp.weixin.qq.com/s/abc"},
      {"a_short_article_that_quotes_the_deletion_notice",
       article("「该内容已被发布者删除」是什么意思",
               "<p>打开文章看到“该内容已被发布者删除”，说明作者自己撤下了文章，"
               "与读者的网络没有关系，想看的话可以去作者的网站上找一找备份，或者留言问作者。</p>"),
       {},
       &weixin(),
       "https://mp.weixin.qq.com/s/abc"},
      {"a_short_article_with_the_notice_in_a_line_of_its_own",
       article(
           "旧文为什么打不开",
           "<p>昨天有同事发来一个老链接，打开以后只有下面这一行字：</p><p>该内容已被发布者删除</p>"
           "<p>"
           "问了作者才知道，他换了新号，旧号里的文章全部自己撤下了，内容都搬到新号里，搜名字就能看"
           "到。</p>"),
       {},
       &weixin(),
       "https://mp.weixin.qq.com/s/abc"},
      {"a_short_article_with_the_notice_in_a_box",
       article("旧文为什么打不开",
               "<p>昨天有同事发来一个老链接，打开以后只有下面这一行字：</p><div class=tip>"
               "该内容已被发布者删除</div><p>问了作者才知道，他换了新号，旧号里的文章全部撤下了，"
               "内容搬到了新号里。</p>"),
       {},
       &weixin(),
       "https://mp.weixin.qq.com/s/abc"},
      {"a_short_post_titled_by_the_quoted_notice",
       article("“该内容已被删除”", "<p>看到这行字别慌，多半是作者自己撤了。</p>"),
       {}},
      {"a_short_post_on_being_told_to_slow_down",
       article("访问过于频繁怎么解决", "<p>换一个网络，或者过半小时再来，多半就好了。</p>"),
       {}},
      {"a_short_article_with_the_notice_as_a_quotation",
       article("这句话的来历",
               "<blockquote>该内容已被发布者删除</blockquote><p>这是平台的固定用语。</p>"),
       {}},
      {"an_article_about_captchas",
       article("验证码的原理与设计",
               "<p>请输入验证码，是每个网民都见过的一句话。</p>" + long_text()),
       {}},
      {"a_short_article_about_captchas",
       article("图形验证码",
               "<p>图形验证码是一种区分真人和程序的办法，把扭曲的字符画在图上让人辨认，"
               "后来又有了滑动拼图和点选文字等形式，现在多用无感的风险评分来代替它。</p>"),
       {}},
      {"an_article_with_a_captcha_in_its_comment_form",
       article("净化器的滤网多久换一次",
               long_text() + "<form class=reply><textarea></textarea><img src=/captcha.php>"
                             "<input name=captcha placeholder=请输入验证码></form>"),
       {}},
      {"a_short_listing_with_a_captcha_in_its_enquiry_form",
       framed("供应工业除尘器 - 建材网",
              "<div class=detail><h1>供应工业除尘器</h1><p>风量 3000，过滤面积 24 平方米，"
              "厂家直供，可按图纸定制，三天发货，欢迎来厂看货。</p></div><form "
              "id=enquiry><p>请输入验证码</p><img src=/captcha.png><input name=captcha></form>"),
       {}},
      {"a_short_listing_with_a_login_box_beside_it",
       framed("求购二手风机 - 建材网",
              "<div class=detail><h1>求购二手风机</h1><p>要求九成新，功率五千瓦以上，"
              "江浙沪自提，价格面议，有货的老板请留言。</p></div><div "
              "class=box><form><input type=password></form></div>"),
       {}},
      {"a_thread_where_one_must_sign_in_to_answer",
       framed("净化器推荐 - 建材论坛",
              "<div class=post><h1>净化器推荐</h1><p>预算两千，客厅三十平，求推荐。</p></div><div "
              "class=notice>您需要登录后才可以回帖 登录 | 立即注册</div>"),
       {}},
      {"a_thread_whose_pictures_need_an_account",
       framed(
           "滤网实拍 - 建材论坛",
           "<div class=post><h1>滤网实拍</h1><p>用了半年的滤网，拍了几张照片给大家看看。</p><div "
           "class=tip>您需要登录才可以下载或查看附件，没有账号？立即注册</div></div>"),
       {}},
      {"an_article_titled_404",
       article("404 Not Found：一个网页错误的三十年", "<p>页面不存在</p>" + long_text()),
       {}},
      {"a_short_article_about_404_pages",
       article("网站出现404怎么办",
               "<p>先看服务器日志，确认是链接写错还是文件被移走，再做好跳转，"
               "并在站长平台提交死链，三步做完一般一周之内就能恢复。</p>"),
       {}},
      {"a_number_in_a_product_name",
       article("404 型净化器",
               "<p>这款机器噪声低，滤网便宜，适合小户型的卧室使用，"
               "缺点是没有空气质量的数字显示，遥控器要另买。</p>"),
       {}},
      {"an_article_about_the_forbidden_city",
       article("Forbidden City 游玩记",
               "<p>故宫的角楼在傍晚最好看，记得提前订票。</p>" + long_text()),
       {}},
      {"an_article_on_how_reviews_work",
       article("帖子正在审核中要等多久",
               "<p>新账号的帖子要先审核，一般两小时，"
               "节假日会久一点，内容里有链接的还要人工再看一遍。</p>"),
       {}},
      {"an_article_about_selling_domains",
       article("域名出售有哪些平台",
               "<p>本域名出售一类的页面常见于到期域名，"
               "卖家在页面上留下邮箱，买家报价以后由中介托管付款。</p>"),
       {}},
      {"a_forum_post_that_offers_a_domain",
       framed(
           "jiancai-demo.com 域名出售 - 建材论坛",
           "<div class=post><h1>jiancai-demo.com 域名出售</h1><p>本域名出售，五年老域名，无备案，"
           "有意者请站内信联系，价格可谈，支持中介。</p></div>"),
       {}},
      {"an_article_with_a_tip_box",
       article("滤网清洗", "<div class=notice>温馨提示：清洗以前先断电。</div>" + long_text()),
       {}},
      {"an_article_in_a_box_named_message",
       framed("公司新闻 - 建材网", "<div class=message><h1>公司新闻</h1>" + long_text() + "</div>"),
       {}},
      {"an_article_in_a_box_named_result",
       framed("检测报告",
              "<div class=result><h1>检测报告</h1><p>样机在三十立方米的舱内运行一小时，"
              "颗粒物浓度由 500 降到 12，噪声为 48 分贝，结果合格。</p></div>"),
       {}},
      {"an_article_with_a_hidden_captcha_dialog",
       article("壁挂式新风机",
               "<p>装在外墙上，不占地方，适合老房。</p>"
               "<div style=display:none><h2>安全验证</h2><div class=geetest_box>"
               "</div></div>"),
       {}},
      {"an_article_with_a_hidden_login_dialog",
       article("吊顶式新风机",
               "<p>要走管道，适合新房，装修时一起做。</p>"
               "<div style=display:none class=modal><h2>请登录后查看</h2><form>"
               "<input type=password></form></div>"),
       {}},
      {"an_article_with_deleted_comments",
       article(
           "滤网能水洗吗",
           long_text() + "<div class=comments><p>该评论已被删除</p><p>该内容已被删除</p></div>"),
       {}},
      {"a_short_thread_with_a_deleted_answer",
       framed("滤网能水洗吗 - 建材论坛",
              "<div class=post><h1>滤网能水洗吗</h1><p>说明书上写着可以，但是洗完以后风量小了一半，"
              "有没有人遇到一样的情况？</p></div><div class=comment><p>该内容已被删除</p></div>"),
       {}},
      {"a_redirect_to_https_is_no_login",
       article("登录界面的十个设计", long_text()),
       {},
       nullptr,
       "http://forum.example.com/login-design-guide.html",
       "https://forum.example.com/login-design-guide.html"},
      {"a_short_honest_post",
       framed("打卡 - 建材论坛",
              "<div class=post><h1>打卡</h1><p>今天装好了新风机，"
              "声音很小，谢谢师傅。</p></div>"),
       {}},
      {"an_article_about_login_systems",
       article("单点登录的实现", "<p>请先登录，是老系统里最常见的一句话。</p>" + long_text()),
       {}},
      {"an_article_that_weixin_would_call_abnormal",
       article("环境异常对新风机的影响",
               "<p>湿度过高会让滤芯发霉，粉尘过大会堵住初效网，"
               "两种情况都要缩短更换周期，并且每个月检查一次风机。</p>"),
       {},
       &weixin(),
       "https://mp.weixin.qq.com/s/abc"},
      {"a_listing_whose_price_needs_an_account",
       framed("除尘布袋 - 建材网",
              "<div class=detail><h1>除尘布袋</h1><p>涤纶针刺毡，耐温 130 度，尺寸可定做。</p>"
              "<div class=tip>登录后查看价格</div></div>"),
       {}},
      {"an_article_with_scripts_and_little_text",
       framed("新品图集",
              "<h1>新品图集</h1><p>三款新机的外观和内部结构，点图放大看细节。</p><img src=/1.jpg>"
              "<img src=/2.jpg>"),
       {}},
      {"an_article_behind_cloudflares_ordinary_script",
       article("滤芯寿命怎么算",
               "<p>看累计风量，不看天数。</p><script "
               "src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"),
       {}},
  };
}

class HonestPages : public testing::TestWithParam<SignRow> {};

TEST_P(HonestPages, carry_no_sign) {
  EXPECT_EQ(signs_text(read_row(GetParam()).signs), "none");
}

const auto kName = [](const auto& row) { return std::string(row.param.sentence); };
INSTANTIATE_TEST_SUITE_P(pages, HonestPages, testing::ValuesIn(rows()), kName);

}  // namespace
}  // namespace vouch::crawler
