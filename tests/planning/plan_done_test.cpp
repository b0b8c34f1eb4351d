#include "planning/plan_done.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

constexpr double kNear = 0.0005;
const Date kMonday = parse_date("2026-11-23").value();

Date day(int number) {
  return kMonday + std::chrono::days(number);
}

int no_minutes(std::string_view) {
  return 0;
}

int minutes_of(std::string_view type) {
  if (type == "article_original") return 150;
  return type == "forum_post" ? 10 : 0;
}

PlanTally sum_of(const std::map<Date, PlanTally>& days) {
  PlanTally out;
  for (const auto& [date, tally] : days) out += tally;
  return out;
}

PlanCount pieces(const std::vector<AskedFor>& asked, const std::vector<HandedIn>& handed_in) {
  return sum_of(plan_done(asked, handed_in, no_minutes)).pieces;
}

using enum AskedState;

// domain §3.8 example J: 50 planned, 46 done, 41 of them on time.
TEST(PlanDone, example_j_is_exact) {
  std::vector<AskedFor> asked;
  std::vector<HandedIn> handed_in;
  for (int i = 0; i < 5; ++i) asked.push_back({day(i), "forum_post", 10, kOver});
  for (int i = 0; i < 4; ++i) handed_in.push_back({day(i), "forum_post", 10, i == 0 ? 5 : 0});
  handed_in.push_back({day(4), "forum_post", 6, 0});
  const PlanCount count = pieces(asked, handed_in);
  EXPECT_EQ(count.planned, 50);
  EXPECT_EQ(count.done, 46);
  EXPECT_EQ(count.on_time, 41);
  EXPECT_NEAR(count.completion().value(), 0.92, kNear);
  EXPECT_NEAR(count.on_time_rate().value(), 0.82, kNear);
  EXPECT_NEAR(count.on_time_of_done().value(), 0.891, kNear);
}

struct CaseRow {
  const char* name;
  std::vector<AskedFor> asked;
  std::vector<HandedIn> handed_in;
  PlanCount count;
};

TEST(PlanDone, each_piece_counts_where_it_belongs) {
  const CaseRow rows[] = {
      {"a_day_that_is_not_over_asks_for_nothing", {{day(0), "a", 3, kAhead}}, {}, {}},
      {"leave_and_days_off_ask_for_nothing", {{day(0), "a", 3, kFree}}, {}, {}},
      {"early_work_is_on_time",
       {{day(0), "a", 2, kOver}, {day(1), "a", 2, kOver}},
       {{day(0), "a", 4, 0}},
       {4, 4, 4, 0, 0}},
      {"work_for_a_later_day_fills_an_earlier_one_but_not_on_time",
       {{day(0), "a", 2, kOver}, {day(1), "a", 2, kOver}},
       {{day(1), "a", 4, 0}},
       {4, 4, 2, 0, 0}},
      {"a_piece_for_a_day_ahead_is_kept_for_it_and_only_the_rest_fills_earlier_ones",
       {{day(0), "a", 2, kOver}, {day(1), "a", 2, kAhead}},
       {{day(1), "a", 3, 0}},
       {2, 1, 0, 0, 0}},
      {"late_work_is_done_and_not_on_time",
       {{day(0), "a", 2, kOver}},
       {{day(0), "a", 2, 2}},
       {2, 2, 0, 0, 0}},
      {"too_much_of_one_type_fills_no_other",
       {{day(0), "a", 2, kOver}, {day(0), "b", 2, kOver}},
       {{day(0), "a", 5, 0}},
       {4, 2, 2, 3, 0}},
      {"work_ahead_of_its_day_is_no_overfill",
       {{day(0), "a", 2, kOver}, {day(3), "a", 2, kAhead}},
       {{day(0), "a", 4, 0}},
       {2, 2, 2, 0, 0}},
      {"work_of_a_type_without_a_line_is_unplanned",
       {{day(0), "a", 2, kOver}},
       {{day(0), "b", 3, 0}},
       {2, 0, 0, 0, 3}},
      {"work_done_on_leave_is_beyond_the_plan",
       {{day(0), "a", 2, kFree}},
       {{day(0), "a", 1, 0}},
       {0, 0, 0, 1, 0}},
  };
  for (const CaseRow& row : rows)
    EXPECT_EQ(pieces(row.asked, row.handed_in), row.count) << row.name;
}

TEST(PlanDone, a_share_of_nothing_is_none) {
  const PlanCount count = pieces({{day(0), "a", 3, kAhead}}, {{day(0), "a", 3, 0}});
  EXPECT_FALSE(count.completion());
  EXPECT_FALSE(count.on_time_rate());
}

