#include "core/calendar.h"

#include <algorithm>

namespace vouch {

void Calendar::set(Date date, DayKind kind, std::string) {
  days_[date] = kind;
}

DayKind Calendar::kind(Date date) const {
  if (const auto found = days_.find(date); found != days_.end()) return found->second;
  const std::chrono::weekday weekday{date};
  const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
  return weekend ? DayKind::kWeekend : DayKind::kWorkday;
}

bool Calendar::is_workday(Date date) const {
  const DayKind day = kind(date);
  return day == DayKind::kWorkday || day == DayKind::kMakeupWorkday;
}

Date Calendar::next_workday(Date after) const {
  Date date = after + std::chrono::days(1);
  while (!is_workday(date)) date += std::chrono::days(1);
  return date;
}

Time Calendar::add_workdays(Time from, int days) const {
  Date date = zone_.date_of(from);
  Millis time_of_day = zone_.time_of_day(from);
  if (!is_workday(date)) {
    date = next_workday(date);
    time_of_day = Millis(0);
  }
  for (int i = 0; i < days; ++i) date = next_workday(date);
  return zone_.at(date, time_of_day);
}

namespace {

// In order and without overlaps: an hour that two gaps name is one hour.
std::vector<Gap> apart(const std::vector<Gap>& gaps) {
  std::vector<Gap> ordered = gaps;
  std::sort(ordered.begin(), ordered.end(),
            [](const Gap& left, const Gap& right) { return left.from < right.from; });
  std::vector<Gap> out;
  for (const Gap& gap : ordered) {
    if (gap.to <= gap.from) continue;
    if (out.empty() || gap.from > out.back().to) {
      out.push_back(gap);
    } else {
      out.back().to = std::max(out.back().to, gap.to);
    }
  }
  return out;
}

}  // namespace

Millis overlap(const std::vector<Gap>& gaps, Time from, Time to) {
  Millis sum{};
  for (const Gap& gap : apart(gaps)) {
    const Time begin = std::max(gap.from, from);
    const Time end = std::min(gap.to, to);
    if (begin < end) sum += end - begin;
  }
  return sum;
}

Time extend_by_gaps(Time from, Time end, const std::vector<Gap>& gaps) {
  for (const Gap& gap : apart(gaps)) {
    if (gap.from >= end || gap.to <= from) continue;
    end += gap.to - std::max(gap.from, from);
  }
  return end;
}

}  // namespace vouch
