// crawler::RobotsStore over the store's robots cache, with the newest copies in memory: this is the
// only one that writes them. Main loop only.
#pragma once

#include <map>
#include <string>

#include "crawler/net/robots_cache.h"
#include "store/store.h"

namespace vouch::daemon {

class RobotsKeeper final : public crawler::RobotsStore {
 public:
  explicit RobotsKeeper(store::Store& store) : store_(store) {}
  Task<std::optional<crawler::RobotsCopy>> load(std::string origin) override;
  Task<void> save(crawler::RobotsCopy copy) override;

 private:
  void keep(const crawler::RobotsCopy& copy);

  store::Store& store_;
  std::map<std::string, crawler::RobotsCopy> newest_;  // by origin, bounded
};

}  // namespace vouch::daemon
