// The dead man's switch: a service outside expects a ping now and then and raises the alarm when it
// stays away (alerts-security-operations §1.3). A ping is a row of the outbox like any other, so
// one that arrives proves scheduler, commit, outbox and channel at once. Main loop only.
#pragma once

#include <string>
#include <string_view>

#include "alerts/sender.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/url.h"
#include "crawler/net/http_client.h"

namespace vouch::alerts {

inline constexpr std::string_view kDeadmanChannel = "deadman";

struct DeadmanEndpoint {
  Url url;  // a secret: whoever has it can keep the alarm quiet
  bool private_allowed = false;
};
// kInvalid, in words and without the address: no http(s) URL, credentials in it, a plain http
// address beyond this machine.
Result<DeadmanEndpoint> deadman_endpoint(std::string_view url, bool private_allowed);

// Another moment is another ping.
Message deadman_ping(const Channel& channel, Time now);

// GET of the address; any 2xx is an answer. The message's body is not sent.
class DeadmanSender final : public Sender {
 public:
  DeadmanSender(crawler::HttpClient& http, const WallClock& clock, DeadmanEndpoint endpoint);
  Task<SendResult> send(Message message) override;

 private:
  crawler::HttpClient& http_;
  const WallClock& clock_;
  DeadmanEndpoint endpoint_;
};

}  // namespace vouch::alerts
