#include "daemon/alarms.h"

namespace vouch::daemon {

Task<bool> Alarms::sleep_until(Time moment, std::string topic) {
  if (moment <= wall_.now()) co_return true;
  if (stopping_) co_return false;
  auto start = [this, moment, &topic](Completion<bool> done) {
    sleepers_.emplace(moment, Sleeper{std::move(topic), std::move(done)});
  };
  activity_.pause();
  co_return co_await await_callback<bool>(start);
}

void Alarms::bring_forward(const std::string& topic, Time moment) {
  for (auto later = sleepers_.upper_bound(moment); later != sleepers_.end();) {
    const auto sleeper = later++;
    if (sleeper->second.topic != topic) continue;
    auto moved = sleepers_.extract(sleeper);
    moved.key() = moment;
    sleepers_.insert(std::move(moved));
  }
}

std::optional<Time> Alarms::next() const {
  if (sleepers_.empty()) return std::nullopt;
  return sleepers_.begin()->first;
}

void Alarms::fire(Time now) {
  while (!sleepers_.empty() && sleepers_.begin()->first <= now) {
    Completion<bool> done = std::move(sleepers_.begin()->second.done);
    sleepers_.erase(sleepers_.begin());
    activity_.resume();  // in flight again before the clock can be looked at
    done(!stopping_);
  }
}

void Alarms::fire_all() {
  stopping_ = true;
  fire(Time::max());
}

}  // namespace vouch::daemon
