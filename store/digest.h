// Digests between their hex form (core types, people) and their 32 bytes (columns).
#pragma once

#include <string>
#include <string_view>

namespace vouch::store {

// "" where the text is not hex of whole bytes.
std::string hex_to_bytes(std::string_view hex);

}  // namespace vouch::store
