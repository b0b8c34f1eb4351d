// What leaders do to a week's plan: the draft as a whole, its publishing, and changes of what is
// published, each with its reason. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"
#include "web/content_commands.h"

namespace vouch::daemon {

Result<web::PlanProblems> put_plan(store::WriteContext& context, const Rulebook& rules,
                                   const web::Actor& actor, const web::PutPlan& request);
// The draft from a file or from rows: nothing is written while there are problems.
Result<web::ImportedPlan> import_plan(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::ImportPlan& request);
// The days of every line; kConflict: it was published before.
Result<web::PlanProblems> publish_plan(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const web::PublishPlan& request);
Result<web::PlanProblems> add_plan_line(store::WriteContext& context, const Rulebook& rules,
                                        const web::Actor& actor, const web::AddPlanLine& request);
// Days that have passed stay; whoever takes over gets a line of his own.
Status change_plan_line(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::ChangePlanLine& request);
// P04: leaders of teams without a published plan of the week of `planned`, who had one before. How
// many were told.
Result<int> note_missing_plans(store::WriteContext& context, const Rulebook& rules, Time planned);

Status set_work_hours(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                      const web::SetWorkHours& request);

}  // namespace vouch::daemon
