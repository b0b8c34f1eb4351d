#include "daemon/rank_writes.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/url.h"
#include "engines/standing.h"
#include "planning/rank_trend.h"
#include "store/claims.h"
#include "store/competitors.h"
#include "store/keywords.h"
#include "store/ranks.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr std::int64_t kNewestLooks = 60;  // more than a month of daily looks

Result<engines::StandingTargets> targets_of(store::Connection& db, KeywordId keyword) {
  engines::StandingTargets targets;
  const auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  for (const OwnSite& site : *sites) targets.own_domains.push_back(site.domain);
  const auto rivals = store::competitors::list(db);
  if (!rivals) return tl::unexpected(rivals.error());
  for (const store::Competitor& rival : *rivals) targets.competitors.push_back(rival.domain);
  auto page = store::keywords::target(db, keyword);
  if (!page) return tl::unexpected(page.error());
  targets.target_url = std::move(*page);
  return targets;
}

// Rows that are active claims' URLs for this keyword; how many places of the first page they take.
Status add_claims(store::WriteContext& context, const Rulebook& rules, const RankSeen& seen,
                  store::Rank& rank) {
  const auto promoting = store::claims::for_keyword(context.db, seen.keyword);
  if (!promoting) return tl::unexpected(promoting.error());
  if (promoting->empty()) return {};
  std::set<int> first_page;
  for (const engines::SearchRow& row : seen.rows) {
    if (row.position <= 0 || row.position > kKeptPlaces) continue;
    const auto url = Url::parse(row.url);
    if (!url || !url->is_http()) continue;
    const auto claims = claims_at(context.db, rules, *url);
    if (!claims) return tl::unexpected(claims.error());
    for (const ClaimId id : *claims) {
      if (!std::binary_search(promoting->begin(), promoting->end(), id)) continue;
      const auto claim = store::claims::find(context.db, id);
      if (!claim) return tl::unexpected(claim.error());
      if (claim->replaced_by) continue;
      rank.rows.push_back({row.position, RowOwner::kClaim, id, claim->site, row.url});
      if (row.position <= kFirstPage) first_page.insert(row.position);
    }
  }
  rank.first_page = static_cast<int>(first_page.size());
  return {};
}

// A provider may give one place twice.
void drop_doubles(std::vector<RankRow>& rows) {
  const auto key = [](const RankRow& row) {
    return std::tuple(row.position, row.owner, row.claim);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const RankRow& left, const RankRow& right) {
    return key(left) < key(right);
  });
  const auto end = std::unique(
      rows.begin(), rows.end(),
      [&](const RankRow& left, const RankRow& right) { return key(left) == key(right); });
  rows.erase(end, rows.end());
}

// Told once: after a move the usual place is learned anew.
Status note_move(store::WriteContext& context, RankSeriesId series, RankId rank, Time at) {
  auto looks = store::ranks::newest(context.db, series, kNewestLooks);
  if (!looks) return tl::unexpected(looks.error());
  const auto last = store::ranks::last_move_at(context.db, series);
  if (!last) return tl::unexpected(last.error());
  if (*last) std::erase_if(*looks, [&](const RankLook& look) { return look.at < **last; });
  const auto move = planning::rank_move(*looks);
  if (!move) return {};
  return store::ranks::insert_move(
      context.db, {series, rank, at, move->from, move->to, move->lost, move->found});
}

}  // namespace

Result<std::vector<ClaimId>> claims_at(store::Connection& db, const Rulebook& rules,
                                       const Url& url) {
  auto found = store::claims::all_by_strict_key(db, strict_key(url));
  if (!found || !found->empty()) return found;
  LooseKeyRules loose;
  const Platform* platform = platform_for_host(rules.records.platforms, url.host(), {});
  if (platform != nullptr) {
    loose.identity_params = platform->identity_params;
    loose.drop_params = platform->drop_params;
  }
  const auto first = store::claims::first_by_loose_key(db, loose_key(url, loose));
  if (!first) return tl::unexpected(first.error());
  if (*first) found->push_back(**first);
  return found;
}

Status record_rank(store::WriteContext& context, const Rulebook& rules, const RankSeen& seen) {
  const auto targets = targets_of(context.db, seen.keyword);
  if (!targets) return tl::unexpected(targets.error());
  engines::Standing stands = engines::standing(seen.rows, seen.depth, seen.trusted, *targets);
  const auto series =
      store::ranks::series(context.db, {{}, seen.keyword, seen.engine, seen.place, seen.device});
  if (!series) return tl::unexpected(series.error());
  store::Rank rank;
  rank.series = *series;
  rank.observation = seen.observation;
  rank.look = {seen.at, rules.calendar.zone().date_of(seen.at), stands.state, stands.position,
               stands.depth};
  rank.wrong_page = stands.wrong_page;
  rank.url = std::move(stands.url);
  rank.rows = std::move(stands.rows);
  std::erase_if(rank.rows, [](const RankRow& row) { return row.position > kKeptPlaces; });
  // What an untrusted list shows is nobody's place.
  if (stands.state != RankState::kUnmeasured) {
    const Status added = add_claims(context, rules, seen, rank);
    if (!added) return added;
  }
  drop_doubles(rank.rows);
  const auto id = store::ranks::insert(context.db, rank);
  if (!id) return tl::unexpected(id.error());
  return note_move(context, *series, *id, seen.at);
}

}  // namespace vouch::daemon
