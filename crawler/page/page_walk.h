// One walk over the tree: text in blocks as a reader sees them, links, and which part of the page
// each stands in. Pure; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/page_facts.h"
#include "core/url.h"
#include "crawler/page/document.h"
#include "crawler/page/paint.h"

namespace vouch::crawler {

struct WalkBlock {
  TextBlock block;
  std::size_t chars = 0;       // code points without white space
  std::size_t link_chars = 0;  // of them inside links
  std::size_t links = 0;       // that begin in it
  bool comment = false;        // inside a list of comments
  bool message = false;        // inside a box that sites use for their own messages
  bool article = false;        // inside <article>, <main> or what pages name so
};

struct WalkLink {
  LinkFact fact;
  std::size_t block = 0;  // index of the block it stands in, or of the next one
};

struct PageWalk {
  std::vector<WalkBlock> blocks;  // visible and hidden ones, in document order
  std::vector<WalkLink> links;
};

struct LinkBase {
  const Url* url = nullptr;  // none: relative links are left out
  std::string_view encoding = "utf-8";
};

PageWalk walk_page(const Document& document, const PaintRules& rules, const LinkBase& base);

}  // namespace vouch::crawler
