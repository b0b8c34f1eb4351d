#include "web/report_ground.h"

#include "store/people.h"
#include "store/reports.h"
#include "store/settings.h"

namespace vouch::web::gather {
namespace {

constexpr std::string_view kBegan = "reports_expected_since";

// Days without a report count from here on.
Result<Time> expected_since(store::Connection& db) {
  const auto began = store::settings::get_time(db, kBegan);
  if (!began) return tl::unexpected(began.error());
  return began->value_or(Time{});
}

}  // namespace

void add_watched(planning::Tally& tally, const WatchedWork& row) {
  tally.add(row.work, row.is_public, row.claims);
  if (!row.aged) return;
  const bool lost = row.work == WorkVerdict::kRegressed && row.is_public;
  if (row.work == WorkVerdict::kVerified || lost) tally.survival.ended += row.claims;
  if (row.work == WorkVerdict::kVerified) tally.survival.survived += row.claims;
}

Result<ReportGround> ReportGround::load(store::Connection& db, Days days, const ReadingRules& rules,
                                        Time now) {
  ReportGround out(rules, now);
  const auto began = expected_since(db);
  if (!began) return tl::unexpected(began.error());
  out.began_ = *began;
  auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  out.leave_ = std::move(*leave);
  for (Date date = days.from; date <= days.to; date += std::chrono::days(1))
    out.moments_.emplace(date, out.moments_of(date));
  const auto first = store::reports::first_of_days(db, days.from, days.to);
  if (!first) return tl::unexpected(first.error());
  for (const auto& row : *first) out.first_[{row.user, row.date}] = row.at;
  return out;
}

ReportGround::Moments ReportGround::moments_of(Date date) const {
  const auto known = moments_.find(date);
  if (known != moments_.end()) return known->second;
  return {planning::soft_cut_off(rules_->calendar, date, rules_->cut_off),
          planning::hard_cut_off(rules_->calendar, date, rules_->cut_off)};
}

std::optional<Time> ReportGround::reported(UserId user, Date date) const {
  const auto found = first_.find({user, date});
  if (found == first_.end()) return std::nullopt;
  return found->second;
}

bool ReportGround::on_leave(UserId user, Date date) const {
  return planning::on_leave(user, leave_, date);
}

bool ReportGround::is_expected(const User& user, Date date) const {
  if (!planning::expected_to_report(user, leave_, rules_->calendar, date)) return false;
  const Time reminded = moments_of(date).reminded;
  return user.created_at <= reminded && began_ <= reminded;
}

Time ReportGround::last_moment(Date date) const {
  return moments_of(date).last;
}

void ReportGround::add(planning::Tally& tally, const User& user, Date date) const {
  if (!is_expected(user, date) || last_moment(date) > now_) return;
  ++tally.expected;
  if (reported(user.id, date)) ++tally.reported;
}

void ReportGround::add(planning::Tally& tally, const User& user, Days days) const {
  for (Date date = days.from; date <= days.to; date += std::chrono::days(1)) add(tally, user, date);
}

}  // namespace vouch::web::gather
