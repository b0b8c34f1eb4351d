// The parts of the step of pictures as evidence.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kAttachments0015;

}  // namespace vouch::store::migrations
