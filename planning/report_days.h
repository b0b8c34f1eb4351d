// On which days whose report is expected, and until when (domain §5.9 AL1, design §9). Pure.
#pragma once

#include <vector>

#include "core/calendar.h"
#include "core/people.h"

namespace vouch::planning {

struct CutOff {
  Millis soft = std::chrono::hours(17) + std::chrono::minutes(30);  // that day: the employee
  Millis hard = std::chrono::hours(10);  // next workday: the supervisor's daily message
};

Time soft_cut_off(const Calendar& calendar, Date date, const CutOff& cut_off = {});
Time hard_cut_off(const Calendar& calendar, Date date, const CutOff& cut_off = {});

bool on_leave(UserId user, const std::vector<Leave>& leave, Date date);

// Active, a weekday of the person's own, no holiday, no leave. A make-up workday counts for
// everybody who reports on any of Monday to Friday.
bool expected_to_report(const User& user, const std::vector<Leave>& leave, const Calendar& calendar,
                        Date date);

}  // namespace vouch::planning
