// Weeks as bars in a small inline SVG: how much was handed in, and how much of it was verified. The
// numbers stand in a table beside it. No script, no style attribute. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "web/html.h"
#include "web/words.h"

namespace vouch::web {

struct WeekBar {
  std::int64_t whole = 0;
  std::int64_t part = 0;  // of the whole
};

// The oldest first; nothing where there is nothing to show.
void week_chart(Html& html, const std::vector<WeekBar>& weeks, Lang lang);

}  // namespace vouch::web
