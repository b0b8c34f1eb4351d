// The providers, each with its settings and with answers after its public documents: one that shows
// the claim's page and, where the provider can prove an absence, one that does.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "engines/providers/api_access.h"
#include "tests/engines/provider_world.h"
#include "tests/engines/test_key.h"

namespace vouch::engines::test {

inline Subject subject(std::string name, config::ProviderKind kind, std::string engine) {
  Subject out;
  out.name = std::move(name);
  out.settings.name = "main";
  out.settings.kind = kind;
  out.settings.engine = std::move(engine);
  out.question = url_question(out.settings.engine, kClaim);
  return out;
}

inline Subject searxng_subject() {
  Subject out = subject("searxng", config::ProviderKind::kSearxng, "baidu");
  out.settings.url = "http://127.0.0.1:8888/";
  out.good = answer({result(kOther, 1), result(kClaim, 2)});
  out.absent = answer({result(kOther, 1)});
  return out;
}

inline std::string serpapi_list(const std::vector<std::string>& links) {
  std::string rows;
  int position = 0;
  for (const std::string& link : links) {
    rows += fmt::format(
        R"({}{{"position":{},"title":"标题","link":"{}","displayed_link":"www.acme.cn › news"}})",
        rows.empty() ? "" : ",", ++position, link);
  }
  return fmt::format(
      R"({{"search_metadata":{{"id":"1","status":"Success"}},"search_information":)"
      R"({{"organic_results_state":"Results for exact spelling"}},"organic_results":[{}]}})",
      rows);
}

inline Subject serpapi_subject() {
  Subject out = subject("serpapi_google", config::ProviderKind::kSerpApi, "google");
  out.good = serpapi_list({kOther, kClaim});
  out.absent =
      R"({"search_metadata":{"status":"Success"},"search_information":{"organic_results_state":)"
      R"("Fully empty"},"error":"Google hasn't returned any results for this query."})";
  return out;
}

inline std::string dataforseo_list(const std::vector<std::string>& links,
                                   const std::string& keyword) {
  std::string items;
  int place = 0;
  for (const std::string& link : links) {
    ++place;
    items += fmt::format(
        R"({}{{"type":"organic","rank_group":{},"rank_absolute":{},"domain":"a.cn","title":"标题",)"
        R"("url":"{}","breadcrumb":"a.cn"}})",
        items.empty() ? "" : ",", place, place + 1, link);
  }
  return fmt::format(
      R"({{"status_code":20000,"status_message":"Ok.","tasks":[{{"id":"11-22","status_code":20000,)"
      R"("status_message":"Ok.","cost":0,"result":[{{"keyword":"{}","se_domain":"baidu.com",)"
      R"("spell":null,"items_count":{},"items":[{}]}}]}}]}})",
      keyword, links.size(), items);
}

inline Subject dataforseo_subject() {
  Subject out = subject("dataforseo_baidu", config::ProviderKind::kDataForSeo, "baidu");
  out.settings.login = "ops@acme.cn";
  out.good = dataforseo_list({kOther, kClaim}, out.question.text);
  out.absent =
      R"({"status_code":20000,"tasks":[{"id":"11-22","status_code":40102,"status_message":)"
      R"("No Search Results.","result":null}]})";
  return out;
}

inline std::string inspection(std::string_view verdict, std::string_view words,
                              std::string_view canonical = {}) {
  const std::string chosen =
      canonical.empty() ? std::string() : fmt::format(R"("googleCanonical":"{}",)", canonical);
  return fmt::format(
      R"({{"inspectionResult":{{"indexStatusResult":{{"verdict":"{}","coverageState":"{}",{})"
      R"("lastCrawlTime":"2026-11-20T14:30:00Z"}}}}}})",
      verdict, words, chosen);
}

inline Subject search_console_subject() {
  Subject out = subject("search_console", config::ProviderKind::kSearchConsole, "google");
  out.settings.site = "sc-domain:acme.cn";
  const std::string pem = test_private_key();
  out.secret_file_text = boost::json::serialize(
      boost::json::object{{"type", "service_account"},
                          {"client_email", "vouch@acme.iam.gserviceaccount.com"},
                          {"private_key_id", "key1"},
                          {"private_key", pem},
                          {"token_uri", "https://oauth2.googleapis.com/token"}});
  out.secrets = {"ya29.t0ken-of-the-test", pem, pem.substr(40, 60)};
  out.good = inspection("PASS", "Submitted and indexed", kClaim);
  out.absent = inspection("NEUTRAL", "URL is unknown to Google");
  return out;
}

inline Subject bing_subject() {
  Subject out = subject("bing_webmaster", config::ProviderKind::kBingWebmaster, "bing");
  out.settings.site = "https://www.acme.cn/";
  out.good =
      R"({"d":{"__type":"UrlInfo","AnchorCount":1,"DiscoveryDate":"/Date(1731542400000-0800)/",)"
      R"("DocumentSize":5120,"HttpStatus":200,"IsPage":true,"LastCrawledDate":)"
      R"("/Date(1731542400000-0800)/","TotalChildUrlCount":0,"Url":"https://www.acme.cn/news/1.html"}})";
  return out;
}

inline Subject qianfan_subject() {
  Subject out = subject("qianfan", config::ProviderKind::kQianfan, "baidu");
  out.good = fmt::format(
      R"({{"request_id":"r-1","references":[{{"id":1,"url":"{}","title":"标题","type":"web"}}]}})",
      kClaim);
  return out;
}

inline std::string include_result(const std::string& url, std::string_view status,
                                  int check_status = 1) {
  return fmt::format(
      R"({{"errcode":"0","errmsg":"","data":{{"taskid":4711,"total":1,"check_status":{},)"
      R"("submit_time":"1795000000","finished_time":"1795000060","include_result":[{{"url":"{}",)"
      R"("status":{},"title":"标题","time":"2026-11-20 03:07:00"}}]}}}})",
      check_status, url, status);
}

inline Subject include_subject() {
  Subject out = subject("5118_index", config::ProviderKind::k5118, "baidu");
  out.settings.purpose = config::Purpose::kIndex;
  out.good = include_result(kClaim, "1");
  out.absent = include_result(kClaim, "0");
  return out;
}

inline std::string keyword_ranks(const std::string& keyword,
                                 const std::vector<std::string>& pages) {
  std::string rows;
  int rank = 0;
  for (const std::string& page : pages) {
    rows += fmt::format(
        R"({}{{"site_url":"www.acme.cn","rank":{},"page_title":"标题","page_url":"{}","top100":1}})",
        rows.empty() ? "" : ",", ++rank, page);
  }
  return fmt::format(
      R"({{"errcode":"0","errmsg":"","data":{{"taskid":4711,"keyword_monitor":[{{"keyword":"{}",)"
      R"("search_engine":"baidupc","ip":"1.2.3.4","area":"广东","network":"电信","ranks":[{}]}}]}}}})",
      keyword, rows);
}

inline Subject rank_subject() {
  Subject out = subject("5118_rank", config::ProviderKind::k5118, "baidu");
  out.settings.purpose = config::Purpose::kRank;
  out.question = keyword_question("baidu", kKeyword, 50);
  out.good = keyword_ranks(kKeyword, {kOther, kClaim});
  out.absent = keyword_ranks(kKeyword, {kOther});
  return out;
}

// A page of Baidu's in which each row names its page.
inline std::string baidu_list(const std::string& query, const std::vector<std::string>& links) {
  std::string rows;
  int place = 0;
  for (const std::string& link : links) {
    ++place;
    rows += fmt::format(
        "<div class='result c-container' id={0} tpl=www_index mu='{1}'><h3 class=t>"
        "<a href='http://www.baidu.com/link?url=o{0}'>标题 {0}</a></h3></div>",
        place, link);
  }
  return fmt::format(
      "<!doctype html><html><head><meta charset=utf-8><title>{0}_百度搜索</title></head><body>"
      "<input id=kw value='{0}'><div id=content_left>{1}</div></body></html>",
      query, rows);
}

inline Subject page_subject() {
  Subject out = subject("page_baidu", config::ProviderKind::kPage, "baidu");
  out.settings.canary_url = "https://www.canary.cn/known.html";
  out.secrets.clear();
  out.good = baidu_list(out.question.text, {kOther, kClaim});
  out.absent = baidu_list(out.question.text, {kOther});
  return out;
}

// What a reader needs of it, without settings or files.
inline ApiAccess access_of(const Subject& subject) {
  ApiAccess access;
  access.name = "x:main";
  access.engine = subject.settings.engine;
  access.traits = *shipped_records().provider(config::to_string(subject.settings.kind));
  access.base = access.traits.endpoint;
  access.secret = kKey;
  access.price = access.traits.price_of(access.engine);
  return access;
}

inline std::vector<Subject> subjects() {
  return {searxng_subject(),        serpapi_subject(), dataforseo_subject(),
          search_console_subject(), bing_subject(),    qianfan_subject(),
          include_subject(),        rank_subject(),    page_subject()};
}

}  // namespace vouch::engines::test
