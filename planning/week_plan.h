// What follows from the lines of a week's plan: days, hours, what is done and left, what overlaps
// (P01 to P03, P08, K05). Pure.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/people.h"
#include "core/work_plan.h"
#include "planning/work_split.h"

namespace vouch::planning {

inline constexpr int kWeekDays = 7;
inline constexpr int kDayMinutes = 8 * 60;  // of a person for whom nothing else is said

Date monday_of(Date day);

// 10:00 of the first workday of a week, after `moment`: by then the week's plan is published (P04).
Time next_plan_reminder(const Calendar& calendar, Time moment);

// Monday to Sunday: minutes for which the person works; 0 on days off, holidays and leave.
using WorkDays = std::array<std::int64_t, kWeekDays>;
WorkDays work_days(const User& user, const std::vector<Leave>& leave, const Calendar& calendar,
                   Date monday, int day_minutes = kDayMinutes);

// The line on the days from `from` on; those before keep what `kept` says of them. Their sum is the
// line's quantity, but where nobody works on any day that is left: then nothing more is given out.
std::vector<PlanDay> days_of(const PlanLine& line, const WorkDays& days, Date from,
                             const std::vector<PlanDay>& kept = {});

// `minutes_of`: standard minutes of a work type; 0 where none are published.
Capacity capacity_of(std::span<const PlanLine> lines, UserId user, const WorkDays& days,
                     const std::function<int(std::string_view)>& minutes_of);

// Pieces that a person handed in, by work type.
using Done = std::map<std::pair<UserId, std::string>, int>;
// How much of each line is done: a person's pieces of one type fill his lines in their order.
std::vector<int> filled(std::span<const PlanLine> lines, const Done& done);
// What is left over of each line, for the week after; a line that is done gives none.
std::vector<PlanLine> carried(std::span<const PlanLine> lines, const Done& done);
// The lines as they were planned, for the week after.
std::vector<PlanLine> copied(std::span<const PlanLine> lines);

// A week for which the person has lines, none of them of this type of work. No lines: no.
bool is_unplanned(std::span<const PlanLine> lines, std::string_view work_type);

struct Overlap {  // one keyword on one platform for two people
  KeywordId keyword;
  std::string platform;
  std::vector<UserId> people;
};
std::vector<Overlap> overlaps(std::span<const PlanLine> lines);

}  // namespace vouch::planning
