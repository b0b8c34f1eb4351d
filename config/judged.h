// A text of a TOML section that is judged before it is taken. Internal to config.
#pragma once

#include <string>
#include <string_view>

#include "config/toml_section.h"

namespace vouch::config {

using Judge = std::string (*)(std::string_view);  // empty: fine; else what is wrong

// Leaves `value` alone when the key is absent or wrong; an empty text counts as fine. True: taken.
bool judged_text(Section& section, std::string_view key, std::string& value, Judge wrong);

}  // namespace vouch::config
