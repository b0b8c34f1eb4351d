#include <algorithm>

#include "checks/decide.h"
#include "store/claims.h"
#include "store/people.h"
#include "store/shares.h"
#include "store/verdicts.h"
#include "web/assets.h"
#include "web/gather_views.h"
#include "web/team_scope.h"

namespace vouch::web::gather {
namespace {

namespace assets_ = store::assets;
using store::Connection;

using People = std::map<UserId, User>;

Result<People> people_of(Connection& db) {
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  People out;
  for (const User& user : *users) out[user.id] = user;
  return out;
}

AssetRow row_of(assets_::Listed listed, const People& people) {
  AssetRow out;
  const auto maker = people.find(listed.asset.made_by);
  if (maker != people.end()) {
    out.login = maker->second.login;
    out.name = maker->second.name;
  }
  out.listed = std::move(listed);
  return out;
}

bool is_online(WorkVerdict work) {
  return work == WorkVerdict::kVerified || work == WorkVerdict::kAccepted;
}

Result<Verdict> verdict_of(Connection& db, ClaimId claim) {
  const auto stored = store::verdicts::get(db, claim);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return Verdict{};
  return checks::verdict_from_json((*stored)->json);
}

// For whoever neither did it nor leads who did: that it is online, and nothing else.
Result<ClaimView> passed_by(Connection& db, ClaimId id, const People& people) {
  auto claim = store::claims::find(db, id);
  if (!claim) return tl::unexpected(claim.error());
  const auto verdict = verdict_of(db, id);
  if (!verdict) return tl::unexpected(verdict.error());
  ClaimView out;
  const auto owner = people.find(claim->user);
  if (owner != people.end()) {
    out.login = owner->second.login;
    out.name = owner->second.name;
  }
  out.claim = std::move(*claim);
  out.verdict.work = is_online(verdict->work) ? verdict->work : WorkVerdict::kPending;
  return out;
}

Result<AssetEntryView> entry_of(Connection& db, ClaimId id, std::string linked_by,
                                const People& people, const Viewer& viewer) {
  AssetEntryView out;
  out.linked_by = std::move(linked_by);
  auto seen = claim_view(db, id, viewer);
  out.with_engines = seen.has_value();
  if (!seen && seen.error().code == ErrorCode::kDenied) seen = passed_by(db, id, people);
  if (!seen) return tl::unexpected(seen.error());
  out.claim = std::move(*seen);
  return out;
}

std::string word_of(AssetLinkedBy how) {
  switch (how) {
    case AssetLinkedBy::kHandIn:
      return "hand_in";
    case AssetLinkedBy::kPlan:
      return "plan";
    case AssetLinkedBy::kPerson:
      return "person";
  }
  return "person";
}

Status add_entries(Connection& db, AssetFile& out, const People& people, const Viewer& viewer) {
  const Asset& asset = out.row.listed.asset;
  const auto pages = assets_::claims_of_page(db, asset.url_key);
  if (!pages) return tl::unexpected(pages.error());
  const auto links = assets_::distributions(db, asset.id);
  if (!links) return tl::unexpected(links.error());
  for (const ClaimId id : *pages) {
    const auto claim = store::claims::find(db, id);
    if (!claim) return tl::unexpected(claim.error());
    if (out.own_entry || claim->user != asset.made_by) continue;
    auto entry = entry_of(db, id, "address", people, viewer);
    if (!entry) return tl::unexpected(entry.error());
    out.own_entry = std::move(*entry);
  }
  for (const AssetLink& link : *links) {
    const auto verdict = verdict_of(db, link.claim);
    if (!verdict) return tl::unexpected(verdict.error());
    if (verdict->work == WorkVerdict::kVoid) continue;
    if (out.own_entry && out.own_entry->claim.claim.id == link.claim) continue;
    for (const EngineResult& engine : verdict->engines) ++out.index[engine.engine][engine.verdict];
    auto entry = entry_of(db, link.claim, word_of(link.how), people, viewer);
    if (!entry) return tl::unexpected(entry.error());
    out.entries.push_back(std::move(*entry));
  }
  return {};
}

}  // namespace

Result<AssetList> assets(Connection& db, const std::string& words, AssetId before, int limit) {
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  auto rows = assets_::list(db, words, before, limit + 1);
  if (!rows) return tl::unexpected(rows.error());
  AssetList out;
  for (assets_::Listed& row : *rows) {
    if (out.items.size() == static_cast<std::size_t>(limit)) {
      out.next = out.items.back().listed.asset.id;
      break;
    }
    out.items.push_back(row_of(std::move(row), *people));
  }
  return out;
}

Result<AssetFile> asset(Connection& db, AssetId id, const Viewer& viewer) {
  auto listed = assets_::find_listed(db, id);
  if (!listed) return tl::unexpected(listed.error());
  if (!*listed) return fail(ErrorCode::kNotFound, "没有这份素材");
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  AssetFile out;
  out.row = row_of(std::move(**listed), *people);
  const auto lines = assets_::lines(db, id);
  if (!lines) return tl::unexpected(lines.error());
  for (const PlanLine& line : *lines) {
    const auto user = people->find(line.user);
    const bool known = user != people->end();
    out.lines.push_back({line, known ? user->second.login : std::string(),
                         known ? user->second.name : std::string()});
  }
  if (const Status added = add_entries(db, out, *people, viewer); !added)
    return tl::unexpected(added.error());
  return out;
}

Result<SharesView> shares(Connection& db, ClaimId claim, const Viewer& viewer) {
  const auto seen = access(db, claim, viewer);
  if (!seen) return tl::unexpected(seen.error());
  const auto people = people_of(db);
  if (!people) return tl::unexpected(people.error());
  SharesView out;
  const auto leads = leads_owner(db, viewer.actor.user, seen->claim.user, viewer.today);
  if (!leads) return tl::unexpected(leads.error());
  out.may_set = seen->is_own || *leads;
  const auto versions = store::shares::versions(db, claim);
  if (!versions) return tl::unexpected(versions.error());
  const auto person = [&](UserId id) {
    const auto found = people->find(id);
    return found == people->end() ? User{} : found->second;
  };
  for (const ShareVersion& version : *versions) {
    SharesView::Version shown{version.at, person(version.by).name, version.reason, {}};
    for (const Share& share : version.shares) {
      const User user = person(share.user);
      shown.shares.push_back({user.login, user.name, share.basis_points});
    }
    out.versions.push_back(std::move(shown));
  }
  return out;
}

}  // namespace vouch::web::gather
