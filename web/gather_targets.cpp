#include <algorithm>
#include <map>

#include "planning/target_tree.h"
#include "store/people.h"
#include "store/targets.h"
#include "web/targets.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using planning::TargetTree;
using store::Connection;

constexpr int kAnswerDays = 3;  // workdays
constexpr std::size_t kNewestDays = 10;

struct Names {
  std::map<std::int64_t, std::string> teams;
  std::map<std::int64_t, User> people;

  static Result<Names> load(Connection& db) {
    Names out;
    const auto teams = store::people::teams(db);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) out.teams[team.id.value] = team.name;
    const auto users = store::people::users(db);
    if (!users) return tl::unexpected(users.error());
    for (const User& user : *users) out.people[user.id.value] = user;
    return out;
  }
  [[nodiscard]] std::string of(const TargetHolder& holder) const {
    switch (holder.scope) {
      case TargetScope::kCompany:
        return {};
      case TargetScope::kTeam:
        return at(teams, holder.holder);
      case TargetScope::kUser:
        break;
    }
    const auto found = people.find(holder.holder);
    return found == people.end() ? std::string() : found->second.name;
  }
  [[nodiscard]] std::string login_of(const TargetHolder& holder) const {
    const auto found = people.find(holder.holder);
    const bool known = holder.scope == TargetScope::kUser && found != people.end();
    return known ? found->second.login : std::string();
  }

 private:
  static std::string at(const std::map<std::int64_t, std::string>& names, std::int64_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::string() : found->second;
  }
};

bool is_of(const TargetHolder& whole, const Actual& entry) {
  return whole.scope == TargetScope::kCompany || entry.holder == whole ||
         (whole.scope == TargetScope::kTeam && entry.holder.scope == TargetScope::kUser &&
          entry.holder.parent == whole.holder);
}

// What the last workdays brought, where every entry is of one day.
std::vector<std::int64_t> newest_days(const TargetHolder& holder, std::span<const Actual> entries,
                                      const Calendar& calendar, Date first, Date until) {
  std::map<Date, std::int64_t> by_day;
  for (const Actual& entry : entries) {
    if (!is_of(holder, entry) || entry.from < first || entry.from > until) continue;
    if (entry.from != entry.to) return {};
    by_day[entry.from] += entry.amount;
  }
  if (by_day.empty()) return {};
  std::vector<std::int64_t> out;
  for (Date day = until; day >= first && out.size() < kNewestDays; day -= std::chrono::days(1)) {
    if (calendar.is_workday(day)) out.push_back(by_day[day]);
  }
  std::ranges::reverse(out);
  return out;
}

struct Month {
  int year = 0;
  int month = 0;
};

// A day counts as passed when it is over.
planning::Progress progress_of(const TargetHolder& holder, std::int64_t target,
                               std::span<const Actual> entries, std::span<const Leave> leave,
                               Month of, const Calendar& calendar, Date today) {
  const Date first = planning::first_day(of.year, of.month);
  const Date last = planning::last_day(of.year, of.month);
  const Date until = std::min(last, today - std::chrono::days(1));
  const UserId user{holder.scope == TargetScope::kUser ? holder.holder : 0};
  planning::Progress out;
  out.target = target;
  out.actual = planning::reached(holder, entries, first, last);
  out.workdays = planning::workdays_of(calendar, first, last, user, leave);
  out.elapsed = planning::workdays_of(calendar, first, until, user, leave);
  out.newest = newest_days(holder, entries, calendar, first, until);
  return out;
}

bool is_unanswered(const TargetRow& row, const Calendar& calendar, Time now) {
  return row.target.holder.scope == TargetScope::kUser && !row.answer && row.target.amount > 0 &&
         calendar.add_workdays(row.target.at, kAnswerDays) <= now;
}

Month month_of(Date today) {
  const std::chrono::year_month_day day(today);
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month()))};
}

Result<TargetHolder> holder_seen(Connection& db, const std::string& team, const Viewer& viewer,
                                 std::string& name) {
  if (team.empty() && viewer.actor.role != Role::kSupervisor) return TargetHolder::company();
  if (viewer.actor.role == Role::kOwner) {
    const auto found = store::people::team_by_name(db, team);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "没有这个团队", "team");
    name = (*found)->name;
    return TargetHolder::of((*found)->id);
  }
  const auto seen = team_seen(db, team, viewer);
  if (!seen) return tl::unexpected(seen.error());
  name = seen->name;
  return TargetHolder::of(seen->id);
}

}  // namespace

