#include "alerts/notify.h"

#include <gtest/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kNoon = testing::at("2026-11-23", 12);

// Minutes after noon.
Time after(int passed) {
  return kNoon + minutes(passed);
}

constexpr NotifyTiming kPeople{minutes(2), minutes(30), std::nullopt, false};
constexpr NotifyTiming kOperators{minutes(2), minutes(30), Millis(hours(4)), true};

struct Row {
  const char* name;
  NotifyTiming timing;
  std::map<std::string, int> firing;  // key: waits since, minutes after noon
  std::set<std::string> resolved;
  std::optional<int> told_at;  // minutes after noon
  std::set<std::string> told;
  int now;
  NotifyReason reason;
  std::optional<int> again_at{};
  bool forget = false;
  std::set<std::string> told_resolved{};
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class Decision : public ::testing::TestWithParam<Row> {};
TEST_P(Decision, is) {
  const Row& row = GetParam();
  GroupState group;
  for (const auto& [key, since] : row.firing) group.firing[key] = after(since);
  group.resolved = row.resolved;
  std::optional<ToldEntry> told;
  if (row.told_at) told = ToldEntry{after(*row.told_at), row.told, row.told_resolved};
  const NotifyDecision made = decide_notification(group, told, row.timing, after(row.now));
  EXPECT_EQ(made.reason, row.reason);
  EXPECT_EQ(made.again_at, row.again_at ? std::optional(after(*row.again_at)) : std::nullopt);
  EXPECT_EQ(made.forget, row.forget);
}

constexpr NotifyReason kNothing = NotifyReason::kNothing;
INSTANTIATE_TEST_SUITE_P(
    Notify, Decision,
    ::testing::Values(
        Row{"an_empty_group_says_nothing", kPeople, {}, {}, {}, {}, 0, kNothing},
        Row{"the_first_waits_for_others", kPeople, {{"a", 0}}, {}, {}, {}, 0, kNothing, 2},
        Row{"a_second_does_not_make_the_first_wait_longer",
            kPeople,
            {{"a", 0}, {"b", 1}},
            {},
            {},
            {},
            1,
            kNothing,
            2},
        Row{"after_the_wait_both_are_told",
            kPeople,
            {{"a", 0}, {"b", 1}},
            {},
            {},
            {},
            2,
            NotifyReason::kFirst},
        Row{"what_resolved_within_the_wait_is_never_told", kPeople, {}, {"a"}, {}, {}, 2, kNothing},
        Row{"what_resolved_untold_is_no_recovery_either",
            kOperators,
            {},
            {"a"},
            {},
            {},
            2,
            kNothing},
        Row{"what_was_told_is_not_told_again", kPeople, {{"a", 0}}, {}, 2, {"a"}, 1000, kNothing},
        Row{"something_new_waits_for_the_interval",
            kPeople,
            {{"a", 0}, {"b", 5}},
            {},
            2,
            {"a"},
            10,
            kNothing,
            32},
        Row{"something_new_is_told_after_the_interval",
            kPeople,
            {{"a", 0}, {"b", 5}},
            {},
            2,
            {"a"},
            32,
            NotifyReason::kNew},
        Row{"long_after_the_last_letter_something_new_still_waits_for_others",
            kPeople,
            {{"b", 100}},
            {},
            2,
            {"a"},
            100,
            kNothing,
            102},
        Row{"a_forgotten_entry_still_keeps_its_distance",
            kPeople,
            {{"b", 10}},
            {},
            2,
            {},
            15,
            kNothing,
            32},
        Row{"a_forgotten_entry_lets_a_later_group_wait",
            kPeople,
            {{"b", 100}},
            {},
            2,
            {},
            100,
            kNothing,
            102},
        Row{"all_over_is_forgotten_where_nobody_is_told",
            kPeople,
            {},
            {"a"},
            2,
            {"a"},
            20,
            kNothing,
            {},
            true},
        Row{"all_over_is_told_where_recovery_is",
            kOperators,
            {},
            {"a"},
            2,
            {"a"},
            32,
            NotifyReason::kResolved},
        Row{"recovery_keeps_the_interval_too", kOperators, {}, {"a"}, 2, {"a"}, 20, kNothing, 32},
        Row{"one_of_two_over_is_told",
            kOperators,
            {{"b", 0}},
            {"a"},
            2,
            {"a", "b"},
            40,
            NotifyReason::kResolved},
        Row{"a_recovery_is_told_once",
            kOperators,
            {{"b", 0}},
            {"a"},
            2,
            {"a", "b"},
            40,
            kNothing,
            242,
            false,
            {"a"}},
        Row{"a_recovery_of_something_never_told_is_none",
            kOperators,
            {{"b", 0}},
            {"c"},
            2,
            {"b"},
            40,
            kNothing,
            242},
        Row{"unchanged_trouble_is_repeated",
            kOperators,
            {{"a", 0}},
            {},
            2,
            {"a"},
            242,
            NotifyReason::kRepeat},
        Row{"unchanged_trouble_is_not_repeated_early",
            kOperators,
            {{"a", 0}},
            {},
            2,
            {"a"},
            241,
            kNothing,
            242},
        Row{"a_repeat_comes_at_a_whole_number_of_intervals",
            NotifyTiming{minutes(2), minutes(30), Millis(minutes(100)), true},
            {{"a", 0}},
            {},
            2,
            {"a"},
            110,
            kNothing,
            122},
        Row{"something_new_comes_before_the_repeat",
            kOperators,
            {{"a", 0}, {"b", 240}},
            {},
            2,
            {"a"},
            240,
            kNothing,
            242},
        Row{"people_are_never_repeated_to", kPeople, {{"a", 0}}, {}, 2, {"a"}, 100'000, kNothing},
        Row{"a_clock_put_back_keeps_nobody_waiting_longer_than_the_interval",
            kPeople,
            {{"a", 0}, {"b", 3}},
            {},
            600,
            {"a"},
            5,
            kNothing,
            35},
        Row{"a_wait_from_the_future_counts_from_now",
            kPeople,
            {{"a", 600}},
            {},
            {},
            {},
            5,
            kNothing,
            7}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace vouch::alerts
