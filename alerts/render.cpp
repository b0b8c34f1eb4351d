#include "alerts/render.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/letter.h"
#include "alerts/notice_words.h"
#include "alerts/words.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

// One notice's letter while it is being written.
class NoticeWriter {
 public:
  NoticeWriter(const Notice& notice, const NoticeFacts& facts, const User& recipient,
               const RenderContext& context)
      : notice_(notice), facts_(facts), recipient_(recipient), context_(context) {}

  Letter run() {
    switch (notice_.kind) {
      case NoticeKind::kNeedsCorrection:
      case NoticeKind::kRegressed:
        notice_.audience == Audience::kEmployee ? work_for_employee() : work_for_supervisor();
        break;
      case NoticeKind::kIndexOverdue:
        index_overdue();
        break;
      case NoticeKind::kNotReported:
        not_reported();
        break;
      case NoticeKind::kCouldNotCheck:
        could_not_check();
        break;
      case NoticeKind::kCorrection:
        correction();
        break;
      case NoticeKind::kSystem:
        system();
        break;
      case NoticeKind::kEvidenceWanted:
        evidence_wanted();
        break;
      case NoticeKind::kPlan:
      case NoticeKind::kPlanMissing:
        plan();
        break;
      case NoticeKind::kBlocker:
        blocker();
        break;
      case NoticeKind::kFollowUp:
        follow_up();
        break;
    }
    blocks_.push_back(faint(say("这是 Vouch 核验自动发出的通知，请不要直接回复。",
                                "Sent by Vouch. Please do not reply to this mail.")));
    return compose(subject_, blocks_, context_);
  }

 private:
  std::string_view say(std::string_view zh, std::string_view en) const {
    return pick(context_.language, zh, en);
  }

  std::string when(Time time) const { return context_.zone.minutes_text(time); }

  void subject(std::string_view zh, std::string_view en) {
    subject_ = fmt::format("{}{}{}", say(zh, en), say("", " "), what_words(facts_));
  }

  void greet() {
    const std::string name = one_line(recipient_.name, kTitleBytes);
    blocks_.push_back(paragraph(context_.language == Language::kEnglish
                                    ? fmt::format("Hello {},", name)
                                    : fmt::format("{}，您好：", name)));
  }

  void about_the_claim() {
    if (!facts_.title.empty()) {
      blocks_.push_back(fact(say("标题", "Title"), one_line(facts_.title, kTitleBytes)));
    }
    blocks_.push_back(fact(say("网址", "Address"), one_line(facts_.url, kUrlBytes)));
    if (facts_.work_date) {
      blocks_.push_back(fact(say("上报日期", "Reported for"), to_iso_date(*facts_.work_date)));
    }
  }

  void what_was_seen() {
    if (facts_.stage) {
      blocks_.push_back(
          fact(say("检测了什么", "What was looked at"), looked_at_words(facts_, context_)));
    }
    if (facts_.observed_at) {
      blocks_.push_back(fact(say("检测时间", "When"), when(*facts_.observed_at)));
    }
    blocks_.push_back(fact(say("看到的结果", "What was seen"), seen_words(facts_, context_)));
  }

  void the_rule() {
    const std::string text = rule_words(notice_.kind, facts_, context_);
    if (text.empty()) return;
    blocks_.push_back(fact(say("规则", "The rule"), text));
    blocks_.push_back(fact(say("说明", "Note"),
                           say("验证码、超时、拒绝访问等检测不成的情况不计入。",
                               "Looks that could not check (captcha, timeout, refusal) do not "
                               "count.")));
  }

  void work_for_employee() {
    const bool regressed = notice_.kind == NoticeKind::kRegressed;
    if (regressed) {
      subject("掉线，请看一下：", "No longer found, please look:");
    } else {
      subject("需补正：", "Needs correction:");
    }
    greet();
    blocks_.push_back(paragraph(
        regressed ? say("您的一项已上线的工作，最近几次检测未检测到了：",
                        "One of your pages that was online was not found by the latest looks:")
                  : say("您上报的一项工作，在截止时间之后仍未检测到，需要补正：",
                        "One line of your report was not found after its deadline:")));
    about_the_claim();
    what_was_seen();
    the_rule();
    const std::string url = employee_link(context_, recipient_, notice_.claim);
    blocks_.push_back(button(
        say("打开这一项，看证据和怎样答复（已补正 / 说明 / 申诉 / 知道了）",
            "Open it for the evidence and how to answer (corrected / explain / dispute / noted)"),
        url));
    if (facts_.public_at) {
      blocks_.push_back(paragraph(
          context_.language == Language::kEnglish
              ? fmt::format("Your supervisor sees this line from {} on, if it still stands.",
                            when(*facts_.public_at))
              : fmt::format("主管要到 {} 之后才会看到这一项（届时仍未检测到的话）。",
                            when(*facts_.public_at))));
    }
  }

