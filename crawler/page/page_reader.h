// Reads one page into facts (core/page_facts.h). Pure: the same input gives the same facts; any
// thread. Never fails: what cannot be read is said in `refused`, `truncated` or `replaced_ratio`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/policy.h"
#include "core/time.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

struct PageInput {
  std::string url;        // as asked
  std::string final_url;  // after redirects; empty: same as `url`
  int status = 200;
  std::vector<HeaderField> headers;    // of the last hop
  std::string_view body;               // content encoding removed (inflate.h)
  bool truncated = false;              // the body was cut
  const Platform* platform = nullptr;  // its phrases are looked for in the message area
  Time now = Time(Millis(0));          // for unavailable_after; zero: dates are not judged
  DocumentLimits limits;
};

PageFacts read_page(const PageInput& input);

}  // namespace vouch::crawler
