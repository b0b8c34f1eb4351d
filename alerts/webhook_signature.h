// Standard Webhooks 1.0.0 signatures, version v1 (HMAC-SHA256). Pure; any thread.
// https://github.com/standard-webhooks/standard-webhooks spec
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch::alerts {

class WebhookSecret {
 public:
  // "whsec_" + base64 of 24 to 64 bytes, padded or not. The error never repeats the text.
  static Result<WebhookSecret> parse(std::string_view text);
  // The content of a secret file: one or more secrets between white space; the first is the new
  // one, the others are being rotated out (all sign).
  static Result<std::vector<WebhookSecret>> parse_list(std::string_view text);

  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  explicit WebhookSecret(std::string key) : key_(std::move(key)) {}
  std::string key_;
};

// "v1,<base64>" for each secret, separated by a space; signs "id.timestamp.body".
std::string sign_webhook(const std::vector<WebhookSecret>& secrets, std::string_view id,
                         std::int64_t unix_seconds, std::string_view body);

inline constexpr std::chrono::seconds kWebhookTolerance = std::chrono::minutes(5);

// The receiver's side: sinks of the practice world and tests prove our sender with it. kInvalid:
// a header is missing or malformed; kDenied: too old, too new, or no signature fits.
Status verify_webhook(const std::vector<WebhookSecret>& secrets,
                      const std::vector<HeaderField>& headers, std::string_view body, Time now);

}  // namespace vouch::alerts
