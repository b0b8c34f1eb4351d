#include "alerts/webhook_signature.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/hash.h"

namespace vouch::alerts {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::string_view kSpace = " \t\r\n";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    found.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
  return found;
}

std::string signature(const WebhookSecret& secret, std::string_view signed_content) {
  const Sha256Bytes mac = hmac_sha256(secret.key(), signed_content);
  return base64_encode(std::string(mac.begin(), mac.end()));
}

std::string content(std::string_view id, std::string_view timestamp, std::string_view body) {
  return fmt::format("{}.{}.{}", id, timestamp, body);
}

}  // namespace

Result<WebhookSecret> WebhookSecret::parse(std::string_view text) {
  if (!text.starts_with(kPrefix)) {
    return fail(ErrorCode::kInvalid, "a webhook secret begins with whsec_");
  }
  std::string key;
  if (!base64_decode(text.substr(kPrefix.size()), key)) {
    return fail(ErrorCode::kInvalid, "a webhook secret is whsec_ and base64; this one is not");
  }
  if (key.size() < 24 || key.size() > 64) {
    return fail(ErrorCode::kInvalid,
                fmt::format("a webhook secret holds 24 to 64 bytes, this one {}", key.size()));
  }
  return WebhookSecret(std::move(key));
}

Result<std::vector<WebhookSecret>> WebhookSecret::parse_list(std::string_view text) {
  std::vector<WebhookSecret> secrets;
  for (const std::string_view word : words(text)) {
    auto secret = parse(word);
    if (!secret) return tl::unexpected(secret.error());
    secrets.push_back(std::move(*secret));
  }
  if (secrets.empty()) return fail(ErrorCode::kInvalid, "the webhook secret is empty");
  return secrets;
}

std::string sign_webhook(const std::vector<WebhookSecret>& secrets, std::string_view id,
                         std::int64_t unix_seconds, std::string_view body) {
  const std::string signed_content = content(id, std::to_string(unix_seconds), body);
  std::string list;
  for (const WebhookSecret& secret : secrets) {
    if (!list.empty()) list += ' ';
    list += "v1," + signature(secret, signed_content);
  }
  return list;
}

Status verify_webhook(const std::vector<WebhookSecret>& secrets,
                      const std::vector<HeaderField>& headers, std::string_view body, Time now) {
  const std::string_view id = header_value(headers, "webhook-id");
  const std::string_view timestamp = header_value(headers, "webhook-timestamp");
  const std::string_view signatures = header_value(headers, "webhook-signature");
  if (id.empty() || timestamp.empty() || signatures.empty()) {
    return fail(ErrorCode::kInvalid,
                "webhook-id, webhook-timestamp or webhook-signature is missing");
  }
  std::int64_t seconds = 0;
  const auto [end, error] =
      std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (error != std::errc() || end != timestamp.data() + timestamp.size() || seconds < 0 ||
      seconds > std::numeric_limits<std::int64_t>::max() / 1000) {
    return fail(ErrorCode::kInvalid, "webhook-timestamp is no number of seconds");
  }
  const Time sent_at = from_millis(seconds * 1000);
  if (sent_at > now + kWebhookTolerance || sent_at < now - kWebhookTolerance) {
    return fail(ErrorCode::kDenied, "webhook-timestamp is more than five minutes away");
  }
  const std::string signed_content = content(id, timestamp, body);
  for (const std::string_view word : words(signatures)) {
    if (!word.starts_with("v1,")) continue;
    for (const WebhookSecret& secret : secrets) {
      if (constant_time_equal(word.substr(3), signature(secret, signed_content))) return {};
    }
  }
  return fail(ErrorCode::kDenied, "no signature fits");
}

}  // namespace vouch::alerts
