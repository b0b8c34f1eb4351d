#include "daemon/rank_writes.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "store/competitors.h"
#include "store/keywords.h"
#include "store/ranks.h"
#include "store/sites.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kWord = "不锈钢阀门";
constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kOwn = "https://www.own.example/valve";

class RankWrites : public ::testing::Test {
 protected:
  void SetUp() override {
    word_ = world.write<KeywordId>([](store::WriteContext& writing) {
      const auto known = store::keywords::find_by_folded(writing.db, fold(kWord));
      if (known && *known) return Result<KeywordId>((*known)->id);
      return store::keywords::insert(writing.db, {{}, kWord, fold(kWord), 1});
    });
    world.write<int>([](store::WriteContext& writing) -> Result<int> {
      must(store::sites::insert(writing.db, {{}, "own.example", "官网"}));
      must(store::competitors::insert(writing.db, {"rival.example", "对手"}));
      return 0;
    });
  }
  ClaimId hand_in(const std::vector<std::string>& keywords = {kWord}) {
    web::SubmitReport request;
    web::ReportRow row;
    row.row = 1;
    row.url = kPost;
    row.work_type = "forum_post";
    row.title = "不锈钢阀门选型";
    row.keywords = keywords;
    request.rows.push_back(std::move(row));
    return must(world.submit("lilei", std::move(request))).accepted.at(0).claim;
  }
  // One look, a day after the one before.
  void look(std::vector<engines::SearchRow> rows, bool trusted = true) {
    world.pass(std::chrono::hours(24));
    world.write<int>([&](store::WriteContext& writing) -> Result<int> {
      Observation seen;
      seen.keyword = word_;
      seen.stage = kBaidu;
      seen.look_no = ++looks_;
      seen.observed_at = writing.now;
      seen.reason = Reason::kOk;
      seen.outcome = Outcome::kFound;
      seen.detail = "{}";
      const ObservationId id = must(store::observations::insert(writing.db, seen));
      must(record_rank(
          writing, world.rules(),
          {word_, "baidu", "", "desktop", id, writing.now, std::move(rows), 10, trusted}));
      return 0;
    });
  }
  std::vector<store::CurrentRank> current() {
    return world.read<std::vector<store::CurrentRank>>([](store::Connection& db) {
      return store::ranks::as_of(db, "baidu", "", "desktop", day("2027-12-31"));
    });
  }
  std::vector<RankRow> rows() {
    return world.read<std::vector<RankRow>>(
        [id = current().at(0).rank](store::Connection& db) { return store::ranks::rows(db, id); });
  }
  std::int64_t moves() { return world.count("SELECT count(*) FROM rank_move"); }

  World world;
  KeywordId word_;
  int looks_ = 0;
};

engines::SearchRow row(int position, const char* url) {
  engines::SearchRow shown;
  shown.position = position;
  shown.url = url;
  return shown;
}

TEST_F(RankWrites, own_page_claim_and_competitor_stand_with_their_places) {
  const ClaimId claim = hand_in();
  look({row(1, "https://rival.example/"), row(2, kPost), row(3, "https://else.example/"),
        row(4, kOwn)});
  ASSERT_EQ(current().size(), 1U);
  EXPECT_EQ(current()[0].look.position, 4);
  EXPECT_EQ(current()[0].first_page, 1);
  const auto kept = rows();
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[0].owner, RowOwner::kCompetitor);
  EXPECT_EQ(kept[1].owner, RowOwner::kClaim);
  EXPECT_EQ(kept[1].claim, claim);
  EXPECT_EQ(kept[2].owner, RowOwner::kOwnPage);
}

TEST_F(RankWrites, a_claims_row_beyond_the_first_page_is_kept_and_not_counted) {
  hand_in();
  look({row(11, kPost)});
  EXPECT_EQ(rows().size(), 1U);
  EXPECT_EQ(current()[0].first_page, 0);
  EXPECT_EQ(current()[0].look.state, RankState::kNotInTop);
}

TEST_F(RankWrites, a_claim_for_another_keyword_is_not_this_keywords_work) {
  hand_in({"净水器"});
  look({row(2, kPost)});
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(current()[0].first_page, 0);
}

TEST_F(RankWrites, one_place_given_twice_is_one_place) {
  hand_in();
  look({row(2, kPost), row(2, kPost), row(5, kOwn), row(5, kOwn)});
  EXPECT_EQ(rows().size(), 2U);
  EXPECT_EQ(current()[0].first_page, 1);
}

TEST_F(RankWrites, a_list_nobody_trusts_is_not_measured) {
  hand_in();
  look({row(2, kPost)}, false);
  EXPECT_EQ(current()[0].look.state, RankState::kUnmeasured);
  EXPECT_TRUE(rows().empty());
}

TEST_F(RankWrites, a_move_is_told_once) {
  for (int i = 0; i < 3; ++i) look({row(2, kOwn)});
  look({row(9, kOwn)});
  EXPECT_EQ(moves(), 0);
  for (int i = 0; i < 6; ++i) look({row(9, kOwn)});
  EXPECT_EQ(moves(), 1);
  for (int i = 0; i < 2; ++i) look({row(1, kOwn)});
  EXPECT_EQ(moves(), 2) << "and back is another one";
}

}  // namespace
}  // namespace vouch::daemon::test
