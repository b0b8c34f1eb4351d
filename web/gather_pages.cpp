#include "web/gather.h"

#include <algorithm>
#include <set>

#include "store/claims.h"
#include "store/ledger.h"
#include "store/lookups.h"
#include "store/people.h"
#include "store/verdicts.h"
#include "web/missing_reports.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr Millis kFalseAlertsDays = std::chrono::hours(24 * 90);
constexpr std::chrono::days kCountedDays{30};
constexpr int kListLength = 50;
constexpr int kWeekLength = 500;

bool is_told_but_not_public(const store::WorkCount& row) {
  return (row.work == WorkVerdict::kFailed || row.work == WorkVerdict::kRegressed) &&
         row.phase == FailedPhase::kWithEmployee;
}

// Adds the counts of people in `shown`; what is with its owner counts as PENDING where `masked`.
Status add_work_counts(Connection& db, StatusView& out, std::optional<Date> since,
                       const std::set<UserId>& masked_people) {
  const auto rows = store::verdicts::counts_by_user(db, since);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::WorkCount& row : *rows) {
    const auto person = std::find_if(out.people.begin(), out.people.end(),
                                     [&](const PersonCounts& p) { return p.user == row.user; });
    if (person == out.people.end()) continue;
    WorkVerdict work = row.work;
    if (masked_people.contains(row.user) && is_told_but_not_public(row)) {
      work = WorkVerdict::kPending;
      out.with_employees += row.count;
    }
    person->work[work] += row.count;
    out.work[work] += row.count;
  }
  return {};
}

Status add_index_counts(Connection& db, StatusView& out, std::optional<Date> since,
                        std::optional<UserId> user) {
  const auto rows = store::verdicts::counts_by_engine(db, since, user);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::EngineCount& row : *rows) out.index[row.engine][row.verdict] += row.count;
  return {};
}

PersonCounts person_of(const User& user) {
  PersonCounts person;
  person.user = user.id;
  person.login = user.login;
  person.name = user.name;
  person.active = user.active;
  person.reports = user.role == Role::kEmployee && user.report_weekdays != 0;
  return person;
}

std::vector<WorkVerdict> verdicts_of(const std::string& list) {
  if (list == "disputes") return {WorkVerdict::kDisputed};
  if (list == "lost") return {WorkVerdict::kRegressed};
  if (list == "failed") return {WorkVerdict::kFailed};
  if (list == "manual") return {WorkVerdict::kManual};
  if (list == "corrected") return {WorkVerdict::kVerified};
  // What the line of the daily message counts; what went offline has a line of its own.
  if (list == "needs_you")
    return {WorkVerdict::kFailed, WorkVerdict::kDisputed, WorkVerdict::kManual};
  return {WorkVerdict::kFailed, WorkVerdict::kRegressed, WorkVerdict::kDisputed,
          WorkVerdict::kManual};
}

bool shows_claims(const std::string& list) {
  static constexpr std::string_view kOthers[] = {"not_indexed", "not_reported", "health", "ledger",
                                                 "with_employees"};
  return std::find(std::begin(kOthers), std::end(kOthers), list) == std::end(kOthers);
}

Status add_missing(Connection& db, SupervisorPage& out, const Viewer& viewer) {
  const auto missing = missing_reports(db, viewer);
  if (!missing) return tl::unexpected(missing.error());
  for (const MissingOne& one : *missing) out.missing.push_back(MissingReport{one.name, one.date});
  return {};
}

Status add_index_rows(Connection& db, SupervisorPage& out, const std::vector<Team>& teams,
                      const Viewer& viewer) {
  for (const Team& team : teams) {
    const auto rows =
        store::lookups::not_indexed(db, team.id, viewer.today - kCountedDays, kWeekLength);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::lookups::EngineRow& row : *rows) {
      const auto claim = store::claims::find(db, row.claim);
      if (!claim) return tl::unexpected(claim.error());
      out.index_rows.push_back(
          IndexRow{claim->id, claim->title, claim->url, row.engine, row.verdict});
    }
  }
  return {};
}

Status add_people(Connection& db, SupervisorPage& out, const std::vector<Team>& teams,
                  const Viewer& viewer) {
  const Date since = viewer.today - kCountedDays;
  std::set<UserId> masked_people;
  for (const Team& team : teams) {
    const auto members = store::people::team_members(db, team.id);
    if (!members) return tl::unexpected(members.error());
    for (const User& user : *members) {
      if (!user.active) continue;
      out.status.people.push_back(person_of(user));
      if (user.id != viewer.actor.user) masked_people.insert(user.id);
      const Status counted = add_index_counts(db, out.status, since, user.id);
      if (!counted) return counted;
    }
  }
  return add_work_counts(db, out.status, since, masked_people);
}

