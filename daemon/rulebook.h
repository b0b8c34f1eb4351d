// One immutable snapshot of all rules: settings, records, calendar, engines. Made at start and at
// reload; the main loop and the writer thread share it by pointer. Replacing it is the reload.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/page_judgement.h"
#include "checks/stage_plan.h"
#include "config/records.h"
#include "config/settings.h"
#include "core/calendar.h"
#include "core/claim.h"
#include "store/platform_proposals.h"
#include "store/records.h"
#include "store/store.h"

namespace vouch::daemon {

struct Rulebook {
  config::Settings settings;
  config::Records records;  // in force today
  std::map<std::string, RecordVersionId> policy_now;
  std::map<std::string, RecordVersionId> platform_now;
  std::map<RecordVersionId, Policy> policies;  // every version there ever was
  std::map<RecordVersionId, Platform> platforms;
  std::vector<checks::EngineStatus> engines;  // connected: somebody can say what is indexed
  std::vector<std::string> ranking_engines;   // keys: somebody can say where keywords stand
  Calendar calendar{Zone::shanghai()};
  std::vector<store::PlatformOverlay> overlays;  // that people confirmed, the newest last
  std::uint64_t sampling_salt = 0;               // secret of this installation
  std::vector<std::string> warnings;

  // Of the versions the claim was submitted under (design law 3); kCorrupt when they are gone.
  [[nodiscard]] Result<const Policy*> policy_of(const Claim& claim) const;
  [[nodiscard]] Result<const Platform*> platform_of(const Claim& claim) const;
  // What people confirmed of a platform at an engine by then; none: what the record says.
  [[nodiscard]] std::optional<Expectation> confirmed_at(const std::string& platform,
                                                        const std::string& engine, Time at) const;
  // With the record in force today beneath it.
  [[nodiscard]] Expectation expectation_at(const std::string& platform, const std::string& engine,
                                           Time at) const;
  // `left_out`: engines for which the claim was not drawn (index_sampling.h).
  [[nodiscard]] Result<checks::ClaimPlan> plan_of(
      const Claim& claim, const std::vector<std::string>& left_out = {}) const;
};
using Rules = std::shared_ptr<const Rulebook>;

// Reads the data files, stores versions that are newer and takes what is in force at `now`.
// Start-up and reload; blocks.
Result<Rules> make_rulebook(store::Store& store, const config::Settings& settings, Time now);

store::RecordVersion as_version(const config::RecordText& text, const Zone& zone, Time now);
config::RecordText as_text(const store::RecordVersion& version, const Zone& zone);
// Every version of every record, by kind, key and revision.
Result<std::vector<store::RecordVersion>> all_versions(store::Connection& db);

}  // namespace vouch::daemon
