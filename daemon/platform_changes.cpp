#include "daemon/platform_changes.h"

#include <algorithm>

#include <boost/json.hpp>

#include "core/log.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/claim_writes.h"
#include "planning/platform_learning.h"

namespace vouch::daemon {
namespace {

namespace rows = store::platform_proposals;
using Proposals = std::vector<store::PlatformProposal>;

constexpr std::string_view kRoom = "platforms";
constexpr Millis kEvery = std::chrono::hours(24);
constexpr Millis kTryAgain = std::chrono::hours(1);

Result<std::vector<planning::LearnedChange>> learned(store::Connection& db, const Rulebook& rules,
                                                     Time now) {
  const Date since = rules.calendar.zone().date_of(now) - std::chrono::days(planning::kLearnedDays);
  const auto decided = rows::decided(db, since);
  if (!decided) return tl::unexpected(decided.error());
  const auto listed = rows::listed(db, since);
  if (!listed) return tl::unexpected(listed.error());
  std::vector<planning::PlatformSeen> seen;
  seen.reserve(decided->size());
  for (const store::PlatformCount& one : *decided) {
    seen.push_back({one.platform, one.engine, one.claims, one.indexed, one.from, one.to});
  }
  std::vector<planning::PlatformListed> shown;
  shown.reserve(listed->size());
  for (const store::PlatformCount& one : *listed) {
    shown.push_back({one.platform, one.engine, one.claims, one.from, one.to});
  }
  const auto expectation = [&](const std::string& platform, const std::string& engine) {
    return rules.expectation_at(platform, engine, now);
  };
  return planning::learned_changes(seen, shown, expectation);
}

bool is_about(const store::PlatformProposal& one, const planning::LearnedChange& change) {
  return one.platform == change.platform && one.engine == change.engine &&
         one.change == planning::to_string(change.change);
}

void take_numbers(store::PlatformProposal& one, const planning::LearnedChange& change) {
  one.seen = change.seen;
  one.indexed = change.indexed;
  one.low = change.rate.low;
  one.high = change.rate.high;
  one.from = change.from;
  one.to = change.to;
}

// A "no" holds for a while.
bool was_declined(const Proposals& known, const planning::LearnedChange& change, Time now) {
  return std::any_of(known.begin(), known.end(), [&](const store::PlatformProposal& one) {
    const bool no = one.state == "declined" || one.state == "undone";
    return no && is_about(one, change) && one.decided_at &&
           now - *one.decided_at < std::chrono::hours(24) * planning::kQuietDays;
  });
}

Status write_change(store::WriteContext& context, const Proposals& known,
                    const planning::LearnedChange& change, int& fresh) {
  const auto open =
      std::find_if(known.begin(), known.end(), [&](const store::PlatformProposal& one) {
        return one.state == "open" && is_about(one, change);
      });
  store::PlatformProposal proposal;
  if (open != known.end()) proposal = *open;
  take_numbers(proposal, change);
  if (open != known.end()) return rows::renew(context.db, proposal);
  if (was_declined(known, change, context.now)) return {};
  proposal.platform = change.platform;
  proposal.engine = change.engine;
  proposal.change = std::string(planning::to_string(change.change));
  proposal.made_at = context.now;
  const auto id = rows::insert(context.db, proposal);
  if (!id) return tl::unexpected(id.error());
  ++fresh;
  return {};
}

// What does not hold any more is not asked any more.
Status let_lapse(store::WriteContext& context, const Proposals& known,
                 const std::vector<planning::LearnedChange>& changes) {
  for (store::PlatformProposal one : known) {
    const bool holds = std::any_of(changes.begin(), changes.end(),
                                   [&](const auto& change) { return is_about(one, change); });
    if (one.state != "open" || holds) continue;
    one.state = "lapsed";
    one.decided_at = context.now;
    if (const Status kept = rows::set_state(context.db, one); !kept) return kept;
  }
  return {};
}

Result<int> write_learned(store::WriteContext& context,
                          const std::vector<planning::LearnedChange>& changes) {
  const auto known = rows::all(context.db);
  if (!known) return tl::unexpected(known.error());
  int fresh = 0;
  for (const planning::LearnedChange& change : changes) {
    const Status kept = write_change(context, *known, change, fresh);
    if (!kept) return tl::unexpected(kept.error());
  }
  if (const Status kept = let_lapse(context, *known, changes); !kept) {
    return tl::unexpected(kept.error());
  }
  return fresh;
}

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

// The expectation that an answer puts in force; empty: none.
Result<std::string> expectation_of(const store::PlatformProposal& proposal,
                                   const web::DecidePlatform& request) {
  if (request.say == web::PlatformSay::kDecline) return std::string();
  if (request.say == web::PlatformSay::kUndo) return std::string("shipped");
  if (proposal.change == "applicable") {
    if (!request.as.empty() && request.as != "measure") {
      return refused("重新检测只能改为“只测不设期限”（measure）", "as");
    }
    return std::string("measure");
  }
  if (request.as.empty()) return std::string("not_applicable");
  if (request.as == "measure" || request.as == "not_applicable") return request.as;
  return refused("可以改为 not_applicable（不适用）或 measure（只测不设期限）", "as");
}

std::string_view state_after(web::PlatformSay say) {
  switch (say) {
    case web::PlatformSay::kAccept:
      return "accepted";
    case web::PlatformSay::kDecline:
      return "declined";
    case web::PlatformSay::kUndo:
      return "undone";
  }
  return "open";
}

Result<store::PlatformProposal> that_waits(store::Connection& db,
                                           const web::DecidePlatform& request) {
  auto found = rows::find(db, request.proposal);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "没有这一条建议");
  const std::string_view needed = request.say == web::PlatformSay::kUndo ? "accepted" : "open";
  if ((*found)->state != needed) {
    return fail(ErrorCode::kConflict, needed == "open" ? "这一条建议已经处理过，或已不再成立"
                                                       : "只有已采纳的建议可以撤销");
  }
  return std::move(**found);
}

}  // namespace

