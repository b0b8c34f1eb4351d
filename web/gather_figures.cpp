#include <algorithm>
#include <charconv>
#include <map>

#include "store/observations.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/settings.h"
#include "store/shares.h"
#include "store/tallies.h"
#include "web/figures.h"
#include "web/plan_ground.h"
#include "web/report_ground.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using planning::Tally;
using store::Connection;

constexpr int kEarlierPeriods = 4;
constexpr int kPeopleOfAMedian = 3;          // of two the other half is a person
constexpr std::int64_t kLooksRead = 10'000;  // of the coverage
constexpr std::string_view kToldUpTo = "daily:observation";

using ByDay = std::map<Date, Tally>;

Result<ByDay> count_days(Connection& db, const User& of, Days days, const PlanGround& plans,
                         const Viewer& viewer) {
  const UserId user = of.id;
  ByDay out;
  const auto work = store::tallies::work_of(db, user, days.from, days.to,
                                            viewer.today - kWatchedDays, viewer.now);
  if (!work) return tl::unexpected(work.error());
  for (const store::TallyWork& row : *work)
    add_watched(out[row.day], {row.work, row.is_public, row.aged, row.claims});
  const auto late = store::tallies::late_of(db, user, days.from, days.to);
  if (!late) return tl::unexpected(late.error());
  for (const store::TallyLate& row : *late) out[row.day].add_late(row.claims);
  const auto index = store::tallies::index_of(db, user, days.from, days.to);
  if (!index) return tl::unexpected(index.error());
  for (const store::TallyIndex& row : *index) out[row.day].index.add(row.verdict, row.pages);
  for (auto& [day, tally] : plans.of_days(of)) out[day].plan = tally;
  return out;
}

Result<Tally> count(Connection& db, const User& user, Days days, const PlanGround& plans,
                    const Viewer& viewer) {
  const auto counted = count_days(db, user, days, plans, viewer);
  if (!counted) return tl::unexpected(counted.error());
  Tally sum;
  for (const auto& [date, tally] : *counted) sum += tally;
  sum.plan = plans.of(user);  // of days that ask for nothing yet too
  return sum;
}

// Between the two in the middle where they are even.
std::optional<double> median_of(std::vector<double> values) {
  if (static_cast<int>(values.size()) < kPeopleOfAMedian) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  return (values[half - 1] + values[half]) / 2;
}

Status add_team(Connection& db, FiguresView& out, const User& user, const ReadingRules& rules,
                const Viewer& viewer) {
  if (!user.team) return {};
  const auto plans = PlanGround::load(db, rules, {out.days, std::nullopt, viewer.now});
  if (!plans) return tl::unexpected(plans.error());
  const auto members = store::people::team_members(db, user.team);
  if (!members) return tl::unexpected(members.error());
  std::vector<double> completion, on_time, verified, index;
  const auto keep = [](std::vector<double>& to, const std::optional<double>& rate) {
    if (rate) to.push_back(*rate);
  };
  for (const User& member : *members) {
    if (!member.active) continue;
    const auto tally = count(db, member, out.days, *plans, viewer);
    if (!tally) return tl::unexpected(tally.error());
    if (tally->plan) keep(completion, tally->plan->pieces.completion());
    if (tally->claims == 0) continue;
    ++out.people;
    keep(on_time, tally->on_time_rate());
    keep(verified, tally->verified_rate());
    keep(index, tally->index.rate());
  }
  if (out.people < kPeopleOfAMedian) return {};
  out.median = Median{median_of(std::move(completion)), median_of(std::move(on_time)),
                      median_of(std::move(verified)), median_of(std::move(index))};
  return {};
}

Result<Tally> own_tally(Connection& db, const User& user, Days days, const ReadingRules& rules,
                        const Viewer& viewer) {
  const auto plans = PlanGround::load(db, rules, {days, user.id, viewer.now});
  if (!plans) return tl::unexpected(plans.error());
  auto sum = count(db, user, days, *plans, viewer);
  if (!sum) return sum;
  const auto reports = ReportGround::load(db, days, rules, viewer.now);
  if (!reports) return tl::unexpected(reports.error());
  reports->add(*sum, user, days);
  return sum;
}

