#include "web/gather_screens.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "store/assets.h"
#include "store/captures.h"
#include "store/disputes.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/reports.h"
#include "store/settings.h"
#include "store/shares.h"
#include "store/verdicts.h"
#include "web/blockers.h"
#include "web/decision_reasons.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr std::chrono::days kCountedDays{30};
constexpr Millis kFalseAlertsDays = std::chrono::hours(24 * 90);
constexpr int kNeedsShown = 50;
constexpr int kDayLength = 500;
constexpr std::string_view kVendorPost = "vendor";

Result<ClaimList> own_claims(Connection& db, const Viewer& viewer, ListRequest wanted) {
  wanted.login = viewer.actor.login;
  wanted.order = store::claims::Order::kNewest;
  return claim_list(db, wanted, viewer);
}

// Entries that only their own person can show, and has not yet.
Status add_wanted_pictures(Connection& db, DayView& out, const Viewer& viewer) {
  for (const FailedPhase phase : {FailedPhase::kWithEmployee, FailedPhase::kWithSupervisor}) {
    ListRequest wanted;
    wanted.limit = kNeedsShown;
    wanted.work = {WorkVerdict::kManual};
    wanted.phase = phase;
    auto found = own_claims(db, viewer, wanted);
    if (!found) return tl::unexpected(found.error());
    for (ClaimView& view : found->items) {
      NeedView need;
      if (phase == FailedPhase::kWithEmployee) need.answer_until = view.verdict.public_at;
      need.claim = std::move(view);
      out.needs.push_back(std::move(need));
    }
  }
  return {};
}

Status add_needs(Connection& db, DayView& out, const Viewer& viewer) {
  ListRequest wanted;
  wanted.limit = kNeedsShown;
  wanted.work = {WorkVerdict::kFailed, WorkVerdict::kRegressed};
  auto found = own_claims(db, viewer, wanted);
  if (!found) return tl::unexpected(found.error());
  for (ClaimView& view : found->items) {
    NeedView need;
    if (view.verdict.phase == FailedPhase::kWithEmployee)
      need.answer_until = view.verdict.public_at;
    need.claim = std::move(view);
    out.needs.push_back(std::move(need));
  }
  if (const Status wanted_too = add_wanted_pictures(db, out, viewer); !wanted_too)
    return wanted_too;
  // What runs out first stands first, what the supervisor sees already stands last.
  std::stable_sort(out.needs.begin(), out.needs.end(), [](const auto& left, const auto& right) {
    if (left.answer_until.has_value() != right.answer_until.has_value())
      return left.answer_until.has_value();
    return left.answer_until && *left.answer_until < *right.answer_until;
  });
  return {};
}

Status add_days(Connection& db, DayView& out, const Viewer& viewer) {
  ListRequest wanted;
  wanted.limit = kDayLength;
  wanted.since = wanted.until = out.date;
  auto today = own_claims(db, viewer, wanted);
  if (!today) return tl::unexpected(today.error());
  out.today = std::move(today->items);
  const auto before = store::verdicts::last_day_before(db, viewer.actor.user, out.date);
  if (!before) return tl::unexpected(before.error());
  out.before = *before;
  if (!out.before) return {};
  wanted.since = wanted.until = out.before;
  auto earlier = own_claims(db, viewer, wanted);
  if (!earlier) return tl::unexpected(earlier.error());
  out.before_claims = std::move(earlier->items);
  return {};
}

Status add_report(Connection& db, DayView& out, const User& user, const ReadingRules& rules) {
  const auto leave = store::people::leave(db, user.id);
  if (!leave) return tl::unexpected(leave.error());
  out.on_leave = planning::on_leave(user.id, *leave, out.date);
  out.expected = planning::expected_to_report(user, *leave, rules.calendar, out.date);
  if (out.expected) out.cut_off = planning::hard_cut_off(rules.calendar, out.date, rules.cut_off);
  const auto reported = store::reports::first_of_day(db, user.id, out.date);
  if (!reported) return tl::unexpected(reported.error());
  out.reported_at = *reported;
  return {};
}

