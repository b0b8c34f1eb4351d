// Exemptions of more than one claim, as leaders and administrators read them.
#pragma once

#include <string>
#include <vector>

#include "core/waiver.h"
#include "web/gather.h"

namespace vouch::web {

struct WaiverRow {
  Waiver waiver;
  std::string login;  // empty: anybody
  std::string team;   // empty: every team
};

namespace gather {

// The newest first. A supervisor sees those of his teams and their people, and of everybody.
Result<std::vector<WaiverRow>> waivers(store::Connection& db, const Viewer& viewer, int limit);

}  // namespace gather
}  // namespace vouch::web
