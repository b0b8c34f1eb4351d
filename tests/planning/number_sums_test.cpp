#include "planning/number_sums.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

const FieldSum& field(const FormSum& sum, std::string_view key) {
  for (const FieldSum& one : sum.fields) {
    if (one.field->key == key) return one;
  }
  throw std::runtime_error("no such field");
}

FormSum service(std::initializer_list<Numbers> days) {
  FormSum sum(*number_form("cs_session_stats"));
  for (const Numbers& day : days) sum.add(day);
  return sum;
}

TEST(NumberSums, what_was_not_handed_in_is_not_zero) {
  const FormSum sum = service({{{"sessions", 40}}, {{"sessions", 10}, {"complaints", 0}}});
  EXPECT_EQ(field(sum, "sessions").sum, 50);
  EXPECT_EQ(field(sum, "complaints").days, 1) << "handed in, and none";
  EXPECT_EQ(field(sum, "missed").days, 0) << "nobody said";
}

TEST(NumberSums, a_share_is_of_days_with_both) {
  const FormSum sum =
      service({{{"sessions", 40}, {"valid_sessions", 30}}, {{"valid_sessions", 20}}});
  EXPECT_EQ(field(sum, "valid_sessions").sum, 50);
  EXPECT_NEAR(field(sum, "valid_sessions").share().value(), 0.75, 0.001);
  EXPECT_FALSE(field(sum, "sessions").share()) << "it is a part of nothing";
}

TEST(NumberSums, times_and_per_mille_have_a_mean_and_no_sum) {
  const FormSum sum = service({{{"first_answer", 50}}, {{"first_answer", 70}}});
  EXPECT_FALSE(field(sum, "first_answer").adds_up());
  EXPECT_NEAR(field(sum, "first_answer").mean().value(), 60, 0.001);
}

RC_GTEST_PROP(NumberSums, no_share_is_above_one_and_sums_of_parts_are_the_sum_of_all, ()) {
  FormSum all(*number_form("cs_session_stats"));
  FormSum left = all;
  FormSum right = all;
  const int days = *rc::gen::inRange(0, 8);
  for (int i = 0; i < days; ++i) {
    Numbers one;
    const auto sessions = *rc::gen::inRange<std::int64_t>(0, 50);
    if (*rc::gen::arbitrary<bool>()) one["sessions"] = sessions;
    if (*rc::gen::arbitrary<bool>())
      one["valid_sessions"] = *rc::gen::inRange<std::int64_t>(0, sessions + 1);
    all.add(one);
    (i % 2 == 0 ? left : right).add(one);
  }
  left += right;
  for (std::size_t i = 0; i < all.fields.size(); ++i) {
    RC_ASSERT(all.fields[i].share().value_or(0) <= 1);
    RC_ASSERT(all.fields[i].sum == left.fields[i].sum);
    RC_ASSERT(all.fields[i].of_sum == left.fields[i].of_sum);
  }
}

}  // namespace
}  // namespace vouch::planning
