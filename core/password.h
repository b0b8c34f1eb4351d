// Passwords: how they are kept (argon2id) and which are refused. Hashing costs 50 ms and 46 MiB:
// never on the main loop.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vouch::password {

inline constexpr std::size_t kLeast = 10;  // characters; ASVS 6.2.1 asks for 8 and recommends 15
inline constexpr std::size_t kMost = 256;  // characters; at least 64 must be taken (6.2.9)

// A PHC string "$argon2id$...", 46 MiB and one pass (ASVS 11.4.2, appendix C). The password's bytes
// are taken as they are (6.2.8).
Result<std::string> hash(std::string_view password);
bool verify(std::string_view hash, std::string_view password);
bool needs_rehash(std::string_view hash);  // made with less than hash() takes now

// What to hash for a login that nobody has, so that the answer takes as long as for a real one.
const std::string& nobody_hash();

enum class Weakness {
  kTooShort,
  kTooLong,
  kCommon,   // in every list, also with digits or signs around it or letters replaced (6.2.4)
  kContext,  // made of the product's, company's, site's or person's own names (6.2.11)
  kPattern,  // one character, a row of keys, counting up or down
};
// `context`: words to be found inside; of letters and digits at least three, of Han at least two.
std::optional<Weakness> weakness(std::string_view password,
                                 const std::vector<std::string>& context);

}  // namespace vouch::password
