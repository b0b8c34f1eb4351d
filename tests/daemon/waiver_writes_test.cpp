#include "daemon/waiver_writes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/people.h"
#include "store/waivers.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kGone = "http://forum.example/t/1";

struct WaiverWorld : World {
  WaiverWorld() { web.page("http://forum.example/", "论坛", "首页"); }
  web::AddWaiver wanted(const std::string& platform, const std::string& login) {
    web::AddWaiver request;
    request.platform = platform;
    request.login = login;
    request.from = "2026-11-23";
    request.to = "2026-11-25";
    request.reason = "平台故障";
    return request;
  }
  Result<WaiverId> waive(const std::string& actor_login, const std::string& platform,
                         const std::string& login) {
    return run(add_waiver(context(), actor(actor_login), wanted(platform, login)));
  }
  Status take_back(const std::string& actor_login, WaiverId id) {
    return run(end_waiver(context(), actor(actor_login), id));
  }
  WorkVerdict work(ClaimId claim) { return verdict(claim).work; }
};

TEST(WaiverWrites, a_platform_covers_claims_that_are_there_and_those_that_come) {
  WaiverWorld world;
  const ClaimId before = world.report("lilei", kGone);
  const std::string platform =
      world.read<std::string>([&](store::Connection& db) -> Result<std::string> {
        return must(store::claims::find(db, before)).platform;
      });
  ASSERT_TRUE(world.waive("wang", platform, ""));
  EXPECT_EQ(world.work(before), WorkVerdict::kWaived);
  const ClaimId after = world.report("hanmeimei", "http://forum.example/t/2");
  EXPECT_EQ(world.work(after), WorkVerdict::kWaived);
  const ClaimId elsewhere =
      world.report("lilei", "http://www.lanjing.example/news/3", "article_original");
  EXPECT_NE(world.work(elsewhere), WorkVerdict::kWaived);
  const ClaimId other_team = world.report("zhaoliu", "http://forum.example/t/4");
  EXPECT_NE(world.work(other_team), WorkVerdict::kWaived);
  world.run_until(at("2026-11-27", 12));
  EXPECT_TRUE(world.notices(before).empty());
}

TEST(WaiverWrites, of_a_person_taken_back_lets_the_negative_be_told) {
  WaiverWorld world;
  const auto id = world.waive("wang", "", "lilei");
  ASSERT_TRUE(id) << id.error().text();
  const ClaimId claim = world.report("lilei", kGone);
  world.run_until(at("2026-11-24", 18));
  EXPECT_EQ(world.work(claim), WorkVerdict::kWaived);
  ASSERT_TRUE(world.take_back("wang", *id));
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
  EXPECT_TRUE(world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kEmployee));
  const Status again = world.take_back("wang", *id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST(WaiverWrites, of_days_ends_when_its_term_ends) {
  WaiverWorld world;
  web::AddWaiver request = world.wanted("", "");
  request.from = request.to = "2026-11-24";
  request.until = at("2026-11-25", 12);
  ASSERT_TRUE(world.run(add_waiver(world.context(), world.actor("wang"), request)));
  const ClaimId claim = world.report("lilei", kGone);
  world.run_until(at("2026-11-25", 11));
  EXPECT_EQ(world.work(claim), WorkVerdict::kWaived);
  world.run_until(at("2026-11-25", 13));
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
}

TEST(WaiverWrites, of_a_team_goes_with_its_people_and_brings_nobody_under_it) {
  WaiverWorld world;
  ASSERT_TRUE(world.waive("wang", "", ""));
  const ClaimId mine = world.report("lilei", kGone);
  const ClaimId others = world.report("zhaoliu", "http://forum.example/t/4");
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    User lilei = must(store::people::find_user(context.db, world.user("lilei")));
    User zhaoliu = must(store::people::find_user(context.db, world.user("zhaoliu")));
    std::swap(lilei.team, zhaoliu.team);
    must(store::people::update_user(context.db, lilei));
    must(store::people::update_user(context.db, zhaoliu));
    return 0;
  });
  world.run_until(at("2026-11-24", 18));
  EXPECT_EQ(world.work(mine), WorkVerdict::kWaived);
  EXPECT_EQ(world.work(others), WorkVerdict::kFailed);
}

