// Elements that walls are made of: captcha boxes, password fields, challenge scripts. Pure.
#pragma once

#include <string>

#include "crawler/page/document.h"
#include "crawler/page/paint.h"

namespace vouch::crawler {

struct WallElements {  // visible ones of the main region; the first of each kind, as evidence
  std::string captcha;
  std::string password;
  bool password_inside = false;  // in the page's own content or message, not in a site's frame
  std::string challenge;
  std::string parking;
  bool scripts = false;  // anything that could write the page later: scripts, frames
};

WallElements find_wall_elements(const Document& document, const PaintRules& rules);

}  // namespace vouch::crawler
