#include <algorithm>
#include <map>
#include <set>

#include "store/captures.h"
#include "store/claims.h"
#include "store/disputes.h"
#include "store/people.h"
#include "store/platform_proposals.h"
#include "store/tallies.h"
#include "store/verdicts.h"
#include "web/blockers.h"
#include "web/exceptions.h"
#include "web/gather_views.h"
#include "web/missing_reports.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr std::chrono::days kCountedDays{30};
constexpr int kIndexRowsRead = 20'000;
constexpr int kDisputesRead = 200;        // in one go
constexpr int kDisputesLookedAt = 2'000;  // for one page

// Those whose exceptions the viewer decides on: of his teams, himself left out.
Result<std::vector<User>> desk_people(Connection& db, const std::vector<Team>& teams,
                                      const Viewer& viewer) {
  std::vector<User> out;
  if (viewer.actor.role == Role::kAdmin) {
    auto everybody = store::people::users(db);
    if (!everybody) return everybody;
    out = std::move(*everybody);
  } else {
    for (const Team& team : teams) {
      auto members = store::people::team_members(db, team.id);
      if (!members) return members;
      out.insert(out.end(), members->begin(), members->end());
    }
  }
  std::erase_if(out, [&](const User& user) { return user.id == viewer.actor.user; });
  return out;
}

struct Sum {
  std::int64_t count = 0;
  ClaimId first;

  void add(const store::OpenCount& row) {
    count += row.claims;
    if (!first || row.first < first) first = row.first;
  }
};

struct Sums {
  std::map<std::string, Sum> lists;
  std::int64_t with_employees = 0;

  void add(const store::OpenCount& row, bool all) {
    const bool negative = row.work == WorkVerdict::kFailed || row.work == WorkVerdict::kRegressed;
    const bool asked = row.phase == FailedPhase::kWithEmployee;
    if (asked && (negative || row.work == WorkVerdict::kManual)) with_employees += row.claims;
    if (asked && row.work == WorkVerdict::kManual) return;  // for evidence that he alone can bring
    if (negative && !all && row.phase != FailedPhase::kWithSupervisor) return;
    if (row.work == WorkVerdict::kDisputed) lists["disputes"].add(row);
    if (row.work == WorkVerdict::kManual) lists["manual"].add(row);
    if (row.work == WorkVerdict::kFailed) lists["failed"].add(row);
    if (row.work == WorkVerdict::kRegressed) lists["lost"].add(row);
    // What went offline has a line of its own.
    if (row.work != WorkVerdict::kRegressed) lists["needs_you"].add(row);
  }
};

Result<std::optional<Time>> since_of(Connection& db, ClaimId claim) {
  if (!claim) return std::nullopt;
  const auto verdict = store::verdicts::get(db, claim);
  if (!verdict) return tl::unexpected(verdict.error());
  if (!*verdict) return std::nullopt;
  return (*verdict)->since;
}

Result<std::vector<MissingDay>> missing_days(Connection& db, const Viewer& viewer) {
  const auto missing = missing_reports(db, viewer);
  if (!missing) return tl::unexpected(missing.error());
  std::vector<MissingDay> out;
  for (const MissingOne& one : *missing) {
    std::string login;
    if (one.user) {
      const auto user = store::people::find_user(db, one.user);
      if (user) login = user->login;
    }
    out.push_back({std::move(login), one.name, one.date});
  }
  return out;
}

Status add_lists(Connection& db, DeskView& out, const Sums& sums) {
  for (const char* key : {"needs_you", "disputes", "manual", "failed", "lost"}) {
    const auto found = sums.lists.find(key);
    DeskCount count{key, 0, {}};
    if (found != sums.lists.end()) {
      count.count = found->second.count;
      const auto since = since_of(db, found->second.first);
      if (!since) return tl::unexpected(since.error());
      count.oldest_at = *since;
    }
    out.lists.push_back(std::move(count));
  }
  return {};
}

std::vector<WorkVerdict> verdicts_of(const std::string& list) {
  if (list == "needs_you")
    return {WorkVerdict::kFailed, WorkVerdict::kDisputed, WorkVerdict::kManual};
  if (list == "disputes") return {WorkVerdict::kDisputed};
  if (list == "manual") return {WorkVerdict::kManual};
  if (list == "failed") return {WorkVerdict::kFailed};
  if (list == "lost") return {WorkVerdict::kRegressed};
  if (list == "corrected") return {WorkVerdict::kVerified};
  return {};
}

Status add_claims(Connection& db, DeskListView& out, const std::string& list, std::int64_t after,
                  int limit, const Viewer& viewer) {
  ListRequest wanted;
  wanted.work = verdicts_of(list);
  if (list == "corrected") {
    wanted.phase = FailedPhase::kCorrected;
    wanted.since = viewer.today - kCountedDays;
  }
  wanted.others_alone = true;
  wanted.after = ClaimId{after};
  wanted.limit = limit;
  auto found = claim_list(db, wanted, viewer);
  if (!found) return tl::unexpected(found.error());
  out.claims = std::move(found->items);
  if (found->next) out.next = found->next->value;
  return {};
}

Status add_pages(Connection& db, DeskListView& out, std::int64_t after, int limit,
                 const Viewer& viewer) {
  const auto teams = teams_seen(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  std::vector<store::lookups::EngineRow> rows;
  for (const Team& team : *teams) {
    const auto found =
        store::lookups::not_indexed(db, team.id, viewer.today - kCountedDays, kIndexRowsRead);
    if (!found) return tl::unexpected(found.error());
    for (const auto& row : *found) {
      if (row.claim.value > after) rows.push_back(row);
    }
  }
  std::sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
    return std::tie(left.claim, left.engine) < std::tie(right.claim, right.engine);
  });
  ClaimId last;
  for (const auto& row : rows) {
    // All engines of one claim stand on one page.
    if (static_cast<int>(out.pages.size()) >= limit && row.claim != last) {
      out.next = last.value;
      break;
    }
    last = row.claim;
    const auto claim = store::claims::find(db, row.claim);
    if (!claim) return tl::unexpected(claim.error());
    out.pages.push_back(
        {claim->id, claim->title, claim->url, claim->work_date, row.engine, row.verdict});
  }
  return {};
}

