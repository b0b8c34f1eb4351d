#include "store/ranks.h"

#include "store/competitors.h"
#include "store/keywords.h"
#include "store/rank_standing.h"
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
  std::vector<BoardKeyword> board(const ranks::BoardRequest& request) {
    return read<std::vector<BoardKeyword>>(
        [&](Connection& db) { return ranks::board(db, request); });
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
  add(series(KeywordId{1}, "bing"), ranked(1, 7));
  const auto history = [&](const std::string& engine) {
    return read<std::vector<SeriesHistory>>(
        [&](Connection& db) { return ranks::history(db, KeywordId{1}, engine, day(0), day(1)); });
  };
  ASSERT_EQ(history("").size(), 2U);
  EXPECT_EQ(history("")[1].series.engine, "bing");
  ASSERT_EQ(history("baidu").size(), 1U);
  const std::vector<Rank> all = history("baidu")[0].looks;
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
  const auto all = board({{}, 9, {}, {}});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].text, "不锈钢阀门");
  EXPECT_EQ(all[0].places.at(0).look.position, 9);
  EXPECT_EQ(all[0].places.at(0).look.day, day(2));
  EXPECT_EQ(all[1].places.at(0).look.state, RankState::kUnmeasured);
  EXPECT_FALSE(all[1].places.at(0).last_measured);
}

TEST_F(Ranks, an_earlier_day_is_shown_as_it_stood_then) {
  add(valve_, ranked(0, 4));
  add(valve_, ranked(2, 9));
  EXPECT_EQ(as_of(1).at(0).look.position, 4);
  EXPECT_EQ(as_of(2).at(0).look.position, 9);
  EXPECT_TRUE(as_of(-1).empty());
}

TEST_F(Ranks, a_retired_keyword_is_shown_no_more) {
  add(valve_, ranked(0, 4));
  add(filter_, ranked(0, 5));
  write<bool>([&](WriteContext& c) { return keywords::remove(c.db, KeywordId{1}); }).value();
  ASSERT_EQ(as_of(1).size(), 1U);
  EXPECT_EQ(as_of(1)[0].keyword, "净水器");
  ASSERT_EQ(board({{}, 9, {}, {}}).size(), 1U);
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
}

class ClaimRanks : public Ranks {
 protected:
  std::vector<ClaimRank> places(ClaimId claim) {
    return read<std::vector<ClaimRank>>([&](Connection& db) { return ranks::of_claim(db, claim); });
  }
  // For the keyword of `valve_`, at noon of that day.
  ClaimId hand_in(int offset) {
    return write<ClaimId>([&](WriteContext& c) -> Result<ClaimId> {
             auto claim = claims::find(c.db, claim_);
             if (!claim) return tl::unexpected(claim.error());
             claim->keywords = {"不锈钢阀门"};
             claim->submitted_at = Time(day(offset).time_since_epoch()) + std::chrono::hours(12);
             return claims::insert(c.db, *claim);
           })
        .value();
  }
  static RankRow at(int position, ClaimId claim) {
    return {position, RowOwner::kClaim, claim, "pages.example", "https://pages.example/1"};
  }
};

TEST_F(ClaimRanks, a_claim_stands_where_its_best_row_stands) {
  const ClaimId claim = hand_in(0);
  add(valve_, ranked(1, 1), {at(8, claim), at(3, claim)});
  ASSERT_EQ(places(claim).size(), 1U);
  EXPECT_EQ(places(claim)[0].look.state, RankState::kRanked);
  EXPECT_EQ(places(claim)[0].look.position, 3);
  EXPECT_EQ(places(claim)[0].keyword, "不锈钢阀门");
}

TEST_F(ClaimRanks, a_list_that_was_read_without_it_is_not_in_the_top_that_is_kept) {
  const ClaimId claim = hand_in(0);
  RankLook deep = ranked(1, 1);
  deep.depth = 300;
  add(valve_, deep, {at(3, claim_)});
  EXPECT_EQ(places(claim)[0].look.state, RankState::kNotInTop);
  EXPECT_EQ(places(claim)[0].look.depth, 100);
}

TEST_F(ClaimRanks, a_list_read_before_the_claim_was_handed_in_says_nothing_of_it) {
  const ClaimId claim = hand_in(2);
  add(valve_, ranked(2, 1));  // at three in the morning
  ASSERT_EQ(places(claim).size(), 1U);
  EXPECT_EQ(places(claim)[0].look.state, RankState::kUnmeasured);
  EXPECT_EQ(places(claim)[0].look.at, Time{});
}

TEST_F(ClaimRanks, an_unmeasured_list_and_a_replaced_claim_have_no_place) {
  const ClaimId claim = hand_in(0);
  RankLook blind = ranked(1, 0);
  blind.state = RankState::kUnmeasured;
  blind.depth = 0;
  add(valve_, blind);
  EXPECT_EQ(places(claim)[0].look.state, RankState::kUnmeasured);
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    const auto set = claims::set_replaced_by(c.db, claim, claim_);
    if (!set) return tl::unexpected(set.error());
    return 0;
  }));
  EXPECT_TRUE(places(claim).empty());
}

