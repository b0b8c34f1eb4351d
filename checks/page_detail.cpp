#include <boost/json.hpp>

#include "checks/page_judgement.h"
#include "core/text.h"

namespace vouch::checks {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostOfOne = 600;  // bytes of a title, an anchor, an address

std::string shown(std::string_view text) {
  return to_valid_utf8(cut_utf8(text, kMostOfOne));
}

json::object keyword_value(const KeywordFinding& found) {
  return {{"keyword", shown(found.keyword)},
          {"place", to_string(found.place)},
          {"count", found.count},
          {"sentence", shown(found.sentence)}};
}

json::object link_value(const LinkFinding& link) {
  return {{"kind", to_string(link.kind)},
          {"url", shown(link.url)},
          {"anchor", shown(link.anchor)},
          {"rel", shown(link.rel)},
          {"hidden_by", shown(link.hidden_by)}};
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
  out["words"] = shown(judgement.evidence_words);
  if (facts != nullptr) {
    out["title"] = shown(facts->title);
    out["charset"] = shown(facts->charset);
    out["text_chars"] = facts->text_chars;
    out["canonical"] = shown(facts->canonical);
    if (facts->refresh && !facts->refresh->url.empty()) {
      out["refresh"] =
          json::object{{"seconds", facts->refresh->seconds}, {"url", shown(facts->refresh->url)}};
    }
    json::object noindex;
    for (const auto& [engine, blocked] : facts->robots.noindex) noindex[engine] = blocked;
    out["noindex"] = std::move(noindex);
    if (!facts->published.value.empty()) {
      out["published"] = json::object{{"value", shown(facts->published.value)},
                                      {"source", facts->published.source}};
    }
  }
  return json::serialize(out);
}

}  // namespace vouch::checks
