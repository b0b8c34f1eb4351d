#include "core/totp.h"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "core/hash.h"

namespace vouch::totp {
namespace {

constexpr std::int64_t kStepMillis = 30'000;
constexpr std::uint32_t kModulus = 1'000'000;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

Step step_of(Time now) {
  return to_millis(now) / kStepMillis;
}

std::string code(std::string_view secret, Step step) {
  std::array<unsigned char, 8> moment{};
  for (int i = 7; i >= 0; --i) {
    moment[static_cast<std::size_t>(i)] = static_cast<unsigned char>(step & 0xff);
    step >>= 8;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), moment.data(), moment.size(),
       mac.data(), &length);
  const std::size_t offset = mac[length - 1] & 0x0fU;
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7fU) << 24) |
                               (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) |
                               static_cast<std::uint32_t>(mac[offset + 3]);
  return fmt::format("{:06}", number % kModulus);
}

std::optional<Step> accept(std::string_view secret, std::string_view typed, Time now,
                           Step last_used) {
  std::string digits;
  for (const char c : typed) {
    if (c != ' ') digits += c;
  }
  const Step present = step_of(now);
  std::optional<Step> accepted;
  for (Step step = present - 1; step <= present + 1; ++step) {
    // Every code is compared, whichever fits.
    const bool fits = constant_time_equal(code(secret, step), digits);
    if (fits && step > last_used && !accepted) accepted = step;
  }
  return accepted;
}

std::string uri(std::string_view secret, std::string_view company, std::string_view login) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", percent_encoded(company),
                     percent_encoded(login), base32_encode(secret));
}

}  // namespace vouch::totp
