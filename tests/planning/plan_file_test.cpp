#include "planning/plan_file.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

using Words = std::vector<std::string>;

TEST(PlanFile, reads_its_own_headings_in_any_order_and_the_login_before_the_name) {
  const PlanFile file = read_plan_file(
      "备注,平台,关键词,数量,工作类型,登录名,员工,素材,周一,计划状态\n"
      "先做,论坛、知乎,除甲醛；净化器,8,论坛发帖,lilei,李雷,#12 指南,3,草稿\n");
  ASSERT_TRUE(file.problems.empty());
  ASSERT_EQ(file.rows.size(), 1U);
  const PlanFileRow& row = file.rows[0];
  EXPECT_EQ(row.line, 2);
  EXPECT_EQ(row.person, "lilei");
  EXPECT_EQ(row.quantity, 8) << "days count only where no quantity stands";
  EXPECT_EQ(row.platforms, (Words{"论坛", "知乎"}));
  EXPECT_EQ(row.keywords, (Words{"除甲醛", "净化器"}));
  EXPECT_EQ(row.asset, 12);
  EXPECT_EQ(row.note, "先做");
}

TEST(PlanFile, days_make_the_quantity_where_none_stands) {
  const PlanFile file =
      read_plan_file("Name\tWork type\tMon\tTue\tSun\n李雷\tforum_post\t2\t3.0\t\n");
  ASSERT_EQ(file.rows.size(), 1U);
  EXPECT_EQ(file.rows[0].quantity, 5);
}

TEST(PlanFile, a_bad_cell_is_named_and_costs_no_other_row) {
  const PlanFile file = read_plan_file(
      "员工,类型,数量,素材\n李雷,论坛发帖,八,\n韩梅梅,问答,3,指南\n韩梅梅,问答,4,\n");
  ASSERT_EQ(file.problems.size(), 2U);
  EXPECT_EQ(file.problems[0].row, 2);
  EXPECT_EQ(file.problems[0].field, "quantity");
  EXPECT_EQ(file.problems[1].row, 3);
  EXPECT_EQ(file.problems[1].field, "asset");
  EXPECT_EQ(file.rows.size(), 3U);
  EXPECT_EQ(read_plan_file("员工,数量\n李雷,3\n").problems.front().field, "work_type");
}

TEST(KeywordPlanFile, reads_goals_as_people_write_them) {
  const KeywordPlanFile file = read_keyword_plan_file(
      "目标,关键词\n收录,甲\n排名前10,乙\n前 5,丙\nrank:20,丁\ntop 3,戊\n,己\n最好,庚\n");
  Words goals;
  for (const KeywordPlanFileRow& row : file.rows) goals.push_back(row.goal);
  EXPECT_EQ(goals, (Words{"index", "rank:10", "rank:5", "rank:20", "rank:3", "", "最好"}));
}

TEST(KeywordPlanFile, goals_of_a_sheet_are_read_again) {
  for (const char* goal : {"index", "rank:10", ""}) {
    for (const bool english : {false, true}) {
      const std::string text = "关键词,目标\n甲," + goal_words(goal, english) + "\n";
      EXPECT_EQ(read_keyword_plan_file(text).rows.front().goal, goal) << english;
    }
  }
}

}  // namespace
}  // namespace vouch::planning
