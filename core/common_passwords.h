// Words that stand in every list of stolen passwords; sorted, separated by white space.
#pragma once

#include <string_view>

namespace vouch::password {

extern const std::string_view kCommonPasswords;

}  // namespace vouch::password
