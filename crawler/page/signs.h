// Signs that an answer with a page is not the page: a wall, a notice that it is gone, a parked
// domain (domain §5.4, crawling-standards §1.9). Judged by elements and by what stands where a site
// speaks for itself, never by words somewhere in the page: an article may quote any of them. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/page_facts.h"
#include "core/policy.h"
#include "core/url.h"
#include "crawler/page/document.h"
#include "crawler/page/page_walk.h"
#include "crawler/page/paint.h"

namespace vouch::crawler {

struct SignInput {
  const Document* document = nullptr;  // none: plain text
  const PaintRules* paint = nullptr;   // with `document`
  const PageWalk* walk = nullptr;
  std::string title;
  const Platform* platform = nullptr;
  const Url* asked = nullptr;  // may be null
  const Url* landed = nullptr;
  int status = 200;
  bool whole = true;  // false: cut or badly decoded; nothing negative may be said
};

// Walls first. Where a wall and a negative could both be meant, only the wall is named: could not
// check is never a failure (design law 1).
std::vector<SignFact> find_signs(const SignInput& input);

}  // namespace vouch::crawler
