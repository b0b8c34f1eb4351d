#include "planning/week_plan.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "planning/report_days.h"

namespace vouch::planning {
namespace {

constexpr std::chrono::days kWeek{kWeekDays};
constexpr Millis kReminderHour = std::chrono::hours(10);

PlanLine for_the_week_after(PlanLine line, LineSource source) {
  line.id = PlanLineId{};
  line.monday += kWeek;
  line.source = source;
  return line;
}

}  // namespace

Date monday_of(Date day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

Time next_plan_reminder(const Calendar& calendar, Time moment) {
  const Date first = monday_of(calendar.zone().date_of(moment));
  // A whole week of holidays has none; two in a row do not exist.
  for (Date monday = first; monday < first + 4 * kWeek; monday += kWeek) {
    for (Date day = monday; day < monday + kWeek; day += std::chrono::days(1)) {
      if (!calendar.is_workday(day)) continue;
      const Time at = calendar.zone().at(day, kReminderHour);
      if (at > moment) return at;
      break;
    }
  }
  return Time::max();
}

WorkDays work_days(const User& user, const std::vector<Leave>& leave, const Calendar& calendar,
                   Date monday, int day_minutes) {
  WorkDays out{};
  for (int i = 0; i < kWeekDays; ++i) {
    const Date day = monday + std::chrono::days(i);
    // Whoever never reports works on the company's days.
    const bool works = user.report_weekdays != 0
                           ? expected_to_report(user, leave, calendar, day)
                           : calendar.is_workday(day) && !on_leave(user.id, leave, day);
    if (works) out[static_cast<std::size_t>(i)] = day_minutes;
  }
  return out;
}

std::vector<PlanDay> days_of(const PlanLine& line, const WorkDays& days, Date from,
                             const std::vector<PlanDay>& kept) {
  std::vector<PlanDay> out;
  int left = line.quantity;
  for (const PlanDay& day : kept) {
    if (day.day >= from || day.quantity == 0) continue;
    out.push_back({line.id, day.day, day.quantity});
    left -= day.quantity;
  }
  WorkDays open = days;
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (line.monday + std::chrono::days(i) < from) open[i] = 0;
  }
  const std::vector<int> shares = split(std::max(left, 0), open);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] > 0) out.push_back({line.id, line.monday + std::chrono::days(i), shares[i]});
  }
  return out;
}

Capacity capacity_of(std::span<const PlanLine> lines, UserId user, const WorkDays& days,
                     const std::function<int(std::string_view)>& minutes_of) {
  Capacity out;
  out.available = std::accumulate(days.begin(), days.end(), std::int64_t{0});
  for (const PlanLine& line : lines) {
    if (line.user == user) out.needed += std::int64_t{line.quantity} * minutes_of(line.work_type);
  }
  return out;
}

std::vector<int> filled(std::span<const PlanLine> lines, const Done& done) {
  Done left = done;
  std::vector<int> out;
  out.reserve(lines.size());
  for (const PlanLine& line : lines) {
    const auto found = left.find({line.user, line.work_type});
    const int pieces = found == left.end() ? 0 : std::min(found->second, line.quantity);
    if (pieces > 0) found->second -= pieces;
    out.push_back(pieces);
  }
  return out;
}

std::vector<PlanLine> carried(std::span<const PlanLine> lines, const Done& done) {
  const std::vector<int> pieces = filled(lines, done);
  std::vector<PlanLine> out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (pieces[i] >= lines[i].quantity) continue;
    PlanLine line = for_the_week_after(lines[i], LineSource::kCarried);
    line.quantity -= pieces[i];
    out.push_back(std::move(line));
  }
  return out;
}

std::vector<PlanLine> copied(std::span<const PlanLine> lines) {
  std::vector<PlanLine> out;
  for (const PlanLine& line : lines) {
    // What was carried into that week was left over from the one before, and is none of its own.
    if (line.source != LineSource::kCarried && line.quantity > 0)
      out.push_back(for_the_week_after(line, LineSource::kCopied));
  }
  return out;
}

bool is_unplanned(std::span<const PlanLine> lines, std::string_view work_type) {
  return !lines.empty() && std::none_of(lines.begin(), lines.end(), [&](const PlanLine& line) {
    return line.work_type == work_type;
  });
}

std::vector<Overlap> overlaps(std::span<const PlanLine> lines) {
  std::map<std::pair<KeywordId, std::string>, std::set<UserId>> people;
  for (const PlanLine& line : lines) {
    for (const KeywordId keyword : line.keywords) {
      for (const std::string& platform : line.platforms)
        people[{keyword, platform}].insert(line.user);
    }
  }
  std::vector<Overlap> out;
  for (const auto& [key, users] : people) {
    if (users.size() > 1) out.push_back({key.first, key.second, {users.begin(), users.end()}});
  }
  return out;
}

}  // namespace vouch::planning
