// What each class of question may take of a day's quota.
#include "engines/shares.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::engines {
namespace {

using config::Purpose;
using std::chrono::hours;

const Zone kZone = Zone::shanghai();
const Date kDay = parse_date("2026-11-24").value();

Time at(int hour) {
  return kZone.at(kDay, hours(hour));
}

struct Row {
  const char* sentence;
  int hour;
  int used;
  int used_rank;
  bool index_due;
  bool rank_due;
  int index_room;
  int rank_room;
};

TEST(Shares, every_class_keeps_its_part) {
  const std::vector<Row> table = {
      {"in_the_morning_each_leaves_the_others_theirs", 8, 0, 0, true, true, 70, 25},
      {"what_one_used_is_not_kept_for_it_again", 8, 30, 20, true, true, 60, 5},
      {"ranks_that_used_their_part_wait", 8, 25, 25, true, true, 70, 0},
      {"the_index_that_used_its_part_waits", 8, 70, 0, true, true, 0, 25},
      {"nothing_is_kept_for_who_has_nothing_due", 8, 70, 0, true, false, 25, 25},
      {"nor_for_the_index", 8, 25, 25, false, true, 70, 70},
      {"the_peoples_part_stays_till_late", 19, 95, 25, true, true, 0, 0},
      {"late_in_the_day_all_of_it_is_for_whoever_asks", 20, 70, 0, true, true, 30, 30},
      {"who_went_beyond_his_part_late_took_nobodys", 21, 100, 90, true, true, 0, 0},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.sentence);
    const Quota quota{100, kDay, row.used};
    const DayOfClasses day{row.used_rank, row.index_due, row.rank_due};
    EXPECT_EQ(room(quota, day, Purpose::kIndex, kZone, at(row.hour)), row.index_room);
    EXPECT_EQ(room(quota, day, Purpose::kRank, kZone, at(row.hour)), row.rank_room);
  }
}

TEST(Shares, a_new_day_has_everything_again) {
  const Quota quota{100, kDay - std::chrono::days(1), 100};
  EXPECT_EQ(room(quota, DayOfClasses{90, true, true}, Purpose::kRank, kZone, at(0)), 25);
}

TEST(Shares, who_waits_for_the_others_asks_again_within_the_hour_or_late_in_the_day) {
  const DayOfClasses day{25, true, true};
  const Quota quota{100, kDay, 25};
  const auto rest = share_rest(quota, day, Purpose::kRank, 3, kZone, at(8));
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->why, Reason::kQuotaExhausted);
  EXPECT_EQ(rest->until, at(9));
  EXPECT_EQ(
      share_rest(quota, day, Purpose::kRank, 3, kZone, at(19) + std::chrono::minutes(30))->until,
      at(20));
  EXPECT_FALSE(share_rest(quota, day, Purpose::kIndex, 3, kZone, at(8)));
  // An empty quota is not a matter of shares.
  EXPECT_FALSE(share_rest(Quota{100, kDay, 100}, day, Purpose::kRank, 3, kZone, at(8)));
}

// A day in which every hour each class wants so and so many questions, the greedy one first.
struct Day {
  int index = 0;
  int rank = 0;
};
Day simulate(int quota_of_day, int index_an_hour, int rank_an_hour, bool rank_first) {
  Quota quota{quota_of_day, kDay, 0};
  DayOfClasses day;
  Day asked;
  int index_due = 0;
  int rank_due = 0;
  for (int hour = 0; hour < 24; ++hour) {
    index_due += index_an_hour;
    rank_due += rank_an_hour;
    for (int turn = 0; turn < 2; ++turn) {
      const bool rank = (turn == 0) == rank_first;
      day.index_due = index_an_hour > 0;
      day.rank_due = rank_an_hour > 0;
      int& due = rank ? rank_due : index_due;
      const Purpose purpose = rank ? Purpose::kRank : Purpose::kIndex;
      const int now = std::min(due, room(quota, day, purpose, kZone, at(hour)));
      due -= now;
      (rank ? asked.rank : asked.index) += now;
      if (rank) day.used_rank += now;
      quota = spend(quota, kDay, now);
    }
  }
  return asked;
}

TEST(Shares, ranks_cannot_starve_the_index_nor_the_index_the_ranks) {
  const Day greedy_ranks = simulate(200, 12, 400, true);
  EXPECT_GE(greedy_ranks.index, 140);
  EXPECT_GE(greedy_ranks.rank, 50);
  EXPECT_EQ(greedy_ranks.index + greedy_ranks.rank, 200);
  const Day greedy_index = simulate(200, 400, 5, false);
  EXPECT_GE(greedy_index.rank, 50);
  EXPECT_GE(greedy_index.index, 140);
  EXPECT_EQ(greedy_index.index + greedy_index.rank, 200);
}

TEST(Shares, alone_a_class_may_take_all) {
  EXPECT_EQ(simulate(200, 0, 400, true).rank, 200);
  EXPECT_EQ(simulate(200, 400, 0, true).index, 200);
}

RC_GTEST_PROP(Shares, no_day_goes_beyond_its_quota_and_each_gets_its_part, ()) {
  const int quota = *rc::gen::inRange(0, 500);
  const int index = *rc::gen::inRange(0, 60);
  const int rank = *rc::gen::inRange(0, 60);
  const Day day = simulate(quota, index, rank, *rc::gen::arbitrary<bool>());
  RC_ASSERT(day.index + day.rank <= quota);
  // Wanted before the late hours, so that it could have been asked within the part.
  RC_ASSERT(day.rank >= std::min(rank * 20, static_cast<int>(quota * kRankShare)));
  RC_ASSERT(day.index >= std::min(index * 20, static_cast<int>(quota * kIndexShare)));
  RC_ASSERT(day.index + day.rank == std::min(quota, (index + rank) * 24));
}

}  // namespace
}  // namespace vouch::engines
