// A year's targets of one metric from the company to its people. Whatever is set, the months add up
// to the year, the teams to the company and the people to their team; what is locked stays. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/target.h"

namespace vouch::planning {

inline constexpr int kMonths = 12;

struct TargetShare {  // of one that a month is split among, or of a month of the year
  TargetHolder holder;
  std::int64_t weight = 0;
  std::optional<std::int64_t> locked;
};

class TargetTree {
 public:
  TargetTree(TargetMetric metric, int year) : metric_(metric), year_(year) {}
  TargetTree(TargetMetric metric, int year, std::span<const MonthTarget> newest);

  [[nodiscard]] const MonthTarget* find(const TargetHolder& holder, int month) const;
  [[nodiscard]] std::int64_t year_of(const TargetHolder& holder) const;
  // Those that the holder's month is split among, in their order.
  [[nodiscard]] std::vector<const MonthTarget*> parts(const TargetHolder& holder, int month) const;
  [[nodiscard]] bool is_split(const TargetHolder& holder) const;  // in any month

  // Twelve shares, of January first; their holder is not read. What stands below is split anew by
  // the weights it had. kInvalid: the locks do not fit.
  Status set_year(const TargetHolder& holder, std::int64_t total,
                  std::span<const TargetShare> months);
  // Those that are not named any more have nothing from then on.
  Status set_parts(const TargetHolder& holder, int month, std::span<const TargetShare> parts);
  // The months from `month` on take these amounts.
  Status set_months(const TargetHolder& holder, int month, std::span<const std::int64_t> amounts);

  // What differs from what was given, to be written.
  [[nodiscard]] std::vector<MonthTarget> changed() const;

 private:
  using Key = std::pair<int, TargetHolder>;  // month

  Status put(const TargetHolder& holder, int month, std::int64_t amount, std::int64_t weight,
             bool locked);
  Status split_again(const TargetHolder& holder, int month);

  TargetMetric metric_;
  int year_;
  std::map<Key, MonthTarget> rows_;
  std::map<Key, bool> changed_;
};

// What was reached by the holder and all who stand below it, of entries that begin on these days;
// none where there is no entry. Each amount is entered once, at whatever level it is known.
std::optional<std::int64_t> reached(const TargetHolder& whole, std::span<const Actual> entries,
                                    Date from, Date to);

Date first_day(int year, int month);
Date last_day(int year, int month);

}  // namespace vouch::planning
