// The rows of a result page: which elements are rows, of which kind, and what each says. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/url.h"
#include "engines/page_matches.h"
#include "engines/result_page.h"

namespace vouch::engines {

std::vector<ResultRow> read_rows(const ResultLayout& layout, const PageMatches& matches,
                                 const Url& base, int rows_before);

// The first of `values` that gives something within `part`; empty when none does.
std::string first_value(const std::vector<ResultLayout::Value>& values, const PageMatches& matches,
                        PagePart part, crawler::Node itself, const Url& base);

}  // namespace vouch::engines
