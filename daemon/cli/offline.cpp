#include "daemon/cli/offline.h"

#include <cstdio>

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "checks/decide.h"
#include "core/random.h"
#include "daemon/blind_sources.h"
#include "daemon/cli/output.h"
#include "daemon/rulebook.h"
#include "store/backup.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/gaps.h"
#include "store/ledger.h"
#include "store/observations.h"
#include "store/verdicts.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

constexpr int kReplayStep = 500;

struct Opened {
  SystemWallClock wall;
  SystemRandom random;
  std::unique_ptr<store::Store> store;
};

Status open(Opened& opened, const config::Settings& settings) {
  store::StoreOptions options;
  options.directory = settings.daemon.state_dir;
  options.clock = &opened.wall;
  options.random = &opened.random;
  auto store = store::Store::open(std::move(options));
  if (!store) return tl::unexpected(store.error());
  opened.store = std::move(*store);
  return {};
}

struct Replayed {
  std::int64_t claims = 0;
  std::vector<std::int64_t> different;
};

// What was known at the moment of the stored verdict: later gaps are left out.
std::vector<Gap> known_at(const std::vector<Gap>& gaps, Time as_of) {
  std::vector<Gap> known;
  std::copy_if(gaps.begin(), gaps.end(), std::back_inserter(known),
               [&](const Gap& gap) { return gap.to <= as_of; });
  return known;
}

// The engines as they were then: one connected since is no part of that verdict, nor is one for
// which the claim was not drawn.
std::vector<checks::EngineStatus> engines_of(const Verdict& before) {
  std::vector<checks::EngineStatus> engines;
  for (const EngineResult& engine : before.engines)
    engines.push_back({engine.engine, engine.verdict != IndexVerdict::kNotConnected,
                       engine.verdict != IndexVerdict::kNotSampled});
  return engines;
}

Result<bool> same_verdict(store::Connection& db, const Rulebook& rules, const Claim& claim,
                          const std::vector<Gap>& gaps) {
  const auto stored = store::verdicts::get(db, claim.id);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return false;
  const auto before = checks::verdict_from_json((*stored)->json);
  if (!before) return tl::unexpected(before.error());
  const auto policy = rules.policy_of(claim);
  if (!policy) return tl::unexpected(policy.error());
  const auto platform = rules.platform_of(claim);
  if (!platform) return tl::unexpected(platform.error());
  const checks::ClaimPlan plan =
      checks::plan_claim(claim, **policy, **platform, engines_of(*before));
  checks::History history;
  auto observations = store::observations::for_claim(db, claim.id);
  if (!observations) return tl::unexpected(observations.error());
  auto decisions = store::decisions::for_claim(db, claim.id);
  if (!decisions) return tl::unexpected(decisions.error());
  auto disputes = store::disputes::for_claim(db, claim.id);
  if (!disputes) return tl::unexpected(disputes.error());
  const auto blind = known_windows(db);
  if (!blind) return tl::unexpected(blind.error());
  checks::withdraw(*observations, *blind, before->as_of);
  history.observations = std::move(*observations);
  history.decisions = std::move(*decisions);
  history.disputes = std::move(*disputes);
  const Verdict again = checks::decide(claim, plan, rules.calendar, known_at(gaps, before->as_of),
                                       history, before->as_of);
  return checks::to_json(again) == (*stored)->json;
}

Result<Replayed> replay_step(store::Connection& db, const Rulebook& rules, ClaimId& after) {
  Replayed out;
  const auto gaps = store::gaps::all(db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto claims = store::claims::list(db, {}, after, kReplayStep);
  if (!claims) return tl::unexpected(claims.error());
  for (const Claim& claim : *claims) {
    const auto same = same_verdict(db, rules, claim, *gaps);
    if (!same) return tl::unexpected(same.error());
    ++out.claims;
    if (!*same) out.different.push_back(claim.id.value);
    after = claim.id;
  }
  return out;
}

}  // namespace

int verify_ledger(const config::Settings& settings, bool as_json) {
  Opened opened;
  if (const Status ok = open(opened, settings); !ok) return complain(ok.error());
  std::function<Result<store::LedgerReport>(store::WriteContext&)> job =
      [](store::WriteContext& context) { return store::ledger::verify(context.db); };
  const auto report = opened.store->write_now<store::LedgerReport>(std::move(job));
  if (!report) return complain(report.error());
  if (as_json) {
    json::object out{
        {"rows", report->rows}, {"head", report->head.hash}, {"sequence", report->head.sequence}};
    out["first_bad"] = report->first_bad ? json::value(*report->first_bad) : json::value(nullptr);
    out["why"] = report->why;
    print_json(json::serialize(out));
  } else if (report->first_bad) {
    std::printf("ledger: row %lld does not hold: %s\n", static_cast<long long>(*report->first_bad),
                report->why.c_str());
  } else {
    std::printf("ledger: %lld rows hold; head %s\n", static_cast<long long>(report->rows),
                report->head.hash.c_str());
  }
  return report->first_bad ? kNegative : kOk;
}

int replay(const config::Settings& settings, std::int64_t from, bool as_json) {
  Opened opened;
  if (const Status ok = open(opened, settings); !ok) return complain(ok.error());
  const auto rules = make_rulebook(*opened.store, settings, opened.wall.now());
  if (!rules) return complain(rules.error());
  Replayed all;
  ClaimId after{from > 0 ? from - 1 : 0};
  for (;;) {
    std::function<Result<Replayed>(store::WriteContext&)> job = [&](store::WriteContext& context) {
      return replay_step(context.db, **rules, after);
    };
    const auto step = opened.store->write_now<Replayed>(std::move(job));
    if (!step) return complain(step.error());
    if (step->claims == 0) break;
    all.claims += step->claims;
    all.different.insert(all.different.end(), step->different.begin(), step->different.end());
  }
  if (as_json) {
    print_json(json::serialize(
        json::object{{"claims", all.claims},
                     {"different", json::array(all.different.begin(), all.different.end())}}));
  } else {
    std::printf("replay: %lld claims, %zu different\n", static_cast<long long>(all.claims),
                all.different.size());
    for (const std::int64_t id : all.different)
      std::printf("  claim %lld\n", static_cast<long long>(id));
  }
  return all.different.empty() ? kOk : kNegative;
}

int restore(const config::Settings& settings, const std::filesystem::path& from) {
  const auto report =
      store::backup::restore(from, settings.daemon.state_dir, SystemWallClock().now());
  if (!report) return complain(report.error());
  std::printf("restored: %lld observations\n", static_cast<long long>(report->observations));
  if (!report->kept.empty())
    std::printf("what was there before is kept in %s\n", report->kept.c_str());
  return kOk;
}

}  // namespace vouch::daemon::cli
