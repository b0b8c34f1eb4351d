// Captcha, login and challenge pages: could not check, and never a negative (design law 1).
#include "tests/crawler/page_sign_rows.h"

namespace vouch::crawler {
namespace {

using enum PageSign;

std::vector<SignRow> captcha_rows() {
  return {
      {"a_box_with_a_code_to_type_is_a_captcha",
       bare_page(
           "安全验证",
           "<div class=captcha-box id=captcha><h2>安全验证</h2><p>请完成下方验证后继续操作</p>"
           "<form action=/captcha/verify><img src=/captcha/image.png alt=验证码><label>"
           "请输入验证码 <input name=captcha></label><button>提交</button></form></div>"),
       kCaptcha},
      {"baidus_turning_picture_is_a_captcha",
       bare_page(
           "百度安全验证",
           "<div class=timeout><div class=timeout-title>网络不给力，请稍后重试</div><button>"
           "返回首页</button></div><div class=passMod_dialog-wrapper><p>百度安全验证</p>"
           "<div class=passMod_spin-tip>请完成下方验证后继续操作</div><p>拖动左侧滑块使图片为正</p>"
           "<span>正在验证...</span></div>"),
       kCaptcha, &baijiahao(), "https://baijiahao.baidu.com/s?id=1"},
      {"a_redirect_to_the_captcha_host_is_a_captcha",
       bare_page("", "<div id=root></div><script src=/x.js></script>"), kCaptcha, &baijiahao(),
       "https://baijiahao.baidu.com/s?id=1",
       "https://wappass.baidu.com/static/captcha/tuxing.html?ak=1"},
      {"a_captcha_that_also_says_the_page_is_gone_is_a_captcha",
       framed(
           "页面不存在",
           "<div class=message><h1>页面不存在</h1><p>抱歉，您访问的页面不存在或已被删除</p></div>"
           "<form><p>请输入验证码</p><img src=/seccode.php><input name=seccode></form>"),
       kCaptcha},
      {"a_captcha_box_beside_a_deletion_notice_is_a_captcha",
       framed("提示信息",
              "<div class=message>该内容已被删除</div><div class=geetest_holder></div>"),
       kCaptcha},
      {"missing_with_a_captcha_below_is_a_captcha",
       framed("页面不存在",
              "<h1>页面不存在</h1><p>如果仍然看不到，请把右图中的字母抄写在下面的方框里，"
              "系统随后会再试一次。</p><img src=/seccode.php><input name=seccode>"),
       kCaptcha},
      {"a_slider_in_a_frame_is_a_captcha",
       framed("人机验证 - 建材论坛",
              "<div class=tips>请完成安全验证后继续访问</div><iframe src=/captcha/frame></iframe>"),
       kCaptcha},
      {"a_slider_drawn_by_scripts_is_a_captcha",
       bare_page("滑动验证页面",
                 "<p>亲，请拖动下方滑块完成验证</p><div id=nc_1_wrapper></div>"
                 "<script src=/nc.js></script>"),
       kCaptcha},
      {"an_english_robot_check_is_a_captcha",
       bare_page("Robot Check",
                 "<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure "
                 "you are not a robot.</p><img src=/captcha/1.jpg><input id=captchacharacters>"),
       kCaptcha},
      {"a_turnstile_alone_is_a_captcha",
       bare_page("", "<p>Verify you are human</p><div class=cf-turnstile data-sitekey=x></div>"),
       kCaptcha},
      {"a_captcha_with_a_long_explanation_is_a_captcha",
       framed(
           "安全验证 - 建材论坛",
           "<h1>安全验证</"
           "h1><p>"
           "为了保护网站和用户的信息安全，减少机器程序的批量浏览，本站对短时间内来自同一网络的大量"
           "浏览"
           "进行了限制，由此给您带来的不便我们深表歉意，感谢您的理解与支持。</p><img src=/yzm.php "
           "alt=验证码><input name=yzm>"),
       kCaptcha},
      {"a_sogou_style_captcha_is_a_captcha",
       bare_page("论坛",
                 "<p>您的访问过于频繁，为确认本次访问为正常用户行为，需要您协助验证。</p>"
                 "<form><img id=seccodeImage src=/seccode><input placeholder=请输入图中的验证码 "
                 "id=seccodeInput></form>"),
       kCaptcha},
      {"weixins_environment_check_is_a_captcha",
       bare_page(
           "",
           "<div class=weui-msg><h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p>"
           "<a href=/v>去验证</a></div>"),
       kCaptcha, &weixin(), "https://mp.weixin.qq.com/s/abc"},
      {"a_captcha_on_a_way_of_its_own_is_a_captcha",
       bare_page("", "<div></div><script>run()</script>"), kCaptcha, nullptr,
       "http://forum.example.com/thread/1.html", "http://forum.example.com/antispider/?from=1"},
  };
}

std::vector<SignRow> login_rows() {
  return {
      {"please_sign_in_to_read_is_a_login_wall",
       framed("登录 - 建材论坛",
              "<main><h1>请登录后查看</h1><p>该内容仅对会员可见，请先登录。</p><form method=post>"
              "<input name=username placeholder=账号><input type=password placeholder=密码>"
              "<button>登录</button></form></main>"),
       kLogin},
      {"a_bare_login_form_is_a_login_wall",
       bare_page("用户登录",
                 "<form><label>用户名<input></label><label>密码<input type=password>"
                 "</label><button>登录</button><a href=/r>注册</a></form>"),
       kLogin},
      {"a_login_page_with_terms_is_a_login_wall",
       bare_page("登录",
                 "<form><input type=password></form><p>" + std::string(20, 'x') +
                     "登录即表示您已阅读并同意我们的服务条款，我们会按照条款收集必要的资料，"
                     "并在您注销账户以后的三十天之内予以清除，未成年人须由监护人陪同使用。</p>"),
       kLogin},
      {"a_redirect_to_the_login_page_is_a_login_wall",
       bare_page("知识社区", "<div id=app></div><script src=/app.js></script>"), kLogin, nullptr,
       "http://forum.example.com/thread/1.html",
       "http://forum.example.com/login?next=%2Fthread%2F1"},
      {"a_redirect_to_the_passport_host_is_a_login_wall",
       bare_page("统一身份认证", "<p>欢迎使用</p>"), kLogin, nullptr,
       "http://forum.example.com/thread/1.html", "http://passport.example.com/v2/"},
      {"no_right_to_read_is_a_login_wall",
       framed("提示信息 - 建材论坛",
              "<div id=messagetext class=alert_error><p>抱歉，本帖要求阅读权限高于 20 "
              "才能浏览</p></div>"),
       kLogin},
      {"you_have_to_sign_in_first_is_a_login_wall",
       framed("提示信息 - 建材论坛",
              "<div id=messagetext class=alert_info><p>您需要先登录才能继续本操作</p></div>"
              "<div><form><input type=password></form></div>"),
       kLogin},
      {"missing_or_for_members_is_a_login_wall",
       framed("提示信息",
              "<div class=message><p>您访问的页面不存在，或您没有查看该内容的权限，请登录后查看。"
              "</p></div>"),
       kLogin},
      {"a_notice_with_its_own_login_form_is_a_login_wall",
       framed("提示信息",
              "<div class=message><p>该内容已被删除</p><form><input type=password>"
              "</form></div><p>请先登录</p>"),
       kLogin},
      {"missing_with_a_hint_of_signing_in_is_a_login_wall",
       framed("页面不存在",
              "<h1>页面不存在</"
              "h1><p>请登录后查看。如果仍然看不到，可以在工作日的白天拨打公司前台的热线，"
              "有专人接听。</p>"),
       kLogin},
      {"a_sign_in_page_in_english_is_a_login_wall",
       bare_page("Sign in - Board",
                 "<h1>Please sign in to continue</h1><form><input "
                 "type=password></form>"),
       kLogin},
      {"friends_only_is_a_login_wall", framed("动态", "<div class=error>该内容仅好友可见</div>"),
       kLogin},
      {"the_missing_page_of_a_closed_platform_is_a_login_wall",
       bare_page("小红书",
                 "<div class=not-found><p>你访问的页面不见了</p><p>返回首页</p></div>"
                 "<script src=/a.js></script>"),
       kLogin, &xiaohongshu(), "https://www.xiaohongshu.com/explore/65"},
      {"any_missing_page_of_a_platform_that_lies_is_a_login_wall",
       framed("页面不存在", "<div class=error><p>抱歉，页面不存在</p></div>"), kLogin,
       &xiaohongshu(), "https://www.xiaohongshu.com/explore/65"},
  };
}

std::vector<SignRow> challenge_rows() {
  return {
      {"just_a_moment_is_a_challenge",
       bare_page("Just a moment...",
                 "<div id=challenge-form><h2>Checking your browser before "
                 "accessing example.com</h2><p>Ray ID: 8f1</p></div>"),
       kChallenge},
      {"a_page_that_only_scripts_write_is_a_challenge",
       bare_page("空气净化器怎么选", "<div id=root></div><script src=/static/main.js></script>"),
       kChallenge},
      {"a_script_that_sets_a_cookie_and_loads_again_is_a_challenge",
       bare_page("", "<script>document.cookie='a=1';location.reload()</script>"), kChallenge},
      {"the_head_of_baijiahao_without_its_article_is_a_challenge",
       bare_page("",
                 "<div class=header><a href=/>百度首页</a> <a href=/l>登录</a></div>"
                 "<div id=app></div><script src=/x.js></script>"),
       kChallenge, &baijiahao(), "https://baijiahao.baidu.com/s?id=1"},
      {"weixins_too_often_is_a_challenge",
       bare_page(
           "",
           "<div "
           "class=weui-msg><p>操作提示</p><p>访问过于频繁，请用微信扫描二维码进行访问</p></div>"),
       kChallenge, &weixin(), "https://mp.weixin.qq.com/s/abc"},
      {"a_firewall_is_a_challenge",
       bare_page("访问被阻断",
                 "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"
                 "<p>您的请求ID是: 76b20f44</p>"),
       kChallenge},
      {"a_maintenance_notice_is_a_challenge",
       framed("网站维护中", "<h1>网站维护中</h1><p>请稍后再试</p>"), kChallenge},
      {"a_busy_server_is_a_challenge",
       framed("提示", "<div class=error>系统繁忙，请稍后再试</div>"), kChallenge},
      {"a_call_for_scripts_is_a_challenge",
       bare_page("论坛", "<p>请开启JavaScript后刷新页面</p><script>go()</script>"), kChallenge},
      {"a_page_for_the_app_alone_is_a_challenge",
       bare_page("提示", "<div class=msg>请在微信客户端打开链接</div>"), kChallenge},
      {"unusual_traffic_is_a_challenge",
       bare_page("", "<div class=error>检测到您的网络环境存在异常，请稍后重试</div>"), kChallenge},
      {"a_frameset_brings_its_page_later",
       "<html><head><title>公司</title></head><frameset><frame src=/a.html></frameset></html>",
       kChallenge},
  };
}

bool is_wall(PageSign sign) {
  return sign == kCaptcha || sign == kLogin || sign == kChallenge;
}

class WallPages : public testing::TestWithParam<SignRow> {};

TEST_P(WallPages, are_named_and_never_a_negative) {
  const PageFacts facts = read_row(GetParam());
  ASSERT_FALSE(facts.signs.empty());
  EXPECT_EQ(sign_name(facts.signs.front().sign), sign_name(*GetParam().sign))
      << signs_text(facts.signs);
  EXPECT_FALSE(facts.signs.front().evidence.empty());
  for (const SignFact& fact : facts.signs) EXPECT_TRUE(is_wall(fact.sign)) << fact.evidence;
}

TEST_P(WallPages, are_no_negative_when_they_arrive_cut) {
  for (const SignFact& fact : read_row(GetParam(), true).signs) {
    EXPECT_TRUE(is_wall(fact.sign)) << fact.evidence;
  }
}

const auto kName = [](const auto& row) { return std::string(row.param.sentence); };
INSTANTIATE_TEST_SUITE_P(captcha, WallPages, testing::ValuesIn(captcha_rows()), kName);
INSTANTIATE_TEST_SUITE_P(login, WallPages, testing::ValuesIn(login_rows()), kName);
INSTANTIATE_TEST_SUITE_P(challenge, WallPages, testing::ValuesIn(challenge_rows()), kName);

TEST(WallPages, a_short_error_page_with_scripts_is_no_page_to_be_written) {
  const std::string html = bare_page("错误", "<h1>错误</h1><script src=/x.js></script>");
  PageInput input;
  input.url = "http://forum.example.com/thread/1024.html";
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = html;
  EXPECT_FALSE(read_page(input).signs.empty());
  for (const int status : {403, 404, 410, 500}) {
    input.status = status;
    EXPECT_TRUE(read_page(input).signs.empty()) << status;
  }
}

}  // namespace
}  // namespace vouch::crawler
