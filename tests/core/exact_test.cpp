#include "core/exact.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch {
namespace {

TEST(Exact, rounds_halves_away_from_zero_and_only_when_it_is_shown) {
  const struct {
    Exact value;
    std::int64_t nearest, floor, ceil;
    const char* two;
  } rows[] = {{Exact(5, 2), 3, 2, 3, "2.50"},    {Exact(-5, 2), -3, -3, -2, "-2.50"},
              {Exact(1, 3), 0, 0, 1, "0.33"},    {Exact(-1, 3), 0, -1, 0, "-0.33"},
              {Exact(2, 1), 2, 2, 2, "2.00"},    {Exact(1, 200), 0, 0, 1, "0.01"},
              {Exact(-1, 201), 0, -1, 0, "0.00"}};
  for (const auto& row : rows) {
    EXPECT_EQ(rounded(row.value), row.nearest) << row.value;
    EXPECT_EQ(floor_of(row.value), row.floor) << row.value;
    EXPECT_EQ(ceil_of(row.value), row.ceil) << row.value;
    EXPECT_EQ(to_decimal(row.value, 2), row.two);
  }
  EXPECT_EQ(to_decimal(Exact(1, 3) * 3, 9), "1.000000000");
}

TEST(Exact, reads_money_as_people_write_it_and_nothing_else) {
  const struct {
    const char* text;
    std::int64_t fen;
  } rows[] = {
      {"2032.52", 203252}, {"2,032.5", 203250}, {" 50,000 ", 5000000}, {"-3.07", -307}, {"0", 0},
      {".5", 50}};
  for (const auto& row : rows) {
    const auto read = parse_yuan(row.text);
    ASSERT_TRUE(read) << row.text;
    EXPECT_EQ(read->value, row.fen) << row.text;
  }
  for (const char* text :
       {"", ".", "1.234", "1e5", "12元", "--1", "1.2.3", "99999999999999999999", "１", "1.5,0"}) {
    const auto read = parse_yuan(text);
    EXPECT_FALSE(read) << text;
  }
}

TEST(Exact, reads_shares_with_their_sign_alone) {
  EXPECT_EQ(parse_percent("0.27%")->value, 2700);
  EXPECT_EQ(parse_percent("20 %")->value, 200'000);
  EXPECT_EQ(parse_percent("0.0001%")->value, 1);
  for (const char* text : {"0.2", "20", "%", "0.00001%", "2.5％x"})
    EXPECT_FALSE(parse_percent(text)) << text;
}

RC_GTEST_PROP(ExactProperty, money_that_is_written_is_read_again, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
  const auto read = parse_yuan(to_yuan({value}));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->value == value);
}

}  // namespace
}  // namespace vouch
