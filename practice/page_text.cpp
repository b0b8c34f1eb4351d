#include "practice/page_text.h"

#include <array>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/text.h"
#include "practice/prose.h"

namespace vouch::practice {
namespace {

constexpr std::array<std::string_view, 5> kVisible = {
    "今天想和大家聊聊<b>{}</b>，结合我们这几年的经验说几点看法。",
    "关于{}，很多人第一反应是贵不贵，其实更应该先看适不适合。",
    "在{}这件事上，我们踩过的坑都写在下面了。",
    "如果你正在比较{}，不妨先把自己的用水习惯记录一周。",
    "说到{}，售后服务和配件供应同样关键。",
};

struct Dice {
  std::uint64_t state;
  std::size_t below(std::size_t count) {
    state = mix64(state);
    return static_cast<std::size_t>(state % count);
  }
};

constexpr int kParagraph = 3;  // sentences

std::string paragraphs(const std::vector<std::string>& sentences, std::size_t first,
                       std::size_t count) {
  std::string out;
  for (std::size_t i = first; i < first + count; ++i) {
    out += "<p>";
    for (std::size_t k = 0; k < kParagraph; ++k) out += sentences[i * kParagraph + k];
    out += "</p>\n";
  }
  return out;
}

// An inline tag in the middle of the word: a reader sees the word whole.
std::string split_word(const std::string& word) {
  const std::size_t middle = cut_utf8(word, word.size() / 2).size();
  return word.substr(0, middle) + "<em>" + word.substr(middle) + "</em>";
}

std::string keyword_text(const Page& page, const Content& content, Dice& dice) {
  std::string out;
  for (const std::string& keyword : page.keywords) {
    const std::string word = html_escape(keyword);
    switch (content.keyword) {
      case KeywordPlace::kVisible:
        out += "<p>" + fmt::format(fmt::runtime(kVisible[dice.below(kVisible.size())]), word) +
               "</p>\n";
        break;
      case KeywordPlace::kSplit:
        out += "<p>最近经常有人问起" + split_word(word) + "，这里统一回复一下。</p>\n";
        break;
      case KeywordPlace::kHidden:
        out += "<div style=\"display:none\">" + word + " " + word + "</div>\n";
        break;
      case KeywordPlace::kMissing:
        break;
    }
  }
  return out;
}

std::string link_text(const World& world, const Page& page, const Content& content) {
  if (page.link_url.empty()) return {};
  const std::string url = html_escape(page.link_url);
  const Site* own = world.site(world.own_site);
  switch (content.link) {
    case LinkForm::kNone:
      return {};
    case LinkForm::kDirect:
      return fmt::format("<p>产品资料见 <a href=\"{}\">{}</a>。</p>\n", url, world.company);
    case LinkForm::kNofollow:
      return fmt::format("<p>产品资料见 <a rel=\"nofollow noopener\" href=\"{}\">{}</a>。</p>\n",
                         url, world.company);
    case LinkForm::kHidden:
      return fmt::format("<div style=\"display: none\"><a href=\"{}\">{}</a></div>\n", url,
                         world.company);
    case LinkForm::kPlainText:
      return fmt::format("<p>产品资料请复制网址打开：{}</p>\n", url);
    case LinkForm::kJumpPage:
      return fmt::format("<p>产品资料见 <a href=\"/link?target={}\">官网</a>。</p>\n", url);
    case LinkForm::kWrongPage:
      return fmt::format("<p>更多内容见 <a href=\"{}\">官网首页</a>。</p>\n",
                         html_escape(world.url(*own, "/")));
  }
  return {};
}

std::string frame(const Site& site, const std::string& title, const std::string& head,
                  const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"{}\">\n"
      "<title>{}</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n{}"
      "<style>nav a{{margin-right:1em}} .side{{float:right}}</style>\n"
      "<script>var t='<a href=\"http://nowhere.invalid/\">x</a>';</script>\n</head>\n<body>\n"
      "<header><nav><a href=\"/\">{}</a><a href=\"/list\">全部</a><a href=\"/new\">最新</a>"
      "<a href=\"/user/login\">登录</a></nav></header>\n"
      "<main>\n{}</main>\n"
      "<footer><p>{} · 联系我们 · 备案号 粤ICP备12345678号</p></footer>\n</body>\n</html>\n",
      site.charset, title, head, html_escape(site.name), body, html_escape(site.name));
}

}  // namespace

