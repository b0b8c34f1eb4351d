// The scripts "month" and "people": every trouble there is, for five employees with about twenty
// claims a day each, or for twenty with about five each and more trouble on every channel.
#pragma once

#include "practice/script_maker.h"

namespace vouch::practice {

enum class Staff { kFive, kTwenty };
// Reports come in for `days` calendar days; two weeks more go by for the looks that follow.
World month(ScriptMaker maker, int days, Staff staff);

}  // namespace vouch::practice
