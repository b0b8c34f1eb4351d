// The article of a page: the run of blocks where text outweighs links (crawling-standards §1.10).
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crawler/page/page_walk.h"

namespace vouch::crawler {

struct MainText {
  std::string text;                 // blocks joined by "\n"
  std::string own;                  // without quotations; empty: there are none
  std::size_t chars = 0;            // without white space
  std::size_t link_chars = 0;       // of them inside links
  std::vector<std::size_t> blocks;  // indexes into the walk's blocks, ascending
};

MainText select_main_text(const std::vector<WalkBlock>& blocks);

}  // namespace vouch::crawler
