// Waivers of a platform, a person or days, each with its audit row; the claims they cover are
// judged again.
#pragma once

#include "daemon/context.h"
#include "web/commands.h"

namespace vouch::daemon {

// kInvalid with a sentence for people: unknown platform or person, days or an end that make no
// sense, no reason. kDenied: not of his teams, or himself. Writer thread.
Result<WaiverId> write_waiver(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const web::AddWaiver& request);
// kConflict: it has ended; kDenied: another supervisor's, and not of a person whom the actor leads.
Status write_waiver_end(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, WaiverId id);

// With the judging of the claims; what a crash leaves is judged by judge_waived. Main loop.
Task<Result<WaiverId>> add_waiver(Context& context, web::Actor actor, web::AddWaiver request);
Task<Status> end_waiver(Context& context, web::Actor actor, WaiverId id);
// A minute after the start and every day; when to do it again.
Task<Time> judge_waived(Context& context);

}  // namespace vouch::daemon
