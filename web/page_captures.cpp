#include "web/page_captures.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/url.h"

namespace vouch::web {
namespace {

// A form sent by the browser itself: no request of a script, so neither CORS nor cookies are in
// play. The prototype's submit() cannot be hidden by a field of the page.
constexpr std::string_view kScript =
    "javascript:(function(){{var d=document,h='<!doctype html>'+d.documentElement.outerHTML,"
    "f=d.createElement('form');f.method='post';f.action='{}/captures';"
    "f.enctype='multipart/form-data';f.acceptCharset='utf-8';f.target='_blank';f.rel='noopener';"
    "f.style.display='none';function a(n,v){{var t=d.createElement('textarea');t.name=n;"
    "t.value=v;f.appendChild(t)}}a('token','{}');a('address',location.href);a('source',h);"
    "d.body.appendChild(f);HTMLFormElement.prototype.submit.call(f);f.remove()}})()";

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
           c == '/' || c == '.' || c == '-' || c == '_' || c == '[' || c == ']';
  });
}

std::string engine_name(const PageContext& page, const std::string& key) {
  const auto found = page.names.engines.find(key);
  return found == page.names.engines.end() ? key : found->second;
}

void hand_in_form(Html& html, const CaptureItem& item, const PageContext& page) {
  html.raw("<details><summary>").text(page.say("交回这一页", "Hand this page in"));
  html.raw("</summary>");
  open_form(html, page.link(fmt::format("/captures/{}", item.id)));
  html.raw("<label>");
  html.text(page.say("保存的网页文件（.html 或 .mhtml）", "Saved page (.html or .mhtml)"));
  html.raw("<input type=\"file\" name=\"page\" accept=\".html,.htm,.mhtml,.mht\"></label><label>");
  html.text(page.say("或者粘贴网页源代码", "or paste the page's source"));
  html.raw("<textarea name=\"source\" rows=\"3\"></textarea></label><label>");
  html.text(page.say("浏览器地址栏里的网址（.mhtml 可以不填）",
                     "Address from the browser's bar (not needed for .mhtml)"));
  html.raw("<input type=\"text\" name=\"address\" inputmode=\"url\"></label><button>");
  html.text(page.say("交回", "Hand in")).raw("</button></form></details>");
}

void skip_form(Html& html, const CaptureItem& item, const PageContext& page) {
  html.raw("<details><summary>").text(page.say("查不了，跳过", "Cannot be done, skip"));
  html.raw("</summary>");
  open_form(html, page.link(fmt::format("/captures/{}/skip", item.id)));
  html.raw("<label>").text(page.say("原因（至少 4 个汉字）", "Reason (10 letters or more)"));
  html.raw("<input type=\"text\" name=\"reason\" required maxlength=\"200\"></label><button>");
  html.text(page.say("跳过", "Skip")).raw("</button></form></details>");
}

void progress(Html& html, const CaptureItem& item, const PageContext& page) {
  html.raw("<p class=\"soft\">").text(page.say("等了：从 ", "Waiting since "));
  html.text(page.when(item.asked_at))
      .text(page.say(" 起，到 ", ", until "))
      .text(page.when(item.until));
  html.text(page.say(" 为止 · ", " · ")).number(item.looks);
  html.text(page.say(" 项检测在等", " looks wait")).raw("</p>");
  if (item.captures == 0) return;
  html.raw("<p>").text(page.say("已有人截取 ", "Captured so far: ")).number(item.captures);
  html.text(page.say(" 次，还需要另一位同事", "; a second person is needed"));
  if (!item.people.empty()) {
    html.text(page.say("。截取人：", ". By: "));
    for (std::size_t i = 0; i < item.people.size(); ++i) {
      if (i > 0) html.text(page.say("、", ", "));
      html.foreign(item.people[i].name);
      if (item.people[i].gains) html.text(page.say("（本人的工作项）", " (own work)"));
    }
  }
  html.raw("</p>");
}

void card(Html& html, const CaptureItem& item, const PageContext& page) {
  html.raw("<article class=\"card pending\"><h3>").text(engine_name(page, item.engine));
  html.text(item.is_url ? page.say("：这个网址收录了吗", ": is this page indexed?")
                        : page.say("：这个词的排名", ": who ranks for this?"));
  html.raw("</h3><p><b>").foreign(item.text).raw("</b></p>");
  progress(html, item, page);
  if (item.by_me) {
    html.raw("<p class=\"soft\">");
    html.text(page.say("您已经截取过，等另一位同事。", "You have done your part."));
    html.raw("</p></article>\n");
    return;
  }
  html.raw("<p>").text(page.say("1. 打开：", "1. Open: ")).outward(item.link);
  html.raw("</p><p>");
  html.text(page.say("2. 看到结果后点书签，或保存网页交回：",
                     "2. When the results are there, use the bookmark or hand in the page:"));
  html.raw("</p>");
  hand_in_form(html, item, page);
  skip_form(html, item, page);
  html.raw("</article>\n");
}

