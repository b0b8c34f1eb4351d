#include "web/export_sheets.h"

#include <fmt/format.h>

#include "planning/rank_rules.h"
#include "store/people.h"
#include "web/rank_words.h"

namespace vouch::web {
namespace {

std::string moment_text(const std::optional<Time>& time, const Telling& telling) {
  if (!time || *time == Time{}) return {};
  return telling.zone.minutes_text(*time);
}

SheetCell number(std::int64_t value) {
  return static_cast<double>(value);
}
SheetCell rate(const std::optional<double>& value) {
  if (!value) return {};
  return SheetShare{*value};
}
SheetCell plan_number(const planning::Tally& tally, std::int64_t planning::PlanCount::*part) {
  if (!tally.plan) return {};
  return number(tally.plan->pieces.*part);
}
SheetCell yes(bool value, const Telling& telling) {
  return value ? std::string(pick(telling.lang, "是", "yes")) : std::string();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += "、";
    out += word;
  }
  return out;
}

std::string index_text(const Verdict& verdict, const Telling& telling) {
  std::string out;
  for (const EngineResult& engine : verdict.engines) {
    if (engine.verdict == IndexVerdict::kNotConnected) continue;
    if (!out.empty()) out += "; ";
    out += fmt::format("{} {}", engine_name(telling.lang, engine.engine, telling.names),
                       label(telling.lang, engine.verdict));
  }
  return out;
}

std::string reason_text(const Verdict& verdict, const Telling& telling) {
  if (verdict.reason == Reason::kTimer || outcome_of(verdict.reason) == Outcome::kFound) return {};
  return reason_words(telling.lang, verdict.reason);
}

std::string weekdays_text(unsigned bits, const Telling& telling) {
  static constexpr std::pair<std::string_view, std::string_view> kDays[] = {
      {"一", "Mon"}, {"二", "Tue"}, {"三", "Wed"}, {"四", "Thu"},
      {"五", "Fri"}, {"六", "Sat"}, {"日", "Sun"}};
  std::string out;
  for (unsigned day = 0; day < 7; ++day) {
    if ((bits >> day & 1U) == 0) continue;
    if (!out.empty()) out += pick(telling.lang, "、", " ");
    out += pick(telling.lang, kDays[day].first, kDays[day].second);
  }
  return out;
}

std::string number_of(ClaimId claim) {
  return claim ? std::to_string(claim.value) : std::string();
}

std::vector<std::string> columns(const Telling& telling,
                                 std::initializer_list<std::pair<const char*, const char*>> names) {
  std::vector<std::string> out;
  for (const auto& [zh, en] : names) out.emplace_back(pick(telling.lang, zh, en));
  return out;
}

}  // namespace

