#include "web/plan_ground.h"

#include <algorithm>

#include "planning/week_plan.h"
#include "store/people.h"

namespace vouch::web::gather {
namespace {

constexpr std::chrono::days kLastDay{6};

}  // namespace

Result<PlanGround> PlanGround::load(store::Connection& db, const ReadingRules& rules,
                                    const Request& request) {
  PlanGround out(rules, request);
  const Date from = planning::monday_of(request.days.from);
  const Date to = planning::monday_of(request.days.to);
  const auto asked = store::plan_counts::asked(db, request.user, from, to);
  if (!asked) return tl::unexpected(asked.error());
  for (const store::PlanAsked& one : *asked) out.asked_[{one.user, one.monday}].push_back(one);
  if (out.asked_.empty()) return out;
  // The last moments of later days come later.
  out.last_over_ = to + kLastDay;
  while (out.last_over_ >= from &&
         planning::hard_cut_off(rules.calendar, out.last_over_, rules.cut_off) > request.now)
    out.last_over_ -= std::chrono::days(1);
  auto leave = store::people::leave(db, request.user);
  if (!leave) return tl::unexpected(leave.error());
  out.leave_ = std::move(*leave);
  const auto pieces =
      request.judged == nullptr
          ? store::plan_counts::pieces(db, request.user, from, to + kLastDay)
          : store::plan_counts::without_verdict(db, request.user, from, to + kLastDay);
  if (!pieces) return tl::unexpected(pieces.error());
  if (request.judged != nullptr) out.take(*request.judged, {});
  auto late = store::plan_counts::late_entries(db, request.user, from, to + kLastDay);
  if (!late) return tl::unexpected(late.error());
  const auto numbers = store::plan_counts::first_numbers(db, request.user, from, to + kLastDay);
  if (!numbers) return tl::unexpected(numbers.error());
  for (const store::PlanLate& one : *numbers) {
    const Time last = planning::hard_cut_off(rules.calendar, one.day, rules.cut_off);
    if (one.at > last) late->push_back(one);
  }
  out.take(*pieces, *late);
  return out;
}

// What came in after its week was over is none of its work.
void PlanGround::take(const std::vector<store::PlanPieces>& pieces,
                      const std::vector<store::PlanLate>& late) {
  for (const store::PlanPieces& one : pieces) {
    const auto week = asked_.find({one.user, planning::monday_of(one.day)});
    if (week == asked_.end()) continue;
    handed_in_[week->first].push_back({one.day, one.work_type, one.pieces, 0});
  }
  for (const store::PlanLate& one : late) {
    const Date monday = planning::monday_of(one.day);
    const auto week = handed_in_.find({one.user, monday});
    if (week == handed_in_.end()) continue;
    const Time end = planning::hard_cut_off(rules_->calendar, monday + kLastDay, rules_->cut_off);
    const auto row = std::find_if(
        week->second.begin(), week->second.end(), [&](const planning::HandedIn& candidate) {
          return candidate.day == one.day && candidate.work_type == one.work_type &&
                 candidate.late < candidate.pieces;
        });
    if (row == week->second.end()) continue;
    if (one.at > end) {
      --row->pieces;
    } else {
      ++row->late;
    }
  }
}

planning::AskedState PlanGround::state_of(const User& user, Date day) const {
  // Whoever never reports works on the company's days.
  const bool works =
      user.report_weekdays != 0
          ? planning::expected_to_report(user, leave_, rules_->calendar, day)
          : rules_->calendar.is_workday(day) && !planning::on_leave(user.id, leave_, day);
  if (!works) return planning::AskedState::kFree;
  return day <= last_over_ ? planning::AskedState::kOver : planning::AskedState::kAhead;
}

bool PlanGround::has_plan(const User& user) const {
  const auto found = asked_.lower_bound({user.id, Date::min()});
  return user.active && found != asked_.end() && found->first.first == user.id;
}

std::map<Date, planning::PlanTally> PlanGround::of_days(const User& user) const {
  std::map<Date, planning::PlanTally> out;
  if (!has_plan(user)) return out;
  const auto minutes_of = [&](std::string_view key) {
    const auto type = std::find_if(rules_->work_types.begin(), rules_->work_types.end(),
                                   [&](const WorkType& one) { return one.key == key; });
    return type == rules_->work_types.end() ? 0 : type->standard_minutes;
  };
  static const std::vector<planning::HandedIn> kNothing;
  for (auto week = asked_.lower_bound({user.id, Date::min()});
       week != asked_.end() && week->first.first == user.id; ++week) {
    std::vector<planning::AskedFor> asked;
    std::map<Date, planning::AskedState> states;
    for (const store::PlanAsked& one : week->second) {
      const auto known = states.find(one.day);
      const planning::AskedState state =
          known != states.end() ? known->second
                                : states.emplace(one.day, state_of(user, one.day)).first->second;
      asked.push_back({one.day, one.work_type, one.quantity, state});
    }
    const auto handed_in = handed_in_.find(week->first);
    const auto days = planning::plan_done(
        asked, handed_in == handed_in_.end() ? kNothing : handed_in->second, minutes_of);
    for (const auto& [day, tally] : days) {
      if (request_.days.from <= day && day <= request_.days.to) out[day] += tally;
    }
  }
  return out;
}

std::optional<planning::PlanTally> PlanGround::of(const User& user) const {
  if (!has_plan(user)) return std::nullopt;
  planning::PlanTally sum;
  for (const auto& [day, tally] : of_days(user)) sum += tally;
  return sum;
}

}  // namespace vouch::web::gather
