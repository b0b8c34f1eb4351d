// The parts of schema version 6.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kTickets0006;

}  // namespace vouch::store::migrations
