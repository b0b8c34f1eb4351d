#include "daemon/site_keeper.h"

#include <algorithm>

namespace vouch::daemon {

void SiteKeeper::load(const std::vector<store::HostState>& states) {
  unknown_until_ = wall_.now();
  for (const store::HostState& row : states) {
    crawler::HostState& state = states_[row.site];
    state.site_key = row.site;
    state.next_at = std::max(row.next_at, unknown_until_ + std::max(limits_.min_delay, row.delay));
    state.delay_ms = row.delay.count();
    state.failures = row.failures;
    if (row.cool_until) state.breaker_until = *row.cool_until;
  }
}

crawler::HostState& SiteKeeper::state(const std::string& site) {
  crawler::HostState& state = states_[site];
  if (state.site_key.empty()) {
    state.site_key = site;
    if (unknown_until_ > Time{}) state.next_at = unknown_until_ + limits_.min_delay;
  }
  return state;
}

crawler::Reservation SiteKeeper::reserve(const std::string& site) {
  return crawler::reserve(state(site), wall_.now(), limits_);
}

Time SiteKeeper::opens_at(const std::string& site) {
  return crawler::opens_at(state(site), wall_.now(), limits_);
}

Task<bool> SiteKeeper::wait_for(std::string site, Time latest) {
  for (;;) {
    const crawler::Reservation reservation = reserve(site);
    if (reservation.granted) co_return true;
    if (reservation.at > latest) co_return false;
    const bool came = co_await alarms_.sleep_until(reservation.at, site);
    if (!came) co_return false;
  }
}

void SiteKeeper::settle(const std::vector<crawler::Visit>& visits) {
  for (const crawler::Visit& visit : visits) {
    crawler::settle(state(visit.site_key), visit.outcome, visit.ended_at, limits_);
    // Until now they expected that the visit's whole lease would be needed.
    alarms_.bring_forward(visit.site_key, opens_at(visit.site_key));
  }
}

store::HostState SiteKeeper::row(const std::string& site) const {
  store::HostState row;
  row.site = site;
  row.updated_at = wall_.now();
  const auto found = states_.find(site);
  if (found == states_.end()) return row;
  const crawler::HostState& state = found->second;
  row.next_at = state.next_at;
  row.delay = Millis(state.delay_ms);
  row.failures = state.failures;
  if (state.breaker_until > Time{}) row.cool_until = state.breaker_until;
  return row;
}

}  // namespace vouch::daemon
