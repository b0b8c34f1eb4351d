#include "alerts/group_letter.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/notice_words.h"
#include "alerts/words.h"

namespace vouch::alerts {
namespace {

// What a letter about several notices says around their list. "{}" is their number.
struct GroupWords {
  std::string_view subject_zh;
  std::string_view subject_en;
  std::string_view opening_zh;
  std::string_view opening_en;
};

constexpr GroupWords kNeedsCorrection{
    "需补正：{} 项工作", "Needs correction: {} lines",
    "您上报的这些工作，在截止时间之后仍未检测到，需要补正：",
    "These lines of your reports were not found after their deadlines:"};
constexpr GroupWords kRegressed{
    "掉线，请看一下：{} 项工作", "No longer found, please look: {} lines",
    "您的这些已上线的工作，最近几次检测未检测到了：",
    "These pages of yours were online and were not found by the latest looks:"};
constexpr GroupWords kForSupervisor{
    "团队有 {} 项工作需要您看", "{} lines of the team need you",
    "下面这些在员工处理期结束后仍未检测到，请打开后决定：",
    "The employees' time is over and these lines were still not found:"};
constexpr GroupWords kIndexOverdue{
    "重点词页面未收录：{} 项", "Not indexed yet, priority keywords: {} lines",
    "这些重点关键词的页面过了期限仍未收录（收录由搜索引擎决定，不计入个人）：",
    "These pages for priority keywords are not indexed after their term. Indexing is the engines' "
    "decision and counts for no person:"};
constexpr GroupWords kReminders{
    "{} 天的工作报告还没有收到", "no report received yet for {} days",
    "这些天的工作报告还没有收到。晚交也会照常接收，只标为“迟交”；如果休假，请让主管登记。",
    "Your reports of these days have not come in yet. Late ones are accepted and marked late. On "
    "leave? Please have it recorded."};
constexpr GroupWords kMissing{"{} 份工作报告未交", "{} reports are missing",
                              "这些工作报告没有收到：", "These reports are missing:"};
constexpr GroupWords kCouldNotCheck{
    "无法检测，等待人工：{} 项", "Could not be checked, wait for a person: {} lines",
    "下面这些机器无法检测，需要人工看一下。无法检测不是任何人的问题。",
    "These lines could not be checked by machine and wait for a person. That is nobody's fault."};
constexpr GroupWords kEvidenceWanted{
    "需要截图：{} 项工作", "Pictures wanted: {} lines",
    "这些平台不允许程序查看，只能由您附上截图：",
    "Programs may not look at these platforms; only you can show what is there:"};
constexpr GroupWords kPlan{"工作计划：{} 条", "Work plan: {}", "您的工作计划有新的安排：",
                           "Your work plan has news:"};
constexpr GroupWords kPlanMissing{"本周还没有排程：{} 个团队", "No plan yet: {} teams",
                                  "本周已经开始，这些团队还没有发布工作计划：",
                                  "The week has begun and these teams have no published plan:"};
constexpr GroupWords kBlocker{"需协调：{} 件", "Help wanted: {}", "这些事项等您协调，或已有答复：",
                              "These wait for your help, or were answered:"};
constexpr GroupWords kFollowUps{"待回访的询盘：{} 次提醒", "Inquiries to follow up: {}",
                                "这些询盘到了约好的回访日期：",
                                "The day to come back to these inquiries has come:"};
constexpr GroupWords kCorrections{"更正通知：{} 项工作", "Correction: {} lines",
                                  "之前通知过的这些项，现更正如下：",
                                  "Of earlier notices these are corrected:"};
constexpr GroupWords kTrouble{"检测系统异常：{} 件", "Checker trouble: {}",
                              "检测系统有异常，受影响时段的结果不计入任何人。",
                              "The checker is unwell; results of this time count for nobody."};
constexpr GroupWords kTroubleLasts{
    "检测系统仍有异常：{} 件", "Checker trouble lasts: {}",
    "之前通知过的异常还没有恢复，受影响时段的结果不计入任何人。",
    "What you were told of is still so; results of this time count for nobody."};
constexpr GroupWords kTroubleOver{"检测系统已恢复：{} 件", "Checker trouble is over: {}",
                                  "之前通知过的异常已恢复：", "What you were told of is over:"};

const GroupWords& words_of(NoticeKind kind, Audience audience, NotifyReason reason) {
  const bool supervisor = audience == Audience::kSupervisor;
  switch (kind) {
    case NoticeKind::kNeedsCorrection:
      return supervisor ? kForSupervisor : kNeedsCorrection;
    case NoticeKind::kRegressed:
      return supervisor ? kForSupervisor : kRegressed;
    case NoticeKind::kIndexOverdue:
      return kIndexOverdue;
    case NoticeKind::kNotReported:
      return supervisor ? kMissing : kReminders;
    case NoticeKind::kCouldNotCheck:
      return kCouldNotCheck;
    case NoticeKind::kCorrection:
      return kCorrections;
    case NoticeKind::kEvidenceWanted:
      return kEvidenceWanted;
    case NoticeKind::kPlan:
      return kPlan;
    case NoticeKind::kPlanMissing:
      return kPlanMissing;
    case NoticeKind::kBlocker:
      return kBlocker;
    case NoticeKind::kFollowUp:
      return kFollowUps;
    case NoticeKind::kSystem:
      if (reason == NotifyReason::kResolved) return kTroubleOver;
      return reason == NotifyReason::kRepeat ? kTroubleLasts : kTrouble;
  }
  return kTrouble;
}

// Told by a subject and what is to be said of it, without an entry.
bool is_of_plans(NoticeKind kind) {
  return kind == NoticeKind::kPlan || kind == NoticeKind::kPlanMissing ||
         kind == NoticeKind::kBlocker || kind == NoticeKind::kFollowUp;
}

class GroupWriter {
 public:
  GroupWriter(const GroupLetter& group, const User& recipient, const RenderContext& context)
      : group_(group),
        recipient_(recipient),
        context_(context),
        first_(group.items.empty() ? group.over.front() : group.items.front()) {}

