// What the reading answers are made of: one claim with all that hangs on it, and the counts of
// people and engines. Plain values gathered on a store reader (gather.h), rendered on the main
// loop.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/claim.h"
#include "core/message.h"
#include "core/observation.h"
#include "core/people.h"
#include "core/policy.h"
#include "core/verdict.h"

namespace vouch::web {

struct LookView {
  std::string lane;  // "page", "index:baidu", "timer"
  int look_no = 0;
  Time due_at;
  std::string state;
};

struct ClaimView {
  Claim claim;
  std::string login;
  std::string name;
  Verdict verdict;
  std::optional<Time> next_look_at;
  std::vector<LookView> looks;  // only of a single claim, not of lists
};

struct EvidenceView {
  EvidenceId id;
  std::string sha256;
  std::int64_t size = 0;
  std::string kind;
  Time captured_at;
  bool present = true;  // false: disposed of, digest kept
};

struct ObservationView {
  Observation observation;
  std::vector<EvidenceView> evidence;
};

struct DecisionView {
  Decision decision;
  std::string actor_login;
  std::string actor_name;
};

struct DisputeView {
  Dispute dispute;
  std::string opened_by_name;
  std::string closed_by_name;
};

struct ClaimFile {
  ClaimView view;
  std::vector<ObservationView> observations;  // oldest first
  std::vector<DecisionView> decisions;
  std::vector<DisputeView> disputes;
  std::vector<Notice> notices;
  std::optional<Policy> policy;  // the version the claim was handed in under
  bool leads_owner = false;      // of the actor it was gathered for
};

using WorkCounts = std::map<WorkVerdict, std::int64_t>;
using IndexCounts = std::map<IndexVerdict, std::int64_t>;

struct PersonCounts {
  UserId user;
  std::string login;
  std::string name;
  std::string link_token;
  bool active = true;
  bool reports = true;  // false: leads or operates, and no report is expected
  WorkCounts work;
};

struct StatusView {
  std::vector<PersonCounts> people;  // those the actor may see, with masked counts
  WorkCounts work;
  std::map<std::string, IndexCounts> index;
  std::int64_t with_employees =
      0;  // told to their owners, not public yet; counted above as PENDING
};

}  // namespace vouch::web
