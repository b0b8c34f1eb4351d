// Who sees what of a claim (design law 5): employees their own, supervisors their team's without
// what the employee is still being told, administrators all. Pure functions of values.
#pragma once

#include <vector>

#include <string>
#include <vector>

#include "core/claim.h"
#include "core/message.h"
#include "core/observation.h"
#include "core/verdict.h"
#include "web/commands.h"

namespace vouch::web {

enum class Sight { kNone, kMasked, kFull };

// `leads_owner`: the actor is supervisor or acting deputy of the claim owner's team today.
Sight sight_of(const Actor& actor, UserId owner, bool leads_owner);

// What may be decided about a claim that the actor sees: owners withdraw, replace and answer;
// leaders and administrators do the rest, never for themselves. An administrator also records what
// an owner told him.
bool may_decide(DecisionKind kind, const Actor& actor, bool is_own);

// A finding that the employee has first: shown to the supervisor as 核验中 until it becomes public.
bool is_with_employee(const Verdict& verdict, Time now);

// Nothing about its work has been decided that a masked reader may know of.
bool is_undecided(const Verdict& verdict, Time now);

// What a masked reader gets. Pending verdicts lose their early negatives too: one look that found
// nothing proves nothing (law 2). Judged and public verdicts are left as they are.
Verdict masked(Verdict verdict, Time now);

// What the employee mended before it became public never reaches the supervisor: a plain positive.
Verdict without_correction(Verdict verdict);

// Whether a masked reader may see this observation (and its evidence) of a claim with that verdict.
bool may_show(const Verdict& verdict, const Observation& observation, Time now);

// What a masked reader may see of a claim's observations. One look answers for two stages with the
// same page and the same findings: where one of them is withheld, so is the other.
std::vector<Observation> shown_of(const Verdict& verdict, std::vector<Observation> observations,
                                  Time now);

}  // namespace vouch::web