Status add_numbers(Connection& db, DayView& out, const Viewer& viewer) {
  const auto counts =
      store::verdicts::counts_by_user(db, viewer.today - kCountedDays, viewer.actor.user);
  if (!counts) return tl::unexpected(counts.error());
  for (const store::WorkCount& row : *counts) out.counts[row.work] += row.count;
  const auto disputes = store::disputes::count_open_of(db, viewer.actor.user);
  if (!disputes) return tl::unexpected(disputes.error());
  out.disputes_open = *disputes;
  const auto pages = store::captures::count_for(db, viewer.actor.user, viewer.now);
  if (!pages) return tl::unexpected(pages.error());
  out.pages_to_open = *pages;
  const auto blockers = blockers_waiting(db, viewer);
  if (!blockers) return tl::unexpected(blockers.error());
  out.blockers = *blockers;
  const auto vendor = is_vendor(db, viewer);
  if (!vendor) return tl::unexpected(vendor.error());
  if (*vendor) return {};
  const auto alerts = store::false_alerts(db, viewer.now - kFalseAlertsDays, viewer.now);
  if (!alerts) return tl::unexpected(alerts.error());
  out.false_alerts = *alerts;
  return {};
}

Result<bool> is_seen(const std::set<TeamId>& led, const User& user, const Viewer& viewer) {
  if (viewer.actor.role == Role::kAdmin || user.id == viewer.actor.user) return true;
  return led.contains(user.team);
}

bool is_negative(WorkVerdict work) {
  return work == WorkVerdict::kFailed || work == WorkVerdict::kRegressed;
}

// The names under which the API takes them: kinds of decisions, and the writes beside them.
std::vector<std::string> choices(const ClaimFile& file, const ClaimAccess& seen,
                                 const Viewer& viewer, int rechecks_left) {
  std::vector<std::string> out;
  const WorkVerdict work = file.view.verdict.work;
  const bool open =
      std::any_of(file.disputes.begin(), file.disputes.end(),
                  [](const DisputeView& row) { return row.dispute.state == DisputeState::kOpen; });
  const bool finished = work == WorkVerdict::kVoid;
  const bool seen_alright = work == WorkVerdict::kVerified || work == WorkVerdict::kAccepted;
  const bool machine_looks = file.view.next_look_at.has_value() || !seen_alright;
  if (seen.is_own || viewer.actor.role == Role::kAdmin) {
    if (is_negative(work)) out.emplace_back("answer");
    const bool disputable =
        is_negative(work) || work == WorkVerdict::kConfirmed || work == WorkVerdict::kManual;
    if (disputable && !open) out.emplace_back("dispute");
    if (!finished) {
      out.emplace_back("replace");
      out.emplace_back("withdraw");
    }
  }
  if (!finished && machine_looks && rechecks_left > 0) out.emplace_back("recheck");
  const bool decides =
      !seen.is_own && (seen.sight == Sight::kMasked || viewer.actor.role == Role::kAdmin);
  if (!decides || finished) return out;
  if (open) out.emplace_back("close_dispute");
  out.emplace_back("waive");
  if (!seen_alright) {
    out.emplace_back("overrule");
    out.emplace_back("accept_manual");
  }
  const bool undecided = seen.sight == Sight::kMasked && is_undecided(seen.verdict, viewer.now);
  const bool early = undecided || is_with_employee(seen.verdict, viewer.now);
  if (!early && is_negative(seen.verdict.work)) out.emplace_back("confirm");
  if (!early && work == WorkVerdict::kManual) out.emplace_back("reject_manual");
  return out;
}

}  // namespace

Result<bool> is_vendor(Connection& db, const Viewer& viewer) {
  if (!viewer.actor.user) return false;
  const auto user = store::people::find_user(db, viewer.actor.user);
  if (!user) return tl::unexpected(user.error());
  return user->role == Role::kEmployee && user->post == kVendorPost;
}

