// From a result page that was read to the answer of a provider: the same rules for pages that the
// daemon fetched and for pages that people handed in. Pure; any thread. Internal to engines.
#pragma once

#include <string>

#include "engines/answer.h"
#include "engines/question.h"
#include "engines/result_page.h"

namespace vouch::engines {

// What is typed for a question, in the layout's form for it.
std::string typed_text(const SerpLayout& layout, const Question& question);

// Organic rows with their places, modules with place 0 where they name their page, no ads. A row
// that does not name its page leads through `href` and hides it.
std::vector<SearchRow> search_rows(const ReadResult& page);

// Rows of a page that is not valid are left out: they are for people to see.
SearchAnswer list_answer(const ReadResult& page);

}  // namespace vouch::engines
