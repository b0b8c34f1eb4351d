// What leaders and administrators do to targets, what was reached, and what people say to theirs:
// each one transaction, checked as a whole and written in the audit. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"
#include "web/target_commands.h"

namespace vouch::daemon {

Result<web::TargetsSet> put_target_year(store::WriteContext& context, const Rulebook& rules,
                                        const web::Actor& actor, const web::PutTargetYear& request);
Result<web::TargetsSet> put_target_parts(store::WriteContext& context, const Rulebook& rules,
                                         const web::Actor& actor,
                                         const web::PutTargetParts& request);
// kConflict: no month of the year is over, or none is left.
Result<web::TargetsSet> roll_targets(store::WriteContext& context, const Rulebook& rules,
                                     const web::Actor& actor, const web::RollTargets& request);
Result<ActualId> add_actual(store::WriteContext& context, const Rulebook& rules,
                            const web::Actor& actor, const web::AddActual& request);
Result<ActualId> correct_actual(store::WriteContext& context, const Rulebook& rules,
                                const web::Actor& actor, const web::CorrectActual& request);
// Only of one's own, and only of the version that holds.
Status answer_target(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                     const web::AnswerTarget& request);

}  // namespace vouch::daemon
