// The part of the port of changes that is about weeks' plans (commands.h). Implemented in daemon/;
// called on the main loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/result.h"
#include "core/work_plan.h"

namespace vouch::web {

struct Actor;
struct Problem;

struct PlanRow {
  int row = 0;  // 1-based, for people
  std::string login;
  std::string work_type;               // key or name
  int quantity = 0;                    // 1 .. 1000
  std::vector<std::string> keywords;   // of the library, as typed
  std::vector<std::string> platforms;  // keys or names
  LineSource source = LineSource::kNew;
  std::string note;
};

// `team`: its name; empty: the one that the actor leads.
struct PutPlan {
  Date monday;
  std::string team;
  std::vector<PlanRow> rows;  // in place of the draft's
};
struct PublishPlan {
  Date monday;
  std::string team;
};
struct AddPlanLine {  // to a plan that is published
  Date monday;
  std::string team;
  PlanRow row;
  std::string reason;
};
struct ChangePlanLine {  // of a plan that is published; only what is set is changed
  PlanLineId line;
  std::optional<int> quantity;
  std::optional<std::string> login;  // who takes over the days to come
  std::string reason;
};
struct SetWorkHours {
  std::string login;
  int minutes_a_day = 0;
};

// Rows that could not be used; where there is one, nothing was written.
using PlanProblems = std::vector<Problem>;

class PlanCommands {
 public:
  virtual ~PlanCommands() = default;
  // kConflict: it is published.
  virtual Task<Result<PlanProblems>> put_plan(Actor actor, PutPlan request) = 0;
  virtual Task<Result<PlanProblems>> publish_plan(Actor actor, PublishPlan request) = 0;
  virtual Task<Result<PlanProblems>> add_plan_line(Actor actor, AddPlanLine request) = 0;
  virtual Task<Status> change_plan_line(Actor actor, ChangePlanLine request) = 0;
  virtual Task<Status> set_work_hours(Actor actor, SetWorkHours request) = 0;
};

}  // namespace vouch::web
