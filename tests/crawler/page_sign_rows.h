// Pages that are walls, notices or articles, as rows: what each must be taken for.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "crawler/page/page_reader.h"

namespace vouch::crawler {

struct SignRow {
  const char* sentence;
  std::string html;
  std::optional<PageSign> sign;  // none: an honest page
  const Platform* platform = nullptr;
  std::string url = "http://forum.example.com/thread/1024.html";
  std::string final_url = {};  // empty: not redirected

  friend std::ostream& operator<<(std::ostream& out, const SignRow& row) {
    return out << row.sentence;
  }
};

inline std::string sign_name(PageSign sign) {
  switch (sign) {
    case PageSign::kSoft404:
      return "soft 404";
    case PageSign::kDeleted:
      return "deleted";
    case PageSign::kUnderReview:
      return "under review";
    case PageSign::kLogin:
      return "login";
    case PageSign::kCaptcha:
      return "captcha";
    case PageSign::kParked:
      return "parked";
    case PageSign::kChallenge:
      return "challenge";
  }
  return "?";
}

inline std::string signs_text(const std::vector<SignFact>& signs) {
  std::string text;
  for (const SignFact& fact : signs) text += sign_name(fact.sign) + " (" + fact.evidence + ") ";
  return text.empty() ? "none" : text;
}

inline PageFacts read_row(const SignRow& row, bool truncated = false) {
  PageInput input;
  input.url = row.url;
  input.final_url = row.final_url;
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = row.html;
  input.platform = row.platform;
  input.truncated = truncated;
  return read_page(input);
}

// A site's frame as forums and portals have it: names, links, a login box in the head, a footer.
inline std::string framed(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>" + title +
         "</title><script src=/js/site.js></script></head><body>"
         "<div class=header><a href=/>建材论坛</a><form action=/login class=quick-login>"
         "<input name=user><input type=password name=pass><button>登录</button></form></div>"
         "<div class=nav><a href=/a>首页</a><a href=/b>版块</a><a href=/c>排行</a></div>" +
         body +
         "<div class=footer>© 2026 建材论坛 · 404 健康检查 · 举报电话 010-12345678</div>"
         "</body></html>";
}

inline std::string bare_page(const std::string& title, const std::string& body) {
  return "<html><head><meta charset=utf-8><title>" + title + "</title></head><body>" + body +
         "</body></html>";
}

// An article of about 400 characters.
inline std::string long_text() {
  std::string text;
  for (int i = 1; i <= 6; ++i) {
    text += "<p>第" + std::to_string(i) +
            "点，装修以前先量好每个房间的尺寸，再按照家里人口和用途决定设备的功率，"
            "不要只看价格，还要看噪声、耗材的费用和售后网点的距离，这样买回来的东西才用得久。</p>";
  }
  return text;
}

inline const Platform& weixin() {
  static const Platform platform = [] {
    Platform made;
    made.key = "weixin";
    made.gone_phrases = {"该内容已被发布者删除", "此内容因违规无法查看", "该公众号已被封禁"};
    made.challenge_phrases = {"环境异常", "完成验证", "访问过于频繁"};
    return made;
  }();
  return platform;
}

inline const Platform& baijiahao() {
  static const Platform platform = [] {
    Platform made;
    made.key = "baijiahao";
    made.challenge_phrases = {"百度安全验证", "网络不给力，请稍后重试", "请完成下方验证后继续操作"};
    return made;
  }();
  return platform;
}

inline const Platform& xiaohongshu() {
  static const Platform platform = [] {
    Platform made;
    made.key = "xiaohongshu";
    made.login_phrases = {"你访问的页面不见了"};
    made.not_found_is_proof = false;
    return made;
  }();
  return platform;
}

inline const Platform& tieba() {
  static const Platform platform = [] {
    Platform made;
    made.key = "tieba";
    made.gone_phrases = {"该贴已被删除"};
    made.review_phrases = {"帖子正在进行系统检查"};
    return made;
  }();
  return platform;
}

}  // namespace vouch::crawler
