#include "web/team_scope.h"

#include <algorithm>

namespace vouch::web::gather {
namespace {

using store::Connection;
using Filters = std::vector<store::claims::Filter>;

enum class Masking { kOff, kOn };

void add_verdicts(Filters& out, const store::claims::Filter& scope, const ListRequest& request,
                  Masking masking) {
  if (request.work.empty()) {
    out.push_back(scope);
    return;
  }
  for (const WorkVerdict work : request.work) {
    store::claims::Filter filter = scope;
    filter.work = work;
    if (request.phase) filter.phase = request.phase;
    const bool hidden = work == WorkVerdict::kFailed || work == WorkVerdict::kRegressed;
    if (masking == Masking::kOn && hidden) {
      if (request.phase && *request.phase != FailedPhase::kWithSupervisor) continue;
      filter.phase = FailedPhase::kWithSupervisor;
    }
    out.push_back(filter);
    if (masking == Masking::kOff || work != WorkVerdict::kPending || request.phase) continue;
    for (const WorkVerdict shown_as_pending : {WorkVerdict::kFailed, WorkVerdict::kRegressed}) {
      filter.work = shown_as_pending;
      filter.phase = FailedPhase::kWithEmployee;
      out.push_back(filter);
    }
  }
}

Status add_led_teams(Connection& db, Filters& out, const store::claims::Filter& scope,
                     const ListRequest& request, const Viewer& viewer) {
  const auto teams = store::people::teams_led_by(db, viewer.actor.user, viewer.today);
  if (!teams) return tl::unexpected(teams.error());
  for (const Team& team : *teams) {
    store::claims::Filter filter = scope;
    filter.team = team.id;
    add_verdicts(out, filter, request, Masking::kOn);
  }
  return {};
}

Status add_named(Connection& db, Filters& out, store::claims::Filter scope,
                 const ListRequest& request, const Viewer& viewer) {
  const auto user = store::people::user_by_login(db, *request.login);
  if (!user) return tl::unexpected(user.error());
  const bool self = *user && viewer.actor.user && (*user)->id == viewer.actor.user;
  bool led = false;
  if (*user && !self && viewer.actor.role == Role::kSupervisor) {
    const auto leads = leads_owner(db, viewer.actor.user, (*user)->id, viewer.today);
    if (!leads) return tl::unexpected(leads.error());
    led = *leads;
  }
  if (viewer.actor.role != Role::kAdmin && !self && !led)
    return fail(ErrorCode::kDenied, "you may not list this person's entries");
  if (!*user) return fail(ErrorCode::kNotFound, "there is no user " + *request.login, "user");
  scope.user = (*user)->id;
  add_verdicts(out, scope, request, led ? Masking::kOn : Masking::kOff);
  return {};
}

}  // namespace

Result<bool> leads_owner(Connection& db, UserId leader, UserId owner, Date today) {
  if (!leader) return false;
  const auto user = store::people::find_user(db, owner);
  if (!user) return tl::unexpected(user.error());
  if (!user->team) return false;
  const auto teams = store::people::teams_led_by(db, leader, today);
  if (!teams) return tl::unexpected(teams.error());
  return std::any_of(teams->begin(), teams->end(),
                     [&](const Team& team) { return team.id == user->team; });
}

Result<Filters> list_filters(Connection& db, const ListRequest& request, const Viewer& viewer) {
  store::claims::Filter scope;
  scope.since = request.since;
  scope.until = request.until;
  Filters out;
  Status status;
  if (request.login) {
    status = add_named(db, out, scope, request, viewer);
  } else if (viewer.actor.role == Role::kAdmin) {
    add_verdicts(out, scope, request, Masking::kOff);
  } else {
    if (viewer.actor.role == Role::kSupervisor)
      status = add_led_teams(db, out, scope, request, viewer);
    scope.user = viewer.actor.user;
    add_verdicts(out, scope, request, Masking::kOff);
  }
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<std::vector<Team>> teams_seen(Connection& db, const Viewer& viewer) {
  if (viewer.actor.role == Role::kAdmin) return store::people::teams(db);
  return store::people::teams_led_by(db, viewer.actor.user, viewer.today);
}

Result<std::vector<Team>> desk_teams(Connection& db, const User& user, const Viewer& viewer) {
  auto teams = teams_seen(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  if (teams->empty() && user.role != Role::kSupervisor && user.role != Role::kAdmin)
    return fail(ErrorCode::kNotFound, "no page");
  return teams;
}

std::string team_names(const std::vector<Team>& teams, const User& user) {
  std::string out;
  for (const Team& team : teams) {
    if (!out.empty()) out += "、";
    out += team.name;
  }
  return out.empty() ? user.name : out;
}

}  // namespace vouch::web::gather
