// What the daemon does while the disk is full: nothing is begun whose result could not be kept, and
// every few seconds it is tried whether there is room again. Main loop only.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "core/async.h"
#include "daemon/activity.h"
#include "daemon/context.h"

namespace vouch::daemon {

class Room {
 public:
  explicit Room(Context& context) : context_(context) {}

  // A write found no room: holds looks, notices and messages back; the practice clock stands.
  void hold();
  // Once a second: tries a small write when it is time, and lets go when one succeeded.
  Task<> look();
  // The daemon stops: nothing is waited for.
  void let_go();

  [[nodiscard]] bool held() const { return context_.held; }

 private:
  [[nodiscard]] Task<bool> can_write();

  Context& context_;
  std::optional<Activity::Guard> standing_;
  SteadyClock::Point since_{};
  Time wall_since_{};
  SteadyClock::Point try_at_{};
};

// Whether a disk with this much room is worth a try: a sliver would be full again at once.
bool is_worth_a_try(const std::filesystem::space_info& disk);

}  // namespace vouch::daemon