  void work_for_supervisor() {
    subject("团队有一项工作需要您看：", "One line of the team needs you:");
    greet();
    blocks_.push_back(
        paragraph(say("下面这一项在员工处理期结束后仍未检测到，请打开后决定：",
                      "The employee's time is over and this line was still not found:")));
    about_the_claim();
    what_was_seen();
    the_rule();
    blocks_.push_back(
        button(say("打开这一项", "Open it"), supervisor_link(context_, recipient_, notice_.claim)));
  }

  void index_overdue() {
    subject("重点词页面未收录：", "Not indexed yet, priority keyword:");
    greet();
    blocks_.push_back(
        paragraph(say("一个重点关键词的页面过了期限仍未收录（收录由搜索引擎决定，不计入个人）：",
                      "A page for a priority keyword is not indexed after its term. Indexing is "
                      "the engines' decision and counts for no person:")));
    about_the_claim();
    what_was_seen();
    if (facts_.deadline) {
      blocks_.push_back(fact(say("期限", "Term"), when(*facts_.deadline)));
    }
    blocks_.push_back(button(say("打开未收录列表", "Open the list"),
                             supervisor_link(context_, recipient_, "not_indexed")));
  }

  void not_reported() {
    const std::string date = facts_.report_date ? to_iso_date(*facts_.report_date) : std::string();
    greet();
    if (notice_.audience == Audience::kEmployee) {
      subject_ = fmt::format("{} {}", date, say("的工作报告还没有收到", "no report received yet"));
      blocks_.push_back(
          paragraph(say("今天的工作报告还没有收到。晚交也会照常接收，只标为“迟交”；"
                        "如果今天休假，请让主管登记。",
                        "Your report has not come in yet. A late one is accepted and marked late. "
                        "On leave today? Please have it recorded.")));
      blocks_.push_back(button(say("打开我的页面", "Open my page"),
                               employee_link(context_, recipient_, ClaimId{})));
      return;
    }
    subject_ = fmt::format("{} {}", date, say("有人未交工作报告", "a report is missing"));
    blocks_.push_back(paragraph(fmt::format("{}{}{}", date, say("：未收到报告：", ", no report: "),
                                            one_line(facts_.subject, kTitleBytes))));
    blocks_.push_back(button(say("打开名单", "Open the list"),
                             supervisor_link(context_, recipient_, "not_reported")));
  }

  void could_not_check() {
    subject("无法检测，等待人工：", "Could not be checked, waits for a person:");
    greet();
    blocks_.push_back(paragraph(
        say("下面这一项机器无法检测，需要人工看一下。无法检测不是任何人的问题。",
            "This line could not be checked by machine and waits for a person. That is nobody's "
            "fault.")));
    about_the_claim();
    what_was_seen();
    blocks_.push_back(button(say("打开这一项", "Open it"), claim_link()));
  }

  void evidence_wanted() {
    subject("需要截图：", "A picture is wanted:");
    greet();
    blocks_.push_back(
        paragraph(say("这个平台不允许程序查看，只能由您附上截图。附上就好，不用再解释。",
                      "Programs may not look at this platform; only you can show what is there. A "
                      "picture is enough.")));
    about_the_claim();
    if (facts_.public_at) {
      blocks_.push_back(
          fact(say("之后由主管处理", "Your supervisor sees it from"), when(*facts_.public_at)));
    }
    blocks_.push_back(
        button(say("打开，附上截图", "Open it and add a picture"), plan_link(context_)));
  }

