// The parts of the step that keeps weekly digests, tells others what nobody decided, and exempts
// more than one claim.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kWeeklies0013;
extern const std::string_view kEscalations0013;
extern const std::string_view kWaivers0013;

}  // namespace vouch::store::migrations
