// Rows that the repositories would write one transaction at a time: past looks with what they saw.
// The ids are given by the caller, ascending. Any connection that may write.
#pragma once

#include <cstdint>
#include <string>

#include "core/claim.h"
#include "store/sql.h"

namespace vouch::bench::tables {

struct LookRow {
  std::int64_t id = 0;
  ClaimId claim;
  std::string lane;
  int look_no = 1;
  std::string_view kind;   // "page", "index"
  std::string_view state;  // "pending", "done"
  Time due_at;
  std::string site;
};
struct ObservationRow {
  std::int64_t id = 0;
  ClaimId claim;
  std::string_view stage;
  int look_no = 1;
  std::int64_t look = 0;
  Time observed_at;
  Reason reason = Reason::kOk;
  std::string url;
};

// Evidence whose file was disposed of: nothing has to lie beside the database.
void add_disposed_file(store::Connection& db, Time at);  // warc_file 1
void add_look(store::Connection& db, const LookRow& row);
void add_observation(store::Connection& db, const ObservationRow& row);
void add_evidence(store::Connection& db, std::int64_t id, const std::string& url, Time at);
void tie(store::Connection& db, std::int64_t observation, std::int64_t evidence);

}  // namespace vouch::bench::tables
