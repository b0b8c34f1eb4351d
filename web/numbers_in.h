// The stored numbers of a form as numbers. Pure.
#pragma once

#include <string_view>

#include "planning/number_forms.h"

namespace vouch::web {

planning::Numbers numbers_in(std::string_view stored);  // what cannot be read is left out

}  // namespace vouch::web
