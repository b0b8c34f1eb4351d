// The parts of the step that knows who withdrew negatives, what ranks took of a day's quota, and
// what was learned about platforms.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kByHand0009;
extern const std::string_view kPlatforms0009;

}  // namespace vouch::store::migrations