Task<Time> propose_platform_changes(Context& context) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  using Changes = std::vector<planning::LearnedChange>;
  std::function<Result<Changes>(store::Connection&)> read = [rules, now](store::Connection& db) {
    return learned(db, *rules, now);
  };
  const auto changes = co_await context.store.read<Changes>(std::move(read));
  if (!changes) {
    log::error(kRoom, "{}", changes.error().text());
    co_return now + kTryAgain;
  }
  std::function<Result<int>(store::WriteContext&)> write =
      [found = *changes](store::WriteContext& writing) { return write_learned(writing, found); };
  const auto fresh = co_await context.store.write<int>(std::move(write));
  if (!fresh) {
    log::error(kRoom, "{}", fresh.error().text());
    context.store_failed(fresh.error());
    co_return now + kTryAgain;
  }
  if (*fresh > 0) log::notice(kRoom, "{} changes of platform records are proposed", *fresh);
  co_return now + kEvery;
}

Result<store::PlatformProposal> decide_platform_change(store::WriteContext& context,
                                                       const web::Actor& actor,
                                                       const web::DecidePlatform& request) {
  if (!is_reason(request.reason)) {
    return refused("请写明原因：至少 4 个汉字或 10 个字母", "reason");
  }
  auto proposal = that_waits(context.db, request);
  if (!proposal) return proposal;
  const auto expectation = expectation_of(*proposal, request);
  if (!expectation) return tl::unexpected(expectation.error());
  const std::string reason(trim(request.reason));
  if (!expectation->empty()) {
    const auto overlay =
        rows::insert_overlay(context.db, {0, proposal->platform, proposal->engine, *expectation,
                                          context.now, proposal->id, actor.user, reason});
    if (!overlay) return tl::unexpected(overlay.error());
  }
  proposal->state = std::string(state_after(request.say));
  proposal->decided_at = context.now;
  proposal->by = actor.user;
  proposal->reason = reason;
  if (const Status kept = rows::set_state(context.db, *proposal); !kept) {
    return tl::unexpected(kept.error());
  }
  const Status noted =
      audited(context, actor, "platform." + proposal->state, "platform:" + proposal->platform,
              boost::json::serialize(boost::json::object{{"engine", proposal->engine},
                                                         {"expectation", *expectation},
                                                         {"proposal", proposal->id},
                                                         {"reason", reason}}));
  if (!noted) return tl::unexpected(noted.error());
  return proposal;
}

}  // namespace vouch::daemon
