#include "store/ranks.h"

#include "store/competitors.h"
#include "store/keywords.h"
#include "store/sites.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

const Date kMonday = parse_date("2026-11-23").value();

Date day(int offset) {
  return kMonday + std::chrono::days(offset);
}

RankLook ranked(int offset, int position) {
  return {Time(day(offset).time_since_epoch()) + std::chrono::hours(3), day(offset),
          RankState::kRanked, position, 50};
}
RankLook not_in_top(int offset) {
  RankLook look = ranked(offset, 0);
  look.state = RankState::kNotInTop;
  return look;
}

class Ranks : public StoreTest {
 protected:
  void SetUp() override {
    open();
    claim();
    valve_ = series(keyword("不锈钢阀门", 1), "baidu");
    filter_ = series(keyword("净水器", 2), "baidu");
  }
  KeywordId keyword(const std::string& text, int priority) {
    return write<KeywordId>([&](WriteContext& c) {
             return keywords::insert(c.db, {{}, text, text, priority});
           })
        .value();
  }
  RankSeriesId series(KeywordId keyword, const std::string& engine) {
    return write<RankSeriesId>([&](WriteContext& c) {
             return ranks::series(c.db, {{}, keyword, engine, "", "desktop"});
           })
        .value();
  }
  RankId add(RankSeriesId series, const RankLook& look, std::vector<RankRow> rows = {}) {
    return write<RankId>([&](WriteContext& c) -> Result<RankId> {
             Rank rank;
             rank.observation = observations::insert(c.db, seen(claim_, ++looks_, look.at)).value();
             rank.series = series;
             rank.look = look;
             rank.rows = std::move(rows);
             if (look.state == RankState::kRanked) rank.url = "https://own.example/";
             return ranks::insert(c.db, rank);
           })
        .value();
  }
  std::vector<CurrentRank> current() {
    return read<std::vector<CurrentRank>>(
        [](Connection& db) { return ranks::current(db, "baidu", "", "desktop"); });
  }
  std::vector<CurrentRank> as_of(int offset) {
    return read<std::vector<CurrentRank>>(
        [offset](Connection& db) { return ranks::as_of(db, "baidu", "", "desktop", day(offset)); });
  }

  RankSeriesId valve_;
  RankSeriesId filter_;
  int looks_ = 0;
};

TEST_F(Ranks, a_series_is_made_once) {
  const KeywordId word = keyword("管件", 3);
  EXPECT_EQ(series(word, "bing"), series(word, "bing"));
  EXPECT_NE(series(word, "bing"), series(word, "baidu"));
}

TEST_F(Ranks, history_comes_back_in_order_of_time_whatever_the_order_of_writing) {
  add(valve_, ranked(2, 9));
  add(valve_, ranked(0, 4));
  add(valve_, not_in_top(1));
  add(filter_, ranked(1, 1));
  const auto all = read<std::vector<Rank>>(
      [&](Connection& db) { return ranks::history(db, valve_, day(0), day(1)); });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].look.position, 4);
  EXPECT_EQ(all[1].look.state, RankState::kNotInTop);
  EXPECT_EQ(all[1].look.depth, 50);
  const auto newest =
      read<std::vector<RankLook>>([&](Connection& db) { return ranks::newest(db, valve_, 2); });
  ASSERT_EQ(newest.size(), 2U);
  EXPECT_EQ(newest[0].state, RankState::kNotInTop);
  EXPECT_EQ(newest[1].position, 9);
}

TEST_F(Ranks, a_series_shows_its_newest_look_and_one_never_looked_at_is_unmeasured) {
  add(valve_, ranked(2, 9));
  add(valve_, ranked(1, 4));
  const auto all = current();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].keyword, "不锈钢阀门");
  EXPECT_EQ(all[0].look.position, 9);
  EXPECT_EQ(all[0].look.day, day(2));
  EXPECT_EQ(all[1].look.state, RankState::kUnmeasured);
  EXPECT_FALSE(all[1].rank);
}

