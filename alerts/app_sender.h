// Sends frozen letters to single people by an application, each row by itself, so that a repeat is
// the same message to the platform. Owned by the daemon; main loop only. Token and secret stand in
// no log line and in no error.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alerts/app.h"
#include "alerts/app_tokens.h"
#include "alerts/sender.h"
#include "core/clock.h"
#include "crawler/net/http_client.h"

namespace vouch::alerts {

struct AppEndpoint {
  std::string name;
  AppAccount account;
  Language language = Language::kChinese;
  std::map<std::string, std::string> users;  // login -> user id on the platform
};

class AppSender final : public Sender {
 public:
  // `ask_after`: how long to wait before each question what became of a message that was taken
  // (real time); then its end is unknown, and the next attempt asks again before it sends.
  AppSender(crawler::HttpClient& http, const WallClock& clock, AppEndpoint endpoint,
            std::shared_ptr<AppTokens> tokens, std::vector<Millis> ask_after = patient());
  static std::vector<Millis> patient();

  Task<SendResult> send(Message message) override;
  [[nodiscard]] std::optional<Rate> rate() const override { return form_.rate; }
  // Is the secret right? Sends nothing.
  Task<std::optional<SendResult>> check() override;

 private:
  struct Letter;
  enum class Step { kMessage, kTask };
  [[nodiscard]] const std::string* person_of(const Message& message) const;
  [[nodiscard]] AppCall call_of(const Letter& letter, Step step) const;
  [[nodiscard]] AppReading read(const Letter& letter, Step step, const Exchange& exchange) const;
  // With the token of now; once more with a new one where it was refused.
  Task<AppReading> take(Letter& letter, Step step);
  Task<SendResult> await_task(Letter& letter);

  crawler::HttpClient& http_;
  const WallClock& clock_;
  const AppForm& form_;
  AppEndpoint endpoint_;
  std::shared_ptr<AppTokens> tokens_;
  std::vector<Millis> ask_after_;
};

}  // namespace vouch::alerts
