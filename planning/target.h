// What a team is to reach and how far it is (domain §3.5): splits of a year, attainment beside the
// time that has passed, what is still needed, what to do about a shortfall. Amounts are in whole
// units of their metric (fen, pieces). Exact; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/calendar.h"
#include "core/exact.h"
#include "core/people.h"
#include "core/result.h"

namespace vouch::planning {

using Amounts = std::vector<std::int64_t>;
using Locked = std::vector<std::optional<std::int64_t>>;

// Of a person in a period: per cent of a full place (a new hire 50, then 80) times the workdays on
// which he is there. What he has to do is in proportion to it.
std::int64_t person_weight(int capacity, int workdays);

// Workdays of the calendar in [from, to] on which he is not on leave.
int workdays_of(const Calendar& calendar, Date from, Date to, UserId user,
                std::span<const Leave> leave);

struct Progress {
  std::int64_t target = 0;
  std::optional<std::int64_t> actual;  // none: nobody has entered anything
  int elapsed = 0;                     // workdays that have passed
  int workdays = 0;
  std::vector<std::int64_t> newest;  // actual of the last ten workdays or fewer, the oldest first
};

// Where a divisor is 0 there is no number.
struct Attainment {
  std::optional<Exact> rate;      // 达成率
  std::optional<Exact> time;      // 时间进度
  std::optional<Exact> ahead;     // 进度差, in parts of 1
  std::optional<Exact> a_day;     // run rate
  std::optional<Exact> forecast;  // at that rate
  std::optional<Exact> lately;    // forecast by the last workdays, the newest weighing most
  std::optional<Exact> needed;    // a day from now on; 0 when it is reached
};
Attainment attainment(const Progress& progress);

// Green from -3 points of a hundred, amber to -10, red below.
enum class Band { kGreen, kAmber, kRed };
Band band_of_progress(const Exact& ahead);

// 结转: the gap of the months that are over falls on those to come, by their weights. A surplus is
// taken off them. `actual`: of the months that are over, from the first on.
Result<Amounts> roll_forward(std::span<const std::int64_t> targets,
                             std::span<const std::int64_t> actual,
                             std::span<const std::int64_t> weights);

// T07: above 130 % of the best of the last three periods. None of them: no.
bool is_steep(std::int64_t target, std::span<const std::int64_t> last);

}  // namespace vouch::planning