Result<TargetsView> targets(Connection& db, const TargetsWanted& wanted, const Rules& rules,
                            const Viewer& viewer) {
  TargetsView out;
  out.place = wanted.place;
  const auto holder = holder_seen(db, wanted.place.team, viewer, out.place.team);
  if (!holder) return tl::unexpected(holder.error());
  out.may_set = viewer.actor.role != Role::kOwner;
  const Month now = month_of(viewer.today);
  out.month = wanted.month > 0 ? wanted.month : now.month;
  const int year = wanted.place.year;
  const auto rows = store::targets::newest(db, wanted.place.metric, year);
  if (!rows) return tl::unexpected(rows.error());
  const TargetTree tree(wanted.place.metric, year, *rows);
  const auto entries = store::targets::actuals(
      db, wanted.place.metric, planning::first_day(year, 1), planning::last_day(year, 12));
  if (!entries) return tl::unexpected(entries.error());
  const auto names = Names::load(db);
  if (!names) return tl::unexpected(names.error());
  const auto answers = store::targets::answers(db, wanted.place.metric, year, out.month);
  if (!answers) return tl::unexpected(answers.error());
  const auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  const auto row_of = [&](const MonthTarget& target) {
    TargetRow row;
    row.target = target;
    row.name = names->of(target.holder);
    row.login = names->login_of(target.holder);
    row.actual = planning::reached(target.holder, *entries, planning::first_day(year, target.month),
                                   planning::last_day(year, target.month));
    for (const TargetAnswer& answer : *answers) {
      if (answer.target == target.id) row.answer = answer;
    }
    row.unanswered = is_unanswered(row, rules->calendar, viewer.now);
    return row;
  };
  for (int month = 1; month <= planning::kMonths; ++month) {
    if (const MonthTarget* target = tree.find(*holder, month))
      out.months.push_back(row_of(*target));
  }
  for (const MonthTarget* part : tree.parts(*holder, out.month)) out.parts.push_back(row_of(*part));
  const MonthTarget* whole = tree.find(*holder, out.month);
  if (whole == nullptr) return out;
  out.progress = progress_of(*holder, whole->amount, *entries, *leave, {year, out.month},
                             rules->calendar, viewer.today);
  out.attainment = planning::attainment(out.progress);
  return out;
}

Result<std::vector<TargetStrip>> target_strip(Connection& db, const Rules& rules,
                                              const Viewer& viewer) {
  std::vector<TargetStrip> out;
  const Month now = month_of(viewer.today);
  std::vector<TargetHolder> wanted{TargetHolder::company()};
  std::optional<User> me;
  if (viewer.actor.user) {
    const auto user = store::people::find_user(db, viewer.actor.user);
    if (!user) return tl::unexpected(user.error());
    me = *user;
    if (me->team) wanted.push_back(TargetHolder::of(me->team));
    if (me->team) wanted.push_back(TargetHolder::of(me->id, me->team));
  }
  const auto names = Names::load(db);
  if (!names) return tl::unexpected(names.error());
  const auto leave = store::people::leave(db);
  if (!leave) return tl::unexpected(leave.error());
  for (std::size_t i = 0; i < kTargetMetrics.size(); ++i) {
    const auto metric = static_cast<TargetMetric>(i);
    const auto rows = store::targets::newest(db, metric, now.year);
    if (!rows) return tl::unexpected(rows.error());
    if (rows->empty()) continue;
    const TargetTree tree(metric, now.year, *rows);
    const auto entries =
        store::targets::actuals(db, metric, planning::first_day(now.year, now.month),
                                planning::last_day(now.year, now.month));
    if (!entries) return tl::unexpected(entries.error());
    for (const TargetHolder& holder : wanted) {
      const MonthTarget* target = tree.find(holder, now.month);
      if (target == nullptr || target->amount == 0) continue;
      TargetStrip row;
      row.metric = metric;
      row.scope = holder.scope;
      row.name = names->of(holder);
      row.id = target->id;
      row.target = target->amount;
      const auto progress =
          progress_of(holder, target->amount, *entries, *leave, now, rules->calendar, viewer.today);
      row.actual = progress.actual;
      row.attainment = planning::attainment(progress);
      out.push_back(std::move(row));
    }
    const auto answers = store::targets::answers(db, metric, now.year, now.month);
    if (!answers) return tl::unexpected(answers.error());
    for (TargetStrip& row : out) {
      for (const TargetAnswer& answer : *answers) {
        if (answer.target == row.id && row.scope == TargetScope::kUser) row.answer = answer;
      }
    }
  }
  return out;
}

Result<std::vector<ActualRow>> actuals(Connection& db, TargetMetric metric, Date from, Date to,
                                       const Viewer& viewer) {
  const auto rows = store::targets::history(db, metric, from, to);
  if (!rows) return tl::unexpected(rows.error());
  const auto names = Names::load(db);
  if (!names) return tl::unexpected(names.error());
  std::vector<Team> led;
  const bool all = viewer.actor.role == Role::kAdmin || viewer.actor.role == Role::kOwner;
  if (!all) {
    auto teams = teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    led = std::move(*teams);
  }
  const auto seen = [&](const TargetHolder& holder) {
    if (viewer.actor.role == Role::kOwner) return holder.scope != TargetScope::kUser;
    if (all) return true;
    const std::int64_t team = holder.scope == TargetScope::kTeam ? holder.holder : holder.parent;
    return std::ranges::any_of(led, [&](const Team& one) { return one.id.value == team; });
  };
  std::vector<ActualRow> out;
  for (const Actual& row : *rows) {
    if (!seen(row.holder)) continue;
    ActualRow one;
    one.actual = row;
    one.name = names->of(row.holder);
    const auto by = names->people.find(row.by.value);
    if (by != names->people.end()) one.by = by->second.name;
    one.replaced =
        std::ranges::any_of(*rows, [&](const Actual& other) { return other.revises == row.id; });
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace vouch::web::gather
