// Jobs of the writer thread that own who asked for what. Internal to the commands.
#pragma once

#include <functional>
#include <utility>

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

template <class T>
using Job = std::function<Result<T>(store::WriteContext&, const Rulebook&)>;
using StatusJob = std::function<Status(store::WriteContext&, const Rulebook&)>;

template <class T, class Request>
Job<T> job_of(Result<T> (*write)(store::WriteContext&, const Rulebook&, const web::Actor&,
                                 const Request&),
              web::Actor actor, Request request) {
  return [write, actor = std::move(actor), request = std::move(request)](
             store::WriteContext& context, const Rulebook& rules) {
    return write(context, rules, actor, request);
  };
}

template <class Request>
StatusJob status_job_of(Status (*write)(store::WriteContext&, const Rulebook&, const web::Actor&,
                                        const Request&),
                        web::Actor actor, Request request) {
  return [write, actor = std::move(actor), request = std::move(request)](
             store::WriteContext& context, const Rulebook& rules) {
    return write(context, rules, actor, request);
  };
}

}  // namespace vouch::daemon
