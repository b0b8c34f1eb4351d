// A month's paid budget on its days (domain §3.3): by the calendar's weights, corrected each
// morning by what was really spent, and whether the spending runs too fast. Whole fen. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/calendar.h"
#include "core/exact.h"

namespace vouch::planning {

// Hundredths: workday 1.0, weekend 0.4, holiday 0.2, make-up workday 1.0.
struct DayWeights {
  int workday = 100;
  int weekend = 40;
  int holiday = 20;
  int makeup = 100;

  [[nodiscard]] int of(DayKind kind) const;
};
std::vector<std::int64_t> weights_of_days(const Calendar& calendar, Date from, Date to,
                                          const DayWeights& weights);

// Adds up to the budget exactly.
std::vector<Fen> daily_budget(Fen budget, std::span<const std::int64_t> weights);

struct Replanned {
  std::vector<Fen> days;  // from the first day that is left on
  Fen unplaced;  // 未能分配: what the limits keep off the days; below 0: too much is on them
};
// What is left of the budget on the days from `first` on (an index into `planned`), each between
// half and 130 % of what was planned for it.
Replanned replan(Fen budget, Fen spent, std::span<const Fen> planned,
                 std::span<const std::int64_t> weights, std::size_t first);

struct Pacing {
  std::optional<Exact> pace;      // spent / what was planned by then; 1 is as planned
  std::optional<Exact> to_date;   // planned by then, fen
  std::optional<Exact> forecast;  // at the month's end, fen
};
// `elapsed`: days that have passed, from the first on.
Pacing pacing(Fen budget, Fen spent, std::span<const std::int64_t> weights, std::size_t elapsed);
enum class PaceBand { kGreen, kAmber, kRed };  // within 5 %, within 15 %, beyond
PaceBand band_of_pace(const Exact& pace);

// AL11: too dear, with five orders or more.
bool is_dear(Fen spent, std::int64_t orders, const Exact& planned_per_order);

// What is to be done when orders cost more than planned: more money, or a better rate, or less.
struct ResultCorrection {
  std::optional<Exact> per_order;            // really, fen
  std::int64_t missing = 0;                  // orders
  std::optional<Exact> needed;               // for those at that price
  Exact left;                                // of the budget
  std::optional<Exact> gap;                  // needed - left; at most 0: enough
  std::optional<Exact> most_per_order;       // with which what is left suffices
  std::optional<std::int64_t> within_reach;  // orders that what is left brings at that price
};
ResultCorrection correct(Fen budget, Fen spent, std::int64_t wanted_orders, std::int64_t orders);

}  // namespace vouch::planning
