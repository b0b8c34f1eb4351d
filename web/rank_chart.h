// The history of one series as a small inline SVG: place one on top, the line joined only where
// look followed look, gaps where nothing was measured, and a mark at the bottom where the list was
// read without us. No script, no style attribute. Pure.
#pragma once

#include "store/ranks.h"
#include "web/html.h"
#include "web/words.h"

namespace vouch::web {

struct ChartSpan {
  Date since;
  Date until;
};

// Deepest place of the axis: of the worst place or the depth that was read, 10 at least.
int chart_depth(const store::SeriesHistory& series);
void rank_chart(Html& html, const store::SeriesHistory& series, const ChartSpan& span, Lang lang);

}  // namespace vouch::web
