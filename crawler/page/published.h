// When a page says it was published, and where it says so (crawling-standards §3, trick 14). Pure.
#pragma once

#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/time.h"
#include "core/url.h"
#include "crawler/page/document.h"
#include "crawler/page/page_walk.h"

namespace vouch::crawler {

struct PublishedInput {
  const Document* document = nullptr;  // none: plain text
  const std::vector<WalkBlock>* blocks = nullptr;
  const Url* page = nullptr;
  const std::vector<HeaderField>* headers = nullptr;
  Time now = Time(Millis(0));  // later dates are of events to come; zero: not judged
  bool* met_future = nullptr;  // set where a date was passed over because it is still to come
};

// The strongest one: meta, JSON-LD, <time>, visible text near the title, URL, Last-Modified. What
// cannot be a date or lies in the future is passed over. `value` is empty when there is none.
PublishedFact find_published(const PublishedInput& input);
// The weakest of them alone: Last-Modified, empty where it says nothing.
PublishedFact published_by_headers(const std::vector<HeaderField>& headers, Time now);

}  // namespace vouch::crawler
