// The words of a notice's facts, as they stand in letters about one notice and about many. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>

#include "alerts/notice_facts.h"
#include "alerts/render.h"
#include "core/message.h"

namespace vouch::alerts {

std::string what_words(const NoticeFacts& facts);  // the page's title, else its address
// "页面内容（关键词：阀门），经跳转到 ..."; the facts have a stage.
std::string looked_at_words(const NoticeFacts& facts, const RenderContext& context);
std::string seen_words(const NoticeFacts& facts, const RenderContext& context);
// "连续 2 次有效检测 ..."; empty: no rule stands behind it.
std::string rule_words(NoticeKind kind, const NoticeFacts& facts, const RenderContext& context);
std::string_view trouble_words(SystemEvent event, Language language);  // "通知渠道已停用"

}  // namespace vouch::alerts