std::string article_page(const World& world, const Site& site, const Page& page,
                         const Content& content) {
  Dice dice{hash64(page.path, world.seed)};
  const std::string title = html_escape(content.title);
  std::string head =
      fmt::format("<meta name=\"description\" content=\"{}\">\n", html_escape(site.name));
  if (content.noindex) head += "<meta name=\"robots\" content=\"noindex,follow\">\n";
  std::string body = fmt::format("<article>\n<h1>{}</h1>\n<p class=\"by\">作者：{}编辑部</p>\n",
                                 title, html_escape(site.name));
  // A copy shows another page's sentences, some of their words replaced.
  const std::string& source = page.text_of.empty() ? page.path : page.text_of;
  const ProseSeed seed{hash64(source, world.seed), page.changed_percent,
                       hash64(page.path, world.seed + 1)};
  const std::vector<std::string> sentences = prose(seed, 4 * kParagraph);
  body += paragraphs(sentences, 0, 1);
  body += keyword_text(page, content, dice);
  body += paragraphs(sentences, 1, 2);
  body += link_text(world, page, content);
  body += paragraphs(sentences, 3, 1);
  body +=
      "</article>\n<aside class=\"side\"><h3>大家都在看</h3><ul>"
      "<li><a href=\"/hot/1\">阀门为什么会响</a></li>"
      "<li><a href=\"/hot/2\">厨房改造的十个细节</a></li></ul></aside>\n";
  return frame(site, title + " - " + html_escape(site.name), head, body);
}

std::string front_page(const World& world, const Site& site) {
  std::string body = "<h1>" + html_escape(site.name) + "</h1>\n<p>欢迎来到" +
                     html_escape(site.name) + "，这里有大家分享的经验和资讯。</p>\n<ul>\n";
  for (const Page& page : world.pages) {
    if (page.site == site.key && page.path.size() % 7 == 0) {
      body += fmt::format("<li><a href=\"{}\">往期内容</a></li>\n", page.path);
    }
  }
  const ProseSeed seed{hash64(site.key, world.seed)};
  body += "</ul>\n" + paragraphs(prose(seed, 2 * kParagraph), 0, 2);
  return frame(site, html_escape(site.name), "", body);
}

std::string not_found_page(const Site& site) {
  return frame(site, "404 Not Found", "",
               "<h1>404</h1>\n<p>没有找到这个页面，<a href=\"/\">返回首页</a></p>\n");
}

std::string unknown_page(const Site& site) {
  return frame(site, "页面不存在 - " + html_escape(site.name), "",
               "<h1>页面不存在</h1>\n<p>抱歉，您访问的页面不存在或已被删除。"
               "<a href=\"/\">返回首页</a></p>\n");
}

std::string captcha_page(const Site& site) {
  return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"" + site.charset +
         "\">\n<title>安全验证</title>\n</head>\n<body>\n"
         "<div class=\"captcha-box\" id=\"captcha\">\n<h2>安全验证</h2>\n"
         "<p>请完成下方验证后继续操作</p>\n"
         "<form method=\"post\" action=\"/captcha/verify\">\n"
         "<img src=\"/captcha/image.png\" alt=\"验证码\">\n"
         "<label>请输入验证码 <input name=\"captcha\" autocomplete=\"off\"></label>\n"
         "<button>提交</button>\n</form>\n</div>\n</body>\n</html>\n";
}

std::string login_page(const Site& site) {
  return frame(site, "登录 - " + html_escape(site.name), "",
               "<h1>请登录后查看</h1>\n<p>该内容仅对会员可见，请先登录。</p>\n"
               "<form method=\"post\" action=\"/login\">\n"
               "<input name=\"username\" placeholder=\"账号\">\n"
               "<input name=\"password\" type=\"password\" placeholder=\"密码\">\n"
               "<button>登录</button>\n</form>\n");
}

std::string parked_page(const Site& site) {
  return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>" + site.host +
         " - 域名出售</title>\n</head>\n<body>\n<h1>" + site.host +
         "</h1>\n<p>该域名可出售。This domain is for sale.</p>\n<p>联系经纪人获取报价</p>\n<ul>\n"
         "<li><a href=\"http://ads.invalid/1\">贷款</a></li>\n"
         "<li><a href=\"http://ads.invalid/2\">旅游</a></li>\n"
         "<li><a href=\"http://ads.invalid/3\">招聘</a></li>\n</ul>\n</body>\n</html>\n";
}

std::string review_page(const Site& site) {
  return frame(site, "审核中 - " + html_escape(site.name), "",
               "<h1>内容正在审核中</h1>\n<p>该内容正在审核中，审核通过后即可查看。</p>\n");
}

std::string deleted_page(const Site& site) {
  return frame(site, "提示信息 - " + html_escape(site.name), "",
               "<div class=\"message\"><p>该内容已被删除</p>"
               "<p><a href=\"/\">返回首页</a></p></div>\n");
}

std::string forbidden_page(const Site& site) {
  return frame(site, "403 Forbidden", "", "<h1>403 Forbidden</h1>\n<p>访问被拒绝</p>\n");
}

std::string jump_page(const std::string& target) {
  return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>正在跳转</title>\n"
         "</head>\n<body>\n<p>您即将离开本站，前往 " +
         html_escape(target) + "</p>\n</body>\n</html>\n";
}

}  // namespace vouch::practice
