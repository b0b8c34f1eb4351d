#include "crawler/page/main_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace vouch::crawler {

namespace {

constexpr double kShortLabel = 12;  // characters below which a block speaks against text
constexpr double kMostLinks = 0.5;  // share of linked characters of a block of text
constexpr double kArticleBonus = 1.5;
constexpr double kWorstGap = -60;         // one foreign block inside an article costs no more
constexpr std::size_t kHeadingReach = 4;  // blocks between a heading and its text

bool is_candidate(const WalkBlock& row) {
  return row.block.visible && row.block.region == Region::kMain && !row.comment;
}

double link_share(const WalkBlock& row) {
  return row.chars == 0 ? 0 : static_cast<double>(row.link_chars) / static_cast<double>(row.chars);
}

bool has_sentence(std::string_view text) {
  constexpr std::array<std::string_view, 7> kMarks = {"。", "，", "！", "？", "；", ". ", ", "};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    return text.find(mark) != std::string_view::npos;
  });
}

double worth(const WalkBlock& row) {
  if (!row.block.visible) return 0;
  const auto chars = static_cast<double>(row.chars);
  if (!is_candidate(row)) return std::max(kWorstGap, -kShortLabel - chars / 4);
  if (link_share(row) > kMostLinks) return std::max(kWorstGap, -kShortLabel - chars / 2);
  double value = chars - static_cast<double>(row.link_chars) - kShortLabel;
  if (has_sentence(row.block.text)) value += kShortLabel;
  if (row.block.kind != TextBlock::Kind::kBody) value = std::max(value, 0.0);
  return value > 0 && row.article ? value * kArticleBonus : value;
}

struct Span {
  std::size_t first = 0;
  std::size_t end = 0;
};

// The run of largest sum.
Span best_run(const std::vector<WalkBlock>& blocks) {
  Span best;
  double best_sum = 0;
  double sum = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      first = i;
    }
    sum += worth(blocks[i]);
    if (sum > best_sum) {
      best_sum = sum;
      best = {first, i + 1};
    }
  }
  return best;
}

void add_line(std::string& text, std::string_view line) {
  if (!text.empty()) text.push_back('\n');
  text += line;
}

}  // namespace

MainText select_main_text(const std::vector<WalkBlock>& blocks) {
  Span run = best_run(blocks);
  if (run.end == run.first) run = {0, blocks.size()};
  const std::size_t reach = run.first > kHeadingReach ? run.first - kHeadingReach : 0;
  for (std::size_t i = run.first; i > reach; --i) {
    const WalkBlock& row = blocks[i - 1];
    if (!is_candidate(row) || row.block.kind != TextBlock::Kind::kHeading) continue;
    run.first = i - 1;
    break;
  }
  MainText main;
  bool quotes = false;
  for (std::size_t i = run.first; i < run.end; ++i) {
    const WalkBlock& row = blocks[i];
    if (!is_candidate(row)) continue;
    if (link_share(row) > kMostLinks && row.block.kind == TextBlock::Kind::kBody) continue;
    add_line(main.text, row.block.text);
    main.chars += row.chars;
    main.link_chars += row.link_chars;
    main.blocks.push_back(i);
    quotes = quotes || row.block.kind == TextBlock::Kind::kQuote;
  }
  for (std::size_t k = 0; quotes && k < main.blocks.size(); ++k) {
    const TextBlock& block = blocks[main.blocks[k]].block;
    if (block.kind != TextBlock::Kind::kQuote) add_line(main.own, block.text);
  }
  return main;
}

}  // namespace vouch::crawler
