// What the figures of the application count (planning/tally.h): one person's work and index on some
// work days, both with them. Baselines are left out, of the index withdrawn and exempted claims
// too. Each is read from an index alone. Read on any connection.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store {

struct TallyWork {
  Date day;
  WorkVerdict work = WorkVerdict::kPending;
  bool is_public = false;  // of a negative: the time of its owner has ended
  bool aged = false;       // the work day is not later than the one asked about
  std::int64_t claims = 0;
};

struct TallyLate {
  Date day;
  std::int64_t claims = 0;
};

struct TallyIndex {
  Date day;
  IndexVerdict verdict = IndexVerdict::kWatching;
  std::int64_t pages = 0;
};

// Of everybody, by day, person and type of work.
struct SpanWork {
  Date day;
  UserId user;
  std::string work_type;
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  std::optional<Time> public_at;
  std::int64_t claims = 0;

  [[nodiscard]] bool is_public(Time now) const {
    return phase != FailedPhase::kWithEmployee && (!public_at || *public_at <= now);
  }
};

struct SpanLate {
  UserId user;
  std::string work_type;
  std::int64_t claims = 0;
};

struct SpanIndex {
  UserId user;
  std::string work_type;
  IndexVerdict verdict = IndexVerdict::kWatching;
  std::int64_t pages = 0;
};

struct OpenCount {  // of one person, whenever the work was done
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  std::int64_t claims = 0;
  ClaimId first;
};

namespace tallies {

Result<std::vector<TallyWork>> work_of(Connection& db, UserId user, Date from, Date to, Date aged,
                                       Time now);
Result<std::vector<TallyLate>> late_of(Connection& db, UserId user, Date from, Date to);
Result<std::vector<TallyIndex>> index_of(Connection& db, UserId user, Date from, Date to);

// The same of everybody in one pass over an index, in its order.
Status work_of_span(Connection& db, Date from, Date to,
                    const std::function<void(const SpanWork&)>& row);
Result<std::vector<SpanLate>> late_of_span(Connection& db, Date from, Date to);
Status index_of_span(Connection& db, Date from, Date to,
                     const std::function<void(const SpanIndex&)>& row);

// FAILED, REGRESSED, DISPUTED and MANUAL claims of this person.
Result<std::vector<OpenCount>> open_of(Connection& db, UserId user);
// Corrected ones of work days from `since` on; `told_only`: of which a supervisor had been told.
Result<std::int64_t> corrected_of(Connection& db, UserId user, Date since, bool told_only);
// Pages that an engine has not indexed after its term, or has dropped.
Result<std::int64_t> not_indexed_of(Connection& db, UserId user, Date since);

}  // namespace tallies
}  // namespace vouch::store
