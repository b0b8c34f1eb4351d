// The parts of the step that lets people sign in.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kAccounts0014;

}  // namespace vouch::store::migrations
