// Evidence in sentences (design law 6): what was asked, when, by which route, what came back, which
// rule. One text for the pages (claim_words.h) and for the API; what comes from outside is marked,
// so that a page can set it apart. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/views.h"
#include "web/words.h"

namespace vouch::web {

struct Telling {  // what every sentence needs; lives as long as the page is built
  Lang lang = Lang::kZh;
  Time now;
  const Zone& zone;
  const Names& names;
  std::string evidence_base;  // "/p/<token>/claims/12/evidence/"
};

struct Phrase {
  enum class Kind {
    kOurs,
    kForeign,  // from a page, an engine or a report
    kAddress,  // of a monitored page
    kQuote,    // a passage of one
  };
  Kind kind = Kind::kOurs;
  std::string text;
  std::size_t longest = 200;  // characters that are shown, unless it is ours
};
using Sentence = std::vector<Phrase>;

// In one line, cut and without control characters; a quote stands in quotation marks.
std::string plain(const Sentence& sentence);

// "程序访问了 ...。结果：...。没有看到；同一时段的对照检测正常，这次作数。"
Sentence look_sentence(const ObservationView& view, const Telling& telling);
// One for each thing that was seen: title, keywords, links, control looks.
std::vector<Sentence> look_details(const ObservationView& view, const Telling& telling);
// "规则：截止 ... 之后，连续 2 次有效检测都没有看到，间隔不少于 2 小时 ..."
std::string rule_sentence(const StageResult& stage, const Policy& policy, const Telling& telling);
// "首次看到 11-24 10:00（按时）", "有效检测没有看到 2 次"; empty: nothing to say yet.
std::string stage_sentence(const StageResult& stage, const Telling& telling);
// What the company asks of such a claim, a line each.
std::vector<std::string> policy_sentences(const Policy& policy, const Telling& telling);

}  // namespace vouch::web
