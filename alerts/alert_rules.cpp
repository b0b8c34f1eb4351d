#include "alerts/alert_rules.h"

#include <array>

namespace vouch::alerts {
namespace {

using enum NoticeKind;
using enum RuleReader;
using enum RuleWay;

constexpr std::string_view kNegatives = "N conclusive looks past the deadline, spaced (policy)";
constexpr std::string_view kNoStage{};

constexpr std::array<AlertRule, 15> kRules{{
    {"AL1", "未提交", kEmployee, kLetter, "supervisor after the hard cut-off", "person and day",
     "soft cut-off, hard cut-off", kNotReported},
    {"AL2", "未检测到上线", kEmployee, kLetter, "supervisor after grace",
     "claim, stage and episode", kNegatives, kNeedsCorrection, "live"},
    {"AL3", "未收录(逾期)", kSupervisor, kDaily, "weekly digest; priority 1 at once",
     "claim, engine and episode", kNegatives, kIndexOverdue, "index"},
    {"AL4", "掉线/掉收录", kEmployee, kLetter, "supervisor after grace", "claim, stage and episode",
     kNegatives, kRegressed, "live"},
    {"AL5", "内容不符", kEmployee, kLetter, "supervisor after grace", "claim, stage and episode",
     kNegatives, kNeedsCorrection, "content"},
    {"AL6", "需人工证据", kEmployee, kLetter, "manual queue after grace", "claim",
     "the policy's term without a picture", kEvidenceWanted, "live"},
    {"AL7",
     "无法检测",
     kManualQueue,
     kDaily,
     {},
     "claim and stage",
     "48 h without a conclusive look",
     kCouldNotCheck,
     "live"},
    {"AL8",
     "排名变动",
     kSupervisor,
     kWeekly,
     {},
     "keyword, engine and week",
     "confirmed over several days",
     std::nullopt,
     "rank"},
    {"AL9",
     "本周未排程",
     kSupervisor,
     kLetter,
     {},
     "team and week",
     "10:00 of the week's first workday; teams that have published a plan before",
     kPlanMissing},
    {"AL10", "目标落后", kSupervisor, kNotEvaluated, "owner weekly", "target and week",
     "two days running", std::nullopt, kNoStage, "targets"},
    {"AL11",
     "预算超速/不足",
     kSupervisor,
     kNotEvaluated,
     {},
     "channel and day",
     "outside 15 %",
     std::nullopt,
     kNoStage,
     "budgets"},
    {"AL12", "申诉待处理", kSupervisor, kDaily, "the employee's side stands after 3 workdays",
     "dispute", "until it is settled", std::nullopt, "live"},
    {"AL13", "检测系统异常", RuleReader::kOperator, kLetter, "the daily message",
     "subject and episode", "1 h of silence; one outage is one alert for 24 h", kSystem, "all"},
    {"AL14", "更正", kEmployee, kLetter, "supervisor who was told",
     "claim, stage, episode and reader", "sent iff the negative was told", kCorrection, "live"},
    {"AL15", "表扬", kEmployee, kWeekly, "the team's digest", "person and week", "a whole week",
     std::nullopt, "all"},
}};

// In the order of NoticeKind.
constexpr std::array<LetterRule, 12> kLetterRules{{
    {kNeedsCorrection},
    {kRegressed},
    {kIndexOverdue},
    {kNotReported},
    {kCouldNotCheck},
    {kCorrection},
    {kSystem, true, true, true},
    {kEvidenceWanted},
    {kPlan},
    {kPlanMissing},
    {kBlocker},
    {kFollowUp},
}};

}  // namespace

std::span<const AlertRule> alert_rules() {
  return kRules;
}

const LetterRule& letter_rule(NoticeKind kind) {
  return kLetterRules[static_cast<std::size_t>(kind)];
}

}  // namespace vouch::alerts
