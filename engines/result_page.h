// A search engine's result page, bytes to rows. Pure: the layout (a dated record) says what each
// element means, the page says the rest. A page that does not prove that it is this engine's answer
// is never one; what could not be read is never "nothing found" (design laws 1 and 2). Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "engines/provider.h"
#include "engines/result_layout.h"

namespace vouch::engines {

struct ResultPage {
  int status = 200;
  std::string_view final_url;     // empty: unknown; relative links are then of the layout's request
  std::string_view content_type;  // as sent; may be empty
  std::string_view body;          // transfer and content codings removed
  bool truncated = false;         // the body was cut
};

// Did a query with a known answer get it by the same route just before? Some engines give clients
// that they distrust a well-formed "nothing found".
enum class ControlQuery { kNotAsked, kAnswered };

struct ResultQuery {
  std::string text;     // as asked; empty: unknown, then neither echo nor relevance are judged
  int rows_before = 0;  // organic rows of the pages before this one
  ControlQuery control = ControlQuery::kNotAsked;
};

struct ResultRow {
  SerpRowKind kind = SerpRowKind::kOrganic;
  int position = 0;  // among organic rows, 1-based, pages before counted; 0: not organic
  int slot = 0;      // among all blocks as the page numbers them; 0: it does not
  std::string title;
  std::string url;          // the row's own page; empty where the page does not give it
  std::string url_source;   // where it stood: "mu", "data-url", "href"; "none"
  bool shown_only = false;  // url is a hint of the page, not the link's target
  std::string href;         // the title link as it stands in the page
  std::string shown_url;    // as people see it, often cut
  std::string snippet;
};

struct ReadResult {
  SerpOutcome outcome = SerpOutcome::kUnknownLayout;
  Reason reason = Reason::kUnknownLayout;  // kOk for the valid outcomes
  std::string explanation;                 // sentence for people: which sign decided
  std::vector<ResultRow> rows;             // in page order, ads and modules among them
  std::optional<std::int64_t> total;       // the engine's own estimate
  std::string next_page;                   // absolute; empty: no next page
  std::string notice;                      // text of the "no exact match" element
  std::string echo;                        // the query as the page repeats it
  std::optional<double> relevance;         // share of organic rows about the query, where judged
  // A row that shows a page proves that the engine knows it. False: rows are for people to see.
  bool rows_count = false;

  [[nodiscard]] bool valid() const {
    return outcome == SerpOutcome::kRankedList || outcome == SerpOutcome::kNoResults ||
           outcome == SerpOutcome::kNoExactMatch;
  }
  [[nodiscard]] int organic_rows() const;
};

// Past the last page some engines give the last one again: does `page` begin as `before` did?
bool repeats_page(const ReadResult& page, const ReadResult& before);

ReadResult read_result_page(const ResultLayout& layout, const ResultPage& page,
                            const ResultQuery& query);

}  // namespace vouch::engines
