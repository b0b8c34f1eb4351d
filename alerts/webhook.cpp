#include "alerts/webhook.h"

#include <fmt/format.h>

#include "alerts/outside_address.h"
#include "crawler/net/politeness.h"

namespace vouch::alerts {
namespace {

constexpr std::size_t kLargestEvent = 20'000;

// Did the endpoint perhaps get the event? It recognises it by its id when it comes again.
bool perhaps_arrived(Reason failure) {
  return failure == Reason::kTimeout || failure == Reason::kReset ||
         failure == Reason::kEmptyBody || failure == Reason::kTooLarge;
}

crawler::FetchRequest request_for(const WebhookEndpoint& endpoint, const Message& message,
                                  Time now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  crawler::FetchRequest request(endpoint.url, endpoint.private_allowed
                                                  ? crawler::AddressClass::kConfigured
                                                  : crawler::AddressClass::kGuarded);
  request.method = crawler::Method::kPost;
  request.secrecy = crawler::Secrecy::kSecretUrl;
  request.body = message.body;
  request.headers = {
      {"Content-Type", "application/json; charset=utf-8"},
      {"webhook-id", message.id},
      {"webhook-timestamp", std::to_string(seconds)},
      {"webhook-signature", sign_webhook(endpoint.secrets, message.id, seconds, message.body)},
  };
  request.limits.timeout = std::chrono::seconds(30);
  request.limits.max_body_bytes = 64 * 1024;
  return request;
}

}  // namespace

Result<WebhookEndpoint> webhook_endpoint(std::string_view name, std::string_view url,
                                         std::string_view secret_text, bool private_allowed) {
  const std::string where = fmt::format("[[webhook]] {}", name);
  auto address = outside_address(where, url, private_allowed);
  if (!address) return tl::unexpected(address.error());
  auto secrets = WebhookSecret::parse_list(secret_text);
  if (!secrets) return fail(ErrorCode::kInvalid, secrets.error().message, where);
  return WebhookEndpoint{std::string(name), std::move(*address), std::move(*secrets),
                         private_allowed};
}

SendResult classify_webhook(const Exchange& exchange, Time now) {
  SendResult result;
  if (exchange.failure) {
    result.outcome =
        perhaps_arrived(*exchange.failure) ? SendOutcome::kUnknown : SendOutcome::kRetry;
    result.code = std::string(to_string(*exchange.failure));
    result.detail = exchange.failure_text;
    result.of_channel = true;
    return result;
  }
  const int status = exchange.status();
  result.code = fmt::format("http {}", status);
  if (status >= 200 && status < 300) {
    result.outcome = SendOutcome::kSent;
    return result;
  }
  if (status == 410) {
    result.outcome = SendOutcome::kChannelBroken;
    result.detail = "the endpoint answers 410 Gone: it wants no more events";
    return result;
  }
  result.outcome = SendOutcome::kRetry;
  result.of_channel = status == 0 || status == 429 || status >= 500;
  if (status == 0) {
    result.code = "no answer";
    result.detail = "the endpoint did not answer";
  } else if (status >= 300 && status < 400) {
    result.detail = "the endpoint redirects; redirects are not followed, mend the address";
  } else {
    result.detail = fmt::format("the endpoint answers {}", status);
  }
  if (const Hop* hop = exchange.last()) {
    result.retry_after = crawler::parse_retry_after(header_value(hop->headers, "retry-after"), now);
  }
  return result;
}

WebhookSender::WebhookSender(crawler::HttpClient& http, const WallClock& clock,
                             WebhookEndpoint endpoint)
    : http_(http), clock_(clock), endpoint_(std::move(endpoint)) {}

Task<SendResult> WebhookSender::send(Message message) {
  if (message.body.size() > kLargestEvent) {
    SendResult refused;
    refused.outcome = SendOutcome::kDead;
    refused.code = "too large";
    refused.detail = "the event is larger than 20 kB";
    co_return refused;
  }
  crawler::FetchRequest request = request_for(endpoint_, message, clock_.now());
  const Exchange exchange = co_await http_.fetch(std::move(request));
  co_return classify_webhook(exchange, clock_.now());
}

}  // namespace vouch::alerts
