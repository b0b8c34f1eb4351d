#include "practice/result_templates.h"

#include <fmt/format.h>

#include "core/hash.h"
#include "core/rs256.h"
#include "core/text.h"
#include "practice/api_client.h"

namespace vouch::practice {
namespace {

constexpr std::string_view kAdvert = "http://ads.elsewhere.example/offer";

struct Words {  // of one row, ready to stand in HTML
  std::string title, url, host, snippet;
};

Words words_of(const EngineRow& row) {
  const std::string_view url = row.url;
  const std::size_t scheme = url.find("://") + 3;
  const std::string_view host = url.substr(scheme, url.find('/', scheme) - scheme);
  return {html_escape(row.title), html_escape(row.url), html_escape(host),
          html_escape(row.snippet)};
}

// What an engine puts in the place of a target: nobody can read it back.
std::string blind_link(std::string_view url) {
  return sha256_hex(url).substr(0, 40);
}

std::string frame(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{}</title>\n"
      "<script>window.practice = \"no result, captcha and b_no are words in here too\";</script>\n"
      "</head><body>\n{}</body></html>\n",
      title, body);
}

std::string pager(std::string_view form, const std::string& next) {
  return next.empty() ? std::string() : fmt::format(fmt::runtime(form), html_escape(next));
}

}  // namespace

std::string baidu_html(const ResultPage& page) {
  const std::string query = html_escape(page.query);
  const std::string title = query + "_百度搜索";
  if (page.view == ResultView::kWall) {
    return frame("百度安全验证",
                 "<div class=\"timeout hide\"><p>练习环境：请先完成验证。</p>"
                 "<div class=\"timeout-button\">刷新</div></div>\n");
  }
  std::string body =
      fmt::format("<form action=\"/s\"><input id=\"kw\" name=\"wd\" value=\"{}\"></form>\n", query);
  if (page.view == ResultView::kNothing) {
    return frame(title,
                 body +
                     "<div class=\"content_none\"><div class=\"nors\"><p>练习环境里没有这样的"
                     "网页。</p></div></div>\n");
  }
  body +=
      "<div class=\"nums\"><span class=\"nums_text\">练习环境：约有若干个结果</span></div>\n"
      "<div id=\"content_left\">\n";
  const bool news = page.view == ResultView::kNews;
  std::size_t slot = page.first;
  if (!news) {
    body += fmt::format(
        "<div class=\"EC_result\" data-tuiguang=\"1\"><h3><a href=\"{}\">推广 {}</a></h3>"
        "</div>\n",
        kAdvert, query);
    body += fmt::format(
        "<div class=\"result-op c-container\" id=\"{}\" tpl=\"recommend_list\"><h3>相关"
        "搜索</h3></div>\n",
        ++slot);
  }
  for (const EngineRow& row : page.rows) {
    const Words words = words_of(row);
    body += fmt::format(
        "<div class=\"{} c-container\" id=\"{}\" tpl=\"{}\" mu=\"{}\"><h3 class=\"t\"><a "
        "href=\"http://www.baidu.com/link?url={}\">{}</a></h3><div "
        "class=\"c-abstract\">{}</div><span "
        "class=\"c-showurl\">{}</span></div>\n",
        news ? "result-op" : "result", ++slot, news ? "news-normal" : "www_index", words.url,
        blind_link(row.url), words.title, words.snippet, words.host);
  }
  return frame(
      title,
      body + "</div>\n" +
          pager("<div id=\"page\"><a class=\"n\" href=\"{}\">下一页 &gt;</a></div>\n", page.next));
}

