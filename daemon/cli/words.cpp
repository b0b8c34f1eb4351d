#include "daemon/cli/words.h"

#include <array>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/verdict.h"
#include "daemon/cli/answer.h"
#include "web/submission_views.h"

namespace vouch::daemon::cli {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 7> kWeekdays = {"一", "二", "三", "四", "五", "六", "日"};

std::string work_label(const json::value& claim) {
  const json::value& work = child(claim, "work");
  const auto verdict = parse_work_verdict(text(work, "verdict"));
  if (!verdict) return text(work, "verdict");
  std::string label(chinese(*verdict));
  if (const auto reason = parse_reason(text(work, "reason"));
      reason && *reason != Reason::kOk && *reason != Reason::kTimer) {
    label += "：" + std::string(chinese(*reason));
  }
  return label;
}

std::string index_label(const json::value& claim) {
  std::string out;
  for (const json::value& engine : list(claim, "engines")) {
    const auto verdict = parse_index_verdict(text(engine, "verdict"));
    if (!verdict || *verdict == IndexVerdict::kNotConnected ||
        *verdict == IndexVerdict::kNotApplicable)
      continue;
    out +=
        fmt::format("{}{}:{}", out.empty() ? "" : " ", text(engine, "engine"), chinese(*verdict));
  }
  return out;
}

}  // namespace

std::string status_words(const std::string& body) {
  const json::value status = json::parse(body);
  std::string out = fmt::format("{}  {}\n", text(status, "company"), local(text(status, "now")));
  for (const json::value& user : list(status, "users")) {
    std::string counts;
    const json::value& all = child(user, "counts");
    if (all.is_object()) {
      for (const auto& member : all.as_object()) {
        const auto verdict = parse_work_verdict(member.key());
        counts +=
            fmt::format("  {} {}", verdict ? chinese(*verdict) : std::string_view(member.key()),
                        json::serialize(member.value()));
      }
    }
    out += fmt::format("  {:<10} {}{}\n", text(user, "login"), text(user, "name"),
                       counts.empty() ? "  没有工作项" : counts);
  }
  const json::value& alerts = child(status, "false_alerts");
  if (number(alerts, "told") > 0) {
    const double wrong = number(alerts, "overturned") + number(alerts, "withdrawn");
    out += fmt::format(
        "近 90 天：通知“未检测到”{} 次，误报 {:.0f} 次（{:.1f}%）；申诉 {}，成立 {}；免检 {}\n",
        text(alerts, "told"), wrong, 100 * wrong / number(alerts, "told"), text(alerts, "disputes"),
        text(alerts, "upheld"), text(alerts, "waived"));
  }
  const json::value& outbox = child(status, "outbox");
  out += fmt::format("消息：已送达 {}  待发 {}  未送达 {}\n", text(outbox, "sent"),
                     text(outbox, "pending"), text(outbox, "dead"));
  for (const json::value& channel : list(status, "channels")) {
    const bool works = text(channel, "healthy") == "true" && text(channel, "enabled") == "true";
    out += fmt::format("通知渠道 {}：{}\n", text(channel, "name"),
                       works ? "正常" : text(channel, "why"));
  }
  for (const json::value& provider : list(status, "providers")) {
    out += fmt::format("数据源 {}：{}\n", text(provider, "name"),
                       text(provider, "healthy") == "true" ? "正常" : text(provider, "why"));
  }
  for (const json::value& route : list(status, "submissions")) {
    const bool works = text(route, "healthy") == "true";
    out += fmt::format("网址提交 {} {}：{}，排队 {}，今天 {}/{}\n",
                       web::route_name(web::Lang::kZh, text(route, "route")), text(route, "site"),
                       works ? "正常" : text(route, "why"), text(route, "waiting"),
                       text(route, "sent_today"), text(route, "daily_quota"));
  }
  out += fmt::format("到期待检测 {}，下一个时刻 {}\n", text(status, "looks_due"),
                     local(text(status, "next_due_at")));
  return out;
}

std::string claims_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& claim : list(answer, "items")) {
    out += fmt::format("{:>6}  {:<8} {}  {}  {}\n        {}\n", text(claim, "id"),
                       text(child(claim, "user"), "login"), text(claim, "work_date"),
                       work_label(claim), index_label(claim), text(claim, "url"));
  }
  if (out.empty()) out = "没有工作项\n";
  if (const std::string next = text(answer, "next"); !next.empty())
    out += fmt::format("还有更多：--after {}\n", next);
  return out;
}

std::string claim_words(const std::string& body) {
  const json::value claim = json::parse(body);
  std::string out = fmt::format(
      "工作项 {}  {}（{}）  {}\n{}\n", text(claim, "id"), text(child(claim, "user"), "name"),
      text(child(claim, "user"), "login"), text(claim, "work_date"), text(claim, "url"));
  out += "工作  " + work_label(claim) + "\n";
  for (const json::value& stage : list(claim, "stages")) {
    const auto state = parse_stage_state(text(stage, "state"));
    const auto reason = parse_reason(text(stage, "reason"));
    out += fmt::format("  {:<14} {}  {}  截止 {}\n", text(stage, "stage"),
                       state ? chinese(*state) : "",
                       reason && *reason != Reason::kTimer ? chinese(*reason) : "",
                       local(text(stage, "deadline")));
  }
  for (const json::value& match : list(claim, "text_matches")) {
    out += fmt::format("文本重合 {:.0f}%  与工作项 {}  {}\n",
                       child(match, "share").to_number<double>() * 100, text(match, "first_claim"),
                       text(match, "first_url"));
    for (const json::value& passage : list(match, "passages"))
      out += fmt::format("  第 {}–{} 字：{}\n", child(passage, "start").to_number<int>() + 1,
                         text(passage, "end"), text(passage, "text"));
  }
  for (const json::value& place : list(claim, "places"))
    out += fmt::format("名次  {}  {}  {}\n", text(place, "keyword"), text(place, "engine"),
                       place_words(json::serialize(place)));
  for (const json::value& one : list(claim, "submissions")) {
    const std::string route = web::route_name(web::Lang::kZh, text(one, "route"));
    if (list(one, "events").empty())
      out += fmt::format("提交  {}  排队中，自 {}\n", route, local(text(one, "queued_at")));
    for (const json::value& event : list(one, "events"))
      out += fmt::format("提交  {}  {}  {}\n", route, local(text(event, "sent_at")),
                         web::submission_outcome(web::Lang::kZh, text(event, "outcome")));
  }
  out += fmt::format("下次检测  {}\n", local(text(claim, "next_look_at")));
  for (const json::value& seen : list(claim, "observations")) {
    const auto reason = parse_reason(text(seen, "reason"));
    out += fmt::format("  {}  {:<12} {}  {}\n", local(text(seen, "observed_at")),
                       text(seen, "stage"), reason ? chinese(*reason) : text(seen, "reason"),
                       text(seen, "http_status") == "0" ? "" : "HTTP " + text(seen, "http_status"));
  }
  return out;
}

