// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3, "RS256") and base64url without padding (RFC 7515):
// what a JSON web token of a service account is signed with. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch {

// `private_key`: PEM, PKCS #8 or PKCS #1, not encrypted. The signature's raw bytes.
Result<std::string> sign_rs256(std::string_view private_key, std::string_view message);

std::string base64url_encode(std::string_view bytes);

}  // namespace vouch