PersonName name_of(const User& user, const std::string& team) {
  return {user.login, user.name, user.post, team, user.active};
}

// What another person reads of somebody: how much is still with its owner is not told.
void hide_private(Tally& tally) {
  tally.with_employee = 0;
}

bool sees_all(const Viewer& viewer, UserId user) {
  return viewer.actor.role == Role::kAdmin || user == viewer.actor.user;
}

Result<std::vector<Team>> teams_counted(Connection& db, const Viewer& viewer) {
  if (viewer.actor.role == Role::kOwner) return store::people::teams(db);
  return teams_seen(db, viewer);
}

}  // namespace

Result<std::vector<StageCoverage>> coverage(Connection& db) {
  const auto text = store::settings::get(db, kToldUpTo);
  if (!text) return tl::unexpected(text.error());
  std::int64_t from = 0;
  if (*text) std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), from);
  const auto newest = store::observations::newest(db);
  if (!newest) return tl::unexpected(newest.error());
  from = std::max(from, newest->value - kLooksRead);
  const auto answers = store::observations::answers_since(db, ObservationId{from});
  if (!answers) return tl::unexpected(answers.error());
  std::vector<StageCoverage> out;
  for (const auto& row : *answers) out.push_back({row.stage, row.claims, row.answered});
  std::sort(out.begin(), out.end(),
            [](const auto& left, const auto& right) { return left.stage < right.stage; });
  return out;
}

Result<std::map<Date, Tally>> tallies_of_days(Connection& db, UserId user, Days days,
                                              const Rules& rules, const Viewer& viewer) {
  const auto found = store::people::find_user(db, user);
  if (!found) return tl::unexpected(found.error());
  const auto plans = PlanGround::load(db, *rules, {days, user, viewer.now});
  if (!plans) return tl::unexpected(plans.error());
  return count_days(db, *found, days, *plans, viewer);
}

Result<FiguresView> figures(Connection& db, Days days, const Rules& rules, const Viewer& viewer) {
  if (!viewer.actor.user)
    return fail(ErrorCode::kInvalid, "本机管理员没有自己的数据；请用员工自己的账号");
  const auto user = store::people::find_user(db, viewer.actor.user);
  if (!user) return tl::unexpected(user.error());
  FiguresView out;
  out.days = days;
  const auto tally = own_tally(db, *user, days, *rules, viewer);
  if (!tally) return tl::unexpected(tally.error());
  out.tally = *tally;
  const auto credit = store::shares::of(db, user->id, days.from, days.to);
  if (!credit) return tl::unexpected(credit.error());
  out.credit = *credit;
  const std::chrono::days length = days.to - days.from + std::chrono::days(1);
  Days period = days;
  for (int i = 0; i < kEarlierPeriods; ++i) {
    period = Days{period.from - length, period.from - std::chrono::days(1)};
    const auto earlier = own_tally(db, *user, period, *rules, viewer);
    if (!earlier) return tl::unexpected(earlier.error());
    out.earlier.push_back({period, *earlier});
  }
  const auto vendor = is_vendor(db, viewer);
  if (!vendor) return tl::unexpected(vendor.error());
  out.with_team = !*vendor;
  if (!out.with_team) return out;
  const Status added = add_team(db, out, *user, *rules, viewer);
  if (!added) return tl::unexpected(added.error());
  return out;
}

