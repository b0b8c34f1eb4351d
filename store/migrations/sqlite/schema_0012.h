// The parts of the step that gives people an inbox.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kInbox0012;

}  // namespace vouch::store::migrations
