#include "daemon/keyed_write_desk.h"

namespace vouch::daemon {

Task<Result<store::Reservation>> KeyedWriteDesk::reserve(store::KeyedWrite write) {
  const Activity::Guard guard = context_.activity.begin();
  std::function<Result<store::Reservation>(store::WriteContext&)> job =
      [write = std::move(write)](store::WriteContext& writing) {
        store::KeyedWrite row = write;
        row.at = writing.now;
        return store::keyed_writes::reserve(writing.db, row);
      };
  auto reserved = co_await context_.store.write<store::Reservation>(std::move(job));
  if (!reserved) context_.store_failed(reserved.error());
  co_return reserved;
}

Task<Status> KeyedWriteDesk::keep(UserId actor, std::string key, store::KeyedAnswer answer) {
  std::function<Result<int>(store::WriteContext&)> job =
      [actor, key = std::move(key),
       answer = std::move(answer)](store::WriteContext& writing) -> Result<int> {
    const Status kept = store::keyed_writes::answer(writing.db, actor, key, answer);
    if (!kept) return tl::unexpected(kept.error());
    return 1;
  };
  co_return co_await run(std::move(job));
}

Task<Status> KeyedWriteDesk::take_back(UserId actor, std::string key) {
  std::function<Result<int>(store::WriteContext&)> job =
      [actor, key = std::move(key)](store::WriteContext& writing) -> Result<int> {
    const Status gone = store::keyed_writes::take_back(writing.db, actor, key);
    if (!gone) return tl::unexpected(gone.error());
    return 1;
  };
  co_return co_await run(std::move(job));
}

Task<Status> KeyedWriteDesk::run(std::function<Result<int>(store::WriteContext&)> job) {
  const Activity::Guard guard = context_.activity.begin();
  const auto done = co_await context_.store.write<int>(std::move(job));
  if (!done) {
    context_.store_failed(done.error());
    co_return tl::unexpected(done.error());
  }
  co_return Status();
}

}  // namespace vouch::daemon
