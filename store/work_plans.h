// The plans of weeks, their lines, days and changes, and the hours that people work. What is
// published is changed and never deleted.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/work_plan.h"
#include "store/sql.h"

namespace vouch::store::work_plans {

Result<std::optional<WeekPlan>> find(Connection& db, TeamId team, Date monday);
// Makes the draft where there is none.
Status begin(Connection& db, TeamId team, Date monday);
// Teams that have published a plan before and none for this week.
Result<std::vector<TeamId>> without_plan(Connection& db, Date monday);
// False: it was published before.
Result<bool> publish(Connection& db, TeamId team, Date monday, Time at, UserId by);

Result<PlanLineId> insert(Connection& db, const PlanLine& line);
Status update(Connection& db, const PlanLine& line);           // person and quantity
Status clear_draft(Connection& db, TeamId team, Date monday);  // its lines; kConflict: published
Result<std::optional<PlanLine>> find(Connection& db, PlanLineId id);
Result<std::vector<PlanLine>> lines(Connection& db, TeamId team, Date monday);  // by id
// Of published plans, whatever team they are of.
Result<std::vector<PlanLine>> lines_of(Connection& db, UserId user, Date monday);
// Is anything planned for this person that week by a published plan?
Result<bool> has_plan(Connection& db, UserId user, Date monday);

Status put_days(Connection& db, PlanLineId line, const std::vector<PlanDay>& days);  // in place of
Result<std::vector<PlanDay>> days(Connection& db, TeamId team, Date monday);
Result<std::vector<PlanDay>> days_of(Connection& db, PlanLineId line);

Status add_change(Connection& db, const PlanChange& change);
Result<std::vector<PlanChange>> changes(Connection& db, TeamId team, Date monday);
// That took something from this person or gave it to him, from then on and before `to`.
struct ChangeOf {
  PlanChange change;
  std::string work_type;
};
Result<std::vector<ChangeOf>> changes_of(Connection& db, UserId user, Time from, Time to);

// What was handed in for days from `from` to `to`, void and baseline entries left out.
struct DonePieces {
  UserId user;
  std::string work_type;
  Date day;
  int pieces = 0;
  int verified = 0;  // of these: seen by the daemon or accepted by people
};
Result<std::vector<DonePieces>> done(Connection& db, TeamId team, Date from, Date to);
Result<std::vector<DonePieces>> done_by(Connection& db, UserId user, Date from, Date to);

// Minutes a day of those for whom something else than the rule was said.
Result<std::map<UserId, int>> work_minutes(Connection& db);
Status set_work_minutes(Connection& db, UserId user, int minutes_a_day);

}  // namespace vouch::store::work_plans
