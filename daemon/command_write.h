// How a command becomes one transaction under the rules in force. Included by the files that
// implement DaemonCommands.
#pragma once

#include "daemon/commands.h"

namespace vouch::daemon {

// The practice clock must not move while a command is at work: hence the guard.
template <class T>
Task<Result<T>> DaemonCommands::write(
    std::function<Result<T>(store::WriteContext&, const Rulebook&)> job) {
  const Activity::Guard guard = context_.activity.begin();
  const Rules rules = context_.rules;
  std::function<Result<T>(store::WriteContext&)> bound =
      [job = std::move(job), rules](store::WriteContext& context) { return job(context, *rules); };
  auto done = co_await context_.store.template write<T>(std::move(bound));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

}  // namespace vouch::daemon
