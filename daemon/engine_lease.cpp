#include "daemon/engine_lease.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "core/url.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "store/observations.h"
#include "store/sites.h"
#include "store/tickets.h"

namespace vouch::daemon {
namespace {

constexpr Millis kFirstRank = std::chrono::minutes(30);

std::string canonical_in(const std::string& detail) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(detail, error);
  if (error || !value.is_object()) return {};
  const boost::json::value* const canonical = value.as_object().if_contains("canonical");
  const bool given = canonical != nullptr && canonical->is_string();
  return given ? std::string(canonical->as_string()) : std::string();
}

// Somebody else's claim is not this one under another name.
Result<bool> is_anothers(store::Connection& db, const Claim& claim, const std::string& address) {
  const auto url = Url::parse(address);
  if (!url) return false;
  const auto first = store::claims::first_by_strict_key(db, strict_key(*url));
  if (!first) return tl::unexpected(first.error());
  if (!*first || **first == claim.id) return false;
  const auto other = store::claims::find(db, **first);
  if (!other) return tl::unexpected(other.error());
  return other->user != claim.user;
}

Result<checks::PageAddresses> addresses_of(store::Connection& db, const Claim& claim) {
  const auto live = store::observations::newest_found(db, claim.id, Stage{StageKind::kLive, {}});
  if (!live) return tl::unexpected(live.error());
  checks::PageSeen seen;
  if (*live) seen = {(*live)->final_url, canonical_in((*live)->detail)};
  checks::PageAddresses all = checks::page_addresses(claim.url, seen);
  checks::PageAddresses out;
  out.doubtful = std::move(all.doubtful);
  out.unread = all.unread;
  for (std::string& address : all.same) {
    const bool own = out.same.empty();
    const auto anothers = own ? Result<bool>(false) : is_anothers(db, claim, address);
    if (!anothers) return tl::unexpected(anothers.error());
    if (*anothers) {
      out.doubtful.push_back(std::move(address));
    } else {
      out.same.push_back(std::move(address));
    }
  }
  return out;
}

Result<LeasedLook> with_subject(store::Connection& db, store::Look row) {
  LeasedLook leased;
  if (row.kind == store::LookKind::kRank) {
    auto keyword = store::keywords::find(db, row.keyword);
    if (!keyword) return tl::unexpected(keyword.error());
    leased.keyword = std::move(*keyword);
  } else {
    auto claim = store::claims::find(db, row.claim);
    if (!claim) return tl::unexpected(claim.error());
    leased.claim = std::move(*claim);
    auto addresses = addresses_of(db, leased.claim);
    if (!addresses) return tl::unexpected(addresses.error());
    leased.addresses = std::move(*addresses);
  }
  leased.row = std::move(row);
  return leased;
}

}  // namespace

std::string engine_gate(const std::string& engine) {
  return "engine:" + engine;
}

Result<EngineWork> lease_batch(store::WriteContext& context, const Rulebook& rules,
                               const std::vector<QueuedLook>& looks) {
  EngineWork work;
  const Zone& zone = rules.calendar.zone();
  const Time midnight = zone.at(zone.date_of(context.now) + std::chrono::days(1), Millis(0));
  const auto due = store::looks::engine_looks_due(context.db, midnight - Millis(1));
  if (!due) return tl::unexpected(due.error());
  for (const store::looks::LaneCount& lane : *due) work.lanes_due.insert(lane.lane);
  auto sites = store::sites::list(context.db);
  if (!sites) return tl::unexpected(sites.error());
  work.sites = std::move(*sites);
  for (const QueuedLook& look : looks) {
    auto row = store::looks::find(context.db, look.id);
    if (!row) return tl::unexpected(row.error());
    if (row->state != store::LookState::kPending) continue;
    const auto held = store::tickets::holds(context.db, look.id);
    if (!held) return tl::unexpected(held.error());
    if (*held) continue;
    const auto taken = store::looks::lease(context.db, look.id, row->attempt);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken) continue;
    ++row->attempt;
    auto leased = with_subject(context.db, std::move(*row));
    if (!leased) return tl::unexpected(leased.error());
    work.looks.push_back(std::move(*leased));
  }
  return work;
}

Result<EngineWork> work_of_ticket(store::Connection& db, std::int64_t ticket) {
  EngineWork work;
  auto sites = store::sites::list(db);
  if (!sites) return tl::unexpected(sites.error());
  work.sites = std::move(*sites);
  const auto held = store::tickets::looks_of(db, ticket);
  if (!held) return tl::unexpected(held.error());
  for (const store::TicketLook& look : *held) {
    auto row = store::looks::find(db, look.look);
    if (!row) return tl::unexpected(row.error());
    if (row->state != store::LookState::kPending || row->attempt != look.attempt) continue;
    auto leased = with_subject(db, std::move(*row));
    if (!leased) return tl::unexpected(leased.error());
    work.looks.push_back(std::move(*leased));
  }
  return work;
}

Result<std::vector<QueuedLook>> missing_rank_looks(store::WriteContext& context,
                                                   const Rulebook& rules) {
  std::vector<QueuedLook> planned;
  const auto keywords = store::keywords::list(context.db);
  if (!keywords) return tl::unexpected(keywords.error());
  for (const Keyword& keyword : *keywords) {
    const auto pending = store::looks::pending_for_keyword(context.db, keyword.id);
    if (!pending) return tl::unexpected(pending.error());
    for (const std::string& engine : rules.ranking_engines) {
      const std::string lane = "rank:" + engine;
      const bool there = std::any_of(pending->begin(), pending->end(),
                                     [&](const store::Look& look) { return look.lane == lane; });
      if (there) continue;
      const auto last = store::looks::last_no(context.db, keyword.id, lane);
      if (!last) return tl::unexpected(last.error());
      store::Look look;
      look.keyword = keyword.id;
      look.lane = lane;
      look.look_no = *last + 1;
      look.kind = store::LookKind::kRank;
      look.due_at = context.now + kFirstRank;
      look.site = engine_gate(engine);
      const auto id = store::looks::insert_pending(context.db, look);
      if (!id) return tl::unexpected(id.error());
      look.id = *id;
      planned.push_back(queued(look));
    }
  }
  return planned;
}

}  // namespace vouch::daemon
