#include "core/verdict.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace vouch {
namespace {

struct Words {
  std::string_view code;
  std::string_view chinese;
};

constexpr auto kStageStates = std::to_array<Words>({
    {"NOT_APPLICABLE", "不适用"},
    {"WAITING", "检测中"},
    {"PASS", "已检测到"},
    {"SUSPECT", "待复核"},
    {"FAIL", "未检测到"},
    {"UNCHECKABLE", "无法检测"},
    {"REGRESSED", "已掉线"},
});
constexpr auto kWorkVerdicts = std::to_array<Words>({
    {"VOID", "作废"},
    {"WAIVED", "免检"},
    {"DISPUTED", "申诉中"},
    {"CONFIRMED", "未核实（已确认）"},
    {"ACCEPTED", "人工认可"},
    {"REGRESSED", "掉线"},
    {"FAILED", "需补正"},
    {"MANUAL", "无法检测 · 待人工"},
    {"VERIFIED", "已上线 ✓"},
    {"PENDING", "核验中"},
});
constexpr auto kIndexVerdicts = std::to_array<Words>({
    {"INDEXED", "已收录"},
    {"WATCHING", "观察中"},
    {"NOT_INDEXED", "未收录"},
    {"LOST", "掉收录"},
    {"COULD_NOT_CHECK", "无法检测"},
    {"NOT_SAMPLED", "未抽检"},
    {"NOT_CONNECTED", "未接入"},
    {"NOT_APPLICABLE", "不适用"},
});
constexpr auto kPhases = std::to_array<Words>({
    {"NONE", ""},
    {"WITH_EMPLOYEE", "待员工确认"},
    {"WITH_SUPERVISOR", "已公开"},
    {"CORRECTED", "已整改"},
});
constexpr auto kDecisionKinds = std::to_array<Words>({
    {"waive", "免检"},
    {"confirm", "确认"},
    {"overrule", "改判"},
    {"accept_manual", "人工认可"},
    {"reject_manual", "人工未见"},
    {"withdraw", "撤回"},
    {"replace", "替换"},
    {"answer", "答复"},
});
constexpr auto kDisputeStates = std::to_array<Words>({
    {"open", "申诉中"},
    {"accepted", "申诉成立"},
    {"rejected", "申诉不成立"},
    {"expired", "逾期未处理，按员工意见"},
});

template <class Enum, std::size_t N>
Result<Enum> parse(const std::array<Words, N>& table, std::string_view text,
                   std::string_view what) {
  for (std::size_t i = 0; i < N; ++i) {
    if (table[i].code == text) return static_cast<Enum>(i);
  }
  return fail(ErrorCode::kInvalid, fmt::format("no such {}: {}", what, text));
}

template <class Enum, std::size_t N>
constexpr const Words& words(const std::array<Words, N>& table, Enum value) {
  return table[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view to_string(StageState state) {
  return words(kStageStates, state).code;
}
std::string_view to_string(WorkVerdict verdict) {
  return words(kWorkVerdicts, verdict).code;
}
std::string_view to_string(IndexVerdict verdict) {
  return words(kIndexVerdicts, verdict).code;
}
std::string_view to_string(FailedPhase phase) {
  return words(kPhases, phase).code;
}
std::string_view to_string(DecisionKind kind) {
  return words(kDecisionKinds, kind).code;
}
std::string_view to_string(DisputeState state) {
  return words(kDisputeStates, state).code;
}
std::string_view chinese(WorkVerdict verdict) {
  return words(kWorkVerdicts, verdict).chinese;
}
std::string_view chinese(IndexVerdict verdict) {
  return words(kIndexVerdicts, verdict).chinese;
}
std::string_view chinese(StageState state) {
  return words(kStageStates, state).chinese;
}

Result<StageState> parse_stage_state(std::string_view text) {
  return parse<StageState>(kStageStates, text, "stage state");
}
Result<WorkVerdict> parse_work_verdict(std::string_view text) {
  return parse<WorkVerdict>(kWorkVerdicts, text, "work verdict");
}
Result<IndexVerdict> parse_index_verdict(std::string_view text) {
  return parse<IndexVerdict>(kIndexVerdicts, text, "index verdict");
}
Result<FailedPhase> parse_failed_phase(std::string_view text) {
  return parse<FailedPhase>(kPhases, text, "phase");
}
Result<DecisionKind> parse_decision_kind(std::string_view text) {
  return parse<DecisionKind>(kDecisionKinds, text, "decision");
}
Result<DisputeState> parse_dispute_state(std::string_view text) {
  return parse<DisputeState>(kDisputeStates, text, "dispute state");
}

}  // namespace vouch