  Letter run() {
    const bool recovered = group_.reason == NotifyReason::kResolved;
    const auto& main = recovered && !group_.over.empty() ? group_.over : group_.items;
    const GroupWords& words = words_of(first_.notice.kind, first_.notice.audience, group_.reason);
    const std::string subject = numbered(say(words.subject_zh, words.subject_en), main.size());
    greet();
    blocks_.push_back(paragraph(say(words.opening_zh, words.opening_en)));
    list(main);
    if (recovered && !group_.items.empty()) {
      blocks_.push_back(paragraph(say("还没有恢复的：", "Still so:")));
      list(group_.items);
    }
    if (!recovered && !group_.over.empty()) {
      blocks_.push_back(paragraph(say("已恢复的：", "Over:")));
      list(group_.over);
    }
    what_is_asked();
    blocks_.push_back(faint(say("这是 Vouch 核验自动发出的通知，请不要直接回复。",
                                "Sent by Vouch. Please do not reply to this mail.")));
    return compose(subject, blocks_, context_);
  }

 private:
  std::string_view say(std::string_view zh, std::string_view en) const {
    return pick(context_.language, zh, en);
  }
  std::string when(Time time) const { return context_.zone.minutes_text(time); }

  static std::string numbered(std::string_view words, std::size_t number) {
    std::string out(words);
    const std::size_t at = out.find("{}");
    if (at != std::string::npos) out.replace(at, 2, std::to_string(number));
    return out;
  }

  void greet() {
    const std::string name = one_line(recipient_.name, kTitleBytes);
    blocks_.push_back(paragraph(context_.language == Language::kEnglish
                                    ? fmt::format("Hello {},", name)
                                    : fmt::format("{}，您好：", name)));
  }

  std::string link(const Notice& notice) const {
    return notice.audience == Audience::kEmployee
               ? employee_link(context_, recipient_, notice.claim)
               : supervisor_link(context_, recipient_, notice.claim);
  }

  std::string list_link() const {
    const Notice& notice = first_.notice;
    if (notice.audience == Audience::kEmployee) return employee_link(context_, recipient_, {});
    if (notice.audience == Audience::kOperator) return context_.public_url + "/";
    switch (notice.kind) {
      case NoticeKind::kIndexOverdue:
        return supervisor_link(context_, recipient_, "not_indexed");
      case NoticeKind::kNotReported:
        return supervisor_link(context_, recipient_, "not_reported");
      case NoticeKind::kNeedsCorrection:
      case NoticeKind::kRegressed:
      case NoticeKind::kCouldNotCheck:
      case NoticeKind::kCorrection:
      case NoticeKind::kSystem:
      case NoticeKind::kEvidenceWanted:
      case NoticeKind::kPlan:
      case NoticeKind::kPlanMissing:
      case NoticeKind::kBlocker:
      case NoticeKind::kFollowUp:
        return supervisor_link(context_, recipient_, "needs_you");
    }
    return context_.public_url + "/";
  }

  void list(const std::vector<GroupedNotice>& items) {
    const std::size_t listed = std::min(items.size(), kMostListed);
    for (std::size_t i = 0; i < listed; ++i) one(items[i]);
    if (listed == items.size()) return;
    const std::size_t more = items.size() - listed;
    blocks_.push_back(
        item(context_.language == Language::kEnglish
                 ? fmt::format("And {} more, {} in all: open the list", more, items.size())
                 : fmt::format("另有 {} 项，共 {} 项，请打开列表", more, items.size()),
             list_link()));
  }