  void plan() {
    const bool missing = notice_.kind == NoticeKind::kPlanMissing;
    subject_ = fmt::format(
        "{}{}",
        missing ? say("本周还没有排程：", "No plan yet: ") : say("工作计划：", "Work plan: "),
        one_line(facts_.subject, kTitleBytes));
    greet();
    blocks_.push_back(paragraph(missing
                                    ? say("本周已经开始，这个团队还没有发布工作计划。",
                                          "The week has begun and this team has no published plan.")
                                    : say("您的工作计划有新的安排：", "Your work plan has news:")));
    if (!facts_.detail.empty()) {
      blocks_.push_back(fact(say("内容", "What"), one_line(facts_.detail, kUrlBytes)));
    }
    blocks_.push_back(button(say("打开 Vouch", "Open Vouch"), plan_link(context_)));
  }

  void blocker() {
    const bool answered = facts_.correction == CorrectionKind::kOverturned;
    subject_ = fmt::format("{}{}",
                           answered ? say("需协调事项已答复：", "Answered: ")
                                    : say("需要您协调：", "Help is wanted: "),
                           one_line(facts_.subject, kTitleBytes));
    greet();
    blocks_.push_back(paragraph(
        answered ? say("您提的需协调事项有了答复：", "What you asked for help with was answered:")
                 : say("有人的工作需要您协调：", "Somebody's work waits for your help:")));
    blocks_.push_back(fact(say("内容", "What"), one_line(facts_.detail, kUrlBytes)));
    blocks_.push_back(button(say("打开 Vouch", "Open Vouch"), plan_link(context_)));
  }
  void follow_up() {
    subject_ = fmt::format("{}{}", say("待回访的询盘：", "Inquiries to follow up: "),
                           one_line(facts_.subject, kTitleBytes));
    greet();
    blocks_.push_back(paragraph(
        say("这些询盘到了约好的回访日期：", "The day to come back to these inquiries has come:")));
    blocks_.push_back(fact(say("数量", "How many"), one_line(facts_.subject, kTitleBytes)));
    blocks_.push_back(button(say("打开我的询盘", "Open my inquiries"), inquiries_link(context_)));
  }

  std::string claim_link() const {
    return notice_.audience == Audience::kEmployee
               ? employee_link(context_, recipient_, notice_.claim)
               : supervisor_link(context_, recipient_, notice_.claim);
  }

  void correction() {
    subject("更正通知：", "Correction:");
    greet();
    if (facts_.correction == CorrectionKind::kOverturned) {
      blocks_.push_back(paragraph(
          say("之前通知过的一项已由人工复核认可，那条“未检测到”的通知作废：",
              "A person has looked again and accepted this line; the earlier notice is void:")));
    } else if (facts_.correction == CorrectionKind::kWithdrawn) {
      blocks_.push_back(paragraph(
          say("之前通知过的一项作废：当时的数据源被证实看不全，那段时间的“未检测到”全部撤回：",
              "An earlier notice is void: the source that it rested on proved to have been blind "
              "for a while, and all it did not show then is withdrawn:")));
    } else {
      blocks_.push_back(
          paragraph(say("之前通知过的一项，重新检测时已经检测到：",
                        "A line that we had told you about was found by a later look:")));
    }
    about_the_claim();
    if (facts_.correction == CorrectionKind::kRecovered && facts_.observed_at) {
      blocks_.push_back(fact(say("检测时间", "When"), when(*facts_.observed_at)));
    }
    blocks_.push_back(button(say("打开这一项", "Open it"), claim_link()));
  }

