#include <algorithm>

#include "store/claims.h"
#include "store/lookups.h"
#include "store/people.h"
#include "store/platform_proposals.h"
#include "store/samples.h"
#include "store/verdicts.h"
#include "web/gather.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr int kListLength = 50;

Status add_counts(Connection& db, IndexPage& out, TeamId team, Date since) {
  const auto members = store::people::team_members(db, team);
  if (!members) return tl::unexpected(members.error());
  for (const User& user : *members) {
    if (!user.active) continue;
    const auto rows = store::verdicts::counts_by_engine(db, since, user.id);
    if (!rows) return tl::unexpected(rows.error());
    for (const store::EngineCount& row : *rows) out.counts[row.engine][row.verdict] += row.count;
  }
  return {};
}

Status add_rows(Connection& db, IndexPage& out, std::vector<store::lookups::EngineRow> found) {
  std::sort(found.begin(), found.end(),
            [](const auto& left, const auto& right) { return left.claim < right.claim; });
  if (found.size() > static_cast<std::size_t>(kListLength)) {
    found.resize(kListLength);
    out.next = found.back().claim;
  }
  out.rows.reserve(found.size());
  for (const store::lookups::EngineRow& row : found) {
    const auto claim = store::claims::find(db, row.claim);
    if (!claim) return tl::unexpected(claim.error());
    out.rows.push_back({claim->id, claim->title, claim->url, row.engine, row.verdict});
  }
  return {};
}

}  // namespace

bool may_decide_platforms(const User& user) {
  return user.role == Role::kSupervisor || user.role == Role::kAdmin;
}

Result<IndexPage> index(Connection& db, const User& user, const IndexRequest& request,
                        const Viewer& viewer) {
  const auto teams = desk_teams(db, user, viewer);
  if (!teams) return tl::unexpected(teams.error());
  IndexPage out;
  out.team = team_names(*teams, user);
  out.days = request.days;
  out.engine = request.engine;
  out.verdict = request.verdict;
  const Date since = viewer.today - std::chrono::days(request.days);
  std::vector<store::lookups::EngineRow> found;
  for (const Team& team : *teams) {
    const Status counted = add_counts(db, out, team.id, since);
    if (!counted) return tl::unexpected(counted.error());
    if (request.engine.empty()) continue;
    const auto rows = store::lookups::with_verdict(
        db, {team.id, request.engine, request.verdict, since, request.after}, kListLength + 1);
    if (!rows) return tl::unexpected(rows.error());
    found.insert(found.end(), rows->begin(), rows->end());
  }
  auto speeds = store::samples::speeds(db);
  if (!speeds) return tl::unexpected(speeds.error());
  out.speeds = std::move(*speeds);
  auto submitted = store::samples::submitted_speeds(db);
  if (!submitted) return tl::unexpected(submitted.error());
  out.submitted_speeds = std::move(*submitted);
  auto counts = store::site_counts::now(db);
  if (!counts) return tl::unexpected(counts.error());
  out.site_counts = std::move(*counts);
  auto proposals = store::platform_proposals::all(db);
  if (!proposals) return tl::unexpected(proposals.error());
  std::erase_if(*proposals, [](const auto& one) { return one.state != "open"; });
  out.proposals = std::move(*proposals);
  out.may_decide = may_decide_platforms(user);
  const Status added = add_rows(db, out, std::move(found));
  if (!added) return tl::unexpected(added.error());
  return out;
}

}  // namespace vouch::web::gather