std::string so360_html(const ResultPage& page) {
  const std::string query = html_escape(page.query);
  if (page.view == ResultView::kWall) {
    return frame("访问异常页面", "<div class=\"check\"><p>练习环境：请输入验证码。</p></div>\n");
  }
  std::string body = fmt::format(
      "<form action=\"/s\"><input id=\"keyword\" name=\"q\" value=\"{}\"></form>\n"
      "<div id=\"main\">\n",
      query);
  const bool of_site = page.query.starts_with("site:");
  if (page.view == ResultView::kNothing && of_site) {
    body +=
        "<div class=\"atom-webscan\"><p class=\"info\">该网站约0个网页被360搜索收录</p></div>\n";
  }
  body += "<ul class=\"result\">\n";
  const bool news = page.view == ResultView::kNews;
  std::size_t slot = page.first;
  if (page.view == ResultView::kList) {
    body += fmt::format(
        "<li class=\"res-list\"><div class=\"g-mohe\" id=\"mohe-practice\"><h3 "
        "class=\"g-title\"><a data-res='{{\"pos\":{}}}'>百科</a></h3></div></li>\n",
        ++slot);
  }
  for (const EngineRow& row : page.rows) {
    const Words words = words_of(row);
    body += fmt::format(
        "<li class=\"res-list\"><h3 class=\"{}\"><a href=\"https://www.so.com/link?m={}\" "
        "data-mdurl=\"{}\" data-res='{{\"pos\":{}}}'>{}</a></h3><p class=\"res-desc\">{}</p><p "
        "class=\"res-linkinfo\"><cite>{}</cite></p></li>\n",
        news ? "news-title" : "res-title", blind_link(row.url), words.url, ++slot, words.title,
        words.snippet, words.host);
  }
  body += "</ul>\n" +
          pager("<div id=\"page\"><a id=\"snext\" href=\"{}\">下一页</a></div>\n", page.next);
  body += fmt::format("<ul class=\"e_result\"><li><a href=\"{}\">推广</a></li></ul>\n</div>\n",
                      kAdvert);
  return frame(query + "_360搜索", body);
}

std::string sogou_html(const ResultPage& page) {
  const std::string query = html_escape(page.query);
  if (page.view == ResultView::kWall) {
    return frame("搜狗搜索",
                 "<form id=\"seccodeForm\" action=\"antispider\"><p>练习环境：请输入验证码。</p>"
                 "<input id=\"seccodeInput\" name=\"c\"></form>\n");
  }
  std::string body = fmt::format(
      "<form action=\"/web\"><input id=\"upquery\" name=\"query\" value=\"{}\">"
      "</form>\n<div id=\"main\"><p class=\"num-tips\">练习环境：约有若干条</p>\n"
      "<div class=\"results\">\n",
      query);
  const bool news = page.view == ResultView::kNews;
  if (page.view == ResultView::kNothing)
    body += "<div class=\"no-result\">练习环境里没有这样的网页。</div>\n";
  std::size_t slot = page.first;
  for (const EngineRow& row : page.rows) {
    const Words words = words_of(row);
    body += fmt::format(
        "<div class=\"vrwrap\" id=\"sogou_vr_{}_wrap_{}\"><h3 class=\"vr-title\"><a "
        "href=\"/link?url={}\">{}</a></h3><div class=\"r-sech\" data-url=\"{}\"></div><p "
        "class=\"star-wiki\">{}</p><div class=\"citeurl\">{}</div></div>\n",
        news ? "70000201" : "30000000", slot++, blind_link(row.url), words.title, words.url,
        words.snippet, words.host);
  }
  if (page.view == ResultView::kList) {
    body += "<div class=\"vrwrap middle-better-hintBox\"><p>大家还在搜</p></div>\n";
  }
  body += "</div></div>\n" + pager("<a id=\"sogou_next\" href=\"{}\">下一页</a>\n", page.next);
  return frame(query + " - 搜狗搜索", body);
}

