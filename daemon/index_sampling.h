// Where an engine's quota does not suffice for all: claims are drawn when they are handed in (抽检,
// law 11), and pages that wait are asked for by their hazard (decision 048). Writer thread, but for
// the chore.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/context.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

// Queries a day that looks of this engine and purpose may take: of what its providers may be asked,
// 70 % for the index and 25 % for ranks, the rest is for what people ask (domain §5.10).
double queries_a_day(const Rulebook& rules, const std::string& engine, config::Purpose purpose);
// The share of claims that can be looked up, with `more` that are being handed in.
Result<double> sampled_share(store::Connection& db, const Rulebook& rules,
                             const std::string& engine, std::int64_t more, Time now);

// Draws the claims of one hand-in.
class SampleDraw {
 public:
  SampleDraw(store::WriteContext& context, const Rulebook& rules, std::int64_t claims)
      : context_(context), rules_(rules), claims_(claims) {}

  // Of a claim that was just inserted and not judged yet. Engines that the policy requires and
  // claims for the first priority's keywords are always looked up.
  Status draw(const Claim& claim);

 private:
  Result<double> share(const std::string& engine);

  store::WriteContext& context_;
  const Rulebook& rules_;
  std::int64_t claims_;
  std::map<std::string, double> shares_;
};

// What is in force for a claim: engines that were not drawn, and paces of those whose quota is
// short.
Result<checks::ClaimPlan> sampled_plan(store::Connection& db, const Rulebook& rules,
                                       const Claim& claim);

// Every night: how fast pages become indexed, and paces from it; none for engines whose quota
// suffices.
Task<Time> refresh_paces(Context& context);

}  // namespace vouch::daemon
