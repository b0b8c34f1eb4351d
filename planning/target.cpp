#include "planning/target.h"

#include <algorithm>
#include <numeric>

#include "planning/apportion.h"
#include "planning/report_days.h"

namespace vouch::planning {
namespace {

constexpr int kNewest = 10;
constexpr std::size_t kPeriodsCompared = 3;

std::optional<Exact> quotient(const Exact& part, const Exact& whole) {
  if (whole == 0) return std::nullopt;
  return Exact(part / whole);
}

// Exponentially weighted mean with the usual weight of ten values, 2 / 11.
Exact smoothed(std::span<const std::int64_t> values) {
  const Exact weight(2, kNewest + 1);
  Exact mean = values.front();
  for (const std::int64_t value : values.subspan(1)) mean += weight * (Exact(value) - mean);
  return mean;
}

}  // namespace

std::int64_t person_weight(int capacity, int workdays) {
  return static_cast<std::int64_t>(capacity) * workdays;
}

int workdays_of(const Calendar& calendar, Date from, Date to, UserId user,
                std::span<const Leave> leave) {
  const std::vector<Leave> all(leave.begin(), leave.end());
  int days = 0;
  for (Date date = from; date <= to; date += std::chrono::days(1)) {
    if (calendar.is_workday(date) && !on_leave(user, all, date)) ++days;
  }
  return days;
}

Attainment attainment(const Progress& progress) {
  const int left = progress.workdays - progress.elapsed;
  Attainment out;
  out.time = quotient(progress.elapsed, progress.workdays);
  if (!progress.actual) return out;
  const Exact target = progress.target, actual = *progress.actual;
  out.rate = quotient(actual, target);
  if (out.rate && out.time) out.ahead = *out.rate - *out.time;
  out.a_day = quotient(actual, progress.elapsed);
  if (out.a_day) out.forecast = *out.a_day * progress.workdays;
  if (!progress.newest.empty()) out.lately = actual + smoothed(progress.newest) * left;
  out.needed = quotient(std::max<Exact>(target - actual, 0), left);
  return out;
}

Band band_of_progress(const Exact& ahead) {
  if (ahead >= Exact(-3, 100)) return Band::kGreen;
  return ahead >= Exact(-10, 100) ? Band::kAmber : Band::kRed;
}

Result<Amounts> roll_forward(std::span<const std::int64_t> targets,
                             std::span<const std::int64_t> actual,
                             std::span<const std::int64_t> weights) {
  const std::size_t over = actual.size();
  const auto sum = [](std::span<const std::int64_t> values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
  };
  const std::int64_t gap = sum(targets.first(over)) - sum(actual);
  const std::vector<std::int64_t> more = apportion(gap, weights.subspan(over));
  if (sum(more) != gap) return fail(ErrorCode::kInvalid, "后面没有月份可以承接这个缺口");
  Amounts out(targets.begin(), targets.end());
  for (std::size_t i = 0; i < more.size(); ++i) {
    out[over + i] += more[i];
    if (out[over + i] < 0) return fail(ErrorCode::kInvalid, "超额太多，后面月份的目标会变成负数");
  }
  return out;
}

bool is_steep(std::int64_t target, std::span<const std::int64_t> last) {
  if (last.empty()) return false;
  const auto compared = last.last(std::min(kPeriodsCompared, last.size()));
  return Exact(target) * 100 > Exact(*std::ranges::max_element(compared)) * 130;
}

}  // namespace vouch::planning
