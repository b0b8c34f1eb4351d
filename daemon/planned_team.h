// Whose week somebody may plan, and which weeks can still be planned. Writer thread.
#pragma once

#include <string>

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// Of the company's zone.
Date today(const store::WriteContext& context, const Rulebook& rules);
// By its name, or the one that the actor leads; kDenied where he may not plan for it.
Result<Team> planned_team(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const std::string& name);
// kInvalid: it begins on no Monday, or is over.
Status is_a_week_to_plan(const store::WriteContext& context, const Rulebook& rules, Date monday);

}  // namespace vouch::daemon
