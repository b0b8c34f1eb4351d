#include "planning/plan_done.h"

#include <algorithm>

namespace vouch::planning {
namespace {

PlanCount times(const PlanCount& count, std::int64_t factor) {
  return {count.planned * factor, count.done * factor, count.on_time * factor, count.over * factor,
          count.unplanned * factor};
}

// One type of work in one person's week.
struct TypeWeek {
  bool has_line = false;
  std::int64_t asked = 0;  // of the whole week, days ahead too
  struct Ask {
    std::int64_t over = 0;
    std::int64_t ahead = 0;
  };
  std::map<Date, Ask> asks;
  std::map<Date, std::int64_t> pieces;
  std::map<Date, std::int64_t> in_time;

  [[nodiscard]] std::map<Date, PlanCount> count() const {
    std::map<Date, PlanCount> out;
    add_unasked(out);
    std::int64_t rest = 0;
    for (const auto& [day, number] : pieces) rest += number;
    std::int64_t pool = 0;  // handed in, not late, for no later day
    auto next = in_time.begin();
    for (const auto& [day, ask] : asks) {
      for (; next != in_time.end() && next->first <= day; ++next) pool += next->second;
      const std::int64_t matched = std::min(ask.over + ask.ahead, pool);
      pool -= matched;
      rest -= matched;  // those of a day ahead are kept for it
      if (ask.over == 0) continue;
      out[day].planned = ask.over;
      out[day].on_time = std::min(ask.over, matched);
    }
    for (const auto& [day, ask] : asks) {
      if (ask.over == 0) continue;
      PlanCount& count = out[day];
      const std::int64_t filled = std::min(count.planned - count.on_time, rest);
      count.done = count.on_time + filled;
      rest -= filled;
    }
    return out;
  }

 private:
  void add_unasked(std::map<Date, PlanCount>& out) const {
    std::int64_t before = 0;
    for (const auto& [day, number] : pieces) {
      const std::int64_t surplus = std::max<std::int64_t>(before + number - asked, 0) -
                                   std::max<std::int64_t>(before - asked, 0);
      before += number;
      if (surplus > 0) (has_line ? out[day].over : out[day].unplanned) += surplus;
    }
  }
};

}  // namespace

PlanCount& PlanCount::operator+=(const PlanCount& other) {
  planned += other.planned;
  done += other.done;
  on_time += other.on_time;
  over += other.over;
  unplanned += other.unplanned;
  return *this;
}

PlanTally& PlanTally::operator+=(const PlanTally& other) {
  pieces += other.pieces;
  minutes += other.minutes;
  for (const auto& [type, count] : other.by_work) by_work[type] += count;
  return *this;
}

void PlanTally::add(const std::string& work_type, const PlanCount& count, int standard_minutes) {
  pieces += count;
  minutes += times(count, standard_minutes);
  by_work[work_type] += count;
}

void add(std::optional<PlanTally>& sum, const std::optional<PlanTally>& other) {
  if (!other) return;
  if (!sum) sum.emplace();
  *sum += *other;
}

std::map<Date, PlanTally> plan_done(std::span<const AskedFor> asked,
                                    std::span<const HandedIn> handed_in,
                                    const std::function<int(std::string_view)>& minutes_of) {
  std::map<std::string, TypeWeek> types;
  for (const AskedFor& one : asked) {
    TypeWeek& type = types[one.work_type];
    type.has_line = true;
    if (one.state != AskedState::kFree) type.asked += one.quantity;
    if (one.state == AskedState::kOver) type.asks[one.day].over += one.quantity;
    if (one.state == AskedState::kAhead) type.asks[one.day].ahead += one.quantity;
  }
  for (const HandedIn& one : handed_in) {
    TypeWeek& type = types[one.work_type];
    type.pieces[one.day] += one.pieces;
    type.in_time[one.day] += one.pieces - one.late;
  }
  std::map<Date, PlanTally> out;
  for (const auto& [name, type] : types) {
    for (const auto& [day, count] : type.count()) out[day].add(name, count, minutes_of(name));
  }
  return out;
}

}  // namespace vouch::planning
