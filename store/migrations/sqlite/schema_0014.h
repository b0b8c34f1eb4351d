// The parts of the step of the web application.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kAccounts0014;
extern const std::string_view kLists0014;

}  // namespace vouch::store::migrations
