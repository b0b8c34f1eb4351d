// The review at a week's end: notes, what is to be done about it, and random checks of verified
// work (M3). Plain data.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using ReviewActionId = Id<struct ReviewActionTag>;
using SpotCheckId = Id<struct SpotCheckTag>;

enum class ActionState { kOpen, kPlanned, kDone, kDropped };

struct ReviewAction {
  ReviewActionId id;
  TeamId team;
  Date monday;  // of the week that was reviewed
  std::string text;
  UserId user;            // who does it; none: nobody by name
  std::string work_type;  // with `quantity` a line of the next plan; empty: a word alone
  int quantity = 0;
  ActionState state = ActionState::kOpen;
  Time at;
  std::optional<Time> closed_at;
};

// One verified entry, drawn by chance, that a person looked at again: the checker is measured, not
// the person.
struct SpotCheck {
  SpotCheckId id;
  TeamId team;
  Date monday;
  ClaimId claim;
  Time drawn_at;
  std::optional<bool> right;  // none: nobody has looked yet
  UserId by;
  std::optional<Time> at;
  std::string note;
};

}  // namespace vouch