void bookmark(Html& html, const CapturesPage& data, const PageContext& page) {
  html.raw("<section class=\"panel\"><h2>").text(page.say("书签", "Bookmark")).raw("</h2>");
  const std::string script =
      data.token ? bookmark_script(page.facts.public_url, data.token->token) : std::string();
  if (!script.empty()) {
    html.raw("<p>").text(page.say("把这个链接拖到书签栏：", "Drag this link to the bookmarks: "));
    html.raw("<a class=\"tag pending\" href=\"").text(script).raw("\">");
    html.text(page.say("交给核验", "To Vouch")).raw("</a></p><p class=\"soft\">");
    html.text(page.say("只属于您本人，有效到 ", "Yours alone, valid until "));
    html.text(page.when(data.token->expires_at));
    html.text(page.say("；它只能交回搜索结果页，别的什么也做不了。",
                       "; it can hand in result pages and nothing else."));
    html.raw("</p></section>\n");
    return;
  }
  html.raw("<p>");
  html.text(page.say("在搜索结果页点一下就交回，不用保存文件。每次有效 12 小时。",
                     "Hands in the open result page with one click. Valid for 12 hours."));
  html.raw("</p>");
  open_form(html, page.link("/captures/bookmark"));
  html.raw("<input type=\"hidden\" name=\"new\" value=\"1\"><button>");
  html.text(page.say("生成书签", "Make one")).raw("</button></form></section>\n");
}

void footer(Html& html, const PageContext& page) {
  html.raw("</main>\n<footer><p>");
  html.text(page.say("您交回的网页会作为证据保存，并记下是谁在什么时候交的。",
                     "What you hand in is kept as evidence, with who handed it in and when."));
  html.raw("</p><p>").text(page.say("数据时间 ", "As of ")).text(page.zone.minutes_text(page.now));
  html.raw(" · Vouch ").text(page.facts.version).raw("</p></footer>\n</body></html>\n");
}

}  // namespace

std::string bookmark_script(std::string_view base, std::string_view token) {
  const auto url = Url::parse(base);
  const bool good = url && url->is_http() && is_plain(base) && is_plain(token);
  if (!good) return {};
  return fmt::format(fmt::runtime(kScript), base, token);
}

std::string report_bookmark_script(std::string_view base) {
  const auto url = Url::parse(base);
  if (!url || !url->is_http() || !is_plain(base)) return {};
  return fmt::format(
      "javascript:void(window.open('{}/app/"
      "submit?url='+encodeURIComponent(location.href)+'&title='+"
      "encodeURIComponent(document.title),'_blank','noopener'))",
      base);
}

std::string captures_page(const CapturesPage& data, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("待查询", "To look up"));
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回", "← back")).raw("</a></p><h1>");
  html.text(page.say("待查询", "To look up")).raw("</h1>\n");
  act_message(html, data.message, data.refused);
  html.raw("<p>");
  html.text(page.say(
      "这些词由人在自己的浏览器里查：打开链接，看到结果，把那一页交回。找到了，一个人就够；"
      "没找到，要另一位同事也查一次才算。",
      "These are looked up by people: open the link, wait for the results, hand the page in. One "
      "person is enough for what is there; that something is not there takes a second one."));
  html.raw("</p>\n");
  if (data.items.empty()) {
    html.raw("<p class=\"panel\">").text(page.say("现在没有要查的。", "Nothing is waiting now."));
    html.raw("</p>\n");
    footer(html, page);
    return html.take();
  }
  bookmark(html, data, page);
  for (const CaptureItem& item : data.items) card(html, item, page);
  footer(html, page);
  return html.take();
}

void captures_link(Html& html, const PageContext& page) {
  const auto& providers = page.facts.providers;
  const bool asked = std::any_of(providers.begin(), providers.end(), [](const ProviderFacts& one) {
    return one.name.starts_with("person:");
  });
  if (!asked) return;
  html.raw("<p><a href=\"").text(page.link("/captures")).raw("\">");
  html.text(page.say("待查询：帮忙看搜索结果 →", "To look up: help with search results →"));
  html.raw("</a></p>\n");
}

std::string handed_in_page(std::string_view words, bool refused, const PageContext& page) {
  Html html;
  begin_page(html, page, page.say("交回网页", "Page handed in"));
  html.raw("<h1>");
  html.text(refused ? page.say("没有采用", "Returned") : page.say("收到了", "Received"));
  html.raw("</h1>\n");
  act_message(html, words, refused);
  html.raw("<p class=\"soft\">");
  html.text(page.say("可以关掉这个窗口，查下一条。", "You can close this window."));
  html.raw("</p>\n");
  footer(html, page);
  return html.take();
}

}  // namespace vouch::web
