// Page looks that keep every site's pace: the one way by which the daemon requests pages, controls
// and probes. Main loop only.
#pragma once

#include <set>
#include <string>

#include "core/url.h"
#include "crawler/net/page_fetcher.h"
#include "daemon/site_keeper.h"

namespace vouch::daemon {

enum class FirstVisit { kReserve, kReserved };  // kReserved: the caller holds the site already

class PoliteFetcher {
 public:
  PoliteFetcher(crawler::PageFetcher& fetcher, SiteKeeper& sites, Alarms& alarms,
                const WallClock& wall, Millis min_delay)
      : fetcher_(fetcher), sites_(sites), alarms_(alarms), wall_(wall), min_delay_(min_delay) {}

  void set_min_delay(Millis delay) { min_delay_ = delay; }
  // The caller holds an Activity::Guard. Visits are settled when it returns; `sites` names them.
  Task<crawler::PageLook> look(Url url, FirstVisit first, std::set<std::string>& sites);
  Task<crawler::PageLook> look(crawler::PageRequest request, FirstVisit first,
                               std::set<std::string>& sites);

 private:
  Task<std::optional<Reason>> admit(Url next, std::set<std::string>& held);

  crawler::PageFetcher& fetcher_;
  SiteKeeper& sites_;
  Alarms& alarms_;
  const WallClock& wall_;
  Millis min_delay_;
};

}  // namespace vouch::daemon
