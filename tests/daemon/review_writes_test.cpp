// The words of a week and the review at its end, as transactions: import, plan of words, actions
// that come back in the next plan, spot checks.
#include <set>

#include <gtest/gtest.h>

#include "daemon/keyword_writes.h"
#include "daemon/review_writes.h"
#include "store/keyword_plans.h"
#include "store/keywords.h"
#include "store/reviews.h"
#include "store/work_plans.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

const Date kMonday = parse_date("2026-11-23").value();  // the world stands on Tuesday
const Date kNext = kMonday + std::chrono::days(7);

struct ReviewWorld : World {
  web::ImportedKeywords import(const std::string& text, bool dry_run = false) {
    return must(run(parts().commands.import_keywords(actor("wang"), {text, dry_run})));
  }
  KeywordId keyword(const std::string& text) {
    const auto found = read<std::optional<Keyword>>(
        [&](store::Connection& db) { return store::keywords::find_by_folded(db, fold(text)); });
    return found ? found->id : KeywordId{};
  }
  Result<web::PlanProblems> put_words(std::vector<web::KeywordPlanRow> rows) {
    int number = 0;
    for (auto& row : rows) row.row = ++number;
    return run(parts().commands.put_keyword_plan(actor("wang"), {kMonday, "", std::move(rows)}));
  }
  Result<web::PlanProblems> put_line(Date monday, std::vector<std::string> keywords,
                                     LineSource source = LineSource::kNew,
                                     const std::string& note = "") {
    web::PlanRow row;
    row.row = 1;
    row.login = "lilei";
    row.work_type = "forum_post";
    row.quantity = 3;
    row.keywords = std::move(keywords);
    row.source = source;
    row.note = note;
    return run(parts().commands.put_plan(actor("wang"), {monday, "", {row}}));
  }
  Result<ReviewActionId> act(const std::string& text, const std::string& login = "",
                             const std::string& type = "", int quantity = 0) {
    return run(parts().commands.add_review_action(actor("wang"),
                                                  {kMonday, "", text, login, type, quantity}));
  }
  ClaimId verified(int number) {
    const std::string url = "http://forum.example/t/" + std::to_string(number);
    web.page(url, "帖子 " + std::to_string(number), "空气净化器怎么选");
    const ClaimId claim = report("lilei", url);
    look(claim);
    return claim;
  }
};

TEST(KeywordWrites, a_list_is_taken_word_by_word_and_told_again_changes_nothing) {
  ReviewWorld world;
  const std::string list =
      "关键词,分组,搜索量,意图\n空气净化器,净化,1200,4\n除甲醛,净化,很多,5\nＡＩ客服,,80,9\nai客服,"
      ",,\n";
  const auto tried = world.import(list, true);
  EXPECT_EQ(tried.added, 3);
  EXPECT_FALSE(world.keyword("空气净化器")) << "a dry run changes nothing";
  const auto done = world.import(list);
  EXPECT_EQ(done.added, 3);
  ASSERT_EQ(done.repeated.size(), 1U);
  EXPECT_EQ(done.repeated[0].same_as_row, 4);
  EXPECT_EQ(done.problems.size(), 2U) << "two cells, and both words are in";
  const auto again = world.import(list);
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.changed, 0);
  EXPECT_EQ(again.same, 3);
  const auto changed = world.import("关键词,搜索量\n空气净化器,1500\n");
  EXPECT_EQ(changed.changed, 1);
  const auto cards = world.read<std::vector<KeywordCard>>(
      [](store::Connection& db) { return store::keyword_plans::cards(db); });
  EXPECT_EQ(cards[0].searches, 1500);
  EXPECT_EQ(cards[0].group, "净化") << "what the list does not say stays";
  EXPECT_TRUE(world.parts().troubles.empty());
}

TEST(KeywordWrites, lines_of_work_pick_the_words_of_the_week) {
  ReviewWorld world;
  world.import("空气净化器\n除甲醛\n");
  EXPECT_TRUE(must(world.put_line(kMonday, {"除甲醛"})).empty()) << "no words are planned";
  web::KeywordPlanRow word;
  word.keyword = "空气净化器";
  word.goal = "rank:10";
  word.login = "lilei";
  word.platforms = {"知乎"};
  ASSERT_TRUE(must(world.put_words({word})).empty());
  EXPECT_EQ(must(world.put_line(kMonday, {"除甲醛"})).size(), 1U);
  EXPECT_TRUE(must(world.put_line(kMonday, {"空气净化器"})).empty());
  word.goal = "rank:0";
  word.login = "zhaoliu";
  web::KeywordPlanRow unknown;
  unknown.keyword = "没有的词";
  EXPECT_EQ(must(world.put_words({word, unknown})).size(), 3U);
  EXPECT_EQ(world.count("SELECT count(*) FROM keyword_plan"), 1) << "nothing was written";
}

