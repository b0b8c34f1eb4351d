#include "planning/week_plan.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

using std::chrono::days;

Date date(const char* text) {
  return parse_date(text).value();
}

Calendar calendar_2026() {  // what the State Council set for the week of National Day
  Calendar out(Zone::shanghai());
  out.add_year(2026);
  for (int day = 1; day <= 7; ++day)
    out.set(date("2026-10-01") + days(day - 1), DayKind::kHoliday, "国庆节");
  out.set(date("2026-09-27"), DayKind::kMakeupWorkday);
  out.set(date("2026-10-10"), DayKind::kMakeupWorkday);
  return out;
}

User promoter(std::int64_t id = 3) {
  User out;
  out.id = UserId{id};
  out.report_weekdays = 0b0011111;
  return out;
}

PlanLine line(std::int64_t user, const char* type, int quantity) {
  PlanLine out;
  out.id = PlanLineId{1};
  out.monday = date("2026-11-23");
  out.user = UserId{user};
  out.work_type = type;
  out.quantity = quantity;
  return out;
}

std::vector<int> quantities(const std::vector<PlanDay>& plan, Date monday) {
  std::vector<int> out(kWeekDays, 0);
  for (const PlanDay& day : plan)
    out[static_cast<std::size_t>((day.day - monday).count())] += day.quantity;
  return out;
}

TEST(WeekPlan, monday_begins_the_week) {
  EXPECT_EQ(monday_of(date("2026-11-23")), date("2026-11-23"));
  EXPECT_EQ(monday_of(date("2026-11-29")), date("2026-11-23"));
  EXPECT_EQ(monday_of(date("2026-12-01")), date("2026-11-30"));
}

TEST(WeekPlan, nobody_works_on_holidays_and_leave_and_everybody_on_make_up_days) {
  const Calendar calendar = calendar_2026();
  const WorkDays before = work_days(promoter(), {}, calendar, date("2026-09-21"));
  EXPECT_EQ(before, (WorkDays{480, 480, 480, 480, 480, 0, 480})) << "Sunday 9-27 is worked";
  EXPECT_EQ(work_days(promoter(), {}, calendar, date("2026-09-28")),
            (WorkDays{480, 480, 480, 0, 0, 0, 0}));
  const std::vector<Leave> leave = {{UserId{3}, date("2026-11-25"), date("2026-11-26")}};
  EXPECT_EQ(work_days(promoter(), leave, calendar, date("2026-11-23"), 240),
            (WorkDays{240, 240, 0, 0, 240, 0, 0}));
  User never = promoter();
  never.report_weekdays = 0;
  EXPECT_EQ(work_days(never, leave, calendar, date("2026-11-23")),
            (WorkDays{480, 480, 0, 0, 480, 0, 0}));
}

TEST(WeekPlan, a_line_falls_on_the_days_that_are_worked) {
  const PlanLine seven = line(3, "forum_post", 7);
  const WorkDays five{480, 480, 480, 480, 480, 0, 0};
  EXPECT_EQ(quantities(days_of(seven, five, seven.monday), seven.monday),
            (std::vector<int>{2, 2, 1, 1, 1, 0, 0}));
  EXPECT_TRUE(days_of(seven, WorkDays{}, seven.monday).empty());
}

TEST(WeekPlan, a_change_moves_only_the_days_to_come) {
  PlanLine changed = line(3, "forum_post", 10);
  const WorkDays five{480, 480, 480, 480, 480, 0, 0};
  const std::vector<PlanDay> before = days_of(changed, five, changed.monday);
  changed.quantity = 13;
  const Date thursday = changed.monday + days(3);
  EXPECT_EQ(quantities(days_of(changed, five, thursday, before), changed.monday),
            (std::vector<int>{2, 2, 2, 4, 3, 0, 0}));
  changed.quantity = 4;
  EXPECT_EQ(quantities(days_of(changed, five, thursday, before), changed.monday),
            (std::vector<int>{2, 2, 2, 0, 0, 0, 0}))
      << "what was asked for already stays asked";
}

