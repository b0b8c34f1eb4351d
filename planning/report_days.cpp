#include "planning/report_days.h"

#include <algorithm>

namespace vouch::planning {
namespace {

constexpr unsigned kMondayToFriday = 0b0011111;

unsigned weekday_bit(Date date) {
  return 1U << (std::chrono::weekday(date).iso_encoding() - 1);
}

}  // namespace

Time soft_cut_off(const Calendar& calendar, Date date, const CutOff& cut_off) {
  return calendar.zone().at(date, cut_off.soft);
}

Time hard_cut_off(const Calendar& calendar, Date date, const CutOff& cut_off) {
  return calendar.zone().at(calendar.next_workday(date), cut_off.hard);
}

bool on_leave(UserId user, const std::vector<Leave>& leave, Date date) {
  return std::any_of(leave.begin(), leave.end(), [&](const Leave& row) {
    return row.user == user && row.from <= date && date <= row.to;
  });
}

bool expected_to_report(const User& user, const std::vector<Leave>& leave, const Calendar& calendar,
                        Date date) {
  if (!user.active || user.report_weekdays == 0 || on_leave(user.id, leave, date)) return false;
  switch (calendar.kind(date)) {
    case DayKind::kWorkday:
    case DayKind::kWeekend:  // a person may well work on Saturdays
      return (user.report_weekdays & weekday_bit(date)) != 0;
    case DayKind::kHoliday:
      return false;
    case DayKind::kMakeupWorkday:
      return (user.report_weekdays & (kMondayToFriday | weekday_bit(date))) != 0;
  }
  return false;
}

}  // namespace vouch::planning