TEST_F(Ranks, the_board_shows_newest_places_recent_moves_and_what_was_measured_last) {
  keyword("管件", 1);
  add(valve_, ranked(0, 4));
  RankLook blind = ranked(1, 0);
  blind.state = RankState::kUnmeasured;
  blind.depth = 0;
  add(valve_, blind);
  const RankId moved = add(filter_, ranked(3, 30));
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    const auto done =
        ranks::insert_move(c.db, {filter_, moved, ranked(3, 30).at, 4, 30, false, false});
    if (!done) return tl::unexpected(done.error());
    return 0;
  }));
  const auto all = board({KeywordId{}, 10, ranked(3, 30).at, day(0)});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].text, "不锈钢阀门") << "by priority, then by text";
  EXPECT_EQ(all[0].places.at(0).look.state, RankState::kUnmeasured);
  ASSERT_TRUE(all[0].places[0].last_measured);
  EXPECT_EQ(all[0].places[0].last_measured->position, 4);
  EXPECT_FALSE(all[0].places[0].move);
  EXPECT_TRUE(all[1].places.empty()) << "no engine looks at it";
  ASSERT_TRUE(all[2].places.at(0).move);
  EXPECT_DOUBLE_EQ(all[2].places[0].move->to_place, 30);
  EXPECT_FALSE(all[2].places[0].last_measured) << "the newest look says it";
  EXPECT_FALSE(board({{}, 10, ranked(4, 1).at, day(0)})[2].places.at(0).move) << "too long ago";
  EXPECT_FALSE(board({{}, 10, {}, day(1)})[0].places.at(0).last_measured) << "too long ago";
  ASSERT_EQ(board({all[0].id, 1, {}, {}}).size(), 1U);
  EXPECT_EQ(board({all[0].id, 1, {}, {}})[0].text, "管件");
}

TEST_F(Ranks, domains_stand_at_their_best_place_and_ours_are_one) {
  const auto row = [](int position, RowOwner owner, const char* domain) {
    return RankRow{position, owner, {}, domain, std::string("https://") + domain};
  };
  add(valve_, ranked(0, 2),
      {row(2, RowOwner::kOwnPage, "own.example"), row(4, RowOwner::kOwnPage, "shop.example"),
       row(3, RowOwner::kCompetitor, "rival.example"),
       row(9, RowOwner::kCompetitor, "rival.example")});
  add(valve_, ranked(2, 7), {row(7, RowOwner::kOwnPage, "own.example")});
  const auto groups = read<std::vector<RankSeries>>(ranks::groups);
  ASSERT_EQ(groups.size(), 1U);
  const auto now = read<std::vector<DomainPlace>>(
      [&](Connection& db) { return ranks::domains_as_of(db, groups[0], day(0), day(9)); });
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].position, 7);
  const auto then = read<std::vector<DomainPlace>>(
      [&](Connection& db) { return ranks::domains_as_of(db, groups[0], day(0), day(1)); });
  ASSERT_EQ(then.size(), 2U);
  EXPECT_EQ(then[0].domain, "");
  EXPECT_EQ(then[0].position, 2);
  EXPECT_EQ(then[1].position, 3);
  EXPECT_TRUE(read<std::vector<DomainPlace>>([&](Connection& db) {
                return ranks::domains_as_of(db, groups[0], day(3), day(9));
              }).empty())
      << "looked at too long ago";
}

TEST_F(Ranks, where_all_keywords_stand_is_read_in_one_pass) {
  const auto row = [](int position, RowOwner owner, const char* domain) {
    return RankRow{position, owner, {}, domain, std::string("https://") + domain};
  };
  const RankSeriesId on_bing = series(KeywordId{1}, "bing");
  add(valve_, ranked(0, 1), {row(1, RowOwner::kOwnPage, "own.example")});
  add(valve_, ranked(2, 4),
      {row(9, RowOwner::kCompetitor, "rival.example"), row(7, RowOwner::kOwnPage, "shop.example"),
       row(4, RowOwner::kOwnPage, "own.example"), row(6, RowOwner::kCompetitor, "rival.example")});
  add(filter_, ranked(1, 2), {row(2, RowOwner::kOwnPage, "own.example")});
  RankLook walled = ranked(2, 1);
  walled.state = RankState::kUnmeasured;
  walled.position = 0;
  walled.depth = 0;
  add(on_bing, walled, {});
  const auto standing = [&](const char* engine, int since) {
    return read<std::vector<Standing>>(
        [&](Connection& db) { return ranks::standing(db, engine, day(since)); });
  };
  const auto all = standing("", 2);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].group.engine, "baidu");
  ASSERT_EQ(all[0].ranks.size(), 2U);
  EXPECT_EQ(all[0].ranks[0].look.position, 4) << "the newest look alone";
  EXPECT_EQ(all[0].ranks[0].priority, 1);
  EXPECT_EQ(all[0].ranks[1].look.position, 2);
  ASSERT_EQ(all[0].places.size(), 2U) << "the other list is too old";
  EXPECT_EQ(all[0].places[0].domain, "");
  EXPECT_EQ(all[0].places[0].position, 4);
  EXPECT_EQ(all[0].places[1].domain, "rival.example");
  EXPECT_EQ(all[0].places[1].position, 6);
  EXPECT_EQ(all[1].ranks.at(0).look.state, RankState::kUnmeasured);
  EXPECT_TRUE(all[1].places.empty());
  EXPECT_EQ(standing("bing", 2).size(), 1U);
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
    return read<std::vector<Mover>>(
        [&](Connection& db) { return ranks::movers(db, from, to, 10); });
  };
  ASSERT_EQ(movers(at, at + Millis(1)).size(), 1U);
  EXPECT_EQ(movers(at, at + Millis(1))[0].keyword, "不锈钢阀门");
  EXPECT_DOUBLE_EQ(movers(at, at + Millis(1))[0].move.from_place, 4);
  EXPECT_TRUE(movers(at + Millis(1), at + Millis(2)).empty());
}

}  // namespace
}  // namespace vouch::store
