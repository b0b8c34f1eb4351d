// Targets as leaders set them and as everybody sees them: the year's tree with what was reached,
// and the strip. Reading jobs and JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/target.h"
#include "planning/target.h"
#include "web/facts.h"
#include "web/gather.h"
#include "web/target_commands.h"

namespace vouch::web {

struct TargetRow {
  MonthTarget target;
  std::string name;                    // of the team or person; empty: the company
  std::string login;                   // of a person
  std::optional<std::int64_t> actual;  // none: nobody has entered anything
  std::optional<TargetAnswer> answer;
  bool unanswered = false;  // T06: for more than three workdays
};

struct TargetsView {
  TargetPlace place;
  bool may_set = false;
  std::vector<TargetRow> months;  // empty: there is no target of the year
  int month = 0;                  // whose parts and attainment these are
  std::vector<TargetRow> parts;
  planning::Attainment attainment;
  planning::Progress progress;
};

struct TargetStrip {  // of this month
  TargetMetric metric = TargetMetric::kRevenue;
  TargetScope scope = TargetScope::kCompany;
  std::string name;
  TargetId id;
  std::int64_t target = 0;
  std::optional<std::int64_t> actual;  // none: nobody has entered anything
  planning::Attainment attainment;
  std::optional<TargetAnswer> answer;  // of one's own
};

struct ActualRow {
  Actual actual;
  std::string name;
  std::string by;
  bool replaced = false;
};

namespace gather {

using Rules = std::shared_ptr<const ReadingRules>;

struct TargetsWanted {
  TargetPlace place;
  int month = 0;
};
// kDenied, kNotFound: of the team; of the company supervisors read too.
Result<TargetsView> targets(store::Connection& db, const TargetsWanted& wanted, const Rules& rules,
                            const Viewer& viewer);
// Of the company, of one's own team and one's own, as far as there are any.
Result<std::vector<TargetStrip>> target_strip(store::Connection& db, const Rules& rules,
                                              const Viewer& viewer);
// Of teams that the viewer leads; of the company too for administrators and owners. With those that
// were replaced.
Result<std::vector<ActualRow>> actuals(store::Connection& db, TargetMetric metric, Date from,
                                       Date to, const Viewer& viewer);

}  // namespace gather

std::string targets_json(const TargetsView& view);
std::string target_strip_json(const std::vector<TargetStrip>& strip);
std::string actuals_json(const std::vector<ActualRow>& rows);
std::string targets_set_json(const TargetsSet& set);

}  // namespace vouch::web
