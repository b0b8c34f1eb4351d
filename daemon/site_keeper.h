// Politeness of every site in one place: what crawler/net/politeness works out, kept in memory and
// written with the looks (a restart cannot burst). Main loop only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/clock.h"
#include "crawler/net/page_fetcher.h"
#include "crawler/net/politeness.h"
#include "daemon/alarms.h"
#include "store/hosts.h"

namespace vouch::daemon {

class SiteKeeper {
 public:
  SiteKeeper(const WallClock& wall, Alarms& alarms, crawler::PolitenessLimits limits)
      : wall_(wall), alarms_(alarms), limits_(limits) {}

  // At a start. What was visited shortly before it may not have been written, so every site's pause
  // is kept once from now on.
  void load(const std::vector<store::HostState>& states);
  void set_limits(crawler::PolitenessLimits limits) { limits_ = limits; }

  crawler::Reservation reserve(const std::string& site);
  [[nodiscard]] Time opens_at(const std::string& site);
  // Waits until the site opens and reserves it; for the second and later requests of a look. False
  // at once where it stays closed beyond `latest` (breaker, Retry-After, daily cap) or we stop. Who
  // waits here goes before the looks of the queue: he keeps another site closed meanwhile.
  Task<bool> wait_for(std::string site, Time latest);
  void settle(const std::vector<crawler::Visit>& visits);

  [[nodiscard]] store::HostState row(const std::string& site) const;

 private:
  crawler::HostState& state(const std::string& site);

  const WallClock& wall_;
  Alarms& alarms_;
  crawler::PolitenessLimits limits_;
  std::map<std::string, crawler::HostState> states_;
  Time unknown_until_{};  // visits of sites without a state may have been before this
};

}  // namespace vouch::daemon
