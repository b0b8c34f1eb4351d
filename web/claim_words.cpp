#include "web/claim_words.h"

#include <fmt/format.h>

namespace vouch::web {
namespace {

void tell(Html& html, const Sentence& sentence) {
  for (const Phrase& phrase : sentence) {
    switch (phrase.kind) {
      case Phrase::Kind::kOurs:
        html.text(phrase.text);
        break;
      case Phrase::Kind::kForeign:
        html.foreign(phrase.text, phrase.longest);
        break;
      case Phrase::Kind::kAddress:
        html.outward(phrase.text, phrase.longest);
        break;
      case Phrase::Kind::kQuote:
        html.raw("<div class=\"quote\">").foreign(phrase.text, phrase.longest).raw("</div>");
        break;
    }
  }
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
  tell(html, look_sentence(view, telling));
  html.raw("</p>");
  const std::vector<Sentence> details = look_details(view, telling);
  if (!details.empty()) html.raw("<ul>");
  for (const Sentence& detail : details) {
    html.raw("<li>");
    tell(html, detail);
    html.raw("</li>");
  }
  if (!details.empty()) html.raw("</ul>");
  for (const EvidenceView& evidence : view.evidence) tell_evidence(html, evidence, telling);
}

void tell_rule(Html& html, const StageResult& stage, const Policy& policy, const Telling& telling) {
  html.text(rule_sentence(stage, policy, telling));
}

}  // namespace vouch::web
