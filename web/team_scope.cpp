#include "web/team_scope.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "store/keywords.h"

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

using store::claims::BrowseScope;

constexpr WorkVerdict kVerdicts[] = {WorkVerdict::kVoid,     WorkVerdict::kWaived,
                                     WorkVerdict::kDisputed, WorkVerdict::kConfirmed,
                                     WorkVerdict::kAccepted, WorkVerdict::kRegressed,
                                     WorkVerdict::kFailed,   WorkVerdict::kManual,
                                     WorkVerdict::kVerified, WorkVerdict::kPending};
constexpr FailedPhase kPhases[] = {FailedPhase::kNone, FailedPhase::kWithEmployee,
                                   FailedPhase::kWithSupervisor, FailedPhase::kCorrected};

// Verdict and phase as they are stored, of what the reader asked for by the names that he sees.
void choose_verdicts(BrowseScope& scope, const ListRequest& request, Masking masking) {
  scope.any_verdict = request.work.empty() && !request.phase;
  if (scope.any_verdict) return;
  const std::vector<WorkVerdict> all(std::begin(kVerdicts), std::end(kVerdicts));
  for (const WorkVerdict work : request.work.empty() ? all : request.work) {
    const bool hidden = work == WorkVerdict::kFailed || work == WorkVerdict::kRegressed;
    for (const FailedPhase phase : kPhases) {
      if (request.phase && *request.phase != phase) continue;
      // Evidence that its own person is still asked for is nobody else's work.
      const bool asked = work == WorkVerdict::kManual && phase == FailedPhase::kWithEmployee;
      if (asked && request.others_alone) continue;
      if (masking == Masking::kOn && hidden && phase != FailedPhase::kWithSupervisor) continue;
      scope.verdicts.emplace_back(work, phase);
    }
    if (masking == Masking::kOff || work != WorkVerdict::kPending || request.phase) continue;
    for (const WorkVerdict shown_as_pending : {WorkVerdict::kFailed, WorkVerdict::kRegressed})
      scope.verdicts.emplace_back(shown_as_pending, FailedPhase::kWithEmployee);
  }
}

BrowseScope scope_of(std::vector<UserId> users, const ListRequest& request, Masking masking) {
  BrowseScope scope;
  scope.users = std::move(users);
  choose_verdicts(scope, request, masking);
  return scope;
}

// Those whom the viewer leads today, without himself.
Result<std::vector<UserId>> led_people(Connection& db, const Viewer& viewer) {
  std::vector<UserId> out;
  if (viewer.actor.role != Role::kSupervisor) return out;
  const auto teams = store::people::teams_led_by(db, viewer.actor.user, viewer.today);
  if (!teams) return tl::unexpected(teams.error());
  for (const Team& team : *teams) {
    const auto members = store::people::team_members(db, team.id);
    if (!members) return tl::unexpected(members.error());
    for (const User& user : *members) {
      if (user.id != viewer.actor.user) out.push_back(user.id);
    }
  }
  return out;
}

Status add_scopes(Connection& db, std::vector<BrowseScope>& out, const ListRequest& request,
                  const Viewer& viewer) {
  const UserId self = viewer.actor.user;
  if (viewer.actor.role == Role::kAdmin && !request.login) {
    BrowseScope everybody;
    everybody.everybody = true;
    choose_verdicts(everybody, request, Masking::kOff);
    out.push_back(std::move(everybody));
    return {};
  }
  const auto led = led_people(db, viewer);
  if (!led) return tl::unexpected(led.error());
  if (!request.login) {
    if (!led->empty()) out.push_back(scope_of(*led, request, Masking::kOn));
    if (self && !request.others_alone) out.push_back(scope_of({self}, request, Masking::kOff));
    return {};
  }
  const auto user = store::people::user_by_login(db, *request.login);
  if (!user) return tl::unexpected(user.error());
  const bool own = *user && self && (*user)->id == self;
  const bool leads = *user && std::find(led->begin(), led->end(), (*user)->id) != led->end();
  if (viewer.actor.role != Role::kAdmin && !own && !leads)
    return fail(ErrorCode::kDenied, "you may not list this person's entries");
  if (!*user) return fail(ErrorCode::kNotFound, "there is no user " + *request.login, "user");
  out.push_back(scope_of({(*user)->id}, request, leads ? Masking::kOn : Masking::kOff));
  return {};
}

// "#12"
std::optional<ClaimId> number_in(std::string_view words) {
  if (!words.starts_with('#')) return std::nullopt;
  std::int64_t id = 0;
  const char* end = words.data() + words.size();
  const auto [stop, error] = std::from_chars(words.data() + 1, end, id);
  if (error != std::errc() || stop != end || id <= 0) return std::nullopt;
  return ClaimId{id};
}

}  // namespace

Result<store::claims::Browse> browse_of(Connection& db, const ListRequest& request,
                                        const Viewer& viewer) {
  store::claims::Browse out;
  const Status scoped = add_scopes(db, out.scopes, request, viewer);
  if (!scoped) return tl::unexpected(scoped.error());
  out.since = request.since;
  out.until = request.until;
  out.platform = request.platform;
  out.work_type = request.work_type;
  out.engine = request.engine;
  out.index = request.index;
  out.late = request.late;
  out.one = number_in(request.words);
  if (!out.one) out.words = request.words;
  if (request.keyword) {
    const auto keyword = store::keywords::find(db, request.keyword);
    if (!keyword) return tl::unexpected(keyword.error());
    out.keyword = keyword->folded;
  }
  return out;
}

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

Result<Team> team_seen(store::Connection& db, const std::string& name, const Viewer& viewer) {
  const auto teams = teams_seen(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  if (name.empty() && teams->size() == 1) return teams->front();
  if (name.empty() && teams->empty()) return fail(ErrorCode::kNotFound, "您现在不主管任何团队");
  if (name.empty()) return fail(ErrorCode::kInvalid, "请写明是哪个团队", "team");
  for (const Team& team : *teams) {
    if (team.name == name) return team;
  }
  return fail(ErrorCode::kDenied, "只有这个团队的主管或代理可以看计划", "team");
}

}  // namespace vouch::web::gather
