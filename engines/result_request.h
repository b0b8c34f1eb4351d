// What to ask an engine for, in the forms that its layout keeps: addresses of result pages, and the
// questions "is this page indexed?". Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/serp_layout.h"
#include "core/url.h"

namespace vouch::engines {

// Address of result page `page` (1-based) of a query; empty for a query of nothing.
std::string result_page_url(const SerpLayout& layout, std::string_view query, int page);

// The exact URL first, then its title in quotes on its host; the second only where a title is
// known.
std::vector<std::string> index_questions(const SerpLayout& layout, const Url& url,
                                         std::string_view title);

// All pages of a host that the engine knows: an estimate, never proof.
std::string site_question(const SerpLayout& layout, std::string_view host);

}  // namespace vouch::engines
