#include "alerts/quiet.h"

#include <algorithm>

namespace vouch::alerts {
namespace {

constexpr int kDaysAhead = 366;

bool is_quiet_hour(const QuietHours& quiet, Millis time_of_day) {
  if (quiet.from <= quiet.to) return quiet.from <= time_of_day && time_of_day < quiet.to;
  return time_of_day >= quiet.from || time_of_day < quiet.to;
}

bool is_quiet(const Calendar& calendar, const QuietHours& quiet, Time moment) {
  const Zone& zone = calendar.zone();
  if (quiet.days_off && !calendar.is_workday(zone.date_of(moment))) return true;
  return is_quiet_hour(quiet, zone.time_of_day(moment));
}

}  // namespace

std::optional<Time> quiet_until(const Calendar& calendar, const QuietHours& quiet, Time now) {
  if (!is_quiet(calendar, quiet, now)) return std::nullopt;
  const Zone& zone = calendar.zone();
  const Date today = zone.date_of(now);
  Time end = now;
  // Quiet time ends at midnight (of a day off) or at the end of the hours.
  for (int days = 0; days <= kDaysAhead; ++days) {
    for (const Millis part : {Millis(0), quiet.to}) {
      const Time moment = zone.at(today + std::chrono::days(days), part);
      end = std::max(end, moment);
      if (moment > now && !is_quiet(calendar, quiet, moment)) return moment;
    }
  }
  return end;
}

}  // namespace vouch::alerts
