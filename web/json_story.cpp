// One claim's story in words: what each look saw, what people said, what is asked of it.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/json_screens.h"
#include "web/submission_views.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::evidence_json;
using parts::moment;
using parts::text;

struct Event {
  Time at;
  std::string_view kind;
  std::string words;
};

json::object look_json(const ObservationView& view, const Telling& telling) {
  const Observation& seen = view.observation;
  json::array details;
  for (const Sentence& sentence : look_details(view, telling))
    details.push_back(text(plain(sentence)));
  return {{"id", seen.id.value},
          {"look_no", seen.look_no},
          {"at", moment(seen.observed_at)},
          {"outcome", to_string(seen.outcome)},
          {"counts", seen.outcome == Outcome::kFound || seen.negative_proved},
          {"words", text(plain(look_sentence(view, telling)))},
          {"details", std::move(details)},
          {"evidence", array_of(view.evidence, evidence_json)}};
}

// The lane in which a stage is looked at; a page is one for both of its stages.
std::string lane_of(const Stage& stage) {
  return stage.kind == StageKind::kIndex ? to_string(stage) : std::string("page");
}

std::optional<Time> next_look(const ClaimFile& file, const Stage& stage) {
  std::optional<Time> next;
  for (const LookView& look : file.looks) {
    if (look.lane != lane_of(stage) || look.state != "pending") continue;
    if (!next || look.due_at < *next) next = look.due_at;
  }
  return next;
}

json::object stage_json(const StageResult& stage, const ClaimFile& file, const Telling& telling) {
  json::object out;
  out["stage"] = text(to_string(stage.stage));
  out["name"] = text(stage_name(telling.lang, stage.stage, telling.names));
  out["state"] = to_string(stage.state);
  out["label"] = text(label(telling.lang, stage.state));
  out["meaning"] = text(stage_sentence(stage, telling));
  out["rule"] = nullptr;
  if (file.policy) out["rule"] = text(rule_sentence(stage, *file.policy, telling));
  out["deadline"] = moment(stage.deadline);
  out["next_look_at"] = moment(next_look(file, stage.stage));
  json::array looks;
  for (auto row = file.observations.rbegin(); row != file.observations.rend(); ++row) {
    if (row->observation.stage == stage.stage) looks.push_back(look_json(*row, telling));
  }
  out["looks"] = std::move(looks);
  return out;
}

std::string said_by(std::string_view name, const Telling& telling) {
  return std::string(name.empty() ? pick(telling.lang, "管理员", "operator") : name);
}

void add_decisions(std::vector<Event>& out, const ClaimFile& file, const Telling& telling) {
  for (const DecisionView& row : file.decisions) {
    std::string words = fmt::format("{} · {}：{}", label(telling.lang, row.decision.kind),
                                    said_by(row.actor_name, telling), row.decision.reason);
    if (row.decision.until) {
      words +=
          fmt::format("{}{}{}", pick(telling.lang, "（有效至 ", " (until "),
                      web::moment(telling.lang, *row.decision.until, telling.now, telling.zone),
                      pick(telling.lang, "）", ")"));
    }
    out.push_back({row.decision.at, "decision", std::move(words)});
  }
  for (const DisputeView& row : file.disputes) {
    out.push_back({row.dispute.opened_at, "dispute",
                   fmt::format("{} · {}：{}", pick(telling.lang, "申诉", "Dispute"),
                               said_by(row.opened_by_name, telling), row.dispute.text)});
    if (!row.dispute.closed_at) continue;
    std::string words = fmt::format("{} · {}", pick(telling.lang, "申诉", "Dispute"),
                                    label(telling.lang, row.dispute.state));
    if (!row.dispute.answer.empty()) words += "：" + row.dispute.answer;
    out.push_back({*row.dispute.closed_at, "dispute", std::move(words)});
  }
}

std::string_view told_words(Lang lang, NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kNeedsCorrection:
      return pick(lang, "已告诉本人：需补正", "Its owner was told: needs work");
    case NoticeKind::kRegressed:
      return pick(lang, "已告诉本人：现在看不到了", "Its owner was told: it went offline");
    case NoticeKind::kIndexOverdue:
      return pick(lang, "收录到期仍未看到", "Not indexed when its term was over");
    case NoticeKind::kNotReported:
      return pick(lang, "没有上报", "Not reported");
    case NoticeKind::kCouldNotCheck:
      return pick(lang, "无法检测，等人工查看", "Could not check; a person has to look");
    case NoticeKind::kCorrection:
      return pick(lang, "更正通知：之前的结果已改正", "Correction: an earlier result was mended");
    case NoticeKind::kEvidenceWanted:
      return pick(lang, "已请本人附截图", "Its owner was asked for a picture");
    case NoticeKind::kPlan:
    case NoticeKind::kPlanMissing:
    case NoticeKind::kBlocker:
    case NoticeKind::kFollowUp:
    case NoticeKind::kSystem:
      return pick(lang, "系统通知", "System notice");
  }
  return {};
}

