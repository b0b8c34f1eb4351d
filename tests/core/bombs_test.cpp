// Input that is small to send and dear to read, for the pure parsers of this room. What would grow
// with the square of the input does not end within the test's time; what would be kept many times
// over shows in the memory.
#include <gtest/gtest.h>

#include "core/csv.h"
#include "core/decode.h"
#include "core/exchange.h"
#include "core/text.h"
#include "core/url.h"
#include "tests/fakes/peak_memory.h"

namespace vouch {
namespace {

constexpr int kMany = 1'000'000;

std::string repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

struct CsvBomb {
  const char* sentence;
  std::string text;
  std::size_t rows;
};

TEST(Bombs, csv) {
  const std::vector<CsvBomb> bombs = {
      {"one_cell_of_eight_megabytes", std::string(8'000'000, 'x'), 1},
      {"a_quoted_cell_of_a_million_lines", "\"" + repeated("x\n", kMany) + "\"", 1},
      {"a_row_of_a_million_cells", repeated("x,", kMany), 1},
      {"a_million_rows", repeated("x\n", kMany), kMany},
      {"a_quote_that_never_closes_in_each_row", repeated("\"x\n", 300'000), 300'000},
      {"doubled_quotes_without_end", "\"" + repeated("\"\"", kMany), 1},
      {"quotes_and_spaces", repeated("\"   ", 300'000), 1},
      {"separators_within_quotes_only", "\"" + repeated(",;\t", kMany), 1},
      {"carriage_returns", repeated("\r", 3'000'000), 0},
  };
  for (const CsvBomb& bomb : bombs) {
    SCOPED_TRACE(bomb.sentence);
    std::size_t rows = 0;
    EXPECT_PEAK_BELOW(256, [&] { rows = read_csv(bomb.text).size(); });
    EXPECT_EQ(rows, bomb.rows);
  }
}

TEST(Bombs, urls) {
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"a_path_of_a_megabyte", "http://a.example/" + std::string(1'000'000, 'x')},
      {"a_climb_of_a_million_steps", "http://a.example/" + repeated("a/../", 200'000)},
      {"dots_in_percent", "http://a.example/" + repeated("%2e%2e/", 100'000)},
      {"a_hundred_thousand_parameters", "http://a.example/?" + repeated("a=b&", 100'000)},
      {"a_host_of_a_hundred_thousand_labels", "http://" + repeated("a.", 100'000) + "example/"},
      {"a_host_of_a_megabyte_of_han", "http://" + repeated("净", 50'000) + ".example/"},
      {"user_names_without_end", "http://" + repeated("a:b@", 100'000) + "a.example/"},
      {"percent_signs", "http://a.example/" + repeated("%", kMany)},
      {"tabs_and_line_ends", "http://a.exa" + repeated("\t\n", 200'000) + "mple/"},
      {"punycode_of_a_megabyte", "http://xn--" + std::string(100'000, 'a') + ".example/"},
      {"slashes", "http:" + repeated("\\/", 300'000)},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& text = row.second;
    EXPECT_PEAK_BELOW(128, [&] {
      if (const auto url = Url::parse(text)) {
        EXPECT_LE(url->href().size(), text.size() * 9 + 16);
        EXPECT_LE(strict_key(*url).size(), url->href().size() * 3);
        loose_key(*url);
        site_key(*url);
      }
    });
  }
}

TEST(Bombs, character_sets) {
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"bytes_that_mean_nothing", std::string(4'000'000, '\xff')},
      {"leads_without_trails", std::string(4'000'000, '\x81')},
      {"nothing_but_nul", std::string(4'000'000, '\0')},
      {"escapes_of_iso_2022", repeated("\x1b$B\x1b(B", 500'000)},
      {"torn_four_byte_characters", repeated("\x81\x30\x81", kMany)},
      {"ligatures_that_fold_to_eighteen_letters", repeated("\xEF\xB7\xBA", 300'000)},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& bytes = row.second;
    EXPECT_PEAK_BELOW(256, [&] {
      for (const char* encoding : {"utf-8", "gb18030", "big5", "iso-2022-jp", "utf-16le"}) {
        const Decoded decoded = decode_as(bytes, encoding);
        EXPECT_LE(decoded.text.size(), bytes.size() * 4);
      }
      fold(decode_guess(bytes).text);
    });
  }
}

TEST(Bombs, header_lines) {
  const std::string folded = "HTTP/1.1 200 OK\r\nA: b\r\n" + repeated(" x\r\n", 300'000);
  EXPECT_EQ(parse_header_fields(folded).size(), 1U);
  EXPECT_EQ(parse_header_fields("x\r\n" + repeated("A: b\r\n", 300'000)).size(), 300'000U);
  EXPECT_EQ(parse_header_fields("x\r\n" + repeated(":", kMany)).size(), 0U);
}

}  // namespace
}  // namespace vouch