TEST(WaiverWrites, take_no_proof_away_and_yield_to_a_later_decision) {
  WaiverWorld world;
  world.web.page("http://blog.example/a", "不锈钢阀门选型", "在");
  const ClaimId there = world.report("lilei", "http://blog.example/a", "blog_post");
  const ClaimId gone = world.report("lilei", kGone);
  world.run_until(at("2026-11-24", 18));
  ASSERT_TRUE(world.waive("wang", "", "lilei"));
  EXPECT_EQ(world.work(there), WorkVerdict::kVerified);
  EXPECT_EQ(world.work(gone), WorkVerdict::kWaived);
  world.pass(std::chrono::minutes(5));
  web::Decide confirm;
  confirm.claim = gone;
  confirm.kind = DecisionKind::kConfirm;
  confirm.reason = "已人工查看";
  must(world.run(world.parts().commands.decide(world.actor("wang"), confirm)));
  EXPECT_EQ(world.work(gone), WorkVerdict::kConfirmed);
}

TEST(WaiverWrites, that_begins_inside_the_grace_gives_the_grace_back) {
  WaiverWorld world;
  const ClaimId claim = world.report("lilei", kGone);
  world.run_until(at("2026-11-24", 18));
  ASSERT_EQ(world.work(claim), WorkVerdict::kFailed);
  web::AddWaiver request = world.wanted("", "lilei");
  request.until = at("2026-11-26", 12);
  ASSERT_TRUE(world.run(add_waiver(world.context(), world.actor("wang"), request)));
  world.run_until(at("2026-11-26", 13));
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
  EXPECT_EQ(world.verdict(claim).public_at, at("2026-11-27", 12));
}

TEST(WaiverWrites, nobody_exempts_himself_or_others_people) {
  WaiverWorld world;
  const auto code = [&](const std::string& actor, const std::string& login) {
    const auto id = world.waive(actor, "", login);
    return id ? std::optional<ErrorCode>() : std::optional<ErrorCode>(id.error().code);
  };
  EXPECT_EQ(code("wang", "wang"), ErrorCode::kDenied);
  EXPECT_EQ(code("wang", "zhaoliu"), ErrorCode::kDenied);
  EXPECT_EQ(code("zhao", ""), ErrorCode::kDenied);  // leads no team today
  EXPECT_EQ(code("root", "zhaoliu"), std::nullopt);
  // Whoever reports himself is not covered by his own waiver of the whole team.
  ASSERT_TRUE(world.waive("wang", "", ""));
  const ClaimId own = world.report("wang", "http://forum.example/t/9");
  EXPECT_NE(world.work(own), WorkVerdict::kWaived);
}

TEST(WaiverWrites, what_makes_no_sense_is_refused_with_its_field) {
  WaiverWorld world;
  const auto field = [&](auto change) {
    web::AddWaiver request = world.wanted("", "");
    change(request);
    const auto id = world.run(add_waiver(world.context(), world.actor("root"), request));
    return id ? std::string("accepted") : id.error().where;
  };
  EXPECT_EQ(field([](auto& r) { r.platform = "nowhere"; }), "platform");
  EXPECT_EQ(field([](auto& r) { r.login = "nobody"; }), "login");
  EXPECT_EQ(field([](auto& r) { r.from = "yesterday"; }), "from");
  EXPECT_EQ(field([](auto& r) { r.to = "2026-11-22"; }), "to");
  EXPECT_EQ(field([](auto& r) { r.to = "2027-12-24"; }), "to");
  EXPECT_EQ(field([&](auto& r) { r.until = world.now(); }), "until");
  EXPECT_EQ(field([](auto& r) { r.reason = "嗯"; }), "reason");
}

TEST(WaiverWrites, what_a_crash_left_is_judged_after_the_start) {
  WaiverWorld world;
  const ClaimId claim = world.report("lilei", kGone);
  world.write<WaiverId>([&](store::WriteContext& writing) {
    return write_waiver(writing, world.rules(), world.actor("wang"), world.wanted("", "lilei"));
  });
  EXPECT_NE(world.work(claim), WorkVerdict::kWaived);
  world.crash();
  world.open();
  world.run(judge_waived(world.context()));
  EXPECT_EQ(world.work(claim), WorkVerdict::kWaived);
}

}  // namespace
}  // namespace vouch::daemon::test
