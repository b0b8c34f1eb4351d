#include "web/claim_words.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "web/detail_words.h"

namespace vouch::web {
namespace {

struct CodeWords {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr CodeWords kPlaces[] = {
    {"title", "标题", "the title"},
    {"heading", "小标题", "a heading"},
    {"body", "正文", "the text"},
    {"hidden", "隐藏文字", "hidden text"},
    {"nowhere", "", ""},
};

constexpr CodeWords kLinks[] = {
    {"direct", "看到一条直接链接", "a direct link was seen"},
    {"nofollow", "看到链接，带 nofollow/ugc/sponsored 标记",
     "a link marked nofollow/ugc/sponsored was seen"},
    {"hidden", "链接是隐藏的，读者看不到", "the link is hidden from readers"},
    {"wrong_page", "链接指向本公司网站的其他页面", "the link leads to another page of our site"},
    {"jump_page", "链接经过中转页", "the link goes through a jump page"},
    {"plain_text", "网址只以文字出现，点不开", "the address stands there as text only"},
    {"missing", "没有看到指向本公司网站的链接", "no link to our site was seen"},
};

constexpr CodeWords kOthers[] = {
    {"text_chars", "正文字数", "characters of text"},
    {"canonical", "页面自称的规范网址", "canonical address"},
    {"noindex", "页面要求这些引擎不收录", "asks these engines not to index it"},
    {"published", "页面上的发布时间", "publication date on the page"},
    {"canary", "对照检测", "control look"},
    {"control_passed", "同一时段能打开的对照", "control that answered at the same time"},
    {"control_found", "同一时段能搜到的对照", "control that was found at the same time"},
    {"control_failed", "对照没有通过", "control that failed"},
    {"hops", "跳转经过", "redirects"},
    {"matched", "搜索结果里的网址", "address in the results"},
    {"from_list", "在这个关键词的搜索结果里看到", "seen in the list for the keyword"},
    {"uncertain", "为什么还不能说", "why it cannot be told"},
    {"rows", "结果行数", "result rows"},
    {"serp", "搜索结果", "result page"},
    {"explanation", "说明", "explanation"},
    {"same_page_as", "与较早的工作项是同一个页面，编号", "same page as the earlier entry"},
    {"rule", "规则", "rule"},
    {"excerpt", "摘录", "excerpt"},
};

constexpr CodeWords kResultPages[] = {
    {"ranked_list", "正常的结果列表", "a list of results"},
    {"no_results", "没有任何结果", "nothing was found"},
    {"no_exact_match", "没有完全相同的结果", "no exact match"},
    {"blocked", "被拦截", "blocked"},
    {"untrusted", "不可信", "not trustworthy"},
    {"unknown_layout", "格式不认识", "unknown layout"},
};

// Facts for machines, or said better by a neighbour.
constexpr std::string_view kNotTold[] = {"charset", "depth", "mentioned"};

template <std::size_t N>
const CodeWords* find(const CodeWords (&table)[N], std::string_view code) {
  for (const CodeWords& row : table) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::string_view said(Lang lang, const CodeWords* row, std::string_view code) {
  return row == nullptr ? code : pick(lang, row->zh, row->en);
}

constexpr int kOpened = 200;

// "searxng:office" -> "office": how a source is asked is the operator's business.
std::string_view source_name(std::string_view provider) {
  const auto colon = provider.find(':');
  return colon == std::string_view::npos ? provider : provider.substr(colon + 1);
}

// A status is said beside the address already.
bool is_status(std::string_view words) {
  return words.starts_with("HTTP ");
}

void tell_what_was_asked(Html& html, const Observation& seen, const Telling& telling) {
  const Lang lang = telling.lang;
  const std::string_view who = seen.route == Route::kMachine ? pick(lang, "程序", "The program ")
                                                             : pick(lang, "人工", "A person ");
  html.text(who);
  if (seen.stage.kind == StageKind::kIndex) {
    html.text(pick(lang, "在", "asked "));
    html.text(engine_name(lang, seen.stage.engine, telling.names));
    if (!seen.query.empty())
      html.text(pick(lang, "搜索", " for ")).raw("“").foreign(seen.query).raw("”");
    if (!seen.provider.empty()) {
      html.text(pick(lang, "（经数据源 ", " (by the source "));
      html.text(source_name(seen.provider)).text(pick(lang, "）", ")"));
    }
  } else {
    html.text(pick(lang, "访问了", "opened "));
    if (seen.final_url.empty()) {
      html.text(pick(lang, "这个网址", "the address"));
    } else {
      html.outward(seen.final_url);
    }
  }
  // What a page answered when it opened is no news.
  if (seen.http_status != 0 && seen.http_status != kOpened) {
    html.text(pick(lang, "，网站的答复是 ", "; the answer was "));
    html.number(seen.http_status);
  }
  html.text(pick(lang, "。", ". "));
}

std::string_view weight(Lang lang, const Observation& seen) {
  switch (seen.outcome) {
    case Outcome::kFound:
      return pick(lang, "看到了。", "Seen.");
    case Outcome::kNotFound:
      return seen.negative_proved
                 ? pick(lang, "没有看到；同一时段的对照检测正常，这次作数。",
                        "Not seen; the control look of the same time passed, so this look counts.")
                 : pick(lang, "没有看到，但缺少对照检测，这次不作数。",
                        "Not seen, but without a passing control look: it does not count.");
    case Outcome::kInconclusive:
      return pick(lang, "没能检测，不作数，对任何人都没有影响。",
                  "Could not check: it does not count and affects nobody.");
    case Outcome::kNotApplicable:
      return pick(lang, "不适用。", "Does not apply.");
  }
  return {};
}

void tell_keyword(Html& html, const DetailWords::Keyword& keyword, Lang lang) {
  html.raw("<li>").text(pick(lang, "关键词", "Keyword ")).raw("“").foreign(keyword.keyword);
  html.raw("”");
  if (keyword.place == "nowhere" || keyword.place.empty()) {
    html.text(pick(lang, "：页面上没有看到", ": not seen on the page"));
  } else {
    html.text(pick(lang, "：出现在", ": in "));
    html.text(said(lang, find(kPlaces, keyword.place), keyword.place));
    if (keyword.count > 0) {
      html.text(pick(lang, "，共 ", ", ")).number(keyword.count);
      html.text(pick(lang, " 次", " times"));
    }
  }
  if (!keyword.sentence.empty())
    html.raw("<div class=\"quote\">").foreign(keyword.sentence, 240).raw("</div>");
  html.raw("</li>");
}

void tell_detail(Html& html, const DetailWords& detail, const Telling& telling) {
  const Lang lang = telling.lang;
  html.raw("<ul>");
  if (!detail.words.empty() && !is_status(detail.words))
    html.raw("<li>")
        .text(pick(lang, "依据的原文：", "The words that decided: "))
        .raw("<div class=\"quote\">")
        .foreign(detail.words, 240)
        .raw("</div></li>");
  if (!detail.title.empty()) {
    html.raw("<li>").text(pick(lang, "页面标题：", "Page title: ")).foreign(detail.title);
    if (!detail.title_agrees)
      html.text(pick(lang, "（与上报的标题不同）", " (differs from the reported one)"));
    html.raw("</li>");
  }
  for (const DetailWords::Keyword& keyword : detail.keywords) tell_keyword(html, keyword, lang);
  if (!detail.link_kind.empty()) {
    html.raw("<li>").text(pick(lang, "链接：", "Link: "));
    html.text(said(lang, find(kLinks, detail.link_kind), detail.link_kind));
    if (!detail.link_url.empty()) html.raw(" ").outward(detail.link_url);
    html.raw("</li>");
  }
  for (const auto& [name, value] : detail.others) {
    if (value.empty() || value == "{}" || value == "[]" || value == "null") continue;
    if (std::find(std::begin(kNotTold), std::end(kNotTold), name) != std::end(kNotTold)) continue;
    html.raw("<li>").text(said(lang, find(kOthers, name), name)).text(pick(lang, "：", ": "));
    html.foreign(name == "serp" ? said(lang, find(kResultPages, value), value) : value, 300);
    html.raw("</li>");
  }
  html.raw("</ul>");
}

std::string_view evidence_kind(Lang lang, std::string_view kind) {
  if (kind == "page") return pick(lang, "（网页）", " (page)");
  if (kind == "probe") return pick(lang, "（对照页）", " (control page)");
  if (kind == "provider") return pick(lang, "（搜索结果）", " (search result)");
  return {};
}

void tell_evidence(Html& html, const EvidenceView& evidence, const Telling& telling) {
  const Lang lang = telling.lang;
  html.raw("<p class=\"soft\">");
  if (evidence.present) {
    html.raw("<a download href=\"")
        .text(telling.evidence_base)
        .number(evidence.id.value)
        .raw("\">");
    html.text(pick(lang, "下载证据原件", "Download the evidence"));
    html.text(evidence_kind(lang, evidence.kind)).raw("</a> ");
  } else {
    html.text(pick(lang, "证据原件已按保存期限清理，只留下校验码 ",
                   "The evidence was disposed of by its retention; its digest is kept "));
  }
  html.text(fmt::format("{}{}{}", pick(lang, "（", "("), evidence.size,
                        pick(lang, " 字节，", " bytes, ")));
  html.text(moment(lang, evidence.captured_at, telling.now, telling.zone));
  html.text(pick(lang, "，校验码 SHA-256 ", ", digest SHA-256 ")).raw("<code>");
  html.text(evidence.sha256.substr(0, 16)).raw("…</code>").text(pick(lang, "）", ")"));
  html.raw("</p>");
}

}  // namespace

void tell_observation(Html& html, const ObservationView& view, const Telling& telling) {
  const Observation& seen = view.observation;
  const Lang lang = telling.lang;
  html.raw("<p><b>").text(moment(lang, seen.observed_at, telling.now, telling.zone));
  html.raw("</b> · ").text(stage_name(lang, seen.stage, telling.names));
  if (seen.look_no > 0) {
    html.raw(" · ");
    html.text(
        fmt::format("{} {}{}", pick(lang, "第", "look"), seen.look_no, pick(lang, " 次检测", "")));
  }
  html.raw("</p><p>");
  tell_what_was_asked(html, seen, telling);
  html.text(pick(lang, "结果：", "Result: ")).text(reason_words(lang, seen.reason));
  if (seen.position) {
    html.text(pick(lang, "，自然结果第 ", ", organic position ")).number(*seen.position);
    html.text(pick(lang, " 位", ""));
  }
  html.text(pick(lang, "。", ". ")).text(weight(lang, seen)).raw("</p>");
  const DetailWords detail = read_detail(seen.detail);
  const bool has_detail = !detail.keywords.empty() || !detail.link_kind.empty() ||
                          !detail.words.empty() || !detail.title.empty() || !detail.others.empty();
  if (has_detail) tell_detail(html, detail, telling);
  for (const EvidenceView& evidence : view.evidence) tell_evidence(html, evidence, telling);
}

void tell_rule(Html& html, const StageResult& stage, const Policy& policy, const Telling& telling) {
  const Lang lang = telling.lang;
  const bool index = stage.stage.kind == StageKind::kIndex;
  const int confirmations = index ? policy.index_confirmations : policy.live_confirmations;
  const Millis spacing = index ? policy.index_spacing : policy.live_spacing;
  const std::string gap = duration(lang, spacing);
  const std::string deadline = stage.deadline == Time{}
                                   ? std::string()
                                   : moment(lang, stage.deadline, telling.now, telling.zone);
  if (lang == Lang::kZh) {
    html.text("规则：");
    html.text(deadline.empty() ? std::string("没有截止时间，只作观察。")
                               : fmt::format("截止时间 {}。", deadline));
    if (deadline.empty()) return;
    html.text(
        fmt::format("到截止时间以后，连续 {} 次有效检测都没有看到、两次之间相隔不少于 {}，"
                    "才算“未检测到”；超时、网站出错、要验证码、要登录等检测不成的情况都不算。",
                    confirmations, gap));
    return;
  }
  if (deadline.empty()) {
    html.text("Rule: there is no deadline, it is only watched.");
    return;
  }
  html.text(fmt::format(
      "Rule: the deadline is {}. Only when {} valid looks in a row, at least {} apart and the last "
      "one after the deadline, see nothing does it count as not seen; timeouts, captchas, logins "
      "and the site's own errors never count.",
      deadline, confirmations, gap));
}

}  // namespace vouch::web
