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
#include "crawler/page/kept_markup.h"

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

// A page before any tree: decoded, and without what its facts are not made of.
struct PreparedPage {
  enum class Kind { kNoText, kPlainText, kMarkup };
  Kind kind = Kind::kNoText;
  std::string text;  // UTF-8
  std::vector<StylePlace> styles;
  std::string charset;
  std::string charset_source;
  double replaced_ratio = 0;
};

PreparedPage prepare_page(const PageInput& input);
PageFacts read_page(const PageInput& input, PreparedPage page);
PageFacts read_page(const PageInput& input);

// 32 bytes of SHA-256 over everything that facts are made of but platform, `now` and Last-Modified:
// where platform and digest are equal and `for_now` is not set, all facts are equal, `published`
// only where it does not come from published_by_headers() (decision 031).
std::string token_digest(const PageInput& input, const PreparedPage& page);

}  // namespace vouch::crawler
