// Figures of people and days for the application's screens: gathered with every rule of sight, and
// written as JSON. What is still with its owner is pending for everybody else; how much of it there
// is stands in the sum alone, without a name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/credit.h"
#include "planning/tally.h"
#include "web/gather_screens.h"
#include "web/list_query.h"

namespace vouch::web {

struct Median {                      // of people, without names
  std::optional<double> completion;  // of those who have a plan
  std::optional<double> on_time_rate;
  std::optional<double> verified_rate;
  std::optional<double> index_rate;
};

struct FiguresView {
  Days days;
  planning::Tally tally;
  Credit credit;
  struct Period {
    Days days;
    planning::Tally tally;
  };
  std::vector<Period> earlier;  // four of the same length, the nearest first
  bool with_team = true;        // false: not for this reader
  int people = 0;               // of the team who handed in, himself with them
  std::optional<Median> median;
};

struct StageCoverage {
  Stage stage;
  std::int64_t claims = 0;
  std::int64_t answered = 0;
};

struct MatrixView {
  Days days;
  std::vector<std::string> teams;
  struct Row {
    PersonName person;
    planning::Tally tally;
  };
  std::vector<Row> rows;  // by name; nobody is ranked
  planning::Tally sum;
  std::vector<StageCoverage> coverage;
};

struct PersonDaysView {
  Days days;
  PersonName person;
  struct Day {
    Date date;
    enum class Kind { kWorkday, kOff, kLeave } kind = Kind::kWorkday;
    bool expected = false;
    std::optional<Time> reported_at;
    bool late = false;  // reported after the last moment
    planning::Tally tally;
  };
  std::vector<Day> rows;
  Credit credit;
  planning::Tally sum;
};

namespace gather {

// Of one person's work days; without the reports that were due.
Result<std::map<Date, planning::Tally>> tallies_of_days(store::Connection& db, UserId user,
                                                        Days days, const Rules& rules,
                                                        const Viewer& viewer);
Result<FiguresView> figures(store::Connection& db, Days days, const Rules& rules,
                            const Viewer& viewer);
// `team`: name; empty: all that the viewer leads. Owners get sums without rows.
Result<MatrixView> matrix(store::Connection& db, Days days, const std::string& team,
                          const Rules& rules, const Viewer& viewer);
// kNotFound for nobody, and for somebody whom the viewer does not lead.
Result<PersonDaysView> person_days(store::Connection& db, const std::string& login, Days days,
                                   const Rules& rules, const Viewer& viewer);
// What machines looked at since the last daily message, the newest looks alone where there were
// many.
Result<std::vector<StageCoverage>> coverage(store::Connection& db);

}  // namespace gather

std::string figures_json(const FiguresView& view);
std::string matrix_json(const MatrixView& view, const Names& names);
std::string person_days_json(const PersonDaysView& view);

}  // namespace vouch::web
