// UTF-8 to a site's charset by the C library's iconv: another converter than the product's. Any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace vouch::practice {

// What the charset cannot hold becomes "?".
std::string encode(std::string_view utf8, const std::string& charset);

}  // namespace vouch::practice
