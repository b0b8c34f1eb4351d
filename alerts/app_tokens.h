// The token of one application, in memory alone: fetched by the first who needs it while the others
// wait, kept until shortly before its end or until the platform refuses it. Shared by the senders
// of an account; main loop only. It stands in no log line and in no error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alerts/app.h"
#include "core/async.h"
#include "core/clock.h"
#include "crawler/net/http_client.h"

namespace vouch::alerts {

class AppTokens {
 public:
  AppTokens(crawler::HttpClient& http, const WallClock& clock, AppAccount account);

  // `attempt`: of the message that needs it; 1 for the first.
  Task<TokenReading> token(int attempt);
  // The platform refused it. One that came since stays.
  void forget(const std::string& token);

 private:
  [[nodiscard]] bool is_fresh(Time now) const;

  crawler::HttpClient& http_;
  const WallClock& clock_;
  AppAccount account_;
  std::optional<AppToken> token_;
  bool asking_ = false;
  std::vector<Completion<TokenReading>> waiting_;
};

// None: the account's address cannot be used.
std::optional<crawler::FetchRequest> app_request(const AppAccount& account, AppCall call);

}  // namespace vouch::alerts
