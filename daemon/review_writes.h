// The review at a week's end: notes, actions, spot checks (M3, V14, N12). Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

inline constexpr int kSpotChecks = 10;  // a draw

Status put_review(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::PutReview& request);
Result<ReviewActionId> add_review_action(store::WriteContext& context, const Rulebook& rules,
                                         const web::Actor& actor,
                                         const web::AddReviewAction& request);
Status close_review_action(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const web::CloseReviewAction& request);
// `seed`: by chance; the same one draws the same entries.
Result<int> draw_spot_checks(store::WriteContext& context, const Rulebook& rules,
                             const web::Actor& actor, const web::DrawSpotChecks& request,
                             std::int64_t seed);
// A check that found the machine wrong is no verdict: whoever looked decides about the entry as
// always.
Status judge_spot_check(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::JudgeSpotCheck& request);

}  // namespace vouch::daemon
