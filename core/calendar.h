// Working days: weekends, public holidays and make-up workdays as dated data
// (config/data/calendars). Immutable after construction; any thread may read. A year without data
// counts weekends only and is named by missing_years(), so that the operator is warned.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/time.h"

namespace vouch {

enum class DayKind { kWorkday, kWeekend, kHoliday, kMakeupWorkday };

struct Gap {  // the daemon was not running, or the clock was moved: terms for people are extended
              // by it
  Time from;
  Time to;
};

class Calendar {
 public:
  explicit Calendar(Zone zone, std::string version = "none")
      : zone_(std::move(zone)), version_(std::move(version)) {}

  void set(Date date, DayKind kind, std::string name = {});
  void add_year(int year) { years_.insert(year); }

  [[nodiscard]] DayKind kind(Date date) const;
  [[nodiscard]] bool is_workday(Date date) const;
  [[nodiscard]] bool has_year(int year) const { return years_.contains(year); }
  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] const std::string& version() const { return version_; }

  // The same local time `days` working days later; from a day off it starts at the next workday's
  // midnight. 24 h of working time when days is 1 (domain §5.6: grace of one working day).
  [[nodiscard]] Time add_workdays(Time from, int days) const;
  [[nodiscard]] Date next_workday(Date after) const;

 private:
  Zone zone_;
  std::string version_;
  std::map<Date, DayKind> days_;
  std::set<int> years_;
};

// Length of `gaps` that lies inside [from, to).
Millis overlap(const std::vector<Gap>& gaps, Time from, Time to);
// `from + term`, pushed back by every gap that falls into it.
Time extend_by_gaps(Time from, Time end, const std::vector<Gap>& gaps);

}  // namespace vouch
