// How much a keyword is worth working for (domain §3.7): a formula that everybody can read, with
// its parts. Pure.
#pragma once

#include <cstdint>
#include <optional>

namespace vouch::planning {

struct KeywordFacts {
  std::int64_t searches = 0;       // a month, by whatever tool; 0: unknown counts as none
  std::int64_t most_searches = 0;  // of the library's keywords
  int intent = 1;                  // 1 looking round .. 5 buying
  double difficulty = 0;           // 0 .. 1: page_difficulty()
  std::optional<int> position;     // organic, 1-based; none: not ranked
};

// Each 0 .. 1, before its weight.
struct KeywordValue {
  double volume = 0;    // log10(1 + searches) / log10(1 + most)
  double intent = 0;    // (intent - 1) / 4
  double ease = 0;      // 1 - difficulty
  double gap = 0;       // how much there is to win
  double priority = 0;  // 0 .. 100
};

inline constexpr double kVolumeWeight = 0.35;
inline constexpr double kIntentWeight = 0.25;
inline constexpr double kEaseWeight = 0.20;
inline constexpr double kGapWeight = 0.20;

// 11 to 30: a little more and it is on page one. 4 to 10: there is room. 1 to 3: it is won.
double rank_gap(std::optional<int> position);
// Share of the first ten rows that are home pages or giant sites, and a quarter for each advert;
// at most 1.
double page_difficulty(int strong_rows, int rows, int adverts);
KeywordValue value_of(const KeywordFacts& facts);
// 1 to 3, as the plan and the alerts use it: a third of the scale each.
int priority_class(double priority);

}  // namespace vouch::planning