std::string name_of(Connection& db, UserId id) {
  if (!id) return {};
  const auto user = store::people::find_user(db, id);
  return user ? user->name : std::string();
}

Result<std::optional<std::set<UserId>>> disputing(Connection& db, const Viewer& viewer) {
  if (viewer.actor.role == Role::kAdmin) return std::nullopt;
  std::set<UserId> out{viewer.actor.user};
  if (viewer.actor.role == Role::kSupervisor) {
    const auto teams = teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    for (const Team& team : *teams) {
      const auto members = store::people::team_members(db, team.id);
      if (!members) return tl::unexpected(members.error());
      for (const User& user : *members) out.insert(user.id);
    }
  }
  return std::optional(std::move(out));
}

}  // namespace

Result<DeskView> desk(Connection& db, const Viewer& viewer) {
  DeskView out;
  const auto teams = teams_seen(db, viewer);
  if (!teams) return tl::unexpected(teams.error());
  for (const Team& team : *teams) out.teams.push_back(team.name);
  const auto people = desk_people(db, *teams, viewer);
  if (!people) return tl::unexpected(people.error());
  const Date since = viewer.today - kCountedDays;
  Sums sums;
  std::int64_t corrected = 0;
  std::int64_t not_indexed = 0;
  const bool all = viewer.actor.role == Role::kAdmin;
  for (const User& user : *people) {
    const auto open = store::tallies::open_of(db, user.id);
    if (!open) return tl::unexpected(open.error());
    for (const store::OpenCount& row : *open) sums.add(row, all);
    const auto mended = store::tallies::corrected_of(db, user.id, since, !all);
    if (!mended) return tl::unexpected(mended.error());
    corrected += *mended;
    const auto pages = store::tallies::not_indexed_of(db, user.id, since);
    if (!pages) return tl::unexpected(pages.error());
    not_indexed += *pages;
  }
  const Status added = add_lists(db, out, sums);
  if (!added) return tl::unexpected(added.error());
  auto missing = missing_days(db, viewer);
  if (!missing) return tl::unexpected(missing.error());
  out.missing = std::move(*missing);
  out.lists.push_back({"not_reported", std::ssize(out.missing), {}});
  out.lists.push_back({"not_indexed", not_indexed, {}});
  // The moment of the oldest would tell that there is one, and whose.
  out.lists.push_back({"with_employees", sums.with_employees, {}});
  out.lists.push_back({"corrected", corrected, {}});
  auto looked = coverage(db);
  if (!looked) return tl::unexpected(looked.error());
  out.coverage = std::move(*looked);
  const auto proposals = store::platform_proposals::all(db);
  if (!proposals) return tl::unexpected(proposals.error());
  out.proposals = std::count_if(proposals->begin(), proposals->end(),
                                [](const auto& one) { return one.state == "open"; });
  const auto waiting = store::captures::count_for(db, viewer.actor.user, viewer.now);
  if (!waiting) return tl::unexpected(waiting.error());
  out.pages_to_open = *waiting;
  const auto blockers = blockers_waiting(db, viewer);
  if (!blockers) return tl::unexpected(blockers.error());
  out.blockers = *blockers;
  return out;
}

Result<DeskListView> desk_list(Connection& db, const std::string& list, std::int64_t after,
                               int limit, const Viewer& viewer) {
  DeskListView out;
  Status status;
  if (list == "not_indexed") {
    status = add_pages(db, out, after, limit, viewer);
  } else if (list == "not_reported") {
    auto missing = missing_days(db, viewer);
    if (!missing) return tl::unexpected(missing.error());
    out.missing = std::move(*missing);
  } else if (list != "with_employees") {  // of these there is a number, and no names
    if (verdicts_of(list).empty()) return fail(ErrorCode::kNotFound, "没有这个列表");
    status = add_claims(db, out, list, after, limit, viewer);
  }
  if (!status) return tl::unexpected(status.error());
  return out;
}

Result<DisputeList> disputes(Connection& db, const DisputeRequest& request, const Viewer& viewer) {
  const auto people = disputing(db, viewer);
  if (!people) return tl::unexpected(people.error());
  DisputeList out;
  std::int64_t before = request.before;
  for (int seen = 0; seen < kDisputesLookedAt;) {
    const auto rows = store::disputes::newest(db, request.open, before, kDisputesRead);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::disputes::OfPerson& row : *rows) {
      ++seen;
      if (*people && !(*people)->contains(row.owner)) {
        before = row.dispute.id.value;
        continue;
      }
      if (static_cast<int>(out.items.size()) == request.limit) {
        out.next = before;
        return out;
      }
      before = row.dispute.id.value;
      auto claim = claim_view(db, row.dispute.claim, viewer);
      if (!claim) return tl::unexpected(claim.error());
      DisputeRow item;
      item.dispute.opened_by_name = name_of(db, row.dispute.opened_by);
      item.dispute.closed_by_name = name_of(db, row.dispute.closed_by);
      item.dispute.dispute = row.dispute;
      item.claim = std::move(*claim);
      out.items.push_back(std::move(item));
    }
    if (std::ssize(*rows) < kDisputesRead) return out;
  }
  out.next = before;
  return out;
}

}  // namespace vouch::web::gather
