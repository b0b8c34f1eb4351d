// What a page says about itself in its head and in HTTP headers: title, description, canonical,
// base, refresh, language. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/url.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

// Inside <noscript> or <template>: not part of the page that a reader with scripts gets.
bool is_inert(Node node);

std::string title_of(const Document& document);
std::string description_of(const Document& document);

// The document base URL (HTML 2.4.2): the first <base href> that gives a URL, else `page`. None
// when neither is one.
std::optional<Url> base_of(const Document& document, const Url* page, std::string_view encoding);

// Where a page is read and how its URLs are completed.
struct Whereabouts {
  const Url* page = nullptr;  // after redirects; none: not a URL
  const Url* base = nullptr;
  std::string_view encoding = "utf-8";
};

// <link rel=canonical> of the head and HTTP Link headers (RFC 8288); empty when there is none or
// when they contradict each other. `document` may be missing.
std::string canonical_of(const Document* document, const std::vector<HeaderField>& headers,
                         const Whereabouts& where);
// The first <meta http-equiv=refresh> that leads somewhere (HTML 4.2.5.3); a page that only loads
// itself again is none.
std::optional<RefreshFact> refresh_of(const Document& document, const Whereabouts& where);
// "zh-CN" as declared; guessed from the letters of `text` where nothing is; empty: not known.
std::string language_of(const Document* document, const std::vector<HeaderField>& headers,
                        std::string_view text);

}  // namespace vouch::crawler
