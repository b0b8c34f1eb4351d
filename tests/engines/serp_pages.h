// Result pages of the tests' own making, in the layouts that the shipped records describe, and
// those layouts ready for reading.
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "config/records.h"
#include "engines/result_page.h"

namespace vouch::engines::test {

inline const config::Records& shipped_records() {
  static const config::Records kRecords = [] {
    const std::vector<std::filesystem::path> folders = {VOUCH_SOURCE_DIR "/config/data"};
    const config::LoadedRecords loaded = config::load_records(folders);
    if (!loaded.ok()) throw std::runtime_error(loaded.problems[0].text());
    return config::records_in_force(loaded.texts, parse_date("2026-11-24").value()).value();
  }();
  return kRecords;
}

inline const ResultLayout& layout_of(const std::string& engine,
                                     const std::string& device = "desktop") {
  static std::map<std::string, ResultLayout> layouts;
  const std::string name = engine + " " + device;
  const auto known = layouts.find(name);
  if (known != layouts.end()) return known->second;
  const SerpLayout* const record = shipped_records().serp_layout(engine, device);
  if (record == nullptr) throw std::runtime_error("no layout " + name);
  return layouts.emplace(name, ResultLayout::compile(*record).value()).first->second;
}

inline std::string html(const std::string& body, const std::string& title = "净化器") {
  return "<!doctype html><html><head><meta charset=utf-8><title>" + title +
         "</title></head><body>" + body + "</body></html>";
}

struct OwnPage {
  std::string name;
  std::string engine;
  std::string device;
  std::string html;
  SerpOutcome outcome;
  Reason reason;
};

inline std::string baidu_row(int id, const std::string& attributes, const std::string& title) {
  return "<div class='result c-container new-pmd' id=" + std::to_string(id) + " tpl=www_index " +
         attributes + "><h3 class=t><a href='http://www.baidu.com/link?url=o" + std::to_string(id) +
         "'>" + title + "</a></h3><div class=c-abstract>净化器的记录</div></div>";
}

// An ad, a module, four organic rows: target in mu, in data-feedback, only shown, none.
inline std::string baidu_page() {
  return html(
      "<input id=kw value='空气净化器'><span class=nums_text>百度为您找到相关结果约12,300个</span>"
      "<div id=content_left>"
      "<div id=3001 class='EC_result'><h3><a "
      "href='http://www.baidu.com/baidu.php?url=x'>广告</a></h3></div>"
      "<div class='result-op c-container' id=1 tpl=sg_kg_entity_san "
      "mu='https://baike.baidu.com/item/a'>"
      "<h3><a href='http://www.baidu.com/link?url=o1'>净化器百科</a></h3></div>" +
      baidu_row(2, "mu='http://a.cn/1?x=1&amp;y=2'", "<em>空气净化器</em> 一") +
      baidu_row(3, "data-feedback='{\"title\":\"t\",\"url\":\"http://b.cn/2\",\"order\":9}'",
                "净化器 二") +
      "<div class='result c-container' id=4><h3><a href='http://www.baidu.com/link?url=o4'>净化器 "
      "三</a></h3>"
      "<span class=c-showurl>www.c.cn/news/3...</span></div>" +
      baidu_row(5, "", "净化器 四") +
      "</div><div id=page><a class=n href='/s?wd=a&pn=0'>&lt;上一页</a><strong>2</strong>"
      "<a class=n href='/s?wd=a&amp;pn=20'>下一页&gt;</a></div>");
}

inline std::string baidu_mobile_page() {
  const auto row = [](const std::string& tpl, int order, const std::string& url) {
    return "<div class='c-result result' tpl='" + tpl + "' data-log='{\"mu\":\"" + url +
           "\",\"order\":\"" + std::to_string(order) +
           "\"}'><a href='http://m.baidu.com/from=844b/x'><h3 class='cu-title'>净化器 " +
           std::to_string(order) + "</h3></a><div class=c-abstract>净化器</div></div>";
  };
  return html("<div id=results>" + row("www_index", 1, "http://a.cn/m/1") +
              row("sp_purc_san", 2, "http://b.cn/shop") + row("www_struct", 3, "http://c.cn/m/3") +
              "<div class=result data-log=\"{'mu':'http://d.cn/old','order':'4'}\"><a href=x>旧 "
              "净化器</a></div>"
              "</div><a class=new-nextpage href='/s?word=a&pn=10'>下一页</a>");
}

inline std::string so360_page() {
  return html(
      "<input id=keyword value='净化器'><div id=main><ul class=result>"
      "<li class=res-list><div class=g-mohe id=mohe-ai><h3 class=g-title><a "
      "href='https://ai.so.com/x'>AI</a></h3></div></li>"
      "<li class=res-list><h3 class=res-title><a href='https://www.so.com/link?m=opaque' "
      "data-mdurl='http://a.cn/1' "
      "data-res='{\"tp\":1,\"pos\":2}'>净化器 一</a></h3><cite>a.cn</cite></li>"
      "<li class=res-list><h3 class=res-title><a "
      "href='https://www.so.com/link?url=http%3A%2F%2Fb.cn%2F2%3Fx%3D1&q=a'>净化器 二</a></h3></li>"
      "<li class=res-list><h3 class=res-title><a href='https://wenku.so.com/d/3'>净化器 "
      "三</a></h3></li>"
      "<li class=res-list><h3 class=res-title><a "
      "href='https://ai.so.com/search/so?search=t'>净化器 四</a></h3></li>"
      "</ul></div><div id=page><a id=snext href='/s?q=a&pn=2'>下一页</a><span "
      "class=nums>找到相关结果约53,200个</span></div>");
}

inline std::string sogou_page() {
  return html(
      "<input id=upquery value='净化器'><div id=main><p "
      "class=num-tips>搜狗已为您找到约30,691条相关结果</p><div class=results>"
      "<div class=vrwrap id=sogou_vr_30000000_wrap_0><h3 class=vr-title><a "
      "href='/link?url=o1'>净化器 一</a></h3>"
      "<div class=citeurl>某站 - www.a.cn/n... - 2026-1-4</div><div class=r-sech "
      "data-url='http://www.a.cn/news/1'></div></div>"
      "<div class='vrwrap middle-better-hintBox'><div class=vrTitle>大家还在搜</div></div>"
      "<div class=vrwrap><h3 class=vr-title><a id=sogou_vr_30010187_title_1 "
      "href='/link?url=o2'>更多内容</a></h3>"
      "<div data-url='http://b.cn/first'></div></div>"
      "<div class=rb><h3 class=pt><a href='http://c.cn/3'>净化器 三</a></h3></div>"
      "<div class=vrwrap><h3><a href='http://mp.weixin.qq.com/s?src=11&signature=x'>净化器 "
      "公众号</a></h3>"
      "<div data-url='http://mp.weixin.qq.com/count/x'></div></div>"
      "</div></div><a id=sogou_next href='?query=a&page=2'>下一页</a>");
}

inline std::string bing_page() {
  return html(
      "<input id=sb_form_q value='净化器'><span class=sb_count>About 52 results</span><ol "
      "id=b_results>"
      "<li class=b_ad><h2><a href='https://www.bing.com/aclick?u=x'>广告</a></h2></li>"
      "<li class=b_ans><ul><li class=b_algo><h2><a "
      "href='http://inner.cn/'>组内</a></h2></li></ul></li>"
      "<li class=b_algo><h2><a "
      "href='https://www.bing.com/ck/"
      "a?!&amp;&amp;p=1&amp;u=a1aHR0cDovL2EuY24vMT94PTEmeT0y&amp;ntb=1'>净化器 一</a></h2>"
      "<div class=b_caption><p>净化器的滤芯</p></div></li>"
      "<li class=b_algo><a href='http://b.cn/2'><h2>净化器 二</h2></a><cite>https://b.cn › "
      "2</cite></li>"
      "</ol><a class=sb_pagN href='/search?q=a&amp;first=6'>Next</a>");
}

inline std::string google_page() {
  return html(
      "<input name=q value='净化器'><div id=result-stats>Page 2 of about 27 400 000 results (0.26 "
      "seconds)</div>"
      "<div id=tads><div data-text-ad=1><a href='http://ad.cn/'><h3>广告</h3></a></div></div><div "
      "id=search><div id=rso>"
      "<div class='g g-blk'><div class=rc><a href='http://a.cn/1'><h3>净化器 "
      "答案</h3></a></div></div>"
      "<div class=g><div class=rc><a href='http://a.cn/1'><h3>净化器 一</h3></a><cite>a.cn › "
      "1</cite></div></div>"
      "<div class=MjjYud><div class=tF2Cxc><a "
      "href='/url?q=http://b.cn/2%3Fx%3D1&amp;sa=U'><h3>净化器 二</h3></a></div></div>"
      "</div></div><a id=pnnext href='/search?q=a&start=20'>Next</a>");
}

inline std::vector<OwnPage> ranked_pages() {
  using enum SerpOutcome;
  return {{"baidu", "baidu", "desktop", baidu_page(), kRankedList, Reason::kOk},
          {"baidu_mobile", "baidu", "mobile", baidu_mobile_page(), kRankedList, Reason::kOk},
          {"so360", "so360", "desktop", so360_page(), kRankedList, Reason::kOk},
          {"sogou", "sogou", "desktop", sogou_page(), kRankedList, Reason::kOk},
          {"bing", "bing", "desktop", bing_page(), kRankedList, Reason::kOk},
          {"google", "google", "desktop", google_page(), kRankedList, Reason::kOk}};
}

inline std::vector<OwnPage> wall_pages() {
  using enum SerpOutcome;
  const Reason captcha = Reason::kCaptcha;
  const Reason between = Reason::kRobotInterstitial;
  return {
      {"baidu_slider", "baidu", "desktop",
       html("<div class='passMod_dialog-wrapper passMod_show'>验证</div>"), kBlocked, captcha},
      {"baidu_title", "baidu", "desktop", html("<p>网络不给力，请稍后重试</p>", " 百度安全验证\n"),
       kBlocked, captcha},
      {"baidu_button", "baidu", "mobile", html("<button class=timeout-button>返回首页</button>"),
       kBlocked, captcha},
      {"baidu_stub", "baidu", "desktop",
       html("<noscript><meta http-equiv=refresh content='0;url=http://www.baidu.com/'></noscript>",
            ""),
       kBlocked, between},
      {"script_alone", "sogou", "desktop", html("<script>go()</script>"), kBlocked, between},
      {"so360_title", "so360", "desktop", html("<p>请输入验证码</p>", "访问异常页面"), kBlocked,
       captcha},
      {"sogou_code", "sogou", "desktop", html("<form><input id=seccodeInput></form>请输入验证码"),
       kBlocked, captcha},
      {"bing_challenge", "bing", "desktop",
       html("<header id=b_header><div class=captcha>最后一步</div></header>", "净化器 - 搜索"),
       kBlocked, captcha},
      {"google_captcha", "google", "desktop", html("<form id=captcha-form></form>unusual traffic"),
       kBlocked, captcha},
      {"google_recaptcha", "google", "desktop",
       html("<div class=g-recaptcha></div>unusual traffic"), kBlocked, captcha},
      {"google_consent", "google", "desktop",
       html("<form action='https://consent.google.com/save'>Before you continue</form>"), kBlocked,
       between},
      {"google_scripts", "google", "desktop",
       html("<noscript><meta http-equiv=refresh "
            "content='0;url=/httpservice/retry/enablejs?sei=a'>Please click</noscript><a "
            "href='/x'>here</a>"),
       kBlocked, between}};
}

inline std::vector<OwnPage> empty_pages() {
  using enum SerpOutcome;
  return {{"baidu_nothing", "baidu", "desktop",
           html("<input id=kw value=''><div class=content_none><div "
                "class=nors>抱歉，未找到相关结果。</div></div>"),
           kNoResults, Reason::kOk},
          {"so360_site_of_none", "so360", "desktop",
           html("<div id=main><div class=atom-webscan><p "
                "class=info>该网站约0个网页被360搜索收录</p></div><ul class=result></ul></div>"),
           kNoResults, Reason::kOk},
          {"bing_nothing", "bing", "desktop",
           html("<ol id=b_results><li class=b_no><h1>没有与此相关的结果</h1></li></ol>"),
           kUntrusted, Reason::kUntrusted},
          {"google_nothing", "google", "desktop",
           html("<div id=topstuff><p>Your search - x - did not match any documents.</p></div><div "
                "id=search></div>"),
           kNoResults, Reason::kOk}};
}

}  // namespace vouch::engines::test
