// Recorded result pages (../shared/data/serp): every row in order, every wall a wall.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "core/text.h"
#include "tests/engines/recorded_pages.h"
#include "tests/engines/serp_pages.h"

namespace vouch::engines::test {
namespace {

ReadResult read(const RecordedPage& page, ControlQuery control = ControlQuery::kNotAsked) {
  ResultPage input;
  input.body = page.body;
  input.content_type = "text/html";
  input.final_url = page.url;
  ResultQuery query;
  query.text = page.query;
  query.control = control;
  return read_result_page(layout_of(page.engine), input, query);
}

void expect_rows(const RecordedPage& page, const ReadResult& result) {
  std::vector<const ResultRow*> organic;
  for (const ResultRow& row : result.rows) {
    if (row.kind == SerpRowKind::kOrganic) organic.push_back(&row);
  }
  ASSERT_EQ(organic.size(), page.rows.size());
  for (std::size_t i = 0; i < organic.size(); ++i) {
    SCOPED_TRACE("row " + std::to_string(i + 1));
    const RecordedRow& wanted = page.rows[i];
    const ResultRow& row = *organic[i];
    EXPECT_EQ(row.position, wanted.position);
    EXPECT_EQ(row.title, wanted.title);
    EXPECT_EQ(row.href, wanted.href);
    EXPECT_EQ(row.url, wanted.url);
    EXPECT_EQ(row.url_source, wanted.url_source);
    EXPECT_TRUE(wanted.slot == 0 || row.slot == wanted.slot) << row.slot;
  }
}

TEST(RecordedResultPages, are_read_as_people_read_them) {
  const std::vector<RecordedPage> pages = recorded_pages();
  if (pages.empty()) GTEST_SKIP() << "skipped: no conformance data";
  EXPECT_GE(pages.size(), 45u);
  for (const RecordedPage& page : pages) {
    SCOPED_TRACE(page.name);
    const ReadResult result = read(page);
    const bool doubted = page.outcome == "empty_result_untrusted";
    const std::string_view wanted = page.outcome == "empty_result" ? "no_results"
                                    : doubted                      ? "untrusted"
                                                                   : std::string_view(page.outcome);
    EXPECT_EQ(to_string(result.outcome), wanted) << result.explanation;
    if (doubted) {
      EXPECT_EQ(read(page, ControlQuery::kAnswered).outcome, SerpOutcome::kNoResults);
    }
    expect_rows(page, result);
  }
}

// What the recordings say of ads and boxes is a sample of them; none of it may count as a rank.
TEST(RecordedResultPages, nothing_that_is_not_organic_has_a_position) {
  const std::vector<RecordedPage> pages = recorded_pages();
  if (pages.empty()) GTEST_SKIP() << "skipped: no conformance data";
  for (const RecordedPage& page : pages) {
    SCOPED_TRACE(page.name);
    for (const ResultRow& row : read(page).rows) {
      EXPECT_EQ(row.position > 0, row.kind == SerpRowKind::kOrganic);
    }
  }
}

}  // namespace
}  // namespace vouch::engines::test
