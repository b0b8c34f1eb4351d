#include "alerts/notice_words.h"

#include <fmt/format.h>

#include "alerts/words.h"

namespace vouch::alerts {

std::string what_words(const NoticeFacts& facts) {
  return one_line(facts.title.empty() ? facts.url : facts.title, kTitleBytes);
}

std::string looked_at_words(const NoticeFacts& facts, const RenderContext& context) {
  const auto say = [&](std::string_view zh, std::string_view en) {
    return pick(context.language, zh, en);
  };
  std::string text = stage_words(*facts.stage, context);
  if (facts.stage->kind == StageKind::kContent && !facts.keywords.empty()) {
    std::string words;
    for (const std::string& word : facts.keywords) {
      if (!words.empty()) words += say("、", ", ");
      words += one_line(word, kTitleBytes);
    }
    text += fmt::format("{}{}{}", say("（关键词：", " (keywords: "), words, say("）", ")"));
  }
  if (!facts.final_url.empty() && facts.final_url != facts.url) {
    text += fmt::format("{}{}", say("，经跳转到 ", ", redirected to "),
                        one_line(facts.final_url, kUrlBytes));
  }
  return text;
}

std::string seen_words(const NoticeFacts& facts, const RenderContext& context) {
  std::string text(reason_words(facts.reason, context.language));
  // Of the sums "4xx" and "5xx" the number itself is worth telling; the others say it in words.
  if (facts.reason == Reason::kHttp4xx || facts.reason == Reason::kHttp5xx) {
    text += fmt::format("{}{}{}", pick(context.language, "（答复 ", " (answer "), facts.http_status,
                        pick(context.language, "）", ")"));
  }
  return text;
}

std::string rule_words(NoticeKind kind, const NoticeFacts& facts, const RenderContext& context) {
  if (facts.confirmations <= 0) return {};
  const std::string spacing = duration_words(facts.spacing, context.language);
  // What was online once met its deadline; naming it again would puzzle.
  const std::optional<Time> deadline =
      kind == NoticeKind::kRegressed ? std::nullopt : facts.deadline;
  const std::string moment = deadline ? context.zone.minutes_text(*deadline) : std::string();
  if (context.language == Language::kEnglish) {
    return fmt::format("{} conclusive looks in a row, at least {} apart, did not find it{}.",
                       facts.confirmations, spacing,
                       deadline ? ", the last one after the deadline " + moment : "");
  }
  return fmt::format("连续 {} 次有效检测、每次间隔不少于 {}，都未检测到{}。", facts.confirmations,
                     spacing, deadline ? "，最后一次在截止时间 " + moment + " 之后" : "");
}

std::string_view trouble_words(SystemEvent event, Language language) {
  switch (event) {
    case SystemEvent::kChannelBroken:
      return pick(language, "通知渠道已停用", "Channel switched off");
    case SystemEvent::kMessageDead:
      return pick(language, "有消息没有送达", "A message was not delivered");
    case SystemEvent::kChannelClosed:
      return pick(language, "通知渠道今天不再接收", "Channel closed for today");
    case SystemEvent::kCoverageLow:
      return pick(language, "检测覆盖率不足", "Too few looks told anything");
    case SystemEvent::kCheckerHealth:
    case SystemEvent::kNone:
      break;
  }
  return pick(language, "检测系统异常", "Checker trouble");
}

}  // namespace vouch::alerts