Sheet claims_sheet(const std::vector<ClaimView>& claims, bool with_index, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "工作项", "Entries");
  out.columns = columns(telling, {{"编号", "Number"},
                                  {"日期", "Date"},
                                  {"员工", "Name"},
                                  {"登录名", "Login"},
                                  {"工作类型", "Work type"},
                                  {"平台", "Platform"},
                                  {"标题", "Title"},
                                  {"网址", "Address"},
                                  {"关键词", "Keywords"},
                                  {"核验结论", "Verdict"},
                                  {"原因", "Reason"},
                                  {"迟交", "Late"},
                                  {"词库外", "Off the list"},
                                  {"重复于", "Duplicate of"},
                                  {"上报时间", "Handed in"},
                                  {"下次检测", "Next look"}});
  if (with_index) out.columns.emplace_back(pick(telling.lang, "收录", "Index"));
  for (const ClaimView& view : claims) {
    const Claim& claim = view.claim;
    std::vector<SheetCell> row = {number_of(claim.id),
                                  to_iso_date(claim.work_date),
                                  view.name,
                                  view.login,
                                  work_type_name(claim.work_type, telling.names),
                                  platform_name(claim.platform, telling.names),
                                  claim.title,
                                  claim.url.empty() ? claim.raw_url : claim.url,
                                  joined(claim.keywords),
                                  std::string(label(telling.lang, view.verdict.work)),
                                  reason_text(view.verdict, telling),
                                  yes(claim.marks.late, telling),
                                  yes(claim.marks.off_list, telling),
                                  number_of(claim.marks.duplicate_of),
                                  moment_text(claim.submitted_at, telling),
                                  moment_text(view.next_look_at, telling)};
    if (with_index) row.emplace_back(index_text(view.verdict, telling));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Sheet matrix_sheet(const MatrixView& view, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "团队", "Team");
  out.columns = columns(telling, {{"员工", "Name"},
                                  {"团队", "Team"},
                                  {"应上报", "Reports expected"},
                                  {"已上报", "Reported"},
                                  {"提交", "Entries"},
                                  {"按时", "On time"},
                                  {"迟交", "Late"},
                                  {"已上线", "Online"},
                                  {"需补正", "Needs work"},
                                  {"掉线", "Went offline"},
                                  {"核验中", "Checking"},
                                  {"申诉中", "Disputed"},
                                  {"无法检测", "Could not check"},
                                  {"免检", "Exempt"},
                                  {"计划", "Planned"},
                                  {"计划内完成", "Of it done"},
                                  {"计划内按时", "Of it on time"},
                                  {"完成率", "Completion"},
                                  {"按时率（占计划）", "On time, of plan"},
                                  {"上报率", "Reported rate"},
                                  {"按时率（占提交）", "On time, of handed in"},
                                  {"核验通过率", "Verified rate"},
                                  {"存活率", "Survival rate"},
                                  {"核验覆盖率", "Coverage"}});
  const auto line = [&](const std::string& name, const std::string& team,
                        const planning::Tally& tally) {
    out.rows.push_back({name,
                        team,
                        number(tally.expected),
                        number(tally.reported),
                        number(tally.claims),
                        number(tally.on_time),
                        number(tally.late),
                        number(tally.verified),
                        number(tally.failed),
                        number(tally.regressed),
                        number(tally.pending),
                        number(tally.disputed),
                        number(tally.manual),
                        number(tally.waived),
                        plan_number(tally, &planning::PlanCount::planned),
                        plan_number(tally, &planning::PlanCount::done),
                        plan_number(tally, &planning::PlanCount::on_time),
                        rate(tally.plan ? tally.plan->pieces.completion() : std::nullopt),
                        rate(tally.plan ? tally.plan->pieces.on_time_rate() : std::nullopt),
                        rate(tally.reported_rate()),
                        rate(tally.on_time_rate()),
                        rate(tally.verified_rate()),
                        rate(tally.survival.rate()),
                        rate(tally.coverage())});
  };
  for (const MatrixView::Row& row : view.rows) line(row.person.name, row.person.team, row.tally);
  line(std::string(pick(telling.lang, "合计", "Sum")), {}, view.sum);
  return out;
}

Sheet disputes_sheet(const std::vector<DisputeRow>& rows, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "申诉", "Disputes");
  out.columns = columns(telling, {{"编号", "Number"},
                                  {"工作项", "Entry"},
                                  {"员工", "Name"},
                                  {"标题", "Title"},
                                  {"申诉理由", "Reason"},
                                  {"提出时间", "Opened"},
                                  {"最晚处理", "Due"},
                                  {"状态", "State"},
                                  {"处理人", "Closed by"},
                                  {"答复", "Answer"},
                                  {"处理时间", "Closed"}});
  for (const DisputeRow& row : rows) {
    const Dispute& dispute = row.dispute.dispute;
    out.rows.push_back(
        {std::to_string(dispute.id.value), number_of(dispute.claim), row.claim.name,
         row.claim.claim.title, dispute.text, moment_text(dispute.opened_at, telling),
         moment_text(dispute.due_at, telling), std::string(label(telling.lang, dispute.state)),
         row.dispute.closed_by_name, dispute.answer, moment_text(dispute.closed_at, telling)});
  }
  return out;
}

Sheet audit_sheet(const std::vector<store::AuditEntry>& entries,
                  const std::map<UserId, std::string>& names, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "操作记录", "Audit");
  out.columns = columns(telling, {{"编号", "Number"},
                                  {"时间", "Time"},
                                  {"操作人", "Actor"},
                                  {"途径", "Via"},
                                  {"操作", "Action"},
                                  {"对象", "Subject"},
                                  {"内容", "Detail"}});
  for (const store::AuditEntry& entry : entries) {
    const auto name = names.find(entry.actor);
    out.rows.push_back({std::to_string(entry.id), moment_text(entry.at, telling),
                        name == names.end() ? std::string() : name->second, entry.via, entry.action,
                        entry.subject, entry.detail});
  }
  return out;
}

