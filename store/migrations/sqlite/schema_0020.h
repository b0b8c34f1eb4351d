// The parts of the step of targets and the paid budget.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kTargets0020;
extern const std::string_view kPaid0020;

}  // namespace vouch::store::migrations
