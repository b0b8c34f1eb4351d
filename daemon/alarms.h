// Sleeping until a moment of the wall clock inside a look. While a coroutine sleeps here it is not
// in flight: under practice the clock may move. The agenda fires what is due. Main loop only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/async.h"
#include "core/clock.h"
#include "daemon/activity.h"

namespace vouch::daemon {

class Alarms {
 public:
  Alarms(const WallClock& wall, Activity& activity) : wall_(wall), activity_(activity) {}

  // The caller must hold exactly one Activity::Guard; it is given back to the count while asleep.
  // False: we are shutting down and the moment has not come. Whoever kept a pace does no more then.
  // `topic`: what is waited for, where it may come sooner.
  Task<bool> sleep_until(Time moment, std::string topic = {});
  // Who waits for this, and would sleep longer, wakes at `moment`; in the order in which they came.
  void bring_forward(const std::string& topic, Time moment);

  [[nodiscard]] std::optional<Time> next() const;
  void fire(Time now);
  void fire_all();  // shutting down: everybody wakes, nobody sleeps again
  [[nodiscard]] bool stopping() const { return stopping_; }

 private:
  const WallClock& wall_;
  Activity& activity_;
  struct Sleeper {
    std::string topic;
    Completion<bool> done;
  };
  std::multimap<Time, Sleeper> sleepers_;
  bool stopping_ = false;
};

}  // namespace vouch::daemon
