// Which row of a result page shows a page of ours, and how sure that is. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/url.h"
#include "engines/result_page.h"

namespace vouch::engines {

enum class Certainty {
  kExact,     // the row's own target is the page
  kProbable,  // the engine gave no target; what it shows fits. Needs a second signal (domain §5.4)
  kNone,
};
std::string_view to_string(Certainty certainty);  // "exact" "probable" "none"

struct WantedPage {
  std::vector<std::string> urls;  // the claim's URL, then its canonical
  std::string title;              // of the page, as it names itself; empty: not compared
  LooseKeyRules rules;            // of its platform
};

struct FoundRow {
  const ResultRow* row = nullptr;  // null: none
  Certainty certainty = Certainty::kNone;
  std::string_view rule;  // "strict_key" "loose_key" "shown_url" "title"
};

// Exact before probable; organic rows before modules, whose position is 0; ads never. A row whose
// target is known and another page's is not looked at for what it shows.
FoundRow find_in_rows(std::span<const ResultRow> rows, const WantedPage& wanted);

// Does an address as engines show it ("www.a.cn › news › 1", "a.cn/news/1...") fit `url`? Cut ones
// must show something of the path.
bool shown_url_fits(std::string_view shown, const Url& url);

}  // namespace vouch::engines