std::string bing_html(const ResultPage& page) {
  const std::string query = html_escape(page.query);
  const std::string title = query + " - 搜索";
  if (page.view == ResultView::kWall) {
    return frame(
        title,
        "<div id=\"b_header\"><div class=\"captcha\"><div class=\"captcha_header\">最后一步"
        "</div><p>练习环境：请先完成验证。</p></div></div>\n");
  }
  std::string body = fmt::format(
      "<div id=\"b_header\"><form><input id=\"sb_form_q\" name=\"q\" value=\"{}\">"
      "</form></div>\n",
      query);
  if (page.view == ResultView::kNews) {  // the vertical has no list of web results at all
    body += "<div id=\"algocore\">\n";
    for (const EngineRow& row : page.rows) {
      const Words words = words_of(row);
      body += fmt::format(
          "<div class=\"news-card\" url=\"{}\"><a class=\"title\" href=\"{}\">{}</a></div>\n",
          words.url, words.url, words.title);
    }
    return frame(title, body + "</div>\n");
  }
  body += "<ol id=\"b_results\">\n";
  if (page.view == ResultView::kNothing) {
    body += "<li class=\"b_no\"><h1>练习环境里没有这样的网页</h1></li>\n";
  } else {
    body += fmt::format("<li class=\"b_ad\"><h2><a href=\"{}\">广告 {}</a></h2></li>\n", kAdvert,
                        query);
  }
  bool hidden = false;  // every other target stands in the link's own code
  for (const EngineRow& row : page.rows) {
    const Words words = words_of(row);
    hidden = !hidden;
    const std::string link =
        hidden ? fmt::format("https://www.bing.com/ck/a?!&amp;&amp;p={}&amp;u=a1{}&amp;ntb=1",
                             blind_link(row.url), base64url_encode(row.url))
               : words.url;
    body += fmt::format(
        "<li class=\"b_algo\"><h2><a href=\"{}\">{}</a></h2><div class=\"b_caption\"><cite>{}"
        "</cite><p>{}</p></div></li>\n",
        link, words.title, words.host, words.snippet);
  }
  if (page.view == ResultView::kList) {
    body +=
        "<li class=\"b_ans\"><h2>相关搜索</h2></li>\n" +
        pager("<li class=\"b_pag\"><a class=\"sb_pagN\" href=\"{}\">下一页</a></li>\n", page.next);
  }
  return frame(title, body + "</ol>\n");
}

std::string google_html(const ResultPage& page) {
  const std::string query = html_escape(page.query);
  const std::string title = query + " - Google 搜索";
  if (page.view == ResultView::kWall) {
    return frame(
        "/search",
        "<form id=\"captcha-form\" action=\"index\"><div class=\"g-recaptcha\"></div><p>练习"
        "环境：请先完成验证。</p></form>\n");
  }
  std::string body =
      fmt::format("<form action=\"/search\"><textarea name=\"q\">{}</textarea></form>\n", query);
  if (page.view == ResultView::kNothing) {
    return frame(title,
                 body + fmt::format("<div id=\"topstuff\"><p>{} - did not match any documents</p>"
                                    "</div>\n",
                                    query));
  }
  body += "<div id=\"result-stats\">练习环境：约有若干条结果</div>\n<div id=\"search\">";
  if (page.view == ResultView::kNews) {  // cards, not rows of the web
    body += "<div id=\"rso\">\n";
    for (const EngineRow& row : page.rows) {
      const Words words = words_of(row);
      body += fmt::format(
          "<div class=\"SoaBEf\"><a href=\"{}\"><div role=\"heading\">{}</div></a></div>\n",
          words.url, words.title);
    }
    return frame(title, body + "</div></div>\n");
  }
  body += fmt::format(
      "<div data-text-ad=\"1\"><a href=\"{}\"><span>广告 {}</span></a></div>\n"
      "<div id=\"rso\">\n",
      kAdvert, query);
  bool plain = false;  // the layout without scripts leads through /url
  for (const EngineRow& row : page.rows) {
    const Words words = words_of(row);
    plain = !plain;
    const std::string link = plain ? words.url
                                   : fmt::format("/url?q={}&amp;sa=U&amp;ved={}",
                                                 percent_encode(row.url), blind_link(row.url));
    body += fmt::format(
        "<div class=\"tF2Cxc\"><a href=\"{}\"><h3>{}</h3><cite>{}</cite></a><div "
        "class=\"VwiC3b\">{}</div></div>\n",
        link, words.title, words.host, words.snippet);
  }
  body += "</div></div>\n" + pager("<a id=\"pnnext\" href=\"{}\">下一页</a>\n", page.next);
  return frame(title, body);
}

}  // namespace vouch::practice
