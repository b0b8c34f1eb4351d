// Configuration comes from the operator, records may come from anybody's hand: nothing in either
// may end the daemon that checks them.
#include <gtest/gtest.h>

#include "config/records.h"
#include "config/settings.h"
#include "tests/fakes/peak_memory.h"

namespace vouch::config {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(Bombs, toml) {
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"lists_within_lists", "a = " + std::string(100'000, '[')},
      {"tables_within_tables", "a = " + repeated("{a=", 100'000)},
      {"a_key_of_a_hundred_thousand_parts", repeated("a.", 100'000) + "a = 1"},
      {"a_header_of_a_hundred_thousand_parts", "[" + repeated("a.", 100'000) + "a]"},
      {"a_key_of_a_megabyte", std::string(1'000'000, 'a') + " = 1"},
      {"a_value_that_never_ends", "a = \"\"\"" + std::string(1'000'000, 'x')},
      {"ten_thousand_unknown_keys",
       [] {
         std::string text = "[server]\n";
         for (int i = 0; i < 10'000; ++i) text += "k" + std::to_string(i) + " = 1\n";
         return text;
       }()},
      {"fifty_thousand_tables", repeated("[[provider]]\n", 50'000)},
      {"bytes_that_are_no_utf8", std::string(1'000'000, '\xff')},
      {"nul", std::string(1'000'000, '\0')},
      {"digits", "a = " + std::string(1'000'000, '9')},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& text = row.second;
    EXPECT_PEAK_BELOW(512, [&] {
      EXPECT_FALSE(load_text(text, "vouch.toml").ok());
      EXPECT_FALSE(load_records_text(text, "records.toml").ok());
    });
  }
}

TEST(Bombs, stored_records) {
  const std::vector<std::string> texts = {
      std::string(1'000'000, '['), repeated("{\"a\":", 200'000), std::string(1'000'000, '9'),
      "{\"key\":\"" + std::string(4'000'000, 'x') + "\"}", "{\"year\":99999999999999999999}"};
  for (const std::string& text : texts) {
    EXPECT_FALSE(engine_from_json(text));
    EXPECT_FALSE(platform_from_json(text));
    EXPECT_FALSE(work_type_from_json(text));
    EXPECT_FALSE(policy_from_json(text));
    EXPECT_FALSE(calendar_year_from_json(text));
  }
}

}  // namespace
}  // namespace vouch::config
