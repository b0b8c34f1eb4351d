// What people are told: stage states (domain §5.5), the two results 工作 and 收录 (design law 10),
// and the human decisions that take part. All derived by checks::decide, never typed by hand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/observation.h"
#include "core/time.h"

namespace vouch {

enum class StageState {
  kNotApplicable,
  kWaiting,
  kPass,
  kSuspect,
  kFail,
  kUncheckable,
  kRegressed
};

enum class WorkVerdict {  // order of domain §5.6
  kVoid,
  kWaived,
  kDisputed,
  kConfirmed,
  kAccepted,
  kRegressed,
  kFailed,
  kManual,
  kVerified,
  kPending,
};

enum class FailedPhase { kNone, kWithEmployee, kWithSupervisor, kCorrected };

enum class IndexVerdict {
  kIndexed,
  kWatching,
  kNotIndexed,
  kLost,
  kCouldNotCheck,
  kNotSampled,
  kNotConnected,
  kNotApplicable
};

std::string_view to_string(StageState state);     // "WAITING"
std::string_view to_string(WorkVerdict verdict);  // "VERIFIED"
std::string_view to_string(IndexVerdict verdict);
std::string_view to_string(FailedPhase phase);
std::string_view chinese(
    WorkVerdict verdict);  // 已上线 ✓, 核验中, 需补正, 无法检测, ... (design §9)
std::string_view chinese(IndexVerdict verdict);
std::string_view chinese(StageState state);
Result<StageState> parse_stage_state(std::string_view text);
Result<WorkVerdict> parse_work_verdict(std::string_view text);
Result<IndexVerdict> parse_index_verdict(std::string_view text);
Result<FailedPhase> parse_failed_phase(std::string_view text);

struct StageResult {
  Stage stage;
  StageState state = StageState::kWaiting;
  Reason reason = Reason::kTimer;  // of the observation that decided it; kTimer: none yet
  Time since;
  Time deadline;
  std::optional<Time> first_pass_at;
  bool on_time = false;    // first FOUND before the deadline, true for ever
  bool late = false;       // first FOUND after it had FAILED; neither: nobody could tell in time
  bool recovered = false;  // FAIL or REGRESSED, then FOUND
  int negatives = 0;       // counted, spaced negatives of the present run
  int episode = 0;         // how often FAIL or REGRESSED was entered
  Time episode_at;
  ObservationId decided_by;
  Time last_observed_at;    // epoch: never
  Time last_conclusive_at;  // epoch: never
  Time last_counted_at;     // last negative of the present run; epoch: none
  Outcome last_outcome = Outcome::kInconclusive;
  Reason last_reason = Reason::kTimer;
  int inconclusive_run = 0;
};

struct EngineResult {
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kWatching;
  std::optional<Time> first_indexed_at;
};

enum class DecisionKind {
  kWaive,         // 免检
  kConfirm,       // the negative stands
  kOverrule,      // the machine was wrong: accepted as done
  kAcceptManual,  // seen by a person (evidence attached)
  kRejectManual,  // not there, seen by a person; counts with a second person
  kWithdraw,      // 作废, by the employee
  kReplace,       // replaced by another claim
  kAnswer,        // the employee's answer to a notice: 已补正 说明 知道了
};
std::string_view to_string(DecisionKind kind);
Result<DecisionKind> parse_decision_kind(std::string_view text);

struct Decision {
  DecisionId id;
  ClaimId claim;
  DecisionKind kind = DecisionKind::kConfirm;
  std::optional<Stage> stage;  // none: the whole claim
  UserId actor;
  std::string reason;
  Time at;
  std::optional<Time> until;  // waiver's end
  DecisionId corrects;        // an earlier decision that this row takes back
};

enum class DisputeState { kOpen, kAccepted, kRejected, kExpired };
struct Dispute {
  DisputeId id;
  ClaimId claim;
  std::optional<Stage> stage;
  UserId opened_by;
  std::string text;
  Time opened_at;
  Time due_at;
  DisputeState state = DisputeState::kOpen;
  UserId closed_by;
  std::string answer;
  std::optional<Time> closed_at;
};
std::string_view to_string(DisputeState state);
Result<DisputeState> parse_dispute_state(std::string_view text);

// What is stored and shown; equal inputs give equal bytes (to_json is canonical).
struct Verdict {
  ClaimId claim;
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  Reason reason = Reason::kTimer;  // of the stage that decided the work verdict
  std::optional<Stage> stage;      // that stage
  Time since;
  std::vector<StageResult> stages;  // policy order: live, content, index:*
  std::vector<EngineResult> engines;
  std::optional<Time> public_at;       // when the supervisor may see it
  std::optional<Time> next_change_at;  // the verdict may change by time alone (timer look)
  Time as_of;
  std::string calendar_version;
};

}  // namespace vouch
