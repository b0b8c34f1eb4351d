#include "daemon/robots_keeper.h"

#include "core/log.h"
#include "store/robots.h"

namespace vouch::daemon {

namespace {
constexpr std::size_t kMostKept = 512;
constexpr std::size_t kLongestKept = 16 * 1024;  // bytes; nearly every file is shorter
}  // namespace

void RobotsKeeper::keep(const crawler::RobotsCopy& copy) {
  newest_.erase(copy.origin);
  if (copy.body.size() > kLongestKept) return;
  if (newest_.size() >= kMostKept) newest_.clear();
  newest_.emplace(copy.origin, copy);
}

Task<std::optional<crawler::RobotsCopy>> RobotsKeeper::load(std::string origin) {
  if (const auto found = newest_.find(origin); found != newest_.end()) {
    co_return std::optional<crawler::RobotsCopy>(found->second);
  }
  std::function<Result<std::optional<store::RobotsEntry>>(store::Connection&)> job =
      [origin](store::Connection& db) { return store::robots::get(db, origin); };
  const auto entry = co_await store_.read<std::optional<store::RobotsEntry>>(std::move(job));
  if (!entry || !*entry) co_return std::optional<crawler::RobotsCopy>();
  crawler::RobotsCopy copy;
  copy.origin = (*entry)->origin;
  copy.fetched_at = (*entry)->fetched_at;
  copy.status = (*entry)->http_status;
  copy.body = (*entry)->body;
  copy.good_at = (*entry)->expires_at;
  keep(copy);
  co_return copy;
}

Task<void> RobotsKeeper::save(crawler::RobotsCopy copy) {
  store::RobotsEntry entry;
  entry.origin = copy.origin;
  entry.fetched_at = copy.fetched_at;
  entry.http_status = copy.status;
  entry.body = copy.body;
  entry.expires_at =
      copy.good_at;  // the moment of the last good copy; freshness is worked out from it
  std::function<Result<int>(store::WriteContext&)> job =
      [entry](store::WriteContext& context) -> Result<int> {
    const Status put = store::robots::put(context.db, entry);
    if (!put) return tl::unexpected(put.error());
    return 0;
  };
  const auto done = co_await store_.write<int>(std::move(job));
  if (!done) {
    newest_.erase(copy.origin);
    log::warning("robots", "{}", done.error().text());
  } else {
    keep(copy);
  }
}

}  // namespace vouch::daemon
