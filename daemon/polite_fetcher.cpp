#include "daemon/polite_fetcher.h"

#include <algorithm>

namespace vouch::daemon {

Task<crawler::PageLook> PoliteFetcher::look(Url url, FirstVisit first,
                                            std::set<std::string>& sites) {
  const std::string site = site_key(url);
  if (first == FirstVisit::kReserve) co_await sites_.wait_for(site);
  sites.insert(site);
  crawler::PageRequest request(std::move(url));
  request.admit = [this, &sites](const Url& next) { return admit(next, sites); };
  crawler::PageLook look = co_await fetcher_.look(std::move(request));
  sites_.settle(look.visits);
  co_return look;
}

Task<std::optional<Reason>> PoliteFetcher::admit(Url next, std::set<std::string>& held) {
  const std::string site = site_key(next);
  if (held.contains(site)) {
    // Our own earlier request of this look still holds the site: keep its delay to the next one.
    const Millis delay = std::max(min_delay_, sites_.row(site).delay);
    co_await alarms_.sleep_until(wall_.now() + delay);
  } else {
    co_await sites_.wait_for(site);
    held.insert(site);
  }
  co_return std::optional<Reason>();
}

}  // namespace vouch::daemon
