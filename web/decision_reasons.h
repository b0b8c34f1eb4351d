// The reasons a decision may be given by choosing one: presets are enough where a sentence of one's
// own would have to be longer (design §9).
#pragma once

#include <array>
#include <string_view>

#include "core/verdict.h"

namespace vouch::web {

struct PresetReason {
  DecisionKind kind;
  std::string_view text;  // zh-CN, as it is stored
};

inline constexpr auto kPresetReasons = std::to_array<PresetReason>({
    {DecisionKind::kWaive, "平台故障"},
    {DecisionKind::kWaive, "平台审核中"},
    {DecisionKind::kWaive, "网站改版"},
    {DecisionKind::kConfirm, "已人工查看"},
    {DecisionKind::kOverrule, "系统误判"},
    {DecisionKind::kOverrule, "已人工查看"},
    {DecisionKind::kAcceptManual, "已人工查看"},
    {DecisionKind::kAcceptManual, "平台审核中"},
    {DecisionKind::kRejectManual, "已人工查看"},
    {DecisionKind::kWithdraw, "撤回"},
    {DecisionKind::kReplace, "已补正"},
    {DecisionKind::kAnswer, "已补正"},
    {DecisionKind::kAnswer, "说明"},
    {DecisionKind::kAnswer, "知道了"},
});

inline constexpr int kRechecksADay = 3;  // a claim

}  // namespace vouch::web
