// The two languages of the texts: reasons, stages and durations in words. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "alerts/render.h"
#include "core/observation.h"

namespace vouch::alerts {

inline std::string_view pick(Language language, std::string_view chinese,
                             std::string_view english) {
  return language == Language::kEnglish ? english : chinese;
}

std::string_view reason_words(Reason reason, Language language);
// "页面能打开", "页面内容", "百度 收录"; what a stage looks at.
std::string stage_words(const Stage& stage, const RenderContext& context);
std::string duration_words(Millis duration, Language language);  // "2 小时", "24 hours", "3 天"

// One line: control and bidi characters become spaces, runs of space one, cut at `max_bytes` with
// an ellipsis.
std::string one_line(std::string_view text, std::size_t max_bytes);

}  // namespace vouch::alerts
