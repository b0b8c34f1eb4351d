// A result page as people hand it in: the HTML itself, or an MHTML archive of which the page is the
// first HTML part (RFC 2557). Bytes are given back as they were written; charset as declared. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch::engines {

struct SavedPage {
  std::string html;
  std::string content_type;  // "text/html; charset=gb2312"
  std::string address;       // that the file itself names; empty: it names none
};

// kInvalid, in words for people: an archive without a page, one that is damaged.
Result<SavedPage> open_saved_page(std::string_view bytes, std::string_view content_type);

}  // namespace vouch::engines
