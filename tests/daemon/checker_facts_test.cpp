#include "daemon/checker_facts.h"

#include <gmock/gmock.h>

#include "daemon/engine_watch.h"
#include "store/settings.h"
#include "tests/daemon/letter_world.h"

namespace vouch::daemon {
namespace {

using ::testing::HasSubstr;

const Stage kBaidu{StageKind::kIndex, "baidu"};

struct CoverageWorld : LetterWorld {
  CoverageWorld() : LetterWorld(at("2026-11-24", 9)) {}

  // How many notices the daily message's step made.
  int day_of(const Stage& stage, std::int64_t claims, std::int64_t answered) {
    return write<int>([&](store::WriteContext& context) {
      const alerts::RenderContext render = must(outgoing_context(context, rules)).render;
      return note_low_coverage(context, rules, render, {{stage, claims, answered}});
    });
  }
  void outage(Time since, Time told_at, bool lasts) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      EngineOutage known;
      known.told_at = told_at;
      if (lasts) known.providers["searxng:main"] = {{"baidu"}, "验证码", since, true};
      must(store::settings::put(context.db, kEngineOutageKey, to_json(known)));
      return 0;
    });
  }
};

TEST(LowCoverage, of_a_stage_is_told_to_the_operators_once_until_it_is_over) {
  CoverageWorld world;
  EXPECT_EQ(world.day_of(kLive, 20, 18), 0) << "nine in ten are enough";
  EXPECT_EQ(world.day_of(kLive, 19, 0), 0) << "too few to tell";
  EXPECT_EQ(world.day_of(kLive, 20, 17), 1);
  EXPECT_EQ(world.day_of(kLive, 20, 17), 0);
  world.run_until(at("2026-11-24", 9, 30));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(world.letters()[0].recipient, world.users.at("root"));
  const std::string text = world.text_of(world.letters()[0]);
  EXPECT_THAT(text, HasSubstr("检测 20 项，有结论 17 项（85%）"));
  EXPECT_THAT(text, HasSubstr("请先不要据此评价任何人"));
  world.run_until(at("2026-11-25", 9));
  EXPECT_EQ(world.day_of(kLive, 20, 3), 0) << "they know";
  EXPECT_EQ(world.day_of(kLive, 19, 19), 0) << "too few to tell that it is over";
  world.run_until(at("2026-11-26", 9));
  EXPECT_EQ(world.day_of(kLive, 20, 17), 0);
  EXPECT_EQ(world.day_of(kLive, 20, 20), 0);
  EXPECT_EQ(world.day_of(kLive, 20, 17), 1) << "fell again";
}

TEST(LowCoverage, of_engines_is_not_told_where_their_outage_was) {
  CoverageWorld world;
  world.outage(at("2026-11-23", 10), at("2026-11-23", 11), true);
  EXPECT_EQ(world.day_of(kBaidu, 100, 10), 0);
  EXPECT_EQ(world.day_of(kLive, 100, 10), 1) << "pages have nothing to do with it";
  world.outage({}, at("2026-11-23", 11), false);
  EXPECT_EQ(world.day_of(kBaidu, 100, 10), 0) << "over since, but the day was spoilt by it";
  world.outage({}, at("2026-11-21", 11), false);
  EXPECT_EQ(world.day_of(kBaidu, 100, 10), 1) << "not by that one";
}

TEST(LowCoverage, a_page_not_indexed_is_not_told_while_its_engine_cannot_be_asked) {
  CoverageWorld world;
  world.add_user("wang", Role::kSupervisor);
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    StageResult index;
    index.stage = kBaidu;
    index.state = StageState::kFail;
    index.episode = 1;
    Verdict verdict;
    verdict.claim = claim;
    verdict.work = WorkVerdict::kVerified;
    verdict.stages = {index};
    must(store::verdicts::put(context.db, verdict, checks::to_json(verdict)));
    alerts::NoticeFacts facts;
    facts.stage = kBaidu;
    facts.state = StageState::kFail;
    facts.episode = 1;
    facts.title = "标题";
    facts.url = "http://forum.example/x";
    facts.at_once = true;
    Notice notice;
    notice.key = alerts::notice_key(claim, kBaidu, 1, Audience::kSupervisor);
    notice.kind = NoticeKind::kIndexOverdue;
    notice.audience = Audience::kSupervisor;
    notice.recipient = world.users.at("wang");
    notice.claim = claim;
    notice.created_at = notice.due_at = context.now;
    notice.body = alerts::to_json(facts);
    must(store::notices::insert_once(context.db, notice));
    return 0;
  });
  world.outage(at("2026-11-24", 7), at("2026-11-24", 8), true);
  world.run_until(at("2026-11-24", 12));
  EXPECT_TRUE(world.letters().empty());
  world.outage({}, at("2026-11-24", 8), false);
  world.run_until(at("2026-11-24", 13, 5));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("未收录"));
}

}  // namespace
}  // namespace vouch::daemon
