// The page 待查询: questions that wait for somebody to open the engine's page and hand it in. Pure
// functions; no script.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/captures.h"
#include "web/page_frame.h"

namespace vouch::web {

struct CapturesPage {
  std::vector<CaptureItem> items;
  std::string message;  // what became of the last act; empty: none
  bool refused = false;
  std::optional<CaptureToken> token;  // just issued: the bookmark is shown
};
std::string captures_page(const CapturesPage& data, const PageContext& page);

// On the other pages: the way to 待查询, where people are asked to look up anything at all.
void captures_link(Html& html, const PageContext& page);

// The answer to the bookmark, in a window of its own.
std::string handed_in_page(std::string_view words, bool refused, const PageContext& page);

// What the bookmark holds: posts the page that is open, with its address, to Vouch at `base`.
// Empty: `base` is no plain http(s) address.
std::string bookmark_script(std::string_view base, std::string_view token);
// One that opens the hand-in with the page one looks at; it carries no key. Empty: as above.
std::string report_bookmark_script(std::string_view base);

}  // namespace vouch::web
