// Which part of a page an element opens, by its tag, role and the words in its class and id. Pure.
#pragma once

#include <cstddef>

#include "core/page_facts.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

struct Place {
  Region region = Region::kMain;
  bool comment = false;
  bool message = false;
  bool article = false;
};

// `share`: part of the page's text that stands in the element, 0 .. 1: a wrapper of nearly
// everything is no footer, whatever it is called.
Place place_of(Node element, const Place& parent, double share);

}  // namespace vouch::crawler
