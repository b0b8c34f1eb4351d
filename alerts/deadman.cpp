#include "alerts/deadman.h"

#include <fmt/format.h>

#include "alerts/outgoing.h"
#include "alerts/outside_address.h"
#include "alerts/webhook.h"

namespace vouch::alerts {

Result<DeadmanEndpoint> deadman_endpoint(std::string_view url, bool private_allowed) {
  auto address = outside_address("[deadman]", url, private_allowed);
  if (!address) return tl::unexpected(address.error());
  return DeadmanEndpoint{std::move(*address), private_allowed};
}

Message deadman_ping(const Channel& channel, Time now) {
  Message message;
  message.dedup_key =
      dedup_key(fmt::format("{}|{}", kDeadmanChannel, to_millis(now)), channel.id, channel.name);
  message.id = message_id(message.dedup_key);
  message.channel = channel.id;
  message.address = channel.name;
  message.subject = std::string(kDeadmanChannel);
  message.next_at = now;
  message.created_at = now;
  return message;
}

DeadmanSender::DeadmanSender(crawler::HttpClient& http, const WallClock& clock,
                             DeadmanEndpoint endpoint)
    : http_(http), clock_(clock), endpoint_(std::move(endpoint)) {}

Task<SendResult> DeadmanSender::send(Message) {
  crawler::FetchRequest request(endpoint_.url, endpoint_.private_allowed
                                                   ? crawler::AddressClass::kConfigured
                                                   : crawler::AddressClass::kGuarded);
  request.secrecy = crawler::Secrecy::kSecretUrl;
  request.limits.timeout = std::chrono::seconds(30);
  request.limits.max_body_bytes = 64 * 1024;
  const Exchange exchange = co_await http_.fetch(std::move(request));
  co_return classify_webhook(exchange, clock_.now());
}

}  // namespace vouch::alerts
