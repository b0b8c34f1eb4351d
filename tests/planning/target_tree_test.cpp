#include "planning/target_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

const TargetHolder kCompany = TargetHolder::company();
const TargetHolder kNorth = TargetHolder::of(TeamId{1});
const TargetHolder kSouth = TargetHolder::of(TeamId{2});

TargetHolder person(int id, int team = 1) {
  return TargetHolder::of(UserId{id}, TeamId{team});
}
std::vector<TargetShare> months(std::vector<std::int64_t> weights) {
  std::vector<TargetShare> out;
  for (const std::int64_t weight : weights) out.push_back({kCompany, weight, {}});
  return out;
}
std::vector<TargetShare> even() {
  return months(std::vector<std::int64_t>(kMonths, 1));
}
std::int64_t amount(const TargetTree& tree, const TargetHolder& holder, int month) {
  const MonthTarget* row = tree.find(holder, month);
  return row == nullptr ? -1 : row->amount;
}

TEST(TargetTree, a_change_above_goes_down_by_the_weights_and_locks_that_stand) {
  TargetTree tree(TargetMetric::kRevenue, 2026);
  ASSERT_TRUE(tree.set_year(kCompany, 1200, even()));
  ASSERT_TRUE(
      tree.set_parts(kCompany, 3, std::vector<TargetShare>{{kNorth, 3, {}}, {kSouth, 1, {}}}));
  ASSERT_TRUE(tree.set_parts(
      kNorth, 3,
      std::vector<TargetShare>{{person(7), 1, 30}, {person(8), 2, {}}, {person(9), 1, {}}}));
  EXPECT_EQ(amount(tree, kNorth, 3), 75);
  EXPECT_EQ(amount(tree, person(8), 3), 30);
  ASSERT_TRUE(tree.set_year(kCompany, 2400, even()));
  EXPECT_EQ(amount(tree, kNorth, 3), 150);
  EXPECT_EQ(amount(tree, kSouth, 3), 50);
  EXPECT_EQ(amount(tree, person(7), 3), 30) << "locked";
  EXPECT_EQ(amount(tree, person(8), 3), 80);
  EXPECT_EQ(amount(tree, person(9), 3), 40);
  EXPECT_FALSE(tree.set_year(kCompany, 120, even())) << "less than what is locked below";
}

TEST(TargetTree, who_is_not_named_any_more_has_nothing) {
  TargetTree tree(TargetMetric::kOrders, 2026);
  ASSERT_TRUE(tree.set_year(kNorth, 120, even()));
  ASSERT_TRUE(
      tree.set_parts(kNorth, 1, std::vector<TargetShare>{{person(7), 1, {}}, {person(8), 1, {}}}));
  ASSERT_TRUE(tree.set_parts(kNorth, 1, std::vector<TargetShare>{{person(8), 1, {}}}));
  EXPECT_EQ(amount(tree, person(7), 1), 0);
  EXPECT_EQ(amount(tree, person(8), 1), 10);
  EXPECT_EQ(tree.parts(kNorth, 1).size(), 1U);
  EXPECT_FALSE(tree.is_split(kSouth));
  EXPECT_FALSE(tree.set_parts(kSouth, 1, {})) << "no target to split";
}

TEST(TargetTree, only_what_changed_is_written) {
  TargetTree first(TargetMetric::kRevenue, 2026);
  ASSERT_TRUE(first.set_year(kCompany, 1200, even()));
  EXPECT_EQ(first.changed().size(), 12U);
  TargetTree again(TargetMetric::kRevenue, 2026, first.changed());
  ASSERT_TRUE(again.set_year(kCompany, 1200, even()));
  EXPECT_TRUE(again.changed().empty());
  std::vector<TargetShare> locked = even();
  locked[11].locked = 210;
  ASSERT_TRUE(again.set_year(kCompany, 1200, locked));
  EXPECT_EQ(amount(again, kCompany, 1), 90);
  EXPECT_EQ(again.changed().size(), 12U);
  EXPECT_EQ(again.year_of(kCompany), 1200);
}

RC_GTEST_PROP(TargetTreeProperty, every_level_adds_up_after_any_changes, ()) {
  TargetTree tree(TargetMetric::kRevenue, 2026);
  const auto share = [](TargetHolder holder) {
    return TargetShare{holder, *rc::gen::inRange<std::int64_t>(1, 100), {}};
  };
  RC_ASSERT(tree.set_year(kCompany, *rc::gen::inRange<std::int64_t>(0, 10'000'000'000), even()));
  for (int step = 0; step < 12; ++step) {
    const int month = *rc::gen::inRange(1, kMonths + 1);
    switch (*rc::gen::inRange(0, 4)) {
      case 0: {
        std::vector<TargetShare> year = even();
        for (TargetShare& one : year) one.weight = *rc::gen::inRange<std::int64_t>(1, 20);
        RC_ASSERT(
            tree.set_year(kCompany, *rc::gen::inRange<std::int64_t>(0, 10'000'000'000), year));
        break;
      }
      case 1:
        RC_ASSERT(tree.set_parts(kCompany, month,
                                 std::vector<TargetShare>{share(kNorth), share(kSouth)}));
        break;
      default:
        if (tree.find(kNorth, month) == nullptr) break;
        std::vector<TargetShare> people;
        const int count = *rc::gen::inRange(1, 6);
        for (int i = 0; i < count; ++i) people.push_back(share(person(10 + i)));
        RC_ASSERT(tree.set_parts(kNorth, month, people));
    }
  }
  for (int month = 1; month <= kMonths; ++month) {
    for (const TargetHolder& holder : {kCompany, kNorth, kSouth}) {
      const auto parts = tree.parts(holder, month);
      if (parts.empty()) continue;
      std::int64_t sum = 0;
      for (const MonthTarget* part : parts) sum += part->amount;
      RC_ASSERT(sum == amount(tree, holder, month));
    }
  }
}

}  // namespace
}  // namespace vouch::planning