TEST(WeekPlan, its_reminder_comes_on_the_first_workday_of_each_week) {
  const Calendar calendar = calendar_2026();
  const auto reminded = [&](const char* day, int hour) {
    const Time at =
        next_plan_reminder(calendar, calendar.zone().at(date(day), std::chrono::hours(hour)));
    return calendar.zone().minutes_text(at);
  };
  EXPECT_EQ(reminded("2026-11-23", 9), "2026-11-23 10:00");
  EXPECT_EQ(reminded("2026-11-23", 10), "2026-11-30 10:00");
  EXPECT_EQ(reminded("2026-09-29", 0), "2026-10-08 10:00") << "Monday and Tuesday are holidays";
}

RC_GTEST_PROP(WeekPlanProperty, days_add_up_to_the_line_and_none_falls_on_a_day_off, ()) {
  PlanLine any = line(3, "forum_post", *rc::gen::inRange(0, 400));
  WorkDays worked{};
  for (auto& minutes : worked) minutes = *rc::gen::element<std::int64_t>(0, 240, 480);
  const int first = *rc::gen::inRange(0, kWeekDays);
  const std::vector<PlanDay> plan = days_of(any, worked, any.monday + days(first));
  int sum = 0;
  bool somebody = false;
  for (int i = first; i < kWeekDays; ++i)
    somebody = somebody || worked[static_cast<std::size_t>(i)] > 0;
  for (const PlanDay& day : plan) {
    const auto index = (day.day - any.monday).count();
    RC_ASSERT(index >= first);
    RC_ASSERT(worked[static_cast<std::size_t>(index)] > 0);
    sum += day.quantity;
  }
  RC_ASSERT(sum == (somebody ? any.quantity : 0));
}

TEST(WeekPlan, hours_are_counted_by_standard_minutes) {
  const std::vector<PlanLine> lines = {line(3, "article_original", 5), line(3, "forum_post", 30),
                                       line(4, "forum_post", 500)};
  const auto minutes = [](std::string_view type) { return type == "article_original" ? 150 : 10; };
  const Capacity load = capacity_of(lines, UserId{3}, WorkDays{480, 480, 480, 0, 0, 0, 0}, minutes);
  EXPECT_EQ(load.needed, 5 * 150 + 30 * 10);
  EXPECT_EQ(load.available, 3 * 480);
  EXPECT_EQ(load.percent(), 73);
}

TEST(WeekPlan, what_is_left_over_is_offered_to_the_week_after) {
  std::vector<PlanLine> lines = {line(3, "forum_post", 4), line(3, "forum_post", 6),
                                 line(4, "forum_post", 2)};
  lines[2].source = LineSource::kCarried;
  const Done done = {{{UserId{3}, "forum_post"}, 7}};
  EXPECT_EQ(filled(lines, done), (std::vector<int>{4, 3, 0}));
  const auto left = carried(lines, done);
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].quantity, 3);
  EXPECT_EQ(left[0].source, LineSource::kCarried);
  EXPECT_EQ(left[0].monday, date("2026-11-30"));
  EXPECT_FALSE(left[0].id);
  EXPECT_EQ(left[1].user, UserId{4});
  lines.push_back(line(4, "qa_answer", 0));  // what is left of a line that was handed over
  const auto again = copied(lines);
  ASSERT_EQ(again.size(), 2U) << "what was carried in is not planned twice";
  EXPECT_EQ(again[1].quantity, 6);
  EXPECT_EQ(again[1].source, LineSource::kCopied);
}

TEST(WeekPlan, one_keyword_on_one_platform_for_two_people_overlaps) {
  std::vector<PlanLine> lines = {line(3, "forum_post", 1), line(4, "qa_answer", 1),
                                 line(3, "video", 1)};
  lines[0].keywords = {KeywordId{1}, KeywordId{2}};
  lines[0].platforms = {"zhihu", "tieba"};
  lines[1].keywords = {KeywordId{2}};
  lines[1].platforms = {"zhihu"};
  lines[2].keywords = {KeywordId{1}};
  lines[2].platforms = {"zhihu"};
  const auto found = overlaps(lines);
  ASSERT_EQ(found.size(), 1U) << "the same person twice is no overlap";
  EXPECT_EQ(found[0].keyword, KeywordId{2});
  EXPECT_EQ(found[0].platform, "zhihu");
  EXPECT_EQ(found[0].people, (std::vector<UserId>{UserId{3}, UserId{4}}));
}

}  // namespace
}  // namespace vouch::planning