TEST(PlanDone, mixed_types_weigh_by_standard_minutes_where_these_are_published) {
  const PlanTally sum =
      sum_of(plan_done(std::vector<AskedFor>{{day(0), "article_original", 1, kOver},
                                             {day(0), "forum_post", 5, kOver},
                                             {day(0), "unknown", 9, kOver}},
                       std::vector<HandedIn>{{day(0), "forum_post", 5, 0}}, minutes_of));
  EXPECT_EQ(sum.minutes.planned, 200);
  EXPECT_NEAR(sum.minutes.completion().value(), 0.25, kNear) << "by count it would be 5 of 6";
  EXPECT_EQ(sum.pieces.planned, 15);
  EXPECT_EQ(sum.by_work.at("forum_post").done, 5);
  EXPECT_EQ(sum.by_work.at("article_original").done, 0);
}

TEST(PlanDone, what_is_over_stands_on_the_day_of_the_work) {
  const auto days =
      plan_done(std::vector<AskedFor>{{day(0), "a", 2, kOver}},
                std::vector<HandedIn>{{day(0), "a", 2, 0}, {day(2), "a", 1, 0}}, no_minutes);
  EXPECT_EQ(days.at(day(0)).pieces, (PlanCount{2, 2, 2, 0, 0}));
  EXPECT_EQ(days.at(day(2)).pieces, (PlanCount{0, 0, 0, 1, 0}));
}

struct Week {
  std::vector<AskedFor> asked;
  std::vector<HandedIn> handed_in;
};

Week any_week() {
  Week out;
  const auto type = [] { return std::string(1, *rc::gen::inRange('a', 'd')); };
  const int lines = *rc::gen::inRange(0, 12);
  for (int i = 0; i < lines; ++i) {
    out.asked.push_back({day(*rc::gen::inRange(0, 7)), type(), *rc::gen::inRange(0, 9),
                         static_cast<AskedState>(*rc::gen::inRange(0, 3))});
  }
  const int rows = *rc::gen::inRange(0, 12);
  for (int i = 0; i < rows; ++i) {
    const int number = *rc::gen::inRange(0, 9);
    out.handed_in.push_back(
        {day(*rc::gen::inRange(0, 7)), type(), number, *rc::gen::inRange(0, number + 1)});
  }
  return out;
}

RC_GTEST_PROP(PlanDone, no_share_is_above_one_on_any_day_and_in_any_sum, ()) {
  const Week week = any_week();
  PlanTally sum;
  for (const auto& [date, tally] : plan_done(week.asked, week.handed_in, minutes_of)) {
    RC_ASSERT(0 <= tally.pieces.on_time);
    RC_ASSERT(tally.pieces.on_time <= tally.pieces.done);
    RC_ASSERT(tally.pieces.done <= tally.pieces.planned);
    sum += tally;
  }
  for (const auto& [type, count] : sum.by_work) {
    RC_ASSERT(count.completion().value_or(0) <= 1);
    RC_ASSERT(count.on_time_rate().value_or(0) <= 1);
  }
}

RC_GTEST_PROP(PlanDone, nobody_is_asked_for_more_than_the_days_that_are_over_ask_for, ()) {
  const Week week = any_week();
  std::int64_t due = 0;
  for (const AskedFor& one : week.asked) due += one.state == kOver ? one.quantity : 0;
  const PlanTally sum = sum_of(plan_done(week.asked, week.handed_in, minutes_of));
  RC_ASSERT(sum.pieces.planned == due);
}

RC_GTEST_PROP(PlanDone, no_piece_counts_twice, ()) {
  const Week week = any_week();
  std::int64_t handed_in = 0;
  std::int64_t in_time = 0;
  for (const HandedIn& one : week.handed_in) {
    handed_in += one.pieces;
    in_time += one.pieces - one.late;
  }
  const PlanCount count = sum_of(plan_done(week.asked, week.handed_in, minutes_of)).pieces;
  RC_ASSERT(count.done + count.over + count.unplanned <= handed_in);
  RC_ASSERT(count.on_time <= in_time);
}

RC_GTEST_PROP(PlanDone, work_of_one_type_moves_no_other_and_more_work_never_lowers_it, ()) {
  Week week = any_week();
  const auto before = sum_of(plan_done(week.asked, week.handed_in, minutes_of));
  week.handed_in.push_back({day(*rc::gen::inRange(0, 7)), "a", *rc::gen::inRange(1, 9), 0});
  const auto after = sum_of(plan_done(week.asked, week.handed_in, minutes_of));
  for (const auto& [type, count] : before.by_work) {
    const PlanCount& now = after.by_work.at(type);
    if (type != "a") RC_ASSERT(now == count);
    RC_ASSERT(now.done >= count.done);
    RC_ASSERT(now.on_time >= count.on_time);
    RC_ASSERT(now.planned == count.planned);
  }
}

RC_GTEST_PROP(PlanDone, as_days_pass_what_was_done_stays_done, ()) {
  Week week = any_week();
  const auto before = sum_of(plan_done(week.asked, week.handed_in, minutes_of)).pieces;
  for (AskedFor& one : week.asked) {
    if (one.state == kAhead) one.state = kOver;
  }
  const auto after = sum_of(plan_done(week.asked, week.handed_in, minutes_of)).pieces;
  RC_ASSERT(after.done >= before.done);
  RC_ASSERT(after.on_time >= before.on_time);
}

}  // namespace
}  // namespace vouch::planning
