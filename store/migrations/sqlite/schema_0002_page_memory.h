// The step that adds what a look remembers of the page before.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kPageMemory0002;

}  // namespace vouch::store::migrations
