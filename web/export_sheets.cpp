#include "web/export_sheets.h"

#include <fmt/format.h>

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
                                  {"上报率", "Reported rate"},
                                  {"按时率", "On-time rate"},
                                  {"核验通过率", "Verified rate"},
                                  {"存活率", "Survival rate"},
                                  {"核验覆盖率", "Coverage"}});
  const auto line = [&](const std::string& name, const std::string& team,
                        const planning::Tally& tally) {
    out.rows.push_back({name, team, number(tally.expected), number(tally.reported),
                        number(tally.claims), number(tally.on_time), number(tally.late),
                        number(tally.verified), number(tally.failed), number(tally.regressed),
                        number(tally.pending), number(tally.disputed), number(tally.manual),
                        number(tally.waived), rate(tally.reported_rate()),
                        rate(tally.on_time_rate()), rate(tally.verified_rate()),
                        rate(tally.survival.rate()), rate(tally.coverage())});
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

}  // namespace vouch::web
