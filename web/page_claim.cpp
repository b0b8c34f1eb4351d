#include "web/pages.h"

#include <fmt/format.h>

#include "core/text.h"
#include "web/claim_words.h"
#include "web/rank_pages.h"
#include "web/submission_views.h"

namespace vouch::web {
namespace {

struct Answer {
  std::string_view zh;
  std::string_view en;
  std::string_view zh_meaning;
  std::string_view en_meaning;
};
constexpr Answer kAnswers[] = {
    {"已补正", "Corrected",
     "已经改好或补发。告诉我们以后会马上再检测一次，检测到就恢复为“已上线”。",
     "It has been mended or posted again; it is looked at once more at once."},
    {"说明", "Explain", "写一句情况说明，主管看到结果时会一起看到。",
     "A sentence about what happened; the supervisor reads it beside the result."},
    {"申诉", "Dispute",
     "认为检测错了。处理期间不作不利认定；主管三个工作日内处理，逾期不处理就按您的意见。",
     "The check is wrong. Nothing is held against you meanwhile; unless the supervisor answers "
     "within three working days, your view stands."},
    {"知道了", "Noted", "没有不同意见。", "No objection."},
};

bool wants_answer(const Verdict& verdict) {
  return verdict.work == WorkVerdict::kFailed || verdict.work == WorkVerdict::kRegressed;
}

void fact(Html& html, std::string_view name) {
  html.raw("<dt>").text(name).raw("</dt>");
}

void claim_facts(Html& html, const ClaimView& view, const PageContext& page) {
  const Claim& claim = view.claim;
  html.raw("<dl class=\"facts\">");
  fact(html, page.say("网址", "Address"));
  html.raw("<dd>").outward(claim.url.empty() ? claim.raw_url : claim.url, 160).raw("</dd>");
  if (!claim.raw_url.empty() && claim.raw_url != claim.url) {
    fact(html, page.say("上报时写的是", "As reported"));
    html.raw("<dd>").foreign(claim.raw_url, 160).raw("</dd>");
  }
  if (!claim.keywords.empty()) {
    fact(html, page.say("关键词", "Keywords"));
    html.raw("<dd>");
    for (std::size_t i = 0; i < claim.keywords.size(); ++i) {
      if (i > 0) html.text(page.say("、", ", "));
      html.foreign(claim.keywords[i], 60);
    }
    html.raw("</dd>");
  }
  if (!claim.link_target.empty()) {
    fact(html, page.say("应有的链接", "Expected link"));
    html.raw("<dd>").foreign(claim.link_target, 120).raw("</dd>");
  }
  fact(html, page.say("上报时间", "Handed in"));
  html.raw("<dd>").text(page.when(claim.submitted_at)).raw("</dd>");
  fact(html, page.say("下次检测", "Next look"));
  html.raw("<dd>");
  html.text(view.next_look_at ? page.when(*view.next_look_at)
                              : std::string(page.say("不再检测", "none")));
  html.raw("</dd></dl>\n");
}

void verdict_panel(Html& html, const ClaimPage& data, const PageContext& page) {
  const Verdict& verdict = data.file.view.verdict;
  html.raw("<section class=\"card ").text(css_class(verdict.work, verdict.phase));
  html.raw("\"><p>");
  verdict_tag(html, page, verdict);
  html.raw("</p><p>").text(meaning(page.lang, verdict.work, verdict.phase));
  if (verdict.reason != Reason::kTimer && outcome_of(verdict.reason) != Outcome::kFound) {
    html.raw(" <b>").text(reason_words(page.lang, verdict.reason)).raw("</b>");
    html.text(page.say("。", "."));
  }
  html.raw("</p>");
  if (wants_answer(verdict) && !data.for_supervisor) {
    html.raw("<p>");
    if (verdict.phase == FailedPhase::kWithEmployee && verdict.public_at) {
      html.text(page.say("目前只有您看得到。主管会在 ",
                         "Only you see this. The supervisor sees it after "));
      html.raw("<b>").text(page.when(*verdict.public_at)).raw("</b>");
      html.text(page.say(" 以后看到，在那之前补正就不会出现在主管那里。",
                         " unless it has been corrected by then."));
    } else {
      html.text(page.say("主管已经能看到这一项，现在仍可以补正、说明或申诉。",
                         "The supervisor sees this; you can still correct, explain or dispute."));
    }
    html.raw("</p>");
  }
  html.raw("</section>\n");
}

void answers(Html& html, const ClaimFile& file, const PageContext& page) {
  html.raw("<h2>").text(page.say("您可以这样答复", "Your four answers")).raw("</h2>");
  html.raw("<section class=\"panel\"><dl class=\"answers\">");
  for (const Answer& answer : kAnswers) {
    html.raw("<dt>").text(page.say(answer.zh, answer.en)).raw("</dt><dd>");
    html.text(page.say(answer.zh_meaning, answer.en_meaning)).raw("</dd>");
  }
  html.raw("</dl><p>");
  html.text(page.say("不答复只会显示“未回复”，不等于承认。",
                     "Silence is shown as “no answer” and is no admission."));
  html.raw("</p><p class=\"soft\">");
  html.text(page.say("本页只能看。答复请告诉主管或管理员登记，说编号 ",
                     "This page is read-only. Tell your supervisor or the operator, with number "));
  html.raw("<b>#").number(file.view.claim.id.value).raw("</b>");
  html.text(page.say("；想马上再检测一次也可以说（每项每天 3 次）。",
                     "; you may also ask for another look (3 a day for each entry)."));
  html.raw("</p></section>\n");
}

constexpr Answer kChoices[] = {
    {"人工认可", "Accept", "人看过，确实做到了。", "A person has looked: it is done."},
    {"改判", "Overrule", "检测错了，这一项算做到。", "The check was wrong: it counts as done."},
    {"免检", "Exempt", "有正当原因（平台故障、安排变动），不计入任何人的统计。",
     "There is a good reason (the platform failed, plans changed): it counts for nobody."},
    {"确认没有看到", "Confirm", "核对过，确实没有看到。以后检测到了仍会自动改为已整改。",
     "Looked at: it is indeed not there. A later find still turns it into corrected."},
};

// What a supervisor can make of it. Nothing is decided by reading.
void choices(Html& html, const ClaimFile& file, const PageContext& page) {
  html.raw("<h2>").text(page.say("您可以这样决定", "What you can decide")).raw("</h2>");
  html.raw("<section class=\"panel\"><dl class=\"answers\">");
  for (const Answer& choice : kChoices) {
    html.raw("<dt>").text(page.say(choice.zh, choice.en)).raw("</dt><dd>");
    html.text(page.say(choice.zh_meaning, choice.en_meaning)).raw("</dd>");
  }
  if (file.view.verdict.work == WorkVerdict::kDisputed) {
    html.raw("<dt>").text(page.say("答复申诉", "Answer the dispute")).raw("</dt><dd>");
    html.text(page.say("成立或不成立，写一句答复；员工会看到。",
                       "Upheld or not, with an answer that the employee reads."));
    html.raw("</dd>");
  }
  html.raw("</dl><p>");
  html.text(page.say("不决定也可以：检测会继续，检测到就自动改过来。",
                     "You may leave it: the looks go on, and a find mends it by itself."));
  html.raw("</p><p class=\"soft\">");
  html.text(page.say("本页只能看。决定请告诉管理员登记，说编号 ",
                     "This page is read-only. Tell the operator, with number "));
  html.raw("<b>#").number(file.view.claim.id.value).raw("</b>");
  html.text(page.say(" 和一句理由；不能决定自己的工作。",
                     " and a reason in a sentence; nobody decides on his own work."));
  html.raw("</p></section>\n");
}

bool is_answered(const ClaimFile& file) {
  for (const DecisionView& row : file.decisions) {
    if (row.decision.kind == DecisionKind::kAnswer) return true;
  }
  return !file.disputes.empty();
}

void stages(Html& html, const ClaimFile& file, const Telling& telling, const PageContext& page) {
  html.raw("<h2>").text(page.say("各环节", "Stages")).raw("</h2>\n");
  const Verdict& verdict = file.view.verdict;
  stage_dots(html, page, verdict);
  for (const StageResult& stage : verdict.stages) {
    if (stage.state == StageState::kNotApplicable) continue;
    html.raw("<div class=\"look\"><b>").text(stage_name(page.lang, stage.stage, page.names));
    html.raw("</b> · ").text(label(page.lang, stage.state));
    if (const std::string seen = stage_sentence(stage, telling); !seen.empty())
      html.text(page.say("，", ", ")).text(seen);
    html.raw("<p class=\"soft\">");
    if (file.policy) tell_rule(html, stage, *file.policy, telling);
    html.raw("</p></div>\n");
  }
}

void people_said(Html& html, const ClaimFile& file, const PageContext& page) {
  if (file.decisions.empty() && file.disputes.empty()) return;
  html.raw("<h2>").text(page.say("答复、申诉与人工决定", "Answers, disputes, decisions"));
  html.raw("</h2>\n<section class=\"panel\">");
  for (const DecisionView& row : file.decisions) {
    html.raw("<div class=\"look\"><b>").text(page.when(row.decision.at)).raw("</b> · ");
    html.text(label(page.lang, row.decision.kind)).raw(" · ");
    html.text(row.actor_name.empty() ? page.say("管理员", "operator")
                                     : std::string_view(row.actor_name));
    if (row.decision.until)
      html.text(page.say("，有效至 ", ", until ")).text(page.when(*row.decision.until));
    html.raw("<div class=\"quote\">").foreign(row.decision.reason, 500).raw("</div></div>");
  }
  for (const DisputeView& row : file.disputes) {
    html.raw("<div class=\"look\"><b>").text(page.when(row.dispute.opened_at)).raw("</b> · ");
    html.text(page.say("申诉", "Dispute")).raw(" · ").text(row.opened_by_name);
    html.text(page.say("（", " (")).text(label(page.lang, row.dispute.state));
    html.text(page.say("）", ")"));
    html.raw("<div class=\"quote\">").foreign(row.dispute.text, 500).raw("</div>");
    if (row.dispute.state == DisputeState::kOpen) {
      html.raw("<p class=\"soft\">").text(page.say("最晚处理时间 ", "To be handled by "));
      html.text(page.when(row.dispute.due_at)).raw("</p>");
    } else if (!row.dispute.answer.empty()) {
      html.raw("<p>").text(page.say("答复：", "Answer: ")).foreign(row.dispute.answer, 500);
      html.raw("</p>");
    }
    html.raw("</div>");
  }
  html.raw("</section>\n");
}

// No word of it accuses: two texts have passages in common, and a person looks why.
void texts(Html& html, const ClaimFile& file, const PageContext& page) {
  if (file.text_matches.empty()) return;
  html.raw("<h2 id=\"texts\">").text(page.say("文本重合", "Text match")).raw("</h2>\n");
  html.raw("<section class=\"panel\"><p class=\"soft\">");
  html.text(
      page.say("这一页的正文有一部分先出现在另一个工作项的页面上。只作提示，不影响核验结论；"
               "同一篇稿件按安排发到多处时属于正常。",
               "Part of this page's text stood on another entry's page before. It is a hint and "
               "changes no verdict; one text brought to several places as planned is fine."));
  html.raw("</p>");
  for (const TextMatchView& match : file.text_matches) {
    html.raw("<div class=\"look\"><b>").number(percent(match.mark.share)).raw("%</b> · ");
    html.raw("<a href=\"").text(page.link(fmt::format("/claims/{}", match.mark.first.value)));
    html.raw("\">#").number(match.mark.first.value).raw("</a> · ");
    html.outward(match.first_url, 90);
    html.raw(" · <span class=\"soft\">").text(page.when(match.found_at)).raw("</span>");
    for (const PassageView& passage : match.passages) {
      html.raw("<p class=\"soft\">").text(page.say("第 ", "Characters "));
      html.number(passage.start + 1).raw("–").number(passage.end);
      html.text(page.say(" 字，那边第 ", ", there ")).number(passage.first_start + 1).raw("–");
      html.number(passage.first_end).text(page.say(" 字", "")).raw("</p>");
      html.raw("<div class=\"quote\">").foreign(passage.text, 200).raw("</div>");
      if (passage.first_text != passage.text)
        html.raw("<div class=\"quote\">").foreign(passage.first_text, 200).raw("</div>");
    }
    html.raw("</div>\n");
  }
  html.raw("</section>\n");
}

constexpr std::size_t kLooksOpen = 4;  // the newest; the others open with one press

void observations(Html& html, const ClaimFile& file, const Telling& telling,
                  const PageContext& page) {
  html.raw("<h2>").text(page.say("每次检测看到了什么", "What each look saw"));
  html.text(page.say("（", " (")).number(static_cast<long long>(file.observations.size()));
  html.text(page.say("）", ")")).raw("</h2>\n");
  html.raw("<section class=\"panel\">");
  if (file.observations.empty())
    html.raw("<p>").text(page.say("还没有检测。", "No look yet.")).raw("</p>");
  std::size_t told = 0;
  for (auto row = file.observations.rbegin(); row != file.observations.rend(); ++row, ++told) {
    if (told == kLooksOpen) {
      html.raw("<details class=\"look\"><summary>").text(page.say("更早的 ", "Earlier: "));
      html.number(static_cast<long long>(file.observations.size() - told));
      html.text(page.say(" 次检测", " looks")).raw("</summary>\n");
    }
    html.raw("<div class=\"look\">");
    tell_observation(html, *row, telling);
    html.raw("</div>\n");
  }
  if (told > kLooksOpen) html.raw("</details>");
  html.raw("</section>\n");
}

}  // namespace

std::string claim_page(const ClaimPage& data, const PageContext& page) {
  const ClaimFile& file = data.file;
  const Claim& claim = file.view.claim;
  const Telling telling{page.lang, page.now, page.zone, page.names,
                        fmt::format("{}/claims/{}/evidence/", page.base, claim.id.value)};
  Html html;
  begin_page(html, page, claim.title.empty() ? claim.raw_url : claim.title);
  html.raw("<p><a class=\"back\" href=\"").text(page.link("")).raw("\">");
  html.text(page.say("← 返回", "← back")).raw("</a></p>\n");
  health_banner(html, page);
  html.raw("<div class=\"row\"><span class=\"soft\">#").number(claim.id.value).raw("</span>");
  if (data.for_supervisor) html.raw("<b>").text(file.view.name).raw("</b>");
  html.raw("</div>");
  claim_heading(html, page, file.view, {});
  verdict_panel(html, data, page);
  claim_facts(html, file.view, page);
  const bool ask = wants_answer(file.view.verdict);
  if (ask && !data.for_supervisor) answers(html, file, page);
  if (ask && data.for_supervisor && !is_answered(file)) {
    html.raw("<p class=\"panel\">")
        .text(page.say("员工的答复：未回复（不等于承认）",
                       "The employee's answer: none (no admission)"));
    html.raw("</p>\n");
  }
  const bool waits = ask || file.view.verdict.work == WorkVerdict::kManual ||
                     file.view.verdict.work == WorkVerdict::kDisputed;
  if (waits && data.for_supervisor) choices(html, file, page);
  people_said(html, file, page);
  texts(html, file, page);
  stages(html, file, telling, page);
  claim_places(html, file, page);
  claim_submissions(html, file, page);
  observations(html, file, telling, page);
  end_page(html, page);
  return html.take();
}

}  // namespace vouch::web
