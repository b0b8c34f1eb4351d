// The parts of schema version 2.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kTexts0002;

}  // namespace vouch::store::migrations
