#include "daemon/alarms.h"

namespace vouch::daemon {

Task<> Alarms::sleep_until(Time moment) {
  if (moment <= wall_.now()) co_return;
  auto start = [this, moment](Completion<int> done) { sleepers_.emplace(moment, std::move(done)); };
  activity_.pause();
  co_await await_callback<int>(start);
}

std::optional<Time> Alarms::next() const {
  if (sleepers_.empty()) return std::nullopt;
  return sleepers_.begin()->first;
}

void Alarms::fire(Time now) {
  while (!sleepers_.empty() && sleepers_.begin()->first <= now) {
    Completion<int> done = std::move(sleepers_.begin()->second);
    sleepers_.erase(sleepers_.begin());
    activity_.resume();  // in flight again before the clock can be looked at
    done(0);
  }
}

void Alarms::fire_all() {
  fire(Time::max());
}

}  // namespace vouch::daemon
