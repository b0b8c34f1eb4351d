// Time-based one-time passwords as phones make them (RFC 6238: SHA-1, 30 s, six digits). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vouch::totp {

inline constexpr std::size_t kSecretBytes = 20;  // RFC 4226 4 R6

using Step = std::int64_t;  // of 30 s since the epoch

Step step_of(Time now);
std::string code(std::string_view secret, Step step);  // six digits; RFC 4226 5.3

// The step whose code this is: the present one or a neighbour (clocks differ, RFC 6238 5.2), and
// later than `last_used`, so that no code is accepted twice (5.2, ASVS 6.5.1). Spaces are ignored.
std::optional<Step> accept(std::string_view secret, std::string_view typed, Time now,
                           Step last_used);

// "otpauth://totp/Vouch:ann?secret=...&issuer=Vouch" for the phone's camera. Both names are
// percent-encoded.
std::string uri(std::string_view secret, std::string_view company, std::string_view login);

}  // namespace vouch::totp