json::array timeline(const ClaimFile& file, const std::vector<StoryView::Said>& said,
                     const Telling& telling) {
  std::vector<Event> events;
  events.push_back(
      {file.view.claim.submitted_at, "handed_in",
       fmt::format("{} · {}", pick(telling.lang, "上报", "Handed in"), file.view.name)});
  add_decisions(events, file, telling);
  for (const Notice& notice : file.notices) {
    events.push_back(
        {notice.created_at, "notice", std::string(told_words(telling.lang, notice.kind))});
  }
  for (const store::SubmissionFile& row : file.submissions) {
    events.push_back(
        {row.submission.queued_at, "submission",
         fmt::format("{} {}", pick(telling.lang, "已提交给搜索引擎：", "Submitted to:"),
                     route_name(telling.lang, row.submission.route))});
  }
  for (const StoryView::Said& one : said) {
    const bool asset = std::string_view(one.kind) == "asset";
    const std::string_view what = asset ? pick(telling.lang, "分发素材", "Distributes")
                                        : pick(telling.lang, "贡献份额", "Shares");
    const std::string_view nothing = pick(telling.lang, "无", "nothing");
    events.push_back({one.at, one.kind,
                      fmt::format("{}{}{} · {}", what, pick(telling.lang, "：", ": "),
                                  one.words.empty() ? nothing : std::string_view(one.words),
                                  one.by.empty() ? pick(telling.lang, "按计划", "by the plan")
                                                 : std::string_view(one.by))});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& left, const Event& right) { return left.at < right.at; });
  return array_of(events, [](const Event& event) {
    return json::object{
        {"at", moment(event.at)}, {"kind", event.kind}, {"words", text(event.words)}};
  });
}

json::value newest_dispute(const ClaimFile& file) {
  if (file.disputes.empty()) return nullptr;
  const Dispute& dispute = file.disputes.back().dispute;
  return json::object{{"id", dispute.id.value},
                      {"stage", parts::stage_or_null(dispute.stage)},
                      {"text", text(dispute.text)},
                      {"opened_at", moment(dispute.opened_at)},
                      {"due_at", moment(dispute.due_at)},
                      {"state", to_string(dispute.state)},
                      {"answer", parts::text_or_null(dispute.answer)}};
}

}  // namespace

std::string story_json(const StoryView& view, const Telling& telling) {
  const ClaimFile& file = view.file;
  const Verdict& verdict = file.view.verdict;
  json::object out;
  out["claim"] = parts::claim_json(file.view);
  out["meaning"] = text(meaning(telling.lang, verdict.work, verdict.phase));
  out["can"] = parts::texts(view.can);
  out["rechecks_left"] = view.rechecks_left;
  json::array stages;
  for (const StageResult& stage : verdict.stages) {
    if (stage.state == StageState::kNotApplicable) continue;
    stages.push_back(stage_json(stage, file, telling));
  }
  out["stages"] = std::move(stages);
  out["engines"] = array_of(verdict.engines, [&](const EngineResult& engine) {
    return json::object{{"engine", text(engine.engine)},
                        {"name", text(engine_name(telling.lang, engine.engine, telling.names))},
                        {"verdict", to_string(engine.verdict)},
                        {"label", text(label(telling.lang, engine.verdict))}};
  });
  out["timeline"] = timeline(file, view.said, telling);
  out["dispute"] = newest_dispute(file);
  out["text_matches"] = array_of(file.text_matches, parts::text_match_json);
  out["policy"] = nullptr;
  if (file.policy) {
    out["policy"] = json::object{{"name", text(file.policy->name)},
                                 {"words", parts::texts(policy_sentences(*file.policy, telling))}};
  }
  out["asset"] = nullptr;
  if (view.asset) {
    out["asset"] = json::object{{"id", view.asset->id.value}, {"title", text(view.asset->title)}};
  }
  out["shares"] = array_of(view.shares, [](const StoryView::Credited& one) {
    return json::object{
        {"login", text(one.login)}, {"name", text(one.name)}, {"basis_points", one.basis_points}};
  });
  return json::serialize(out);
}

}  // namespace vouch::web
