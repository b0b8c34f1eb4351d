// Sends frozen robot messages, several in one where several wait. Owned by the daemon; main loop
// only. Address and signing secret stand in no log line and in no error.
#pragma once

#include <string>
#include <string_view>

#include "alerts/robot.h"
#include "alerts/sender.h"
#include "core/clock.h"
#include "crawler/net/http_client.h"

namespace vouch::alerts {

struct RobotEndpoint {
  std::string name;
  const RobotForm* form = nullptr;
  RobotAddress address;
  Language language = Language::kChinese;
  bool private_allowed = false;  // the operator named a private address on purpose
  std::string user;              // login of whose it is; empty: a group's
};
// kInvalid, in words and without address or secret: not this platform's address, plain http beyond
// this machine.
Result<RobotEndpoint> robot_endpoint(std::string_view name, RobotKind kind,
                                     std::string_view address, std::string_view secret,
                                     bool private_allowed, Language language);

class RobotSender final : public Sender {
 public:
  RobotSender(crawler::HttpClient& http, const WallClock& clock, RobotEndpoint endpoint);

  Task<SendResult> send(Message message) override;
  [[nodiscard]] std::optional<Rate> rate() const override { return endpoint_.form->rate; }
  // As many as fit whole into one message; one that was refused in company goes alone.
  [[nodiscard]] Batch next_batch(std::span<const Message> rows) const override;

 private:
  crawler::HttpClient& http_;
  const WallClock& clock_;
  RobotEndpoint endpoint_;
};

}  // namespace vouch::alerts
