#include "planning/visibility.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

// First Page Sage 2024 and the assumption for Baidu, as domain §3.6 prints them.
const ClickCurve kFps{"fps", {.398, .187, .102, .072, .051, .044, .030, .021, .019, .016}};
const ClickCurve kFlat{"flat", {.18, .14, .12, .10, .09, .08, .07, .06, .055, .05}};

KeywordRank ranked(double weight, int position) {
  return {weight, RankState::kRanked, position, 50};
}
KeywordRank beyond(double weight, int depth) {
  return {weight, RankState::kNotInTop, 0, depth};
}
KeywordRank unmeasured(double weight) {
  return {weight, RankState::kUnmeasured, 0, 0};
}

// Example H of domain §3.6.
const std::vector<KeywordRank> kExample = {ranked(800, 2), ranked(500, 7), ranked(300, 14),
                                           beyond(1200, 50), unmeasured(200)};

TEST(Visibility, example_h) {
  const Visibility seen = visibility(kExample, kFps);
  EXPECT_NEAR(seen.estimated_visits, 164.6, 0.05);
  EXPECT_NEAR(*seen.index, 0.1477, 0.00005);
  EXPECT_DOUBLE_EQ(*seen.coverage, 0.8);
  EXPECT_DOUBLE_EQ(*seen.average, 18.5);
  EXPECT_DOUBLE_EQ(*seen.median_ranked, 7);
  EXPECT_DOUBLE_EQ(*seen.first_page_share, 0.5);
}

TEST(Visibility, another_curve_is_another_number) {
  EXPECT_NEAR(*visibility(kExample, kFlat).index, 0.292, 0.0005);
}

TEST(Visibility, what_was_not_measured_is_no_zero) {
  auto all = kExample;
  const double before = *visibility(all, kFps).index;
  all.push_back(unmeasured(100000));
  EXPECT_DOUBLE_EQ(*visibility(all, kFps).index, before);
  all.push_back(beyond(100000, 50));
  EXPECT_LT(*visibility(all, kFps).index, before);
}

TEST(Visibility, nothing_measured_is_no_number) {
  const std::vector<KeywordRank> none = {unmeasured(10), unmeasured(20)};
  const Visibility seen = visibility(none, kFps);
  EXPECT_DOUBLE_EQ(*seen.coverage, 0);
  EXPECT_FALSE(seen.index);
  EXPECT_FALSE(seen.average);
  EXPECT_FALSE(seen.first_page_share);
  EXPECT_FALSE(visibility({}, kFps).coverage);
}

TEST(Visibility, the_average_counts_one_beyond_what_was_read) {
  EXPECT_DOUBLE_EQ(*visibility(std::vector{beyond(1, 20)}, kFps).average, 21);
  EXPECT_FALSE(visibility(std::vector{beyond(1, 20)}, kFps).median_ranked);
}

TEST(Visibility, an_even_number_of_places_has_the_middle_of_two_as_median) {
  EXPECT_DOUBLE_EQ(*visibility(std::vector{ranked(1, 9), ranked(1, 2)}, kFps).median_ranked, 5.5);
}

TEST(ShareOfVoice, shares_of_all_domains_add_up_to_one) {
  const std::vector<DomainRank> ranks = {
      {"ours.cn", 100, 1}, {"theirs.cn", 100, 2}, {"ours.cn", 300, 3}, {"theirs.cn", 300, 60}};
  const auto shares = share_of_voice(ranks, kFps);
  const double ours = 100 * .398 + 300 * .102;
  const double theirs = 100 * .187;
  EXPECT_NEAR(shares.at("ours.cn"), ours / (ours + theirs), 1e-12);
  EXPECT_NEAR(shares.at("ours.cn") + shares.at("theirs.cn"), 1, 1e-12);
}

TEST(ShareOfVoice, without_clicks_there_is_none) {
  EXPECT_TRUE(share_of_voice(std::vector<DomainRank>{{"ours.cn", 100, 99}}, kFps).empty());
}

}  // namespace
}  // namespace vouch::planning