Result<MatrixView> matrix(Connection& db, Days days, const std::string& wanted, const Rules& rules,
                          const Viewer& viewer) {
  const auto teams = teams_counted(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  MatrixView out;
  out.days = days;
  const auto reports = ReportGround::load(db, days, *rules, viewer.now);
  if (!reports) return tl::unexpected(reports.error());
  const auto plans = PlanGround::load(db, *rules, {days, std::nullopt, viewer.now});
  if (!plans) return tl::unexpected(plans.error());
  for (const Team& team : *teams) {
    if (!wanted.empty() && team.name != wanted) continue;
    out.teams.push_back(team.name);
    const auto members = store::people::team_members(db, team.id);
    if (!members) return tl::unexpected(members.error());
    for (const User& user : *members) {
      const auto counted = count(db, user, days, *plans, viewer);
      if (!counted) return tl::unexpected(counted.error());
      Tally tally = *counted;
      reports->add(tally, user, days);
      if (tally == Tally{} && (!user.active || user.report_weekdays == 0)) continue;
      out.sum += tally;
      if (viewer.actor.role == Role::kOwner) continue;
      if (!sees_all(viewer, user.id)) hide_private(tally);
      out.rows.push_back({name_of(user, team.name), tally});
    }
  }
  if (!wanted.empty() && out.teams.empty())
    return fail(ErrorCode::kNotFound, "没有叫“" + wanted + "”的团队，或不归您管", "team");
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& left, const auto& right) {
    return left.person.name < right.person.name;
  });
  auto looked = coverage(db);
  if (!looked) return tl::unexpected(looked.error());
  out.coverage = std::move(*looked);
  return out;
}

Result<PersonDaysView> person_days(Connection& db, const std::string& login, Days days,
                                   const Rules& rules, const Viewer& viewer) {
  const auto user = store::people::user_by_login(db, login);
  if (!user) return tl::unexpected(user.error());
  bool led = false;
  if (*user && viewer.actor.role == Role::kSupervisor) {
    const auto leads = leads_owner(db, viewer.actor.user, (*user)->id, viewer.today);
    if (!leads) return tl::unexpected(leads.error());
    led = *leads;
  }
  const bool own = *user && viewer.actor.user && (*user)->id == viewer.actor.user;
  // Whether somebody else's login exists is not told.
  const bool seen = *user && (viewer.actor.role == Role::kAdmin || led || own);
  if (!seen) return fail(ErrorCode::kNotFound, "没有这个人，或不在您的团队里");
  PersonDaysView out;
  out.days = days;
  std::string team;
  if ((*user)->team) {
    const auto found = store::people::find_team(db, (*user)->team);
    if (!found) return tl::unexpected(found.error());
    team = found->name;
  }
  out.person = name_of(**user, team);
  const auto credit = store::shares::of(db, (*user)->id, days.from, days.to);
  if (!credit) return tl::unexpected(credit.error());
  out.credit = *credit;
  const auto plans = PlanGround::load(db, *rules, {days, (*user)->id, viewer.now});
  if (!plans) return tl::unexpected(plans.error());
  const auto counted = count_days(db, **user, days, *plans, viewer);
  if (!counted) return tl::unexpected(counted.error());
  const auto reports = ReportGround::load(db, days, *rules, viewer.now);
  if (!reports) return tl::unexpected(reports.error());
  for (Date date = days.from; date <= days.to; date += std::chrono::days(1)) {
    PersonDaysView::Day day;
    day.date = date;
    const auto found = counted->find(date);
    if (found != counted->end()) day.tally = found->second;
    day.expected = reports->is_expected(**user, date);
    day.reported_at = reports->reported((*user)->id, date);
    day.late = day.expected && day.reported_at && *day.reported_at > reports->last_moment(date);
    using Kind = PersonDaysView::Day::Kind;
    if (reports->on_leave((*user)->id, date)) {
      day.kind = Kind::kLeave;
    } else if (!rules->calendar.is_workday(date) && !day.expected) {
      day.kind = Kind::kOff;
    }
    reports->add(day.tally, **user, date);
    if (!sees_all(viewer, (*user)->id)) hide_private(day.tally);
    out.sum += day.tally;
    out.rows.push_back(std::move(day));
  }
  out.sum.plan = plans->of(**user);
  return out;
}

}  // namespace vouch::web::gather