std::string pulled_words(const std::string& body) {
  const json::value answer = json::parse(body);
  const json::value& counts = child(answer, "counts");
  std::string out =
      fmt::format("读了 {} 份汇报，{} {} 条，以前收过 {} 条\n", text(counts, "reports"),
                  text(answer, "dry_run") == "true" ? "可以收下" : "收下", text(counts, "entries"),
                  text(counts, "known"));
  if (text(answer, "state") != "ok") out += fmt::format("没有读完：{}\n", text(answer, "detail"));
  for (const json::value& person : list(answer, "people_unknown")) {
    out += fmt::format("  不知道是谁：{} {}（{} 份）\n", text(person, "user_id"),
                       text(person, "name"), text(person, "reports"));
  }
  for (const json::value& one : list(answer, "problems")) {
    out += fmt::format("  {} {}：{} {}\n", text(one, "day"), text(one, "author"),
                       text(one, "message"), text(one, "text"));
  }
  return out;
}

std::string report_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out = fmt::format("收下 {} 行，退回 {} 行\n", list(answer, "accepted").size(),
                                list(answer, "returned").size());
  for (const json::value& row : list(answer, "accepted")) {
    std::string marks;
    const json::value& all = child(row, "marks");
    for (const auto& [key, label] : {std::pair{"late", "迟交"},
                                     {"unplanned", "计划外"},
                                     {"off_list", "词库外"},
                                     {"historic", "历史"}}) {
      if (text(all, key) == "true") marks += std::string(" ") + label;
    }
    if (const std::string first = text(all, "duplicate_of"); !first.empty() && first != "0")
      marks += " 重复（见 " + first + "）";
    for (const json::value& remark : list(row, "remarks"))
      marks += "；" + std::string(remark.as_string());
    if (!marks.empty())
      out += fmt::format("  第 {} 行 -> 工作项 {}{}\n", text(row, "row"), text(row, "claim_id"),
                         marks);
  }
  for (const json::value& row : list(answer, "returned")) {
    out += fmt::format("  退回 {}\n", text(row, "reason"));  // it names its row
  }
  return out;
}

std::string user_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& user : list(answer, "items")) {
    std::string days;
    for (const json::value& day : list(user, "report_weekdays"))
      days +=
          kWeekdays[static_cast<std::size_t>(day.to_number<std::int64_t>() - 1) % kWeekdays.size()];
    const bool leads = text(user, "role") != "employee";
    out += fmt::format("{:<12} {}  {} {}  {}{}{}\n", text(user, "login"), text(user, "name"),
                       text(user, "role"), text(user, "post"), text(user, "team"),
                       days.empty() ? "" : "  报告日 " + days,
                       text(user, "active") == "true" ? "" : "  已离职");
    if (const std::string token = text(user, "link_token"); !token.empty())
      out += fmt::format("             个人页面 /{}/{}\n", leads ? "s" : "p", token);
  }
  return out.empty() ? "还没有人：vouch user add\n" : out;
}

std::string team_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::map<std::string, std::string> members;
  for (const json::value& user : list(answer, "items")) {
    const std::string team = text(user, "team");
    if (team.empty()) continue;
    members[team] += "  " + text(user, "name") +
                     (text(user, "role") == "supervisor" ? "（主管）" : "") +
                     (text(user, "active") == "true" ? "" : "（已离职）");
  }
  std::string out;
  for (const auto& [team, names] : members) out += fmt::format("{}：{}\n", team, names);
  return out.empty() ? "还没有带人的部门：vouch team add\n" : out;
}

std::string record_change_words(const std::string& body) {
  const json::value answer = json::parse(body);
  std::string out;
  for (const json::value& change : list(answer, "changes")) {
    out += fmt::format("{} {}  修订 {} -> {}\n", text(change, "kind"), text(change, "key"),
                       text(change, "revision_before"), text(change, "revision"));
    const json::value& before = child(change, "before");
    const json::value& after = child(change, "after");
    if (!after.is_object()) continue;
    for (const auto& [field, value] : after.get_object()) {
      const json::value& old = child(before, field);
      if (old == value) continue;
      if (!old.is_null())
        out += fmt::format("  - {} = {}\n", std::string_view(field), json::serialize(old));
      out += fmt::format("  + {} = {}\n", std::string_view(field), json::serialize(value));
    }
  }
  for (const json::value& line : list(answer, "unchanged")) {
    out += fmt::format("不变：{}\n", std::string_view(line.as_string()));
  }
  return out;
}

}  // namespace vouch::daemon::cli
