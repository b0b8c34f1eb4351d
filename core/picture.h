// What kind of picture bytes are, by what they begin with: what a browser says of a file proves
// nothing. Pure.
#pragma once

#include <string_view>

namespace vouch {

// "image/png", "image/jpeg", "image/gif" or "image/webp"; empty: none of these.
std::string_view picture_type(std::string_view bytes);

}  // namespace vouch
