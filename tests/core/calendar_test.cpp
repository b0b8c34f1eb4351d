#include "core/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Date day(unsigned month, unsigned day_of_month, int year = 2026) {
  return Date(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day_of_month));
}

// National Day 2026: off 1 to 7 October, worked on Sunday 20 September and Saturday 10 October.
Calendar october() {
  Calendar calendar(Zone::shanghai(), "2026r1");
  calendar.add_year(2026);
  for (unsigned i = 1; i <= 7; ++i) calendar.set(day(10, i), DayKind::kHoliday, "国庆节");
  calendar.set(day(9, 20), DayKind::kMakeupWorkday, "国庆节");
  calendar.set(day(10, 10), DayKind::kMakeupWorkday, "国庆节");
  return calendar;
}

Time at(Date date, Millis time_of_day) {
  return Zone::shanghai().at(date, time_of_day);
}

TEST(Calendar, kinds_of_days) {
  const Calendar calendar = october();
  EXPECT_EQ(calendar.kind(day(10, 1)), DayKind::kHoliday);
  EXPECT_EQ(calendar.kind(day(10, 10)), DayKind::kMakeupWorkday);
  EXPECT_EQ(calendar.kind(day(10, 11)), DayKind::kWeekend);
  EXPECT_EQ(calendar.kind(day(10, 12)), DayKind::kWorkday);
  EXPECT_TRUE(calendar.is_workday(day(9, 20)));
  EXPECT_FALSE(calendar.is_workday(day(10, 3)));
  EXPECT_EQ(calendar.version(), "2026r1");
}

TEST(Calendar, a_year_without_data_counts_weekends_only_and_is_not_claimed_to_be_known) {
  const Calendar calendar = october();
  EXPECT_TRUE(calendar.has_year(2026));
  EXPECT_FALSE(calendar.has_year(2027));
  EXPECT_TRUE(calendar.is_workday(day(10, 1, 2027)));  // a Friday
  EXPECT_FALSE(calendar.is_workday(day(10, 2, 2027)));
}

struct Row {
  const char* sentence;
  Time from;
  int days;
  Time expected;
};

class AddWorkdays : public testing::TestWithParam<Row> {};

TEST_P(AddWorkdays, ends_on_the_day_of_the_sentence) {
  EXPECT_EQ(to_rfc3339(october().add_workdays(GetParam().from, GetParam().days)),
            to_rfc3339(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    rows, AddWorkdays,
    testing::Values(
        Row{"monday_to_tuesday", at(day(9, 14), hours(9)), 1, at(day(9, 15), hours(9))},
        Row{"friday_to_monday", at(day(9, 11), hours(15)), 1, at(day(9, 14), hours(15))},
        Row{"over_a_worked_sunday", at(day(9, 18), hours(15)), 1, at(day(9, 20), hours(15))},
        Row{"over_the_national_week", at(day(9, 30), hours(15)), 1, at(day(10, 8), hours(15))},
        Row{"onto_a_worked_saturday", at(day(10, 9), hours(15)), 1, at(day(10, 10), hours(15))},
        Row{"from_a_day_off_the_next_workday_is_the_first", at(day(10, 3), hours(23)), 1,
            at(day(10, 9), hours(0))},
        Row{"no_days_from_a_day_off_is_the_next_workday", at(day(9, 12), hours(8)), 0,
            at(day(9, 14), hours(0))},
        Row{"three_days", at(day(10, 9), hours(8)), 3, at(day(10, 13), hours(8))},
        Row{"the_local_day_decides_not_the_utc_day", at(day(9, 14), minutes(30)), 1,
            at(day(9, 15), minutes(30))}),
    [](const auto& row) { return std::string(row.param.sentence); });

RC_GTEST_PROP(Calendar, grace_is_never_shorter_than_a_day_and_ends_on_a_workday, ()) {
  const Calendar calendar = october();
  const Time from = at(day(9, 1), minutes(*rc::gen::inRange(0, 60 * 24 * 60)));
  const Time end = calendar.add_workdays(from, 1);
  RC_ASSERT(end - from >= Millis(hours(24)));
  RC_ASSERT(calendar.is_workday(calendar.zone().date_of(end)));
  RC_ASSERT(calendar.add_workdays(from, 2) > end);
}

RC_GTEST_PROP(Calendar, the_next_workday_skips_only_days_off, ()) {
  const Calendar calendar = october();
  const Date from = day(9, 1) + std::chrono::days(*rc::gen::inRange(0, 60));
  const Date next = calendar.next_workday(from);
  RC_ASSERT(calendar.is_workday(next));
  for (Date between = from + std::chrono::days(1); between < next; between += std::chrono::days(1))
    RC_ASSERT(!calendar.is_workday(between));
}

Time hour(int n) {
  return Time(hours(n));
}

struct GapRow {
  const char* sentence;
  std::vector<Gap> gaps;
  int from;
  int end;
  int extended;
};

class ExtendByGaps : public testing::TestWithParam<GapRow> {};

TEST_P(ExtendByGaps, pushes_the_end_back) {
  const GapRow& row = GetParam();
  EXPECT_EQ(extend_by_gaps(hour(row.from), hour(row.end), row.gaps), hour(row.extended));
}

INSTANTIATE_TEST_SUITE_P(
    rows, ExtendByGaps,
    testing::Values(GapRow{"no_gap", {}, 0, 10, 10},
                    GapRow{"before_the_term", {{hour(-5), hour(-1)}}, 0, 10, 10},
                    GapRow{"after_the_term", {{hour(10), hour(20)}}, 0, 10, 10},
                    GapRow{"inside", {{hour(2), hour(5)}}, 0, 10, 13},
                    GapRow{"begun_before", {{hour(-5), hour(3)}}, 0, 10, 13},
                    GapRow{"beyond_the_end_counts_whole", {{hour(9), hour(20)}}, 0, 10, 21},
                    GapRow{"one_gap_brings_the_next_into_the_term",
                           {{hour(11), hour(13)}, {hour(5), hour(8)}},
                           0,
                           10,
                           15},
                    GapRow{"the_same_hours_twice_are_those_hours",
                           {{hour(2), hour(5)}, {hour(3), hour(6)}, {hour(2), hour(5)}},
                           0,
                           10,
                           14},
                    GapRow{"a_gap_of_nothing_or_less_is_none",
                           {{hour(4), hour(4)}, {hour(6), hour(5)}},
                           0,
                           10,
                           10}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Gaps, overlap_counts_each_hour_once_and_only_inside) {
  const std::vector<Gap> gaps{{hour(2), hour(5)}, {hour(4), hour(7)}, {hour(9), hour(30)}};
  EXPECT_EQ(overlap(gaps, hour(0), hour(10)), Millis(hours(6)));
  EXPECT_EQ(overlap(gaps, hour(10), hour(10)), Millis(0));
  EXPECT_EQ(overlap({}, hour(0), hour(10)), Millis(0));
}

RC_GTEST_PROP(Gaps, a_term_holds_exactly_its_length_of_waking_time, ()) {
  std::vector<Gap> gaps;
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
    const int from = *rc::gen::inRange(-10, 60);
    gaps.push_back({hour(from), hour(from + *rc::gen::inRange(0, 20))});
  }
  const int term = *rc::gen::inRange(1, 40);
  const Time end = extend_by_gaps(hour(0), hour(term), gaps);
  RC_ASSERT(end - hour(0) - overlap(gaps, hour(0), end) == Millis(hours(term)));
}

}  // namespace
}  // namespace vouch
