// Hand-ins that nobody types: as many claims or returned rows as there are rows, and no more work
// than that.
#include <gtest/gtest.h>

#include "tests/fakes/peak_memory.h"
#include "tests/planning/company.h"

namespace vouch::planning::test {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(Bombs, hand_ins) {
  const std::string header = "日期,员工,网址,关键词\n";
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"a_cell_of_a_megabyte", header + ",,http://a.example/" + std::string(1'000'000, 'x')},
      {"ten_thousand_links_in_one_cell", header + ",,\"" + repeated("http://a.example/ ", 10'000)},
      {"a_row_of_a_hundred_thousand_cells", repeated("http://a.example/,", 100'000)},
      {"a_header_of_ten_thousand_columns",
       repeated("网址,", 10'000) + "\n" + repeated("x,", 10'000)},
      {"ten_thousand_equal_rows", header + repeated(",,http://a.example/,\n", 10'000)},
      {"a_hundred_thousand_keywords", header + ",,http://a.example/," + repeated("词、", 100'000)},
      {"schemes_without_end", repeated("http://", 100'000)},
      {"www_without_end", repeated("www.", 100'000)},
      {"dots_without_end", repeated("a.", 100'000)},
      {"dates_without_end", header + repeated("2026-", 100'000)},
      {"colons_without_end", repeated("a:", 100'000)},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& bytes = row.second;
    EXPECT_PEAK_BELOW(512, [&] {
      const Company company;
      const std::size_t rows = company.read(bytes).rows.size();
      const Drafts drafts = company.hand_in(bytes, company.rows());
      const std::size_t answered = claims_of(drafts).size() + drafts.returned.size();
      EXPECT_GE(answered, rows);
    });
  }
}

}  // namespace
}  // namespace vouch::planning::test
