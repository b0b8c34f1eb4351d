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
#include "store/false_alerts.h"
#include "store/ranks.h"
#include "store/submissions.h"

namespace vouch::web {

struct LookView {
  std::string lane;  // "page", "index:baidu", "timer"
  int look_no = 0;
  Time due_at;
  std::string state;
};

// 文本重合: a part of this claim's text stood in an earlier claim's page (decision 020).
struct TextMatchMark {
  ClaimId first;
  double share = 0;         // of this claim's text, 0 to 1
  bool same_asset = false;  // both distribute the same text
};

struct PassageView {  // places are characters (code points) of the two texts, end exclusive
  std::int64_t start = 0, end = 0;
  std::string text;
  std::int64_t first_start = 0, first_end = 0;
  std::string first_text;
};

struct TextMatchView {
  TextMatchMark mark;
  std::string first_url;
  Time found_at;
  Time public_at;
  ObservationId seen;        // of this claim; its evidence holds the page
  ObservationId first_seen;  // of the first one
  std::vector<PassageView> passages;
};

struct ClaimView {
  Claim claim;
  std::string login;
  std::string name;
  Verdict verdict;
  std::optional<TextMatchMark> text_match;
  std::optional<Time> next_look_at;
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
  std::vector<LookView> looks;                // by lane and number
  std::vector<ObservationView> observations;  // oldest first
  std::vector<DecisionView> decisions;
  std::vector<DisputeView> disputes;
  std::vector<Notice> notices;
  std::vector<TextMatchView> text_matches;  // the one that is the claim's mark first
  std::vector<store::ClaimRank> places;     // of its URL for its keywords
  std::vector<store::SubmissionFile> submissions;
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
  store::FalseAlerts false_alerts;  // of the whole company
};

}  // namespace vouch::web
