// The one way to find a page among the rows of an answer: which row shows it, how sure that is, and
// whether its absence could be held against it. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/url.h"
#include "engines/answer.h"
#include "engines/result_page.h"

namespace vouch::engines {

enum class Certainty {
  kExact,     // the row's own target is the page
  kProbable,  // the engine gave no target; what it shows fits. Needs a second signal (domain §5.4)
  kNone,
};
std::string_view to_string(Certainty certainty);  // "exact" "probable" "none"

struct WantedPage {
  std::vector<std::string> urls;  // the claim's URL, then its other addresses (decision 085)
  std::string title;              // of the page, as it names itself; empty: not compared
  LooseKeyRules rules;            // of its platform
};

struct FoundRow {
  std::optional<std::size_t> row;  // none: no row shows the page
  Certainty certainty = Certainty::kNone;
  std::string_view rule;  // "strict_key" "loose_key" "shown_url" "title" "host"
};

// Exact before probable, strict before loose; organic rows before modules; ads never. A row whose
// target is known and another page's is not looked at for what it shows.
FoundRow find_in_rows(std::span<const ResultRow> rows, const WantedPage& wanted);
FoundRow find_in_rows(std::span<const SearchRow> rows, const WantedPage& wanted);

// The best place of any of these pages, by rows whose target is known; a URL that ends at its host
// stands for every page of the host and its sub-domains.
FoundRow best_place(std::span<const SearchRow> rows, const std::vector<std::string>& urls);

// A row whose target is not known and whose shown address does not rule out the host of `wanted`.
bool may_hide(std::span<const SearchRow> rows, const Url& wanted);

// Does an address as engines show it ("www.a.cn › news › 1", "a.cn/news/1...") fit `url`? Cut ones
// must show something of the path.
bool shown_url_fits(std::string_view shown, const Url& url);

// The same page by strict or loose key.
bool same_page(std::string_view left, const Url& right, const LooseKeyRules& rules);
// "www." folded; sub-domains are on it.
bool is_on_domain(std::string_view host, std::string_view domain);

}  // namespace vouch::engines
