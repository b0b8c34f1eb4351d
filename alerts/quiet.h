// Quiet time: hours of the night and days off, in which no letter to a person goes out unless its
// rule is urgent. Pure; any thread.
#pragma once

#include <optional>

#include "core/calendar.h"
#include "core/time.h"

namespace vouch::alerts {

struct QuietHours {
  Millis from = std::chrono::hours(20);  // local time of day
  Millis to = std::chrono::hours(8);     // equal: no hour is quiet
  bool days_off = true;                  // weekends and holidays are quiet as a whole
};

// None: `now` is not quiet. Else when the quiet time ends, on a working day where days off are
// quiet. A calendar without a single working day within a year ends it after that year.
std::optional<Time> quiet_until(const Calendar& calendar, const QuietHours& quiet, Time now);

}  // namespace vouch::alerts
