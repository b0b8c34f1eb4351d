// Webhooks: POST of one frozen event, signed by Standard Webhooks 1.0. Owned by the daemon; main
// loop only. The address is a secret: it stands in no log line and in no error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "alerts/sender.h"
#include "alerts/webhook_signature.h"
#include "core/clock.h"
#include "core/url.h"
#include "crawler/net/http_client.h"

namespace vouch::alerts {

struct WebhookEndpoint {
  std::string name;
  Url url;
  std::vector<WebhookSecret> secrets;  // the new one first
  bool private_allowed = false;        // the operator named a private address on purpose
};
// kInvalid, in words and without the address or the secret: no http(s) URL, credentials in it, a
// plain http address beyond this machine, bad secret.
Result<WebhookEndpoint> webhook_endpoint(std::string_view name, std::string_view url,
                                         std::string_view secret_text, bool private_allowed);

// What an answer means (alerts-security-operations §1.2).
SendResult classify_webhook(const Exchange& exchange, Time now);

class WebhookSender final : public Sender {
 public:
  WebhookSender(crawler::HttpClient& http, const WallClock& clock, WebhookEndpoint endpoint);
  Task<SendResult> send(Message message) override;

 private:
  crawler::HttpClient& http_;
  const WallClock& clock_;
  WebhookEndpoint endpoint_;
};

}  // namespace vouch::alerts
