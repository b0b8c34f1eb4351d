// What a webhook's receiver answers (status line, head, body), and what someone who signs wrongly
// sends. Success is a 2xx that was read, and nothing else.
#include <charconv>
#include <string>

#include "alerts/webhook.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;
namespace alerts = vouch::alerts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const vouch::Time now = vouch::from_millis(1'614'265'330'000);
  const std::string_view first = vouch::fuzz::take_part(rest);
  const std::size_t end = rest.find("\n\n");
  vouch::Hop hop;
  std::from_chars(first.data(), first.data() + first.size(), hop.status);
  hop.headers = vouch::parse_header_fields("HTTP/1.1 200\n" + std::string(rest.substr(0, end)));
  hop.body = std::make_shared<const std::string>(
      end == std::string_view::npos ? std::string_view() : rest.substr(end + 2));
  hop.ended_at = now;
  const auto fields = hop.headers;
  vouch::Exchange exchange;
  exchange.hops.push_back(std::move(hop));
  const alerts::SendResult result = alerts::classify_webhook(exchange, now);
  const int status = exchange.status();
  require((result.outcome == alerts::SendOutcome::kSent) == (status >= 200 && status < 300),
          "sent is a 2xx");
  require(vouch::is_valid_utf8(result.detail) && vouch::is_valid_utf8(result.code),
          "what people read is UTF-8");
  if (result.retry_after) require(result.retry_after->count() >= 0, "not in the past");

  static const auto secrets =
      alerts::WebhookSecret::parse_list("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  require(
      !alerts::verify_webhook(*secrets, fields, rest, now).has_value() ||
          vouch::header_value(fields, "webhook-signature").find("v1,") != std::string_view::npos,
      "nothing is believed without a signature");
  static_cast<void>(alerts::WebhookSecret::parse_list(rest));
  static_cast<void>(alerts::webhook_endpoint("main", rest, "whsec_", false));
  return 0;
}
