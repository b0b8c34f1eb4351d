// What each provider answers, as functions from a request to JSON in its documented shape. Pure,
// but for the tasks of the desk.
#pragma once

#include <string>
#include <string_view>

#include "practice/provider_desk.h"

namespace vouch::practice {

struct ProviderCall {
  const World& world;
  Time now;
  const HttpRequest& request;
  ProviderDesk& desk;
};

HttpAnswer json_reply(std::string text, int status = 200);
// A field of a body of the kind name=value&name=value.
std::string form_field(const HttpRequest& request, std::string_view name);
// Whether that engine knows this address now: a claim's page, or the company's front page.
bool knows(const World& world, Time now, std::string_view engine, const std::string& url);

HttpAnswer serpapi_search(const ProviderCall& call);
HttpAnswer dataforseo_post(const ProviderCall& call);
HttpAnswer dataforseo_ready(const ProviderCall& call);
HttpAnswer dataforseo_get(const ProviderCall& call);
HttpAnswer index_task_5118(const ProviderCall& call);
HttpAnswer rank_task_5118(const ProviderCall& call);
HttpAnswer google_token(const ProviderCall& call);
HttpAnswer url_inspection(const ProviderCall& call);
HttpAnswer search_analytics(const ProviderCall& call);
HttpAnswer bing_url_info(const ProviderCall& call);
HttpAnswer bing_query_pages(const ProviderCall& call);
HttpAnswer bing_page_queries(const ProviderCall& call);
HttpAnswer bing_crawl_stats(const ProviderCall& call);
HttpAnswer qianfan_search(const ProviderCall& call);
HttpAnswer baidu_push(const ProviderCall& call);
HttpAnswer indexnow(const ProviderCall& call);
HttpAnswer bing_submit(const ProviderCall& call);

}  // namespace vouch::practice
