// Plan against done wherever figures are shown.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/owner_links.h"
#include "tests/web/planned_company.h"

namespace vouch::web::test {
namespace {

constexpr const char* kWeek = "?from=2026-11-23&to=2026-11-29";

class PlanFiguresTest : public PlannedTest {};

TEST_F(PlanFiguresTest, only_days_whose_last_moment_has_passed_ask_for_anything) {
  const auto figures = read("lilei", std::string("/api/v1/figures") + kWeek);
  const auto& plan = figures.at("tally").at("plan");
  EXPECT_EQ(number(plan, "planned"), 7) << "Monday's; Tuesday is not over";
  EXPECT_EQ(number(plan, "done"), 5);
  EXPECT_EQ(number(plan, "on_time"), 5) << "five of six posts came in time";
  EXPECT_EQ(number(plan, "over"), 0) << "the sixth is ahead of Tuesday's";
  EXPECT_NEAR(plan.at("rates").at("completion").as_double(), 5.0 / 7, 0.001);
  EXPECT_EQ(plan.at("by_work").as_array().size(), 2U);
  EXPECT_TRUE(figures.at("earlier").at(0).at("tally").at("plan").is_null())
      << "no plan is none, not 0";
}

TEST_F(PlanFiguresTest, leave_asks_for_nothing_and_who_has_no_plan_has_none) {
  const auto matrix = read("wang", std::string("/api/v1/matrix") + kWeek);
  EXPECT_EQ(number(row_of(matrix, "hanmeimei").at("tally").at("plan"), "planned"), 0);
  EXPECT_TRUE(
      row_of(matrix, "hanmeimei").at("tally").at("plan").at("rates").at("completion").is_null());
  EXPECT_TRUE(row_of(matrix, "third").at("tally").at("plan").is_null());
  EXPECT_EQ(number(matrix.at("sum").at("plan"), "planned"), 7) << "of those who have one";
}

TEST_F(PlanFiguresTest, a_draft_asks_for_nothing) {
  EXPECT_TRUE(row_of(read("zhao", std::string("/api/v1/matrix") + kWeek), "zhangsan")
                  .at("tally")
                  .at("plan")
                  .is_null());
}

TEST_F(PlanFiguresTest, the_days_of_a_person_add_up_to_his_sum) {
  const auto days = read("wang", std::string("/api/v1/matrix/lilei") + kWeek);
  EXPECT_EQ(number(days.at("days").at(0).at("tally").at("plan"), "planned"), 7);
  EXPECT_TRUE(days.at("days").at(1).at("tally").at("plan").is_null()) << "Tuesday is not over";
  EXPECT_EQ(number(days.at("sum").at("plan"), "done"), 5);
}

TEST_F(PlanFiguresTest, an_owners_link_tells_the_companys_plan_and_no_persons) {
  const std::string token(40, 'p');
  const auto made = world().store->write_now<OwnerLinkId>([&](store::WriteContext& context) {
    OwnerLink link;
    link.label = "给钱老板";
    link.by = world().company.users.at("boss");
    link.author = "boss";
    link.at = now();
    link.expires_at = now() + std::chrono::hours(48);
    return store::owner_links::insert(context.db, link, token);
  });
  ASSERT_TRUE(made);
  const Answer page = world().get("", "/o/" + token);
  EXPECT_THAT(page.body, ::testing::HasSubstr("data-name=\"计划完成\">71% (5/7)<"));
  EXPECT_THAT(page.body, ::testing::HasSubstr("data-name=\"计划按时\">71% (5/7)<"));
  EXPECT_THAT(page.body, ::testing::HasSubstr("data-name=\"计划完成\">–<")) << "a month without";
}

TEST_F(PlanFiguresTest, owners_read_the_companys_and_the_export_has_it_too) {
  EXPECT_EQ(
      number(read("boss", std::string("/api/v1/matrix") + kWeek).at("sum").at("plan"), "planned"),
      7);
  const Answer csv = world().get("wang", std::string("/api/v1/exports/matrix.csv") + kWeek);
  EXPECT_EQ(csv.status, 200);
  EXPECT_THAT(csv.body, ::testing::HasSubstr("计划内按时"));
}

}  // namespace
}  // namespace vouch::web::test
