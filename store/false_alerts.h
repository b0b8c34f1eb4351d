// The published false-alert rate (误报率): how many negatives people were told of their work, and
// how many of them proved to be the machine's mistake. Baselines make none. Read on any connection.
#pragma once

#include <cstdint>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct FalseAlerts {
  Time since;
  std::int64_t told = 0;        // negatives shown to employees
  std::int64_t overturned = 0;  // by a person
  std::int64_t withdrawn = 0;   // their source had been blind
  std::int64_t disputes = 0;    // opened
  std::int64_t upheld = 0;      // of them, or the employee's side stood after the term
  std::int64_t waived = 0;      // exemptions given

  [[nodiscard]] std::int64_t false_ones() const { return overturned + withdrawn; }
};

// Of the whole company, from `since` on. A dispute that nobody answered in its term stands.
Result<FalseAlerts> false_alerts(Connection& db, Time since, Time now);

}  // namespace vouch::store
