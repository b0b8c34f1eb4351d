// crawler::RobotsStore over the store's robots cache. Main loop only.
#pragma once

#include "crawler/net/robots_cache.h"
#include "store/store.h"

namespace vouch::daemon {

class RobotsKeeper final : public crawler::RobotsStore {
 public:
  explicit RobotsKeeper(store::Store& store) : store_(store) {}
  Task<std::optional<crawler::RobotsCopy>> load(std::string origin) override;
  Task<void> save(crawler::RobotsCopy copy) override;

 private:
  store::Store& store_;
};

}  // namespace vouch::daemon
