// Reasons in English sentences for staff, never accusing; chinese() stands beside the codes.
#pragma once

#include <string_view>

#include "core/observation.h"

namespace vouch {

std::string_view english(Reason reason);

}  // namespace vouch
