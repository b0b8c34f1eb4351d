// Is a page of rows about what was asked? Engines give clients that they distrust a valid page of
// unrelated rows; the share of rows that hold a term of the query tells them apart (the threshold
// stands in the layout, with its source). Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/result_page.h"

namespace vouch::engines {

// What rows are searched for: words of at least 3 letters or digits, pairs of neighbouring Han
// characters; operators (site:, "-word"), addresses and quotation marks left out; folded. Shorter
// words only where there is nothing else. Empty: the query says nothing about its rows.
std::vector<std::string> query_terms(std::string_view query);

// Share of the texts (title and snippet of a row) that hold a term; none where that says nothing:
// fewer texts than `least`, or no terms.
std::optional<double> relevant_share(std::span<const std::string> texts, std::string_view query,
                                     int least);
// Of the organic rows.
std::optional<double> relevant_share(std::span<const ResultRow> rows, std::string_view query,
                                     int least_rows);

}  // namespace vouch::engines
