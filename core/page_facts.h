// What a page says, as facts (design §5 "Page facts JSON"). Produced by crawler/page, judged by
// checks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "core/text_sketch.h"
#include "core/time.h"

namespace vouch {

enum class Region { kMain, kHeader, kFooter, kNavigation, kAside };

struct LinkFact {
  std::string url;               // resolved href (http/https), fragment dropped
  std::string text;              // anchor text, inner white space folded; alt text of an image link
  std::vector<std::string> rel;  // lower case
  bool visible = true;
  std::string hidden_by;  // rule that hides it: "display:none", "closed details", ...
  Region region = Region::kMain;
};

struct TextBlock {  // visible text in document order, one block element each
  enum class Kind { kTitle, kHeading, kBody, kQuote };
  Kind kind = Kind::kBody;
  bool visible = true;
  Region region = Region::kMain;
  std::string text;  // inline tags joined without a gap, as a reader sees it
};

struct RobotsRules {
  std::vector<std::string> meta;        // "robots: noindex,nofollow" in document order
  std::vector<std::string> header;      // X-Robots-Tag values
  std::map<std::string, bool> noindex;  // per engine key
  std::map<std::string, bool> nofollow;
};

struct RefreshFact {
  double seconds = 0;
  std::string url;
};

struct PublishedFact {
  std::string value;  // "2026-11-24T08:00:00+08:00" as far as given
  std::string
      source;  // "article:published_time", "json-ld", "time", "url", "text", "last-modified"
};

enum class PageSign { kSoft404, kDeleted, kUnderReview, kLogin, kCaptcha, kParked, kChallenge };
struct SignFact {
  PageSign sign;
  std::string evidence;  // the words or element that showed it
};

struct PageFacts {
  std::string url;
  std::string final_url;
  int status = 0;
  std::string charset;         // WHATWG name, lower case
  std::string charset_source;  // "bom", "transport", "meta", "detector", "default"
  double replaced_ratio = 0;   // share of characters that decoded to U+FFFD
  std::string title;
  std::string description;
  std::string canonical;  // resolved; empty when absent or conflicting
  std::string base;
  std::optional<RefreshFact> refresh;
  RobotsRules robots;
  std::vector<LinkFact> links;
  std::vector<TextBlock> blocks;
  std::string main_text;        // visible text of the main content, blocks joined by "\n"
  std::int64_t text_chars = 0;  // code points of all visible text
  PublishedFact published;
  std::string language;
  std::vector<SignFact> signs;
  std::string fingerprint;  // hex; of the folded main text
  // What this page says itself, for comparison with other texts: none for short texts and lists.
  TextSketch sketch;
  std::string own_text;  // the main text without its quotations; empty: it has none
  bool truncated = false;
  std::string refused;   // "", "depth", "attributes", "bytes", "time": no tree was built
  bool for_now = false;  // a date in it is still to come: later the same bytes may say more
};

// The text that `sketch` was made of: a book is compared by its beginning.
inline constexpr std::size_t kMostComparedBytes = 192 * 1024;
inline std::string_view compared_text(const PageFacts& facts) {
  return cut_utf8(facts.own_text.empty() ? facts.main_text : facts.own_text, kMostComparedBytes);
}

std::string to_json(const PageFacts& facts);  // the interface of design §5

}  // namespace vouch
