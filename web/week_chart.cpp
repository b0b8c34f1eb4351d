#include "web/week_chart.h"

#include <algorithm>

namespace vouch::web {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 150;
constexpr int kEdge = 8;
constexpr int kGap = 12;
constexpr int kBottom = kHeight - kEdge;

int height_of(std::int64_t count, std::int64_t most) {
  return static_cast<int>(count * (kHeight - 2 * kEdge) / most);
}

void bar(Html& html, int x, int width, int height, bool whole) {
  if (whole) {
    html.raw("<rect class=\"whole\" x=\"");
  } else {
    html.raw("<rect class=\"part\" x=\"");
  }
  html.number(x).raw("\" y=\"").number(kBottom - height);
  html.raw("\" width=\"").number(width).raw("\" height=\"").number(height).raw("\"/>");
}

}  // namespace

void week_chart(Html& html, const std::vector<WeekBar>& weeks, Lang lang) {
  std::int64_t most = 0;
  for (const WeekBar& week : weeks) most = std::max(most, week.whole);
  if (most == 0) return;
  html.raw("<svg class=\"chart\" viewBox=\"0 0 640 150\" role=\"img\" aria-label=\"");
  html.text(pick(lang, "每周上报和已上线的数量，数字在下面的表里",
                 "entries a week, handed in and online; the numbers stand in the table below"));
  html.raw("\"><line class=\"grid\" x1=\"0\" x2=\"640\" y1=\"142\" y2=\"142\"/>");
  const int step = (kWidth - 2 * kEdge) / static_cast<int>(weeks.size());
  int x = kEdge + kGap / 2;
  for (const WeekBar& week : weeks) {
    bar(html, x, step - kGap, height_of(week.whole, most), true);
    bar(html, x, step - kGap, height_of(std::min(week.part, week.whole), most), false);
    x += step;
  }
  html.raw("</svg>\n");
}

}  // namespace vouch::web