TEST(KeywordWrites, a_card_is_changed_within_its_bounds) {
  ReviewWorld world;
  world.import("空气净化器\n");
  const auto patch = [&](auto change) {
    web::PatchKeyword request;
    request.keyword = world.keyword("空气净化器");
    change(request);
    return world.run(world.parts().commands.patch_keyword(world.actor("wang"), request));
  };
  EXPECT_TRUE(patch([](auto& r) {
    r.intent = 5;
    r.difficulty = 40;
    r.site = "lanjing.example";
  }));
  EXPECT_FALSE(patch([](auto& r) { r.intent = 6; }));
  EXPECT_FALSE(patch([](auto& r) { r.difficulty = 101; }));
  EXPECT_FALSE(patch([](auto& r) { r.site = "nobody.example"; }));
  EXPECT_FALSE(patch([](auto& r) { r.target_url = "nowhere"; }));
  EXPECT_EQ(world.count("SELECT intent * 1000 + difficulty FROM keyword_fact"), 5040);
  EXPECT_TRUE(patch([](auto& r) { r.retire = true; }));
  EXPECT_FALSE(world.keyword("空气净化器"));
}

TEST(ReviewWrites, an_action_comes_back_in_the_next_plan_until_it_stands_there) {
  ReviewWorld world;
  EXPECT_FALSE(world.act(""));
  EXPECT_FALSE(world.act("多写问答", "", "qa_answer", 3)) << "by whom?";
  EXPECT_FALSE(world.act("多写问答", "zhaoliu", "qa_answer", 3)) << "of another team";
  ASSERT_TRUE(world.act("统一标题写法"));
  const auto action = world.act("补发论坛帖", "lilei", "论坛发帖", 3);
  ASSERT_TRUE(action);
  const auto open = [&] {
    return world.count("SELECT count(*) FROM review_action WHERE state = 'open'");
  };
  EXPECT_EQ(open(), 2);
  ASSERT_TRUE(must(world.put_line(kNext, {}, LineSource::kAction, "补发论坛帖")).empty());
  EXPECT_EQ(open(), 2) << "a draft takes nothing up";
  ASSERT_TRUE(world.run(world.parts().commands.publish_plan(world.actor("wang"), {kNext, ""})));
  EXPECT_EQ(open(), 1);
  const auto close = [&](ReviewActionId id) {
    return world.run(world.parts().commands.close_review_action(world.actor("wang"), {id, true}));
  };
  EXPECT_TRUE(close(*action));
  EXPECT_EQ(close(*action).error().code, ErrorCode::kConflict);
}

TEST(ReviewWrites, spot_checks_are_drawn_once_from_what_is_verified_and_judged_by_somebody_else) {
  ReviewWorld world;
  world.web.page("http://forum.example/", "论坛", "首页");
  std::set<ClaimId> claims;
  for (int i = 1; i <= 12; ++i) claims.insert(world.verified(i));
  world.report("lilei", "http://forum.example/t/99");  // nothing is known of it yet
  const auto draw = [&] {
    return world.run(world.parts().commands.draw_spot_checks(world.actor("wang"), {kMonday, ""}));
  };
  EXPECT_EQ(must(draw()), 10);
  EXPECT_EQ(must(draw()), 2);
  EXPECT_EQ(draw().error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.count("SELECT count(DISTINCT claim_id) FROM spot_check"), 12);
  const auto judge = [&](const char* by, std::int64_t id, bool right) {
    return world.run(
        world.parts().commands.judge_spot_check(world.actor(by), {SpotCheckId{id}, right, ""}));
  };
  EXPECT_FALSE(judge("lilei", 1, true));
  EXPECT_TRUE(judge("wang", 1, true));
  EXPECT_TRUE(judge("wang", 2, false));
  EXPECT_EQ(judge("wang", 2, true).error().code, ErrorCode::kConflict) << "said once";
  const auto sum = world.read<store::reviews::SpotSum>(
      [](store::Connection& db) { return store::reviews::spot_sum(db, kMonday, kMonday); });
  EXPECT_EQ(sum.looked_at, 2);
  EXPECT_EQ(sum.wrong, 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM decision"), 0)
      << "the checker was judged, nobody's work";
}

}  // namespace
}  // namespace vouch::daemon::test
