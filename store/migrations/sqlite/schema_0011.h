// The parts of the step that lets people put letters off.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kSilences0011;

}  // namespace vouch::store::migrations
