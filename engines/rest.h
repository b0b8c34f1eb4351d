// When a provider may be asked again, as its own answer has it. Pure; any thread.
#pragma once

#include <optional>

#include "engines/allowance.h"
#include "engines/answer.h"

namespace vouch::engines {

// None: at once, as far as this answer goes.
std::optional<Rest> rest_of(const SearchAnswer& answer, const Zone& zone, Time now);

}  // namespace vouch::engines
