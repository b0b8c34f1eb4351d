#include "daemon/room.h"

#include <algorithm>

#include "core/log.h"
#include "daemon/chores.h"
#include "daemon/systemd.h"
#include "store/gaps.h"
#include "store/settings.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "daemon";
constexpr std::chrono::seconds kTryEvery{5};
constexpr Millis kSmallestGap = std::chrono::minutes(2);
constexpr std::uintmax_t kMostWanted = 64U << 20U;
constexpr std::uintmax_t kWantedShare = 100;  // a hundredth of the disk

}  // namespace

bool is_worth_a_try(const std::filesystem::space_info& disk) {
  return disk.available >= std::min(disk.capacity / kWantedShare, kMostWanted);
}

void Room::hold() {
  if (context_.held) return;
  context_.held = true;
  standing_.emplace(context_.activity.begin());
  since_ = context_.steady.now();
  wall_since_ = context_.wall.now();
  try_at_ = since_ + kTryEvery;
  log::error(kRoom,
             "the disk of {} is full: reports are refused, nothing is looked at or sent, reading "
             "goes on; free some space, vouchd then goes on by itself",
             context_.store.directory().string());
  systemd::notify("STATUS=the disk is full: waiting for room");
}

void Room::let_go() {
  context_.held = false;
  standing_.reset();
}

Task<bool> Room::can_write() {
  std::error_code code;
  const auto disk = std::filesystem::space(context_.store.directory(), code);
  if (!code && !is_worth_a_try(disk)) co_return false;
  std::function<Result<int>(store::WriteContext&)> job =
      [since = wall_since_](store::WriteContext& writing) -> Result<int> {
    // Nobody could answer or look meanwhile: terms are longer by it.
    if (writing.now - since > kSmallestGap) {
      const Status noted =
          store::gaps::insert(writing.db, Gap{since, writing.now}, "disk full", writing.now);
      if (!noted) return tl::unexpected(noted.error());
    }
    const Status put = store::settings::put_time(writing.db, kLastSeen, writing.now);
    if (!put) return tl::unexpected(put.error());
    return 0;
  };
  const auto written = co_await context_.store.write<int>(std::move(job));
  co_return written.has_value();
}

Task<> Room::look() {
  if (context_.store.full()) hold();
  if (!context_.held || context_.steady.now() < try_at_) co_return;
  try_at_ = context_.steady.now() + kTryEvery;
  const bool room = co_await can_write();
  if (!room || !context_.held) co_return;
  let_go();
  context_.notices_changed = true;
  const auto waited =
      std::chrono::duration_cast<std::chrono::seconds>(context_.steady.now() - since_);
  log::notice(kRoom, "there is room on the disk again after {} s: going on", waited.count());
  systemd::notify("STATUS=going on: there is room on the disk again");
  if (context_.wake) context_.wake();
}

}  // namespace vouch::daemon
