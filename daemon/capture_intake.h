// web::Captures over the store: lists what waits, reads what people hand in on the parse pool and
// keeps it in one transaction. Main loop.
#pragma once

#include "daemon/context.h"
#include "engines/hand_in.h"
#include "web/captures.h"

namespace vouch::daemon {

class CaptureIntake final : public web::Captures {
 public:
  explicit CaptureIntake(Context& context) : context_(context) {}

  Task<Result<std::vector<web::CaptureItem>>> list(web::Actor actor) override;
  Task<Result<web::HandInAnswer>> hand_in(web::Actor actor, web::HandIn page) override;
  Task<Status> skip(web::Actor actor, web::SkipCapture skip) override;
  Task<Result<web::CaptureToken>> issue_token(web::Actor actor) override;
  Task<Result<std::optional<web::Actor>>> owner_of(std::string token) override;

 private:
  Context& context_;
};

}  // namespace vouch::daemon