Result<CatalogView> catalog(Connection& db, const Viewer& viewer) {
  CatalogView out;
  const auto vendor = is_vendor(db, viewer);
  if (!vendor) return tl::unexpected(vendor.error());
  if (!*vendor) {
    auto keywords = store::keywords::list(db);
    if (!keywords) return tl::unexpected(keywords.error());
    out.keywords = std::move(*keywords);
  }
  std::set<TeamId> led;
  if (viewer.actor.role == Role::kSupervisor) {
    const auto teams = teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) led.insert(team.id);
  }
  const auto teams = store::people::teams(db);
  if (!teams) return tl::unexpected(teams.error());
  std::map<TeamId, std::string> names;
  for (const Team& team : *teams) names[team.id] = team.name;
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  for (const User& user : *users) {
    const auto seen = is_seen(led, user, viewer);
    if (!seen) return tl::unexpected(seen.error());
    if (!*seen) continue;
    const auto team = names.find(user.team);
    out.people.push_back({user.login, user.name, user.post,
                          team == names.end() ? std::string() : team->second, user.active});
  }
  return out;
}

Result<DayView> day(Connection& db, std::optional<Date> date, const Rules& rules,
                    const Viewer& viewer) {
  if (!viewer.actor.user)
    return fail(ErrorCode::kInvalid, "本机管理员没有自己的一天；请用员工自己的账号");
  const auto user = store::people::find_user(db, viewer.actor.user);
  if (!user) return tl::unexpected(user.error());
  DayView out;
  out.date = date.value_or(viewer.today);
  Status status = add_report(db, out, *user, *rules);
  if (status) status = add_needs(db, out, viewer);
  if (status) status = add_days(db, out, viewer);
  auto plan = own_plan(db, user->id, out.date);
  if (!plan) return tl::unexpected(plan.error());
  out.plan = std::move(*plan);
  if (status) status = add_numbers(db, out, viewer);
  if (!status) return tl::unexpected(status.error());
  return out;
}

namespace {

// What it distributes and whose work it is, and who said so.
Status add_content(Connection& db, StoryView& out, ClaimId claim) {
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  const auto person = [&](UserId id) {
    for (const User& user : *users) {
      if (user.id == id) return user;
    }
    return User{};
  };
  const auto links = store::assets::links_of(db, claim);
  if (!links) return tl::unexpected(links.error());
  for (const AssetLink& link : *links) {
    auto asset = store::assets::find(db, link.asset);
    if (!asset) return tl::unexpected(asset.error());
    out.asset = std::move(*asset);
    out.said.push_back(
        {link.at, "asset", person(link.by).name, out.asset ? out.asset->title : std::string()});
  }
  const auto versions = store::shares::versions(db, claim);
  if (!versions) return tl::unexpected(versions.error());
  for (const ShareVersion& version : *versions) {
    std::string words;
    for (const Share& share : version.shares) {
      words += fmt::format("{}{} {}.{:02}%", words.empty() ? "" : "、", person(share.user).name,
                           share.basis_points / 100, share.basis_points % 100);
    }
    out.said.push_back({version.at, "shares", person(version.by).name,
                        fmt::format("{}（{}）", words, version.reason)});
  }
  if (versions->empty()) return {};
  for (const Share& share : versions->front().shares) {
    const User user = person(share.user);
    out.shares.push_back({user.login, user.name, share.basis_points});
  }
  return {};
}

}  // namespace

Result<StoryView> story(Connection& db, ClaimId claim, const Viewer& viewer) {
  const auto seen = access(db, claim, viewer);
  if (!seen) return tl::unexpected(seen.error());
  auto file = claim_file(db, claim, viewer);
  if (!file) return tl::unexpected(file.error());
  StoryView out;
  const std::string key = fmt::format("recheck:{}:{}", claim.value, to_iso_date(viewer.today));
  const auto used = store::settings::get(db, key);
  if (!used) return tl::unexpected(used.error());
  const int count = *used ? std::atoi((*used)->c_str()) : 0;
  out.rechecks_left = std::max(0, kRechecksADay - count);
  out.can = choices(*file, *seen, viewer, out.rechecks_left);
  const bool shares = seen->is_own || file->leads_owner;
  if (shares) out.can.emplace_back("share");
  if (shares || viewer.actor.role == Role::kAdmin) out.can.emplace_back("asset");
  out.file = std::move(*file);
  if (const Status added = add_content(db, out, claim); !added)
    return tl::unexpected(added.error());
  return out;
}

}  // namespace vouch::web::gather