Status add_exceptions(Connection& db, SupervisorPage& out, const SupervisorRequest& request,
                      const Viewer& viewer) {
  ListRequest wanted;
  wanted.work = verdicts_of(request.list);
  if (request.list == "corrected") wanted.phase = FailedPhase::kCorrected;
  wanted.after = request.after;
  wanted.limit = kListLength;
  auto found = claim_list(db, wanted, viewer);
  if (!found) return tl::unexpected(found.error());
  // What the reader did himself stands on his own page.
  for (ClaimView& view : found->items) {
    if (view.claim.user != viewer.actor.user) out.exceptions.push_back(std::move(view));
  }
  out.more = found->next.has_value();
  return {};
}

}  // namespace

Result<StatusView> status(Connection& db, std::optional<Date> since, const Viewer& viewer) {
  StatusView out;
  const auto everybody = store::people::users(db);
  if (!everybody) return tl::unexpected(everybody.error());
  std::set<UserId> masked_people;
  std::set<TeamId> led;
  if (viewer.actor.role == Role::kSupervisor) {
    const auto teams = teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) led.insert(team.id);
  }
  const bool all = viewer.actor.role == Role::kAdmin || viewer.actor.role == Role::kOwner;
  for (const User& user : *everybody) {
    const bool own = viewer.actor.user && user.id == viewer.actor.user;
    const bool of_team = led.contains(user.team);
    if (!all && !own && !of_team) continue;
    out.people.push_back(person_of(user));
    if (viewer.actor.role == Role::kOwner || (of_team && !own)) masked_people.insert(user.id);
  }
  Status done = add_work_counts(db, out, since, masked_people);
  if (all) {
    if (done) done = add_index_counts(db, out, since, std::nullopt);
  } else {
    for (const PersonCounts& person : out.people) {
      if (done) done = add_index_counts(db, out, since, person.user);
    }
  }
  if (!done) return tl::unexpected(done.error());
  const auto false_alerts = store::false_alerts(db, viewer.now - kFalseAlertsDays, viewer.now);
  if (!false_alerts) return tl::unexpected(false_alerts.error());
  out.false_alerts = *false_alerts;
  if (viewer.actor.role == Role::kOwner) out.people.clear();  // totals, no personal rows
  return out;
}

Result<EmployeePage> employee(Connection& db, const User& user, const EmployeeRequest& request,
                              const Viewer& viewer) {
  EmployeePage out;
  out.user = user;
  out.filter = request.filter;
  const auto rows = store::verdicts::counts_by_user(db, viewer.today - kCountedDays, user.id);
  if (!rows) return tl::unexpected(rows.error());
  for (const store::WorkCount& row : *rows) out.counts[row.work] += row.count;

  const auto false_alerts = store::false_alerts(db, viewer.now - kFalseAlertsDays, viewer.now);
  if (!false_alerts) return tl::unexpected(false_alerts.error());
  out.false_alerts = *false_alerts;

  ListRequest wanted;
  wanted.login = user.login;
  wanted.limit = kListLength;
  wanted.work = {WorkVerdict::kFailed, WorkVerdict::kRegressed};
  auto needs = claim_list(db, wanted, viewer);
  if (!needs) return tl::unexpected(needs.error());
  out.needs = std::move(needs->items);

  out.to = std::min(request.until.value_or(viewer.today), viewer.today);
  out.from = out.to - std::chrono::days(6);
  out.newer_weeks = out.to < viewer.today;
  wanted.limit = kWeekLength;
  wanted.work.clear();
  if (request.filter) {
    wanted.work = {*request.filter};
    wanted.since = viewer.today - kCountedDays;
  } else {
    wanted.since = out.from;
    // Rows dated ahead belong to the present week.
    if (out.newer_weeks) wanted.until = out.to;
  }
  auto claims = claim_list(db, wanted, viewer);
  if (!claims) return tl::unexpected(claims.error());
  out.claims = std::move(claims->items);
  std::stable_sort(out.claims.begin(), out.claims.end(),
                   [](const ClaimView& left, const ClaimView& right) {
                     if (left.claim.work_date != right.claim.work_date)
                       return left.claim.work_date > right.claim.work_date;
                     return left.claim.id > right.claim.id;
                   });
  return out;
}

Result<SupervisorPage> supervisor(Connection& db, const User& user,
                                  const SupervisorRequest& request, const Viewer& viewer) {
  SupervisorPage out;
  out.list = request.list;
  const auto teams = desk_teams(db, user, viewer);
  if (!teams) return tl::unexpected(teams.error());
  out.team = team_names(*teams, user);
  Status done = add_people(db, out, *teams, viewer);
  if (done && shows_claims(request.list)) done = add_exceptions(db, out, request, viewer);
  if (done) done = add_missing(db, out, viewer);
  if (done && request.list == "not_indexed") done = add_index_rows(db, out, *teams, viewer);
  if (!done) return tl::unexpected(done.error());
  const auto head = store::ledger::head(db);
  if (!head) return tl::unexpected(head.error());
  const auto false_alerts = store::false_alerts(db, viewer.now - kFalseAlertsDays, viewer.now);
  if (!false_alerts) return tl::unexpected(false_alerts.error());
  out.status.false_alerts = *false_alerts;
  out.ledger_head = head->hash;
  out.ledger_rows = head->sequence;
  return out;
}

}  // namespace vouch::web::gather
