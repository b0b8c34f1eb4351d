// The parts of the step of owners' links and repeated writes.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kOwnerLinks0016;
extern const std::string_view kKeyedWrites0016;

}  // namespace vouch::store::migrations
