// Special schemes and their default ports (URL Standard 4.2). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch {

bool is_special_scheme(std::string_view scheme);
std::optional<std::uint16_t> default_port(std::string_view scheme);

}  // namespace vouch
