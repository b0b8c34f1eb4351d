#include "daemon/polite_fetcher.h"

#include <algorithm>

namespace vouch::daemon {

namespace {

// Longer than this nobody waits inside a look, who keeps another site closed meanwhile.
constexpr Millis kLongestWait = std::chrono::minutes(10);
constexpr Reason kResting = Reason::kTimeout;

}  // namespace

Task<crawler::PageLook> PoliteFetcher::look(Url url, FirstVisit first,
                                            std::set<std::string>& sites) {
  crawler::PageRequest request(std::move(url));
  return look(std::move(request), first, sites);
}

Task<crawler::PageLook> PoliteFetcher::look(crawler::PageRequest request, FirstVisit first,
                                            std::set<std::string>& sites) {
  const std::string site = site_key(request.url);
  crawler::PageLook look;
  if (first == FirstVisit::kReserve) {
    const bool reserved = co_await sites_.wait_for(site, wall_.now() + kLongestWait);
    if (!reserved) {
      look.exchange.failure = kResting;
      look.exchange.failure_text = "the site cannot be visited now";
      look.exchange.cancelled = alarms_.stopping();
      co_return look;
    }
  }
  std::set<std::string> held;  // by this look; settled sites must be reserved anew
  held.insert(site);
  request.admit = [this, &held](const Url& next) { return admit(next, held); };
  look = co_await fetcher_.look(std::move(request));
  // A request that was not made because we stop says nothing about the site.
  if (alarms_.stopping() && look.exchange.failure) look.exchange.cancelled = true;
  sites_.settle(look.visits);
  sites.insert(held.begin(), held.end());
  co_return look;
}

Task<std::optional<Reason>> PoliteFetcher::admit(Url next, std::set<std::string>& held) {
  const std::string site = site_key(next);
  if (held.contains(site)) {
    // Our own earlier request of this look still holds the site: keep its delay to the next one.
    const Millis delay = std::max(min_delay_, sites_.row(site).delay);
    const bool came = co_await alarms_.sleep_until(wall_.now() + delay);
    if (!came) co_return std::optional<Reason>(kResting);
    co_return std::optional<Reason>();
  }
  const bool reserved = co_await sites_.wait_for(site, wall_.now() + kLongestWait);
  if (!reserved) co_return std::optional<Reason>(kResting);
  held.insert(site);
  co_return std::optional<Reason>();
}

}  // namespace vouch::daemon
