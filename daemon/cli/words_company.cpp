// Answers about people, sites, keywords and the daemon itself, for people.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/time.h"
#include "daemon/cli/answer.h"
#include "daemon/cli/words.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

std::string joined(const json::array& items) {
  std::string out;
  for (const json::value& item : items)
    out += (out.empty() ? "" : "、") + std::string(item.as_string());
  return out;
}

}  // namespace

std::string added_user_words(const std::string& body, bool leads, const std::string& public_url) {
  const json::value added = json::parse(body);
  return fmt::format("已添加 {}\n个人页面（只给本人）：{}/{}/{}\n", text(added, "login"),
                     public_url, leads ? "s" : "p", text(added, "link_token"));
}

namespace {

// "  baidu  收录量 1200（估算，2026-11-24）"
std::string count_words(const json::value& count) {
  const char* kind = text(count, "kind") == "official" ? "官方" : "估算";
  const json::object* const all = count.if_object();
  const json::value* const measured = all == nullptr ? nullptr : all->if_contains("measured");
  if (measured == nullptr || measured->is_null()) {
    return fmt::format("  {:<8} 收录量未测到（{}，{}）\n", text(count, "engine"), kind,
                       text(count, "asked_at").substr(0, 10));
  }
  return fmt::format("  {:<8} 收录量 {}（{}，{}）\n", text(count, "engine"),
                     text(*measured, "pages"), kind, text(*measured, "at").substr(0, 10));
}

}  // namespace

std::string site_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& site : list(answer, "items")) {
    out += fmt::format("{:<30} {}{}\n", text(site, "domain"), text(site, "name"),
                       text(site, "competitor") == "true" ? "  竞争对手" : "");
    for (const json::value& count : list(site, "index_counts")) out += count_words(count);
  }
  return out.empty() ? "还没有公司网站：vouch site add example.com\n" : out;
}

std::string leave_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& leave : list(answer, "items")) {
    out += fmt::format("{:<12} {} 至 {}\n", text(leave, "login"), text(leave, "from"),
                       text(leave, "to"));
  }
  return out.empty() ? "没有请假记录\n" : out;
}

std::string platform_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& record : list(answer, "items")) {
    const json::value* value = record.as_object().if_contains("value");
    const json::value none;
    const json::value& platform = value == nullptr ? none : *value;
    std::string hosts;
    for (const json::value& host : list(platform, "hosts"))
      hosts += " " + std::string(host.as_string());
    out += fmt::format("{:<16} {}  修订 {} {}\n", text(record, "key"), text(platform, "name"),
                       text(record, "revision"), hosts);
    if (text(record, "stale") == "true") {
      out += fmt::format("                 注意：{} 之后没有再核对过（超过 90 天）\n",
                         text(platform, "verified_on"));
    }
  }
  return out;
}

std::string proposal_words(const std::string& body) {
  static const std::map<std::string, std::string> kStates = {{"open", "待确认"},
                                                             {"accepted", "已采纳"},
                                                             {"declined", "不采纳"},
                                                             {"lapsed", "不再成立"},
                                                             {"undone", "已撤销"}};
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& one : list(answer, "items")) {
    const auto state = kStates.find(text(one, "state"));
    const bool closes = text(one, "change") == "not_applicable";
    const std::string numbers =
        closes ? fmt::format("{}/{} 收录，{:.1f}%（95%：{:.1f}–{:.1f}%）", text(one, "indexed"),
                             text(one, "seen"),
                             100 * number(one, "indexed") / std::max(1.0, number(one, "seen")),
                             100 * number(one, "low"), 100 * number(one, "high"))
               : fmt::format("{} 个页面出现在搜索结果里", text(one, "seen"));
    out += fmt::format("#{} {} {}  {} {}：{}，{} 至 {}\n", text(one, "id"),
                       state == kStates.end() ? text(one, "state") : state->second,
                       text(one, "platform"), text(one, "engine"), closes ? "不适用" : "重新检测",
                       numbers, text(one, "from"), text(one, "to"));
    if (const std::string reason = text(one, "reason"); !reason.empty()) {
      out += fmt::format("   {} {}\n", local(text(one, "decided_at")), reason);
    }
  }
  return out.empty() ? "没有建议\n" : out;
}

std::string delivery_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& attempt : list(answer, "items")) {
    out += fmt::format("{:>6}  {}  第 {} 次  {} {}  {}\n", text(attempt, "id"),
                       local(text(attempt, "at")), text(attempt, "attempt"),
                       text(attempt, "outcome"), text(attempt, "code"), text(attempt, "detail"));
  }
  if (const std::string next = text(answer, "next"); !next.empty())
    out += fmt::format("还有更多：--after {}\n", next);
  return out.empty() ? "还没有发送过消息\n" : out;
}

std::string test_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format("{}  {}\n", text(answer, "ok") == "true" ? "好  " : "注意",
                     text(answer, "detail"));
}

std::string withdrawn_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out =
      fmt::format("{}（{}）{} 至 {}：{} 次“没有收录”的检测，涉及 {} 项工作\n",
                  text(answer, "provider"), text(answer, "engine"), local(text(answer, "from")),
                  local(text(answer, "to")), text(answer, "looks"), text(answer, "claims"));
  if (text(answer, "known") == "true") {
    out += "这段时间以前已经撤回过，没有再写\n";
  } else if (text(answer, "written") == "true") {
    out += "已撤回并重新核验；看到过这些结果的人会收到更正\n";
  } else if (text(answer, "looks") == "0") {
    out += "没有可撤回的，什么也没有改\n";
  } else {
    out += "只是试算，什么也没有改\n";
  }
  return out;
}

std::string backup_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format("备份写在 {}（{} 字节）\n", text(answer, "path"), text(answer, "bytes"));
}

std::string reload_words(const std::string& body) {
  const json::value answer = json::parse(body);
  const std::string later = joined(list(answer, "needs_restart"));
  return "新的配置已生效\n" +
         (later.empty() ? "" : "这些要重新启动 vouchd 才生效：" + later + "\n");
}

std::string recheck_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format("已安排重新检测：{}；今天还可以 {} 次\n", local(text(answer, "due_at")),
                     text(answer, "left_today"));
}

std::string token_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format("令牌（只显示这一次）：{}\n", text(answer, "token"));
}

std::string invitation_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format(
      "一次性链接（只显示这一次，{} "
      "前有效，只交给本人）：\n{}\n打开它，自己定一个密码，以后就用登录名"
      "和密码登录。\n",
      local(text(answer, "expires_at")), text(answer, "url"));
}

std::string capture_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& item : list(answer, "items")) {
    out += fmt::format("#{} {} {}  从 {} 等到 {}，{} 项检测在等，已截取 {} 次\n   {}\n",
                       text(item, "id"), text(item, "engine"), text(item, "text"),
                       local(text(item, "asked_at")), local(text(item, "until")),
                       text(item, "looks"), text(item, "captures"), text(item, "link"));
    for (const json::value& person : list(item, "people"))
      out += fmt::format("   截取人 {}（{}）\n", text(person, "name"), text(person, "id"));
  }
  return out.empty() ? "现在没有要查的\n" : out;
}

std::string handed_in_words(const std::string& body) {
  const json::value answer = json::parse(body);
  return fmt::format("{}（证据 {}）\n", text(answer, "words"), text(answer, "evidence"));
}

}  // namespace vouch::daemon::cli
