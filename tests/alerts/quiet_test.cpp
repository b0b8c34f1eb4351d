#include "alerts/quiet.h"

#include <gtest/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using testing::at;

Calendar national_day() {
  Calendar calendar(Zone::shanghai(), "test");
  for (int day = 1; day <= 7; ++day)
    calendar.set(testing::day("2026-10-01") + std::chrono::days(day - 1), DayKind::kHoliday);
  calendar.set(testing::day("2026-10-10"), DayKind::kMakeupWorkday);
  return calendar;
}

struct Row {
  const char* name;
  QuietHours quiet;
  Time now;
  std::optional<Time> until;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
class Quiet : public ::testing::TestWithParam<Row> {};
TEST_P(Quiet, until) {
  EXPECT_EQ(quiet_until(national_day(), GetParam().quiet, GetParam().now), GetParam().until);
}

const QuietHours kShipped;
const QuietHours kNoHours{hours(0), hours(0), true};
const QuietHours kNever{hours(0), hours(0), false};
const QuietHours kNightsOnly{hours(20), hours(8), false};
const QuietHours kSmallHours{hours(1), hours(6), true};
constexpr std::nullopt_t kLoud = std::nullopt;

// 2026-11-23 is a Monday.
INSTANTIATE_TEST_SUITE_P(
    QuietTime, Quiet,
    ::testing::Values(
        Row{"a_working_day_is_not_quiet", kShipped, at("2026-11-23", 12), kLoud},
        Row{"the_last_minute_before_the_night", kShipped, at("2026-11-23", 19, 59), kLoud},
        Row{"the_night_begins", kShipped, at("2026-11-23", 20), at("2026-11-24", 8)},
        Row{"after_midnight_it_ends_on_the_same_day", kShipped, at("2026-11-24", 0),
            at("2026-11-24", 8)},
        Row{"the_last_minute_of_the_night", kShipped, at("2026-11-24", 7, 59), at("2026-11-24", 8)},
        Row{"the_end_itself_is_not_quiet", kShipped, at("2026-11-24", 8), kLoud},
        Row{"friday_night_ends_on_monday", kShipped, at("2026-11-27", 21), at("2026-11-30", 8)},
        Row{"saturday_noon_is_quiet", kShipped, at("2026-11-28", 12), at("2026-11-30", 8)},
        Row{"a_holiday_is_quiet_to_its_end", kShipped, at("2026-10-01", 9), at("2026-10-08", 8)},
        Row{"a_make_up_saturday_is_a_working_day", kShipped, at("2026-10-10", 9), kLoud},
        Row{"the_night_before_it_ends_there", kShipped, at("2026-10-09", 22), at("2026-10-10", 8)},
        Row{"without_hours_days_off_end_at_midnight", kNoHours, at("2026-11-28", 12),
            at("2026-11-30", 0)},
        Row{"without_hours_a_night_is_not_quiet", kNoHours, at("2026-11-23", 23), kLoud},
        Row{"nothing_is_quiet_where_nothing_was_asked_for", kNever, at("2026-11-28", 3), kLoud},
        Row{"nights_without_days_off", kNightsOnly, at("2026-11-28", 12), kLoud},
        Row{"nights_of_days_off", kNightsOnly, at("2026-11-28", 21), at("2026-11-29", 8)},
        Row{"hours_within_one_day", kSmallHours, at("2026-11-24", 2), at("2026-11-24", 6)},
        Row{"a_day_off_before_them_ends_at_midnight", kSmallHours, at("2026-11-29", 12),
            at("2026-11-30", 0)}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(QuietTime, a_calendar_without_a_working_day_does_not_loop_for_ever) {
  Calendar off(Zone::shanghai(), "test");
  for (int day = 0; day < 800; ++day)
    off.set(testing::day("2026-11-23") + std::chrono::days(day), DayKind::kHoliday);
  const auto end = quiet_until(off, QuietHours(), at("2026-11-23", 12));
  ASSERT_TRUE(end);
  EXPECT_GT(*end, at("2027-11-23", 0));
}

}  // namespace
}  // namespace vouch::alerts