  void one(const GroupedNotice& entry) {
    if (entry.notice.kind == NoticeKind::kNotReported) {
      const std::string date = entry.facts.report_date ? to_iso_date(*entry.facts.report_date) : "";
      const std::string who = entry.notice.audience == Audience::kSupervisor
                                  ? " " + one_line(entry.facts.subject, kTitleBytes)
                                  : std::string();
      blocks_.push_back(item(date + who, list_link()));
      return;
    }
    if (entry.notice.kind == NoticeKind::kSystem) {
      trouble(entry.facts, entry.hidden);
      return;
    }
    if (is_of_plans(entry.notice.kind)) {
      plan(entry.facts);
      return;
    }
    if (entry.notice.kind == NoticeKind::kFollowUp) {
      blocks_.push_back(item(one_line(entry.facts.subject, kTitleBytes), inquiries_link(context_)));
      return;
    }
    blocks_.push_back(item(what_words(entry.facts), link(entry.notice)));
    if (!entry.facts.title.empty()) {
      blocks_.push_back(fact(say("网址", "Address"), one_line(entry.facts.url, kUrlBytes)));
    }
    if (entry.notice.kind == NoticeKind::kCorrection) {
      correction(entry.facts);
      return;
    }
    evidence(entry.facts);
    if (entry.notice.audience == Audience::kEmployee && entry.facts.public_at) {
      blocks_.push_back(fact(say("届时仍未检测到的话，主管可见", "Your supervisor sees it from"),
                             when(*entry.facts.public_at)));
    }
    const std::string rule = rule_words(entry.notice.kind, entry.facts, context_);
    if (!rule.empty() && std::find(rules_.begin(), rules_.end(), rule) == rules_.end()) {
      rules_.push_back(rule);
    }
  }

  void plan(const NoticeFacts& facts) {
    blocks_.push_back(item(one_line(facts.subject, kTitleBytes), plan_link(context_)));
    if (!facts.detail.empty()) {
      blocks_.push_back(fact(say("内容", "What"), one_line(facts.detail, kUrlBytes)));
    }
  }

  void evidence(const NoticeFacts& facts) {
    if (!facts.stage) return;
    std::string text = looked_at_words(facts, context_);
    text += say("，", ", ");
    if (facts.observed_at) text += when(*facts.observed_at) + std::string(say("：", ": "));
    text += seen_words(facts, context_);
    blocks_.push_back(fact(say("检测", "Looked at"), text));
    if (facts.work_date) {
      blocks_.push_back(fact(say("上报日期", "Reported for"), to_iso_date(*facts.work_date)));
    }
  }

  void correction(const NoticeFacts& facts) {
    std::string_view text;
    switch (facts.correction) {
      case CorrectionKind::kOverturned:
        text = say("已由人工复核认可，那条“未检测到”的通知作废",
                   "a person has accepted it; the earlier notice is void");
        break;
      case CorrectionKind::kWithdrawn:
        text = say("当时的数据源被证实看不全，那段时间的“未检测到”撤回",
                   "the source of the earlier notice proved to have been blind; it is withdrawn");
        break;
      case CorrectionKind::kRecovered:
      case CorrectionKind::kNone:
        text = say("重新检测时已经检测到", "found by a later look");
        break;
    }
    blocks_.push_back(fact(say("更正", "Corrected"), text));
  }

  void trouble(const NoticeFacts& facts, int hidden) {
    std::string text = fmt::format("{}{}{}", trouble_words(facts.event, context_.language),
                                   say("：", ": "), one_line(facts.subject, kTitleBytes));
    blocks_.push_back(item(text, context_.public_url + "/"));
    if (!facts.detail.empty()) {
      blocks_.push_back(fact(say("原因", "Why"), one_line(facts.detail, kUrlBytes)));
    }
    if (hidden > 0) {
      blocks_.push_back(fact(say("随之而来", "What follows from it"),
                             context_.language == Language::kEnglish
                                 ? fmt::format("{} more, not told one by one", hidden)
                                 : fmt::format("另有 {} 件，不再逐件通知", hidden)));
    }
  }

  void what_is_asked() {
    constexpr std::size_t kMostRules = 5;
    for (std::size_t i = 0; i < std::min(rules_.size(), kMostRules); ++i)
      blocks_.push_back(fact(say("规则", "The rule"), rules_[i]));
    if (!rules_.empty()) {
      blocks_.push_back(fact(say("说明", "Note"),
                             say("验证码、超时、拒绝访问等检测不成的情况不计入。",
                                 "Looks that could not check (captcha, timeout, refusal) do not "
                                 "count.")));
    }
    if (first_.notice.audience == Audience::kEmployee && !rules_.empty()) {
      blocks_.push_back(button(
          say("逐项打开看证据和怎样答复（已补正 / 说明 / 申诉 / 知道了），或看全部",
              "Open each for the evidence and how to answer (corrected / explain / dispute / "
              "noted), or see them all"),
          list_link()));
      return;
    }
    blocks_.push_back(button(say("打开列表", "Open the list"), list_link()));
  }

  const GroupLetter& group_;
  const User& recipient_;
  const RenderContext& context_;
  const GroupedNotice& first_;
  std::vector<Block> blocks_;
  std::vector<std::string> rules_;
};

}  // namespace

Letter render_group(const GroupLetter& group, const User& recipient, const RenderContext& context) {
  const bool one_new = group.items.size() == 1 && group.over.empty() &&
                       group.items[0].hidden == 0 &&
                       (group.reason == NotifyReason::kFirst || group.reason == NotifyReason::kNew);
  if (one_new) {
    return render_notice(group.items[0].notice, group.items[0].facts, recipient, context);
  }
  return GroupWriter(group, recipient, context).run();
}

}  // namespace vouch::alerts
