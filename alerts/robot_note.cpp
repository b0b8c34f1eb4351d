#include "alerts/robot_note.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/words.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

std::string front_page(const RenderContext& context) {
  return context.public_url + "/";
}

// How many of the claims wait for the supervisor; what is still with the employee is not among
// them.
int needs_supervisor(const DailyFacts& facts) {
  const auto waits = [&](const DailyClaim& claim) {
    if (claim.work == WorkVerdict::kDisputed) return true;
    // Evidence that only the person himself can bring has a term as well.
    if (claim.work == WorkVerdict::kManual && !claim.public_at) return true;
    const bool has_term = claim.work == WorkVerdict::kFailed ||
                          claim.work == WorkVerdict::kRegressed ||
                          claim.work == WorkVerdict::kManual;
    return has_term && claim.public_at && *claim.public_at <= facts.now;
  };
  return static_cast<int>(std::count_if(facts.claims.begin(), facts.claims.end(), waits));
}

std::string system_title(const NoticeFacts& facts, const RenderContext& context) {
  const auto say = [&](std::string_view zh, std::string_view en) {
    return pick(context.language, zh, en);
  };
  switch (facts.event) {
    case SystemEvent::kChannelBroken:
      return std::string(say("Vouch 核验：通知渠道已停用", "Vouch: channel switched off"));
    case SystemEvent::kChannelClosed:
      return std::string(
          say("Vouch 核验：通知渠道今天不再接收", "Vouch: channel closed for today"));
    case SystemEvent::kMessageDead:
      return std::string(say("Vouch 核验：有消息没有送达", "Vouch: a message was not delivered"));
    case SystemEvent::kCoverageLow:
      return std::string(say("Vouch 核验：检测覆盖率不足", "Vouch: too few looks told anything"));
    case SystemEvent::kCheckerHealth:
    case SystemEvent::kNone:
      break;
  }
  return std::string(say("Vouch 核验：检测系统异常", "Vouch: checker trouble"));
}

// A line of a letter ends in its link, where it has one; a heading is a line like others.
RobotLine line_of(std::string text) {
  if (text.starts_with("## ")) text.erase(0, 3);
  for (const std::string_view scheme : {"https://", "http://"}) {
    const std::size_t at = text.find(scheme);
    if (at == std::string::npos || text.find(' ', at) != std::string::npos) continue;
    return {std::string(trim(std::string_view(text).substr(0, at))), text.substr(at)};
  }
  return {text, {}};
}

}  // namespace

std::optional<GroupNote> GroupNote::of_system(const Notice& notice, const NoticeFacts& facts,
                                              const RenderContext& context) {
  if (notice.kind != NoticeKind::kSystem || notice.claim) return std::nullopt;
  RobotText text;
  text.title = system_title(facts, context);
  text.link = front_page(context);
  // Of a message that died the channel alone is named: its address may be a person's.
  if (facts.event == SystemEvent::kMessageDead) {
    const std::string channel = facts.subject.substr(0, facts.subject.find(" → "));
    text.lines.push_back({one_line(channel, kTitleBytes), {}});
    return GroupNote(std::move(text));
  }
  text.lines.push_back({one_line(facts.subject, kTitleBytes), {}});
  if (!facts.detail.empty()) text.lines.push_back({one_line(facts.detail, kUrlBytes), {}});
  return GroupNote(std::move(text));
}

GroupNote GroupNote::of_day(const DailyFacts& facts, const RenderContext& context) {
  const bool english = context.language == Language::kEnglish;
  RobotText text;
  text.title = english ? fmt::format("Promotion work, {}", to_iso_date(facts.date))
                       : fmt::format("推广工作 {}", to_iso_date(facts.date));
  text.link = front_page(context);
  const auto add = [&](int count, std::string_view zh, std::string_view en) {
    if (count == 0) return;
    text.lines.push_back(
        {fmt::format("{}{}{}", pick(context.language, zh, en), count, english ? "" : " 项"), {}});
  };
  add(needs_supervisor(facts), "等待主管处理：", "Waiting for the supervisor: ");
  add(facts.index_overdue, "逾期未收录：", "Not indexed after the term: ");
  add(facts.index_lost, "掉收录：", "Lost from the index: ");
  if (text.lines.empty()) {
    text.lines.push_back(
        {std::string(pick(context.language, "今天没有等待处理的事。", "Nothing waits today.")),
         {}});
  }
  return GroupNote(std::move(text));
}

GroupNote GroupNote::test(std::string_view channel, const RenderContext& context) {
  const std::string name = one_line(channel, kTitleBytes);
  const std::string company = one_line(context.company, kTitleBytes);
  RobotText text;
  text.title = fmt::format(
      "{}{}", pick(context.language, "Vouch 核验测试消息：", "Vouch test message: "), name);
  text.lines.push_back({context.language == Language::kEnglish
                            ? fmt::format("The channel {} of {} works.", name, company)
                            : fmt::format("{} 的通知渠道 {} 可以用。", company, name),
                        {}});
  text.link = front_page(context);
  return GroupNote(std::move(text));
}

PersonalNote::PersonalNote(UserId reader, const Letter& letter) : reader_(reader) {
  text_.title = letter.subject;
  for (const std::string& line : split_lines(letter.text)) {
    if (!trim(line).empty()) text_.lines.push_back(line_of(line));
  }
}

}  // namespace vouch::alerts
