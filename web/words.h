// The words of the pages, Chinese and English: labels, stage names, moments and durations. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/observation.h"
#include "core/time.h"
#include "core/verdict.h"
#include "web/facts.h"

namespace vouch::web {

enum class Lang { kZh, kEn };

// Which of the two; both are literals of ours.
constexpr std::string_view pick(Lang lang, std::string_view zh, std::string_view en) {
  return lang == Lang::kZh ? zh : en;
}

std::string_view label(Lang lang, WorkVerdict verdict);  // design §9: 已上线 ✓, 核验中, 需补正 ...
std::string_view label(Lang lang, IndexVerdict verdict);
std::string_view label(Lang lang, StageState state);
std::string_view label(Lang lang, DecisionKind kind);
std::string_view label(Lang lang, DisputeState state);
std::string reason_words(Lang lang, Reason reason);

// CSS class: colour follows domain §6.3 (red only when public, could-not-check dashed grey-amber).
std::string_view css_class(WorkVerdict verdict, FailedPhase phase);
std::string_view css_class(StageState state, bool is_public);
std::string_view sign(StageState state);  // one character, told apart without colour

std::string stage_name(Lang lang, const Stage& stage, const Names& names);  // 上线, 内容, 百度收录
std::string engine_name(Lang lang, const std::string& key, const Names& names);
std::string work_type_name(const std::string& key, const Names& names);
std::string platform_name(const std::string& key, const Names& names);

// "今天 14:30", "明天 09:00", "11-26 09:00", with the year when it differs.
std::string moment(Lang lang, Time time, Time now, const Zone& zone);
std::string duration(Lang lang, Millis length);  // "2 小时", "3 天"

// One sentence on what the verdict means for the reader.
std::string_view meaning(Lang lang, WorkVerdict verdict, FailedPhase phase);

}  // namespace vouch::web
