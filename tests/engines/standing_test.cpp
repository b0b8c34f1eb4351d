#include "engines/standing.h"

#include <gtest/gtest.h>

namespace vouch::engines {
namespace {

const StandingTargets kTargets = {
    {"own.cn", "shop.example"}, "https://www.own.cn/valve.html", {"rival.cn"}};

SearchRow row(int position, const char* url) {
  SearchRow shown;
  shown.position = position;
  shown.url = url;
  return shown;
}

struct Row {
  const char* name;
  std::vector<SearchRow> rows;
  int depth;
  bool trusted;
  RankState state;
  int position;
  bool wrong_page;
};

class StandingRows : public ::testing::TestWithParam<Row> {};

TEST_P(StandingRows, says) {
  const Row& want = GetParam();
  const Standing seen = standing(want.rows, want.depth, want.trusted, kTargets);
  EXPECT_EQ(seen.state, want.state);
  EXPECT_EQ(seen.position, want.position);
  EXPECT_EQ(seen.wrong_page, want.wrong_page);
}

const SearchRow kTarget = row(4, "http://own.cn/valve.html");
const SearchRow kOther = row(2, "https://m.own.cn/news/1");
const SearchRow kStranger = row(1, "https://notown.cn/");
const SearchRow kRival = row(3, "https://blog.rival.cn/x");

const Row kRows[] = {
    {"the_page_that_was_meant", {kStranger, kTarget}, 10, true, RankState::kRanked, 4, false},
    {"another_own_page_ranks_better", {kOther, kTarget}, 10, true, RankState::kRanked, 2, true},
    {"a_list_without_us", {kStranger, kRival}, 10, true, RankState::kNotInTop, 0, false},
    {"an_empty_list_of_which_nothing_was_read", {}, 0, true, RankState::kUnmeasured, 0, false},
    {"absence_in_a_list_nobody_trusts", {kStranger}, 10, false, RankState::kUnmeasured, 0, false},
    {"found_in_a_list_that_broke_off", {kTarget}, 4, false, RankState::kRanked, 4, false},
    {"shown_but_its_place_is_unknown",
     {row(0, "https://own.cn/")},
     10,
     true,
     RankState::kUnmeasured,
     0,
     false},
    {"a_name_that_only_ends_alike",
     {row(1, "https://xown.cn/")},
     10,
     true,
     RankState::kNotInTop,
     0,
     false},
};
INSTANTIATE_TEST_SUITE_P(Rows, StandingRows, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(Standing, own_pages_and_competitors_are_kept_strangers_are_not) {
  const Standing seen =
      standing(std::vector{kStranger, kOther, kRival, kTarget}, 10, true, kTargets);
  ASSERT_EQ(seen.rows.size(), 3U);
  EXPECT_EQ(seen.rows[0].owner, RowOwner::kOwnPage);
  EXPECT_EQ(seen.rows[0].domain, "own.cn");
  EXPECT_EQ(seen.rows[1].owner, RowOwner::kCompetitor);
  EXPECT_EQ(seen.rows[1].domain, "rival.cn");
  EXPECT_EQ(seen.url, kOther.url);
}

TEST(Standing, without_a_page_that_was_meant_any_own_page_is_right) {
  StandingTargets any = kTargets;
  any.target_url.clear();
  EXPECT_FALSE(standing(std::vector{kOther}, 10, true, any).wrong_page);
}

}  // namespace
}  // namespace vouch::engines
