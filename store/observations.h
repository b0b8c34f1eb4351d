// Observations: append-only; the database itself refuses to change or delete one. Inserting also
// appends the ledger row and ties the evidence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/observation.h"
#include "store/sql.h"

namespace vouch::store::observations {

// kConflict when (claim or keyword, stage, look_no) exists: the look was recorded before.
Result<ObservationId> insert(Connection& db, const Observation& observation);
Result<Observation> find(Connection& db, ObservationId id);  // kNotFound; with evidence ids
// In the order of observed_at, id.
Result<std::vector<Observation>> for_claim(Connection& db, ClaimId claim);
Result<std::vector<Observation>> for_keyword(Connection& db, KeywordId keyword);
// The newest look of a machine that found this stage, without its evidence; none: nobody did.
Result<std::optional<Observation>> newest_found(Connection& db, ClaimId claim, const Stage& stage);
// Ascending by id, those after `after`: replay and export.
Result<std::vector<Observation>> list(Connection& db, ObservationId after, int limit);

// None where there is none.
Result<ObservationId> newest(Connection& db);
// Claims that machines looked at after that observation, by stage, and those of them about which a
// look told something.
struct StageAnswers {
  Stage stage;
  std::int64_t claims = 0;
  std::int64_t answered = 0;
};
Result<std::vector<StageAnswers>> answers_since(Connection& db, ObservationId after);

// Latest observed_at of the claim or keyword; epoch: none (WriteContext::observed_at).
Result<Time> last_at(Connection& db, ClaimId claim);
Result<Time> last_at(Connection& db, KeywordId keyword);
// A look number for what a person saw: below every number used so far, never that of a look.
Result<int> next_person_look_no(Connection& db, ClaimId claim, const Stage& stage);

// SHA-256 over all fields, as the ledger keeps it.
std::string digest(const Observation& observation);

}  // namespace vouch::store::observations
