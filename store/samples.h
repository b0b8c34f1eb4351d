// Where an engine's quota is short: which claims were drawn for it, how often waiting pages are
// asked for, and what is known of how fast pages become indexed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct IndexSample {
  ClaimId claim;
  std::string engine;
  bool drawn = false;
  double share = 1;  // of the claims that could be looked up then
  Time at;
};

struct StoredPace {
  std::string engine;
  std::string platform;
  double scale = 0;
  std::string hazard;  // JSON: chances a day, by bin of checks/index_hazard.h
  Time at;
};

// How fast an engine takes pages in, of the company's own claims (Kaplan-Meier).
struct IndexSpeed {
  std::string engine;
  std::int64_t pages = 0;             // with at least one look that proved something
  std::int64_t indexed = 0;           // of these, so far
  std::optional<double> median_days;  // none: half of them were never reached
  // Share, 0..1; none: no page was watched for so long.
  std::optional<double> in_7_days;
  std::optional<double> in_30_days;
  Time at;
};

// The same for pages that the engine was told of, and for the others.
struct SubmittedSpeed {
  std::string engine;
  bool submitted = false;  // received by a route of this engine before the page was first found
  std::int64_t pages = 0;
  std::int64_t indexed = 0;
  std::optional<double> median_days;
  Time at;
};

// One page at one engine, in days since it was handed in.
struct SeenIndexed {
  ClaimId claim;
  std::string page;  // loose key
  Time handed_in;
  std::string platform;
  double first_days = 0;
  double last_absent_days = 0;
  std::optional<double> found_days;
};

namespace samples {

Status insert(Connection& db, const IndexSample& sample);
// Engines for which this claim was not drawn.
Result<std::vector<std::string>> left_out(Connection& db, ClaimId claim);
// Claims of this person and work date, those of a baseline left out.
Result<std::int64_t> count_of_day(Connection& db, UserId user, Date day);
// Claims handed in since, those of a baseline left out, and the moment of the first of them.
struct Arrivals {
  std::int64_t claims = 0;
  std::int64_t not_drawn = 0;  // of these, for the engine
  Time first;
};
Result<Arrivals> arrivals(Connection& db, std::string_view engine, Time since);

Result<std::vector<StoredPace>> paces_of(Connection& db, std::string_view platform);
// Replaces all paces of the engine.
Status put_paces(Connection& db, std::string_view engine, const std::vector<StoredPace>& paces);
Status put_speed(Connection& db, const IndexSpeed& speed);
Result<std::vector<IndexSpeed>> speeds(Connection& db);  // by engine
Status put_speed(Connection& db, const SubmittedSpeed& speed);
Result<std::vector<SubmittedSpeed>> submitted_speeds(Connection& db);  // by engine, submitted last
// Of claims handed in since, with at least one look that proved something; by claim.
Result<std::vector<SeenIndexed>> seen_indexed(Connection& db, std::string_view engine, Time since);
// Pages that wait for this engine: platform and days since they were handed in.
struct WaitingRow {
  std::string platform;
  double age_days = 0;
};
Result<std::vector<WaitingRow>> waiting(Connection& db, std::string_view engine, Time now);

}  // namespace samples
}  // namespace vouch::store
