#include "core/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Time, rfc3339_is_written_with_milliseconds_in_utc) {
  EXPECT_EQ(to_rfc3339(from_millis(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(from_millis(1'795'487'400'123)), "2026-11-24T02:30:00.123Z");
  EXPECT_EQ(to_rfc3339(from_millis(-1)), "1969-12-31T23:59:59.999Z");
}

struct Row {
  const char* sentence;
  const char* text;
  std::optional<std::string> utc;
};

class ParseRfc3339 : public testing::TestWithParam<Row> {};

TEST_P(ParseRfc3339, reads_or_refuses) {
  const auto read = parse_rfc3339(GetParam().text);
  ASSERT_EQ(read.has_value(), GetParam().utc.has_value()) << GetParam().text;
  if (read) {
    EXPECT_EQ(to_rfc3339(*read), *GetParam().utc);
  }
}

INSTANTIATE_TEST_SUITE_P(
    rows, ParseRfc3339,
    testing::Values(
        Row{"z", "2026-11-24T06:30:00Z", "2026-11-24T06:30:00.000Z"},
        Row{"small_letters", "2026-11-24t06:30:00z", "2026-11-24T06:30:00.000Z"},
        Row{"a_space", "2026-11-24 06:30:00Z", "2026-11-24T06:30:00.000Z"},
        Row{"an_offset", "2026-11-24T08:00:00+08:00", "2026-11-24T00:00:00.000Z"},
        Row{"an_offset_west", "2026-11-24T20:00:00-05:30", "2026-11-25T01:30:00.000Z"},
        Row{"microseconds_are_cut", "2026-11-24T06:30:00.123987Z", "2026-11-24T06:30:00.123Z"},
        Row{"one_digit_of_a_second", "2026-11-24T06:30:00.5Z", "2026-11-24T06:30:00.500Z"},
        Row{"a_leap_second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
        Row{"no_zone", "2026-11-24T06:30:00", std::nullopt},
        Row{"no_such_day", "2026-02-29T06:30:00Z", std::nullopt},
        Row{"no_such_hour", "2026-11-24T24:30:00Z", std::nullopt},
        Row{"no_such_minute", "2026-11-24T06:60:00Z", std::nullopt},
        Row{"no_such_offset", "2026-11-24T06:30:00+25:00", std::nullopt},
        Row{"no_such_offset_minute", "2026-11-24T06:30:00+08:60", std::nullopt},
        Row{"something_behind", "2026-11-24T06:30:00Z ", std::nullopt},
        Row{"a_bare_dot", "2026-11-24T06:30:00.Z", std::nullopt},
        Row{"a_date_alone", "2026-11-24", std::nullopt}, Row{"nothing", "", std::nullopt},
        Row{"words", "yesterday at half past nine", std::nullopt}),
    [](const auto& row) { return std::string(row.param.sentence); });

RC_GTEST_PROP(Time, rfc3339_round_trip, ()) {
  const Time time = from_millis(*rc::gen::inRange<std::int64_t>(0, 7'000'000'000'000));
  RC_ASSERT(parse_rfc3339(to_rfc3339(time)).value() == time);
}

TEST(Time, dates_are_read_in_three_spellings) {
  const Date expected(std::chrono::year(2026) / 1 / 5);
  for (const char* text : {"2026-01-05", "2026/1/5", "2026.1.05", "2026-1-5"}) {
    EXPECT_EQ(parse_date(text).value(), expected) << text;
  }
  EXPECT_EQ(to_iso_date(expected), "2026-01-05");
  for (const char* text :
       {"", "2026", "2026-01", "2026-13-01", "2026-02-30", "26-01-05", "2026-1-5x", "2026--5",
        "-2026-01-05", "2026-01-05-", "20260-1-1", "2026-001-5"}) {
    EXPECT_FALSE(parse_date(text).has_value()) << text;
  }
}

TEST(Zone, shanghai_is_eight_hours_ahead_and_its_day_begins_at_sixteen_utc) {
  const Zone zone = Zone::shanghai();
  const Time before = parse_rfc3339("2026-11-23T15:59:59.999Z").value();
  EXPECT_EQ(to_iso_date(zone.date_of(before)), "2026-11-23");
  EXPECT_EQ(to_iso_date(zone.date_of(before + Millis(1))), "2026-11-24");
  EXPECT_EQ(zone.time_of_day(before + Millis(1)), Millis(0));
  EXPECT_EQ(zone.minutes_text(before), "2026-11-23 23:59");
  EXPECT_EQ(zone.at(zone.date_of(before), hours(9)), parse_rfc3339("2026-11-23T01:00:00Z").value());
  EXPECT_EQ(zone.name(), "Asia/Shanghai");
}

TEST(Zone, an_unknown_zone_is_an_error_and_not_a_crash) {
  const auto zone = Zone::find("Asia/Schanghai");
  ASSERT_FALSE(zone.has_value());
  EXPECT_EQ(zone.error().code, ErrorCode::kNotFound);
}

TEST(Zone, hours_that_are_missing_or_doubled_by_summer_time_still_convert) {
  const Zone zone = Zone::find("Europe/Berlin").value();
  const Date spring(std::chrono::year(2026) / 3 / 29);
  EXPECT_EQ(zone.at(spring, hours(2) + minutes(30)), parse_rfc3339("2026-03-29T01:00:00Z").value());
  const Date autumn(std::chrono::year(2026) / 10 / 25);
  EXPECT_EQ(zone.at(autumn, hours(2) + minutes(30)), parse_rfc3339("2026-10-25T00:30:00Z").value());
}

RC_GTEST_PROP(Zone, day_and_time_of_day_give_the_moment_back, ()) {
  const Zone zone = Zone::shanghai();
  const Time time =
      from_millis(*rc::gen::inRange<std::int64_t>(1'000'000'000'000, 4'000'000'000'000));
  RC_ASSERT(zone.at(zone.date_of(time), zone.time_of_day(time)) == time);
}

}  // namespace
}  // namespace vouch
