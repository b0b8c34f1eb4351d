// Who was expected to report on a day and did not (domain §5.9 AL1, design §9). Pure.
#pragma once

#include <set>
#include <vector>

#include "core/calendar.h"
#include "core/message.h"
#include "core/people.h"
#include "planning/report_days.h"

namespace vouch::alerts {

using planning::CutOff;
using planning::expected_to_report;
using planning::hard_cut_off;
using planning::on_leave;
using planning::soft_cut_off;

struct ReportDay {
  Date date;
  const std::vector<User>& users;
  const std::vector<Team>& teams;
  const std::vector<Leave>& leave;
  const Calendar& calendar;
  const std::set<UserId>& reported;  // authors of reports for `date`; baseline imports do not count
  CutOff cut_off;
};

// Rows to insert at `now`, idempotent by key "r<user>|<date>|<audience>". Before the soft cut-off:
// none. Supervisor rows appear after the hard cut-off.
std::vector<Notice> not_reported_notices(const ReportDay& day, Time now);

// The next moment after `now` at which not_reported_notices can say something new, for the agenda.
Time next_cut_off(const Calendar& calendar, Time now, const CutOff& cut_off = {});

}  // namespace vouch::alerts
