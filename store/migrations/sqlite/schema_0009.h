// The parts of the step that knows who withdrew negatives, and what ranks took of a day's quota.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kByHand0009;

}  // namespace vouch::store::migrations