TEST_F(Ranks, an_earlier_day_is_shown_as_it_stood_then) {
  add(valve_, ranked(0, 4));
  add(valve_, ranked(2, 9));
  EXPECT_EQ(as_of(1).at(0).look.position, 4);
  EXPECT_EQ(as_of(2).at(0).look.position, 9);
  EXPECT_TRUE(as_of(-1).empty());
}

TEST_F(Ranks, a_retired_keyword_is_shown_no_more) {
  write<bool>([&](WriteContext& c) { return keywords::remove(c.db, KeywordId{1}); }).value();
  ASSERT_EQ(current().size(), 1U);
  EXPECT_EQ(current()[0].keyword, "净水器");
}

TEST_F(Ranks, an_observation_has_one_rank) {
  add(valve_, ranked(0, 4));
  const auto again = write<RankId>([&](WriteContext& c) {
    Rank rank;
    rank.series = valve_;
    rank.observation = ObservationId{1};
    rank.look = ranked(0, 5);
    return ranks::insert(c.db, rank);
  });
  EXPECT_FALSE(again);
}

TEST_F(Ranks, rows_say_whose_they_are_and_a_claim_finds_its_newest_place) {
  const RankRow own{1, RowOwner::kOwnPage, {}, "own.example", "https://own.example/"};
  const RankRow ours{3, RowOwner::kClaim, claim_, "pages.example", "https://pages.example/1"};
  RankRow before = ours;
  before.position = 8;
  add(valve_, ranked(0, 1), {own, before});
  const RankId newest = add(valve_, ranked(1, 1), {ours, own});
  const auto rows =
      read<std::vector<RankRow>>([&](Connection& db) { return ranks::rows(db, newest); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].owner, RowOwner::kOwnPage);
  EXPECT_EQ(rows[1].claim, claim_);
  const auto places =
      read<std::vector<ClaimRank>>([&](Connection& db) { return ranks::of_claim(db, claim_); });
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].position, 3);
  EXPECT_EQ(places[0].keyword, "不锈钢阀门");
}

TEST_F(Ranks, a_keyword_has_the_page_that_is_meant_for_it) {
  const auto target = [&] {
    return read<std::string>([](Connection& db) { return keywords::target(db, KeywordId{1}); });
  };
  EXPECT_EQ(target(), "");
  ASSERT_TRUE(write<int>([](WriteContext& c) -> Result<int> {
    const auto set = keywords::set_target(c.db, KeywordId{1}, "https://own.example/valve");
    if (!set) return tl::unexpected(set.error());
    return 0;
  }));
  EXPECT_EQ(target(), "https://own.example/valve");
  EXPECT_FALSE(store_->read_now<std::string>(
      [](Connection& db) { return keywords::target(db, KeywordId{99}); }));
}

TEST_F(Ranks, competitors_are_no_own_sites) {
  const auto add = [&] {
    return write<int>([](WriteContext& c) -> Result<int> {
      const auto done = competitors::insert(c.db, {"rival.example", "对手"});
      if (!done) return tl::unexpected(done.error());
      return 0;
    });
  };
  ASSERT_TRUE(add());
  EXPECT_EQ(add().error().code, ErrorCode::kConflict);
  const auto all = read<std::vector<Competitor>>(competitors::list);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name, "对手");
  EXPECT_TRUE(read<std::vector<OwnSite>>(sites::list).empty());
}

TEST_F(Ranks, movers_of_a_span_come_with_their_keyword) {
  const RankId rank = add(valve_, ranked(3, 30));
  const Time at = ranked(3, 30).at;
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    const auto done = ranks::insert_move(c.db, {valve_, rank, at, 4, 30, false, false});
    if (!done) return tl::unexpected(done.error());
    return 0;
  }));
  const auto movers = [&](Time from, Time to) {
    return read<std::vector<Mover>>([&](Connection& db) { return ranks::movers(db, from, to); });
  };
  ASSERT_EQ(movers(at, at + Millis(1)).size(), 1U);
  EXPECT_EQ(movers(at, at + Millis(1))[0].keyword, "不锈钢阀门");
  EXPECT_DOUBLE_EQ(movers(at, at + Millis(1))[0].move.from_place, 4);
  EXPECT_TRUE(movers(at + Millis(1), at + Millis(2)).empty());
}

}  // namespace
}  // namespace vouch::store
