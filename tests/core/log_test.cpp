#include "core/log.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace vouch::log {
namespace {

struct Row {
  const char* sentence;
  std::string text;
  std::string shown;
};

class Escape : public testing::TestWithParam<Row> {};

TEST_P(Escape, leaves_one_harmless_line) {
  EXPECT_EQ(escape(GetParam().text), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    rows, Escape,
    testing::Values(Row{"plain_words_stay", "look 7: 已上线 ✓", "look 7: 已上线 ✓"},
                    Row{"a_line_break_forges_no_line", "a\nvouchd: b\r", "a\\x0avouchd: b\\x0d"},
                    Row{"terminal_sequences_are_defused", "\x1b[31mred", "\\x1b[31mred"},
                    Row{"nul_and_del", std::string("a\0b\x7f", 4), "a\\x00b\\x7f"},
                    Row{"c1_controls", "\u009b31m", "\\x9b31m"},
                    Row{"line_separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"},
                    Row{"bidi_overrides", "a\u202eb\u2066", "a\\u{202e}b\\u{2066}"},
                    Row{"bidi_marks", "\u200e\u200f\u061c", "\\u{200e}\\u{200f}\\u{061c}"},
                    Row{"bad_bytes_become_the_replacement_character", "a\xff", "a\ufffd"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Escape, long_text_is_cut_at_a_character) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "核";
  const std::string shown = escape(text);
  EXPECT_LE(shown.size(), 2048u + 3);
  EXPECT_TRUE(shown.ends_with("..."));
  EXPECT_TRUE(is_valid_utf8(shown));
}

TEST(Log, a_line_carries_priority_and_room_and_is_one_line) {
  testing::internal::CaptureStderr();
  warning("store", "disk {}\nfull", "nearly");
  error("look", "x");
  notice("look", "y");
  info("look", "z");
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_EQ(out, "<4>store: disk nearly\\x0afull\n<3>look: x\n<5>look: y\n<6>look: z\n");
}

TEST(Log, what_is_below_the_level_is_not_written) {
  set_level(Level::kWarning);
  testing::internal::CaptureStderr();
  info("look", "quiet");
  debug("look", "quieter");
  warning("look", "loud");
  const std::string out = testing::internal::GetCapturedStderr();
  set_level(Level::kInfo);
  EXPECT_EQ(out, "<4>look: loud\n");
  EXPECT_FALSE(enabled(Level::kDebug));
}

}  // namespace
}  // namespace vouch::log
