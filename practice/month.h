// The script "month": five employees, about twenty claims a day each, and every trouble there is.
#pragma once

#include "practice/script_maker.h"

namespace vouch::practice {

// Reports come in for `days` calendar days; two weeks more go by for the looks that follow.
World month(ScriptMaker maker, int days);

}  // namespace vouch::practice