Sheet keywords_sheet(const std::vector<store::BoardKeyword>& keywords, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "关键词", "Keywords");
  out.columns = columns(telling, {{"关键词", "Keyword"},
                                  {"优先级", "Priority"},
                                  {"目标网页", "Target page"},
                                  {"在查的排名", "Places looked at"}});
  for (const store::BoardKeyword& keyword : keywords) {
    std::vector<std::string> places;
    for (const store::BoardPlace& place : keyword.places)
      places.push_back(series_words(telling.lang, place.series, telling.names));
    out.rows.push_back(
        {keyword.text, number(keyword.priority), keyword.target_url, joined(places)});
  }
  return out;
}

Sheet ranks_sheet(const std::vector<store::BoardKeyword>& keywords, Date today,
                  const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "排名", "Ranks");
  out.columns = columns(telling, {{"关键词", "Keyword"},
                                  {"优先级", "Priority"},
                                  {"搜索引擎", "Engine"},
                                  {"名次", "Place"},
                                  {"名次（数字）", "Place (number)"},
                                  {"查询日期", "Day"},
                                  {"已过时", "Outdated"},
                                  {"不是目标网页", "Another page"},
                                  {"变化", "Move"}});
  for (const store::BoardKeyword& keyword : keywords) {
    if (keyword.places.empty()) {
      out.rows.push_back({keyword.text, number(keyword.priority), {}, {}, {}, {}, {}, {}, {}});
      continue;
    }
    for (const store::BoardPlace& place : keyword.places) {
      const RankLook& look = place.look;
      SheetCell position;
      if (look.state == RankState::kRanked) position = number(look.position);
      out.rows.push_back(
          {keyword.text, number(keyword.priority),
           series_words(telling.lang, place.series, telling.names), place_words(telling.lang, look),
           position, look.at == Time{} ? std::string() : to_iso_date(look.day),
           yes(planning::is_outdated(look, today), telling), yes(place.wrong_page, telling),
           place.move ? move_words(telling.lang, *place.move) : std::string()});
    }
  }
  return out;
}

Sheet waivers_sheet(const std::vector<WaiverRow>& rows, const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "免检", "Exemptions");
  out.columns = columns(telling, {{"编号", "Number"},
                                  {"平台", "Platform"},
                                  {"登录名", "Login"},
                                  {"团队", "Team"},
                                  {"从", "From"},
                                  {"到", "To"},
                                  {"有效到", "Until"},
                                  {"原因", "Reason"},
                                  {"经办人", "By"},
                                  {"时间", "Time"},
                                  {"撤销时间", "Taken back"},
                                  {"撤销人", "Taken back by"}});
  for (const WaiverRow& row : rows) {
    const Waiver& one = row.waiver;
    const std::string platform =
        one.platform.empty() ? std::string() : platform_name(one.platform, telling.names);
    out.rows.push_back({std::to_string(one.id.value), platform, row.login, row.team,
                        to_iso_date(one.from), to_iso_date(one.to), moment_text(one.until, telling),
                        one.reason, one.author, moment_text(one.at, telling),
                        moment_text(one.ended_at, telling), one.ended_by});
  }
  return out;
}

Sheet users_sheet(const std::vector<User>& users, const std::map<TeamId, std::string>& teams,
                  const Telling& telling) {
  Sheet out;
  out.title = pick(telling.lang, "人员", "People");
  out.columns = columns(telling, {{"登录名", "Login"},
                                  {"姓名", "Name"},
                                  {"邮箱", "Mail"},
                                  {"角色", "Role"},
                                  {"岗位", "Post"},
                                  {"团队", "Team"},
                                  {"在职", "Active"},
                                  {"报告日", "Days of report"},
                                  {"添加时间", "Added"}});
  for (const User& user : users) {
    const auto team = teams.find(user.team);
    out.rows.push_back({user.login, user.name, user.email, std::string(store::to_string(user.role)),
                        user.post, team == teams.end() ? std::string() : team->second,
                        yes(user.active, telling), weekdays_text(user.report_weekdays, telling),
                        moment_text(user.created_at, telling)});
  }
  return out;
}

}  // namespace vouch::web
