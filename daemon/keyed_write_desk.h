// web::KeyedWrites over the store. Main loop only.
#pragma once

#include "daemon/context.h"
#include "web/keyed_writes.h"

namespace vouch::daemon {

class KeyedWriteDesk final : public web::KeyedWrites {
 public:
  explicit KeyedWriteDesk(Context& context) : context_(context) {}

  Task<Result<store::Reservation>> reserve(store::KeyedWrite write) override;
  Task<Status> keep(UserId actor, std::string key, store::KeyedAnswer answer) override;
  Task<Status> take_back(UserId actor, std::string key) override;

 private:
  Task<Status> run(std::function<Result<int>(store::WriteContext&)> job);
  Context& context_;
};

}  // namespace vouch::daemon
