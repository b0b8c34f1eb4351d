#include "web/page_frame.h"

#include <array>

#include <fmt/format.h>

#include "web/health_lines.h"

namespace vouch::web {
namespace {

// Most useful first; the others follow the order of the enum.
constexpr std::array<WorkVerdict, 10> kChipOrder = {
    WorkVerdict::kVerified, WorkVerdict::kPending, WorkVerdict::kFailed,    WorkVerdict::kRegressed,
    WorkVerdict::kDisputed, WorkVerdict::kManual,  WorkVerdict::kConfirmed, WorkVerdict::kAccepted,
    WorkVerdict::kWaived,   WorkVerdict::kVoid};

bool always_shown(WorkVerdict verdict) {
  return verdict == WorkVerdict::kVerified || verdict == WorkVerdict::kPending;
}

std::int64_t count_of(const WorkCounts& counts, WorkVerdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

void item(Html& html, std::string_view words) {
  html.raw("<li>").text(words).raw("</li>");
}

bool is_trouble(const HealthFacts& facts) {
  if (facts.writer_poisoned || facts.draining || !facts.warnings.empty()) return true;
  for (const ProviderFacts& provider : facts.providers) {
    if (!provider.healthy) return true;
  }
  for (const ChannelFacts& channel : facts.channels) {
    if (!channel.healthy || !channel.enabled) return true;
  }
  return facts.channels.empty();
}

void marks(Html& html, const PageContext& page, const ClaimView& view) {
  const ClaimMarks& marks = view.claim.marks;
  const auto mark = [&](std::string_view zh, std::string_view en) {
    html.raw(" <span class=\"tag void\">").text(page.say(zh, en)).raw("</span>");
  };
  if (marks.late) mark("迟交", "late");
  if (marks.unplanned) mark("计划外", "unplanned");
  if (marks.off_list) mark("词库外", "off the keyword list");
  if (marks.baseline) mark("历史导入", "baseline");
  if (marks.historic) mark("历史", "historic");
  if (marks.duplicate_of) {
    html.raw(" <a class=\"tag void\" href=\"");
    html.text(page.link(fmt::format("/claims/{}", marks.duplicate_of.value)));
    html.raw("\">").text(page.say("重复，首次见 #", "duplicate of #"));
    html.number(marks.duplicate_of.value).raw("</a>");
  }
  if (view.text_match) {
    html.raw(" <a class=\"tag void\" href=\"");
    html.text(page.link(fmt::format("/claims/{}", view.claim.id.value))).raw("#texts\">");
    html.text(page.say("文本重合 ", "text match ")).number(percent(view.text_match->share));
    html.raw("%</a>");
  }
}

}  // namespace

std::string PageContext::link(std::string_view below, std::string_view query) const {
  std::string out = base + std::string(below);
  char separator = '?';
  if (!query.empty()) {
    out += separator;
    out += query;
    separator = '&';
  }
  if (lang == Lang::kEn) {
    out += separator;
    out += "lang=en";
  }
  return out;
}

void begin_page(Html& html, const PageContext& page, std::string_view title) {
  html.raw("<!doctype html>\n<html lang=\"").text(page.say("zh-CN", "en"));
  html.raw(
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" "
      "content=\"noindex, nofollow\"><title>");
  html.text(displayable(title, 80)).text(page.say(" · 核验", " · Vouch"));
  html.raw(
      "</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" "
      "href=\"/assets/site.css\"></head><body>\n<header class=\"bar\"><span class=\"brand\">");
  html.text(page.say("核验", "Vouch"));
  if (!page.facts.company.empty()) html.raw(" · ").text(page.facts.company);
  html.raw("</span><span class=\"tools\">");
  if (page.letters) {
    html.raw("<a href=\"").text(page.link("/inbox")).raw("\">");
    html.text(page.say("消息", "Messages"));
    if (page.letters->unread > 0) {
      html.raw(" <b class=\"count\">").number(page.letters->unread);
      html.raw("<span class=\"aside\">").text(page.say(" 条未读", " unread")).raw("</span></b>");
    }
    html.raw("</a>");
  }
  html.raw("<a href=\"").text(page.path);
  if (page.lang == Lang::kZh) {
    html.text(page.path.find('?') == std::string::npos ? "?lang=en" : "&lang=en");
    html.raw("\" lang=\"en\">English</a>");
  } else {
    html.raw("\" lang=\"zh-CN\">中文</a>");
  }
  html.raw("</span></header>\n<main>\n");
}

void false_alerts(Html& html, const PageContext& page, const store::FalseAlerts& counts) {
  if (counts.told + counts.disputes + counts.waived == 0) return;
  const bool zh = page.lang == Lang::kZh;
  const std::int64_t wrong = counts.false_ones();
  std::string text =
      zh ? fmt::format("近 90 天全公司：通知“未检测到”{} 次，其中误报 {} 次", counts.told, wrong)
         : fmt::format("Whole company, last 90 days: findings told {}, of them false {}",
                       counts.told, wrong);
  if (counts.told > 0) {
    const double rate = 100.0 * static_cast<double>(wrong) / static_cast<double>(counts.told);
    text += zh ? fmt::format("（误报率 {:.1f}%）", rate) : fmt::format(" ({:.1f}%)", rate);
  }
  text += zh ? fmt::format("；申诉 {} 次，成立 {} 次；免检 {} 项。", counts.disputes, counts.upheld,
                           counts.waived)
             : fmt::format("; disputes {}, upheld {}; exempt entries {}.", counts.disputes,
                           counts.upheld, counts.waived);
  html.raw("<p class=\"soft\">").text(text).raw("</p>\n");
}

void end_page(Html& html, const PageContext& page) {
  end_page(html, page,
           page.say("本页只能看，不能改。链接只属于您本人，请不要转发。",
                    "This page is read-only. The link is yours alone; please do not pass it on."));
}

void end_page(Html& html, const PageContext& page, std::string_view words) {
  html.raw("</main>\n<footer><p>").text(words);
  html.raw("</p><p>").text(page.say("数据时间 ", "As of ")).text(page.zone.minutes_text(page.now));
  html.raw(" · Vouch ").text(page.facts.version).raw("</p></footer>\n</body></html>\n");
}

std::vector<std::string> health_lines(const HealthFacts& facts, Lang lang) {
  std::vector<std::string> out;
  const auto say = [&](std::string_view zh, std::string_view en) {
    out.emplace_back(pick(lang, zh, en));
  };
  if (facts.writer_poisoned)
    say("数据暂时不能保存，检测已停止，请管理员处理。",
        "Data cannot be saved; checking has stopped. The operator must act.");
  if (facts.draining) say("系统正在停机。", "The daemon is stopping.");
  for (const ProviderFacts& provider : facts.providers) {
    if (provider.healthy) continue;
    out.push_back(fmt::format("{} {}{}{}", pick(lang, "数据源", "Provider"), provider.name,
                              pick(lang, "：暂时不可信，期间的结果不作数。",
                                   ": not trusted for now, its results do not count. "),
                              provider.why));
  }
  for (const ChannelFacts& channel : facts.channels) {
    if (channel.healthy && channel.enabled) continue;
    out.push_back(fmt::format(
        "{} {}{}{}", pick(lang, "通知渠道", "Channel"), channel.name,
        pick(lang, "：发送不通，消息在排队。", ": cannot send, messages wait. "), channel.why));
  }
  if (facts.channels.empty())
    say("没有接通通知渠道：不会发邮件，以本页为准。",
        "No channel is connected: nothing is mailed, this page is the notice.");
  out.insert(out.end(), facts.warnings.begin(), facts.warnings.end());
  return out;
}

void health_banner(Html& html, const PageContext& page) {
  const HealthFacts& facts = page.facts;
  if (is_trouble(facts)) {
    html.raw("<section class=\"notice\" id=\"health\"><b>");
    html.text(page.say("检测系统提示（与员工无关）", "About the checkers, not about people"));
    html.raw("</b><ul>");
    for (const std::string& line : health_lines(facts, page.lang)) item(html, line);
    html.raw("</ul></section>\n");
  }
  if (!facts.engines_not_connected.empty()) {
    std::string names;
    for (const std::string& key : facts.engines_not_connected) {
      if (!names.empty()) names += page.say("、", ", ");
      names += engine_name(page.lang, key, page.names);
    }
    html.raw("<p class=\"soft\">").text(page.say("未接入的搜索引擎：", "Engines not connected: "));
    html.text(names).text(page.say("（不计入任何比率）", " (in no rate)")).raw("</p>\n");
  }
}

void reach_banner(Html& html, const PageContext& page) {
  if (!page.letters || page.letters->broken.empty()) return;
  html.raw("<section class=\"notice\" id=\"reach\"><ul>");
  for (const BrokenWay& way : page.letters->broken) {
    html.raw("<li>");
    if (way.kind == ChannelKind::kMail) {
      html.text(page.say("发往 ", "Mail to ")).foreign(way.address, 100);
      html.text(page.say(" 的邮件送不到您", " does not reach you"));
    } else {
      html.text(page.say("您的个人推送 ", "Your own robot ")).foreign(way.name, 60);
      html.text(page.say(" 收不到消息", " does not reach you"));
    }
    if (!way.why.empty()) {
      html.text(page.say("（", " (")).foreign(way.why, 160).text(page.say("）", ")"));
    }
    html.text(page.say("。管理员已收到提示。", ". The operators have been told. "));
    html.raw("</li>");
  }
  html.raw("</ul><p>");
  if (page.letters->reaches_by.empty()) {
    html.text(page.say("以“消息”页为准：所有信件都在那里。",
                       "All letters stand under Messages; please look there."));
  } else {
    html.text(
        page.say("信件改由您的其他渠道送达；“消息”页里都有。",
                 "Letters go by another channel of yours; all of them stand under Messages."));
  }
  html.raw("</p></section>\n");
}

void act_message(Html& html, std::string_view words, bool refused) {
  if (words.empty()) return;
  if (refused) {
    html.raw("<p class=\"notice\" role=\"alert\">");
  } else {
    html.raw("<p class=\"panel ok\" role=\"status\">");
  }
  html.text(words).raw("</p>\n");
}

void open_form(Html& html, const std::string& action) {
  html.raw("<form class=\"fields\" method=\"post\" enctype=\"multipart/form-data\" action=\"");
  html.text(action).raw("\">");
}

void verdict_tag(Html& html, const PageContext& page, const Verdict& verdict) {
  html.raw("<span class=\"tag ").text(css_class(verdict.work, verdict.phase)).raw("\">");
  html.text(label(page.lang, verdict.work));
  if (verdict.phase == FailedPhase::kCorrected) html.text(page.say(" · 已整改", " · corrected"));
  html.raw("</span>");
}

void stage_dots(Html& html, const PageContext& page, const Verdict& verdict) {
  html.raw("<ul class=\"dots\">");
  const bool is_public = verdict.phase == FailedPhase::kWithSupervisor;
  std::size_t engine = 0;
  for (const StageResult& stage : verdict.stages) {
    std::string state(label(page.lang, stage.state));
    std::string_view css = css_class(stage.state, is_public);
    std::string_view mark = sign(stage.state);
    if (!stage.stage.is_work() && engine < verdict.engines.size()) {
      // 收录 is the engines' result: amber at most, and its own words (design law 10). What is not
      // connected is said once for the page (law 11).
      const IndexVerdict result = verdict.engines[engine++].verdict;
      if (result == IndexVerdict::kNotConnected) continue;
      state = label(page.lang, result);
      if (css == "failed") css = "mend";
    }
    html.raw("<li class=\"dot ").text(css).raw("\">");
    html.text(stage_name(page.lang, stage.stage, page.names));
    html.raw(" ").text(state).raw("<b aria-hidden=\"true\">").text(mark).raw("</b></li>");
  }
  html.raw("</ul>");
}

void claim_heading(Html& html, const PageContext& page, const ClaimView& view,
                   std::string_view href) {
  const Claim& claim = view.claim;
  html.raw("<h3>");
  if (!href.empty()) html.raw("<a href=\"").text(href).raw("\">");
  html.foreign(claim.title.empty() ? claim.raw_url : claim.title, 80);
  if (!href.empty()) html.raw("</a>");
  html.raw("</h3><p class=\"soft\">").text(to_iso_date(claim.work_date).substr(5));
  if (!claim.work_type.empty()) html.raw(" · ").text(work_type_name(claim.work_type, page.names));
  if (!claim.platform.empty()) html.raw(" · ").text(platform_name(claim.platform, page.names));
  marks(html, page, view);
  html.raw("</p>");
}

void claim_card(Html& html, const PageContext& page, const ClaimView& view, bool with_name) {
  const Verdict& verdict = view.verdict;
  html.raw("<li class=\"card ").text(css_class(verdict.work, verdict.phase)).raw("\">");
  html.raw("<div class=\"row\">");
  if (with_name) {
    html.raw("<b>").text(view.name).raw("</b>");
  } else {
    html.raw("<span class=\"soft\">#").number(view.claim.id.value).raw("</span>");
  }
  verdict_tag(html, page, verdict);
  html.raw("</div>");
  claim_heading(html, page, view, page.link(fmt::format("/claims/{}", view.claim.id.value)));
  stage_dots(html, page, verdict);
  const bool tells_reason =
      verdict.reason != Reason::kTimer && outcome_of(verdict.reason) != Outcome::kFound;
  if (tells_reason) html.raw("<p>").text(reason_words(page.lang, verdict.reason)).raw("</p>");
  if (view.next_look_at) {
    html.raw("<p class=\"soft\">").text(page.say("下次检测 ", "Next look "));
    html.text(page.when(*view.next_look_at)).raw("</p>");
  }
  html.raw("</li>\n");
}

void count_chips(Html& html, const PageContext& page, const WorkCounts& counts,
                 std::string_view parameter, std::string_view here) {
  html.raw("<ul class=\"chips\">");
  for (const WorkVerdict verdict : kChipOrder) {
    const std::int64_t count = count_of(counts, verdict);
    if (count == 0 && !always_shown(verdict)) continue;
    const std::string_view code = to_string(verdict);
    html.raw("<li><a class=\"").text(css_class(verdict, FailedPhase::kWithEmployee));
    if (code == here) html.raw(" here");
    html.raw("\" href=\"").text(page.link("", fmt::format("{}={}", parameter, code)));
    html.raw("\"><b>").number(count).raw("</b>").text(label(page.lang, verdict));
    html.raw("</a></li>");
  }
  html.raw("</ul>\n");
}

std::string not_found_page(Lang lang) {
  Html html;
  html.raw("<!doctype html>\n<html lang=\"").text(pick(lang, "zh-CN", "en"));
  html.raw(
      "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><title>");
  html.text(pick(lang, "找不到这一页", "Page not found"));
  html.raw("</title><link rel=\"stylesheet\" href=\"/assets/site.css\"></head><body><main><h1>");
  html.text(pick(lang, "找不到这一页", "Page not found")).raw("</h1><p>");
  html.text(pick(lang, "链接可能已经失效或没有写完整。请向管理员要一条新的个人链接。",
                 "The link may have expired or is incomplete. Ask the operator for a new one."));
  html.raw("</p></main></body></html>\n");
  return html.take();
}

}  // namespace vouch::web
