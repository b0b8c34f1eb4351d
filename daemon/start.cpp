#include "daemon/start.h"

#include "daemon/chores.h"
#include "store/gaps.h"
#include "store/hosts.h"
#include "store/looks.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr Millis kSmallestGap = std::chrono::minutes(2);

}  // namespace

Status note_gap(store::Store& store) {
  std::function<Result<int>(store::WriteContext&)> job =
      [](store::WriteContext& writing) -> Result<int> {
    const auto seen = store::settings::get_time(writing.db, kLastSeen);
    if (!seen) return tl::unexpected(seen.error());
    if (*seen && writing.now - **seen > kSmallestGap) {
      const Status noted =
          store::gaps::insert(writing.db, Gap{**seen, writing.now}, "not running", writing.now);
      if (!noted) return tl::unexpected(noted.error());
    }
    const Status kept = store::settings::put_time(writing.db, kLastSeen, writing.now);
    if (!kept) return tl::unexpected(kept.error());
    return 0;
  };
  const auto done = store.write_now<int>(std::move(job));
  if (!done) return tl::unexpected(done.error());
  return {};
}

Status load_looks(store::Store& store, SiteKeeper& sites, LookQueue& queue) {
  std::function<Result<std::vector<store::HostState>>(store::Connection&)> hosts =
      [](store::Connection& db) { return store::hosts::all(db); };
  const auto states = store.read_now<std::vector<store::HostState>>(std::move(hosts));
  if (!states) return tl::unexpected(states.error());
  sites.load(*states);
  for (const store::HostState& state : *states) {
    queue.set_open_at(state.site, sites.opens_at(state.site));
  }
  // On the writer's connection, which nobody else needs yet: no statement of a reader may last as
  // long as reading millions of looks does.
  std::function<Result<int>(store::WriteContext&)> looks =
      [&queue](store::WriteContext& context) -> Result<int> {
    const Status read = store::looks::due_all(context.db, [&queue](const store::DueLook& look) {
      queue.put({look.id, look.due_at, look.site});
    });
    if (!read) return tl::unexpected(read.error());
    return 0;
  };
  const auto loaded = store.write_now<int>(std::move(looks));
  if (!loaded) return tl::unexpected(loaded.error());
  return {};
}

}  // namespace vouch::daemon
