// Writes with an Idempotency-Key: carried out once, answered again (decision 109). The port is
// implemented in daemon/; main loop only.
#pragma once

#include <string>

#include "core/async.h"
#include "core/result.h"
#include "store/keyed_writes.h"
#include "web/router.h"

namespace vouch::web {

class KeyedWrites {
 public:
  virtual ~KeyedWrites() = default;
  // Durable when it returns: what comes after a crash finds it open.
  virtual Task<Result<store::Reservation>> reserve(store::KeyedWrite write) = 0;
  virtual Task<Status> keep(UserId actor, std::string key, store::KeyedAnswer answer) = 0;
  virtual Task<Status> take_back(UserId actor, std::string key) = 0;
};

// Whether this request is to be carried out once: a write of the API with a key, whose answer holds
// no secret.
bool is_keyed(const Route& route, const HttpRequest& request);
// Calls the route's handler, or answers what it answered before.
Task<HttpResponse> answer_once(Services& services, KeyedWrites& writes, const Route& route,
                               Call call);

}  // namespace vouch::web