  void system() {
    const std::string name = one_line(facts_.subject, kTitleBytes);
    subject_ = fmt::format("{}{}{}", trouble_words(facts_.event, context_.language),
                           say("： ", ": "), name);
    greet();
    switch (facts_.event) {
      case SystemEvent::kChannelBroken:
        blocks_.push_back(paragraph(
            say("这个通知渠道发不出消息，已停用。待发的消息都留着，修好后会继续发送。",
                "This channel cannot send and was switched off. Its messages wait and go out once "
                "it is mended.")));
        break;
      case SystemEvent::kMessageDead:
        blocks_.push_back(
            paragraph(say("有消息多次发送不成，已停止重试。内容在页面上照常可见。",
                          "A message could not be delivered and is no longer retried. Its content "
                          "stands on the pages.")));
        break;
      case SystemEvent::kChannelClosed:
        blocks_.push_back(paragraph(
            say("对方今天不再接收消息（多半是次数用完）。待发的消息都留着，到时自动继续发送。",
                "It takes no more messages today, most likely its number is used up. What waits "
                "goes out by itself once it opens again.")));
        break;
      case SystemEvent::kCoverageLow:
        blocks_.push_back(paragraph(
            say("到期的检测里有结论的不到九成，依据它的数字不完整，请先不要据此评价任何人。",
                "Fewer than nine in ten due looks told anything. What rests on them is incomplete; "
                "please judge nobody by it.")));
        break;
      case SystemEvent::kCheckerHealth:
      case SystemEvent::kNone:
        blocks_.push_back(
            paragraph(say("检测系统有异常，受影响时段的结果不计入任何人。",
                          "The checker is unwell; results of this time count for nobody.")));
        break;
    }
    blocks_.push_back(fact(say("名称", "Name"), name));
    if (!facts_.detail.empty()) {
      blocks_.push_back(fact(say("原因", "Why"), one_line(facts_.detail, kUrlBytes)));
    }
    if (facts_.event == SystemEvent::kChannelBroken) {
      blocks_.push_back(
          fact(say("怎么办", "What to do"),
               fmt::format("{} vouch channel test {}",
                           say("改好配置后执行", "mend the configuration, then run"), name)));
    }
  }

  const Notice& notice_;
  const NoticeFacts& facts_;
  const User& recipient_;
  const RenderContext& context_;
  std::string subject_;
  std::vector<Block> blocks_;
};

}  // namespace

Language language_of(std::string_view locale) {
  return ascii_lower(locale.substr(0, 2)) == "en" ? Language::kEnglish : Language::kChinese;
}

Letter render_notice(const Notice& notice, const NoticeFacts& facts, const User& recipient,
                     const RenderContext& context) {
  return NoticeWriter(notice, facts, recipient, context).run();
}

Letter render_test(std::string_view channel, const RenderContext& context) {
  const bool english = context.language == Language::kEnglish;
  const std::string name = one_line(channel, kTitleBytes);
  const std::string company = one_line(context.company, kTitleBytes);
  return compose(
      fmt::format("{} {}", english ? "Vouch test message:" : "Vouch 核验测试消息：", name),
      {paragraph(english
                     ? fmt::format("The channel {} of {} works: you are reading it.", name, company)
                     : fmt::format("{} 的通知渠道 {} 可以用：您正在读这封信。", company, name)),
       button(english ? "Open Vouch" : "打开 Vouch", context.public_url + "/")},
      context);
}

std::string employee_link(const RenderContext& context, const User& user, ClaimId claim) {
  if (user.link_token.empty()) return context.public_url + "/";
  std::string url = context.public_url + "/p/" + user.link_token;
  if (claim) url += fmt::format("/claims/{}", claim.value);
  return url;
}

std::string supervisor_link(const RenderContext& context, const User& user, std::string_view list) {
  if (user.link_token.empty()) return context.public_url + "/";
  return fmt::format("{}/s/{}?list={}", context.public_url, user.link_token, list);
}

std::string supervisor_link(const RenderContext& context, const User& user, ClaimId claim) {
  if (user.link_token.empty()) return context.public_url + "/";
  return fmt::format("{}/s/{}/claims/{}", context.public_url, user.link_token, claim.value);
}

std::string plan_link(const RenderContext& context) {
  return context.public_url + "/";
}

std::string inquiries_link(const RenderContext& context) {
  return context.public_url + "/app/inquiries";
}

std::string preferences_link(const RenderContext& context, const User& user) {
  if (user.link_token.empty() || context.public_url.empty()) return {};
  return fmt::format("{}/p/{}/preferences", context.public_url, user.link_token);
}

std::string mail_body_json(const Letter& letter, std::string_view list_id,
                           std::string_view unsubscribe) {
  boost::json::object body;
  body["text"] = letter.text;
  body["html"] = letter.html;
  if (!list_id.empty()) body["list_id"] = boost::json::string_view(list_id.data(), list_id.size());
  if (!unsubscribe.empty()) {
    body["unsubscribe"] = boost::json::string_view(unsubscribe.data(), unsubscribe.size());
  }
  return boost::json::serialize(body);
}

}  // namespace vouch::alerts
