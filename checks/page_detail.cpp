#include <boost/json.hpp>

#include "checks/page_judgement.h"
#include "core/text.h"

namespace vouch::checks {
namespace {

namespace json = boost::json;

json::object keyword_value(const KeywordFinding& found) {
  return {{"keyword", to_valid_utf8(found.keyword)},
          {"place", to_string(found.place)},
          {"count", found.count},
          {"sentence", to_valid_utf8(found.sentence)}};
}

json::object link_value(const LinkFinding& link) {
  return {{"kind", to_string(link.kind)},
          {"url", to_valid_utf8(link.url)},
          {"anchor", to_valid_utf8(link.anchor)},
          {"rel", to_valid_utf8(link.rel)},
          {"hidden_by", to_valid_utf8(link.hidden_by)}};
}

}  // namespace

std::string detail_json(const PageJudgement& judgement, const PageFacts* facts) {
  json::object out;
  json::array keywords;
  for (const KeywordFinding& keyword : judgement.keywords)
    keywords.push_back(keyword_value(keyword));
  out["keywords"] = std::move(keywords);
  if (judgement.link) out["link"] = link_value(*judgement.link);
  if (judgement.mentioned) out["mentioned"] = true;
  out["title_agrees"] = judgement.title_agrees;
  out["words"] = to_valid_utf8(judgement.evidence_words);
  if (facts != nullptr) {
    out["title"] = to_valid_utf8(facts->title);
    out["charset"] = to_valid_utf8(facts->charset);
    out["text_chars"] = facts->text_chars;
    out["canonical"] = to_valid_utf8(facts->canonical);
    json::object noindex;
    for (const auto& [engine, blocked] : facts->robots.noindex) noindex[engine] = blocked;
    out["noindex"] = std::move(noindex);
    if (!facts->published.value.empty()) {
      out["published"] = json::object{{"value", to_valid_utf8(facts->published.value)},
                                      {"source", facts->published.source}};
    }
  }
  return json::serialize(out);
}

}  // namespace vouch::checks
