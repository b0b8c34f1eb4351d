// The script "engines": three people, five engines, and a day on which every engine shows a
// captcha.
#pragma once

#include "practice/script_maker.h"

namespace vouch::practice {

enum class CaptchaDay { kComes, kStaysAway };  // all else is equal

World engines_month(ScriptMaker maker, int days, CaptchaDay captcha_day);

}  // namespace vouch::practice
