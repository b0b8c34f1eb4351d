#include "web/rank_chart.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace vouch::web {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 150;
constexpr int kEdge = 8;
constexpr int kBottom = kHeight - kEdge;      // where a list without us is marked
constexpr int kLowest = kHeight - 3 * kEdge;  // of a place
constexpr int kLeastDepth = 10;
// Keywords are looked at daily or twice a week: after a longer pause nobody knows what was between.
constexpr std::chrono::days kLongestStep{4};

struct Point {
  int x = 0;
  int y = 0;
};

class Scale {
 public:
  Scale(const ChartSpan& span, int depth) : span_(span), depth_(depth) {}

  [[nodiscard]] Point at(const RankLook& look) const {
    const auto days = std::max<long>(1, (span_.until - span_.since).count());
    const auto day = std::clamp<long>((look.day - span_.since).count(), 0, days);
    Point point;
    point.x = kEdge + static_cast<int>(day * (kWidth - 2 * kEdge) / days);
    point.y = kBottom;
    if (look.state == RankState::kRanked) {
      const int place = std::min(look.position, depth_) - 1;
      point.y = kEdge + place * (kLowest - kEdge) / std::max(1, depth_ - 1);
    }
    return point;
  }

 private:
  ChartSpan span_;
  int depth_;
};

// "M8 8L24 30M60 20L70 20": a new stroke after each gap.
std::string strokes(const store::SeriesHistory& series, const Scale& scale) {
  std::string out;
  const RankLook* before = nullptr;
  for (const store::Rank& rank : series.looks) {
    if (rank.look.state != RankState::kRanked) {
      before = nullptr;
      continue;
    }
    const bool joined = before != nullptr && rank.look.day - before->day <= kLongestStep;
    const Point point = scale.at(rank.look);
    out += fmt::format("{}{} {}", joined ? 'L' : 'M', point.x, point.y);
    before = &rank.look;
  }
  return out;
}

void grid(Html& html) {
  for (const int y : {kEdge, kLowest}) {
    html.raw("<line class=\"grid\" x1=\"0\" x2=\"640\" y1=\"").number(y);
    html.raw("\" y2=\"").number(y).raw("\"/>");
  }
}

}  // namespace

int chart_depth(const store::SeriesHistory& series) {
  int depth = kLeastDepth;
  for (const store::Rank& rank : series.looks)
    depth = std::max({depth, rank.look.position, rank.look.depth});
  return depth;
}

void rank_chart(Html& html, const store::SeriesHistory& series, const ChartSpan& span, Lang lang) {
  const Scale scale(span, chart_depth(series));
  html.raw("<svg class=\"chart\" viewBox=\"0 0 640 150\" role=\"img\" aria-label=\"");
  html.text(
      pick(lang, "名次走势，下面的表里有每一次", "history of places, all in the table below"));
  html.raw("\">");
  grid(html);
  html.raw("<path class=\"stroke\" d=\"").text(strokes(series, scale)).raw("\"/>");
  for (const store::Rank& rank : series.looks) {
    if (rank.look.state == RankState::kUnmeasured) continue;
    const Point point = scale.at(rank.look);
    if (rank.look.state == RankState::kRanked) {
      html.raw("<circle class=\"ranked\" r=\"3\" cx=\"");
    } else {
      html.raw("<circle class=\"absent\" r=\"3\" cx=\"");
    }
    html.number(point.x).raw("\" cy=\"").number(point.y).raw("\"/>");
  }
  html.raw("</svg>\n");
}

}  // namespace vouch::web
