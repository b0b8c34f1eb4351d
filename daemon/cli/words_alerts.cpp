// Answers about troubles of the checker and letters put off, for people.
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "daemon/cli/answer.h"
#include "daemon/cli/words.h"
#include "planning/weekly_words.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

std::string what(const json::value& silence) {
  static const std::map<std::string, std::string> kRules = {{"system", "检测系统异常"},
                                                            {"needs_correction", "需补正"},
                                                            {"regressed", "掉线"},
                                                            {"index_overdue", "未收录"},
                                                            {"not_reported", "未提交"},
                                                            {"could_not_check", "无法检测"},
                                                            {"evidence_wanted", "需人工证据"},
                                                            {"plan", "工作计划"},
                                                            {"plan_missing", "未排程"},
                                                            {"blocker", "需协调"},

                                                            {"follow_up", "待回访"}};
  const std::string rule = text(silence, "rule");
  const auto known = kRules.find(rule);
  const std::string subject = text(silence, "subject");
  return (known == kRules.end() ? rule : known->second) + (subject.empty() ? "" : "：" + subject);
}

std::string until(const json::value& silence) {
  return fmt::format("{} {}到 {}（{}）", text(silence, "author"),
                     text(silence, "known_only") == "true" ? "已接手，" : "静默",
                     local(text(silence, "to")), text(silence, "reason"));
}

}  // namespace

std::string silence_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items")) {
    std::string state = "生效中";
    if (const std::string by = text(one, "ended_by"); !by.empty()) {
      state = by + " 提前结束于 " + local(text(one, "ended_at"));
    } else if (text(one, "active") != "true") {
      state = "已到期";
    }
    out += fmt::format("#{} {}  {}，{}，压下 {} 封\n", text(one, "id"), what(one), until(one),
                       state, text(one, "holds_back"));
  }
  return out.empty() ? "没有静默\n" : out;
}

std::string trouble_words(const std::string& body) {
  static const std::map<std::string, std::string> kEvents = {{"channel_broken", "渠道不通"},
                                                             {"channel_closed", "渠道暂停"},
                                                             {"message_dead", "消息未送达"},
                                                             {"checker_health", "检测受阻"},
                                                             {"coverage_low", "覆盖率不足"}};
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items")) {
    const std::string event = text(one, "event");
    const auto known = kEvents.find(event);
    const std::string told = text(one, "told_at");
    out += fmt::format("{} {}，从 {}，{}\n   {}\n", known == kEvents.end() ? event : known->second,
                       text(one, "subject"), local(text(one, "since")),
                       told.empty() ? "还没有发信" : "发信于 " + local(told), text(one, "detail"));
    if (const json::value& silence = child(one, "silence"); !silence.is_null()) {
      out += "   " + until(silence) + "\n";
    }
  }
  return out.empty() ? "没有异常\n" : out;
}

std::string message_words(const std::string& body) {
  static const std::map<std::string, std::string> kStates = {
      {"pending", "待发送"},  {"sending", "发送中"},       {"sent", "已送达"},
      {"dead", "已停止重试"}, {"unknown", "不知是否送达"}, {"cancelled", "已取消"}};
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items")) {
    const auto state = kStates.find(text(one, "state"));
    out += fmt::format("{}  {}  {}，第 {} 次 {}\n   {}{}\n", text(one, "id"),
                       local(text(one, "created_at")),
                       state == kStates.end() ? text(one, "state") : state->second,
                       text(one, "attempts"), text(one, "last_code"), text(one, "subject"),
                       text(one, "possible_duplicate") == "true" ? "（可能重复）" : "");
  }
  return out.empty() ? "没有消息\n" : out;
}

std::string waiver_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items")) {
    const auto part = [&](std::string_view name, const char* any) {
      const std::string word = text(one, name);
      return word.empty() ? std::string(any) : word;
    };
    const std::string who =
        text(one, "login").empty() ? part("team", "全部团队") : text(one, "login");
    const std::string until = text(one, "until");
    const std::string ended = text(one, "ended_at");
    out += fmt::format(
        "#{} {} · {} · 工作日期 {} 至 {}{}（{}，{}）{}\n", text(one, "id"),
        part("platform", "全部平台"), who, text(one, "from"), text(one, "to"),
        until.empty() ? "" : "，有效到 " + local(until), text(one, "reason"), text(one, "author"),
        ended.empty() ? "" : "，" + text(one, "ended_by") + " 收回于 " + local(ended));
  }
  return out.empty() ? "没有成批的免检\n" : out;
}

std::string weeks_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items"))
    out += std::string(std::string_view(one.as_string())) + "\n";
  return out.empty() ? "还没有周报，第一份在周日 18:00 生成\n" : out;
}

std::string week_words(const std::string& body) {
  const auto weekly = planning::weekly_from_json(body);
  if (!weekly) return weekly.error().text() + "\n";
  std::string out = "周报 " + planning::week_span(weekly->monday, false) + "\n";
  for (const planning::WeekBlock& block : planning::week_blocks(*weekly, {})) {
    out += fmt::format("\n{} {}\n", block.number, block.heading);
    for (const planning::WeekLine& line : block.lines) out += "  " + line.text + "\n";
  }
  return out;
}

}  // namespace vouch::daemon::cli
