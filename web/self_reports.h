// The reports of a day and a week that write themselves (R09): plan, entries, numbers, changes and
// what came of earlier work, with what their person adds. Reading jobs and JSON.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/report_words.h"
#include "planning/number_sums.h"
#include "planning/tally.h"
#include "store/work_numbers.h"
#include "store/work_plans.h"
#include "web/blockers.h"
#include "web/figures.h"

namespace vouch::web {

struct ReportPlanned {  // of one type of work
  planning::PlanCount count;
  std::vector<std::string> keywords;
  std::vector<std::string> notes;
};

struct ReportNext {
  int quantity = 0;
  std::vector<std::string> keywords;
  std::vector<std::string> notes;
};

struct ReportChange {
  PlanChange change;
  std::string work_type;
  std::string by;  // names
  std::string before;
  std::string after;
};

struct TurnedEntries {
  std::vector<ClaimView> verified;
  std::vector<ClaimView> came_back;
};

// What both reports hold.
struct SelfReport {
  PersonName person;
  bool over = false;      // its last moment for reporting has passed
  bool has_plan = false;  // a published one of the week
  std::map<std::string, ReportPlanned> planned;
  std::map<std::string, std::int64_t> unplanned;
  TurnedEntries turned;
  std::vector<ReportChange> changes;
  std::map<std::string, ReportNext> next;
  std::vector<BlockerView> blockers;  // his own, open
  std::vector<ReportWords> words;     // the newest first
};

struct DayReportView : SelfReport {
  Date date;
  PersonDaysView::Day::Kind kind = PersonDaysView::Day::Kind::kWorkday;
  bool expected = false;
  std::optional<Time> cut_off;
  std::optional<Time> reported_at;
  std::vector<ClaimView> claims;
  std::vector<store::work_numbers::DayNumbers> numbers;
  std::optional<Date> tomorrow;  // the next day on which he works
};

struct WeekReportView : SelfReport {
  Date monday;
  planning::Tally tally;
  struct Day {
    Date date;
    PersonDaysView::Day::Kind kind = PersonDaysView::Day::Kind::kWorkday;
    bool expected = false;
    std::optional<Time> reported_at;
    bool late = false;
    std::int64_t planned = 0;
    std::int64_t done = 0;  // pieces of this day of types that are planned in the week
    std::int64_t unplanned = 0;
    std::optional<ReportWords> words;
  };
  std::vector<Day> days;
  std::vector<planning::FormSum> forms;
};

namespace gather {

// `login`: empty: the viewer himself. kNotFound for nobody, and for whom he may not see.
Result<DayReportView> day_report(store::Connection& db, Date date, const std::string& login,
                                 const Rules& rules, const Viewer& viewer);
Result<WeekReportView> week_report(store::Connection& db, Date monday, const std::string& login,
                                   const Rules& rules, const Viewer& viewer);

}  // namespace gather

std::string day_report_json(const DayReportView& view, const Names& names);
std::string week_report_json(const WeekReportView& view, const Names& names);

}  // namespace vouch::web
