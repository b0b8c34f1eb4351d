#include "daemon/claim_transaction.h"

#include <gtest/gtest.h>

#include "daemon/claim_writes.h"
#include "daemon/page_record.h"
#include "store/evidence.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using fakes::Reply;

constexpr const char* kPost = "http://forum.example/t/1";

// What a look would hand over, with the lease that it took.
PageRecord seen(World& world, ClaimId claim, Reason reason) {
  const store::Look look = world.pending(claim, "page").value();
  return world.write<PageRecord>([&](store::WriteContext& context) -> Result<PageRecord> {
    EXPECT_TRUE(must(store::looks::lease(context.db, look.id, look.attempt)));
    PageRecord page;
    page.look = must(store::looks::find(context.db, look.id));
    page.claim = must(store::claims::find(context.db, claim));
    checks::PageJudgement judgement;
    judgement.live = {outcome_of(reason), reason};
    page.findings = findings_of(judgement, nullptr);
    page.proved = true;
    page.canary = {true, "http://control.example/", context.now};
    Hop hop;
    hop.url = kPost;
    hop.status = 200;
    hop.response_head = "HTTP/1.1 200 OK\r\n\r\n";
    hop.body = std::make_shared<const std::string>("bytes");
    page.exchange.hops.push_back(hop);
    SafeRandom random;
    page.evidence.push_back(store::prepare_evidence(hop, "page", random));
    return page;
  });
}

Result<ClaimChange> record(World& world, const PageRecord& page, const Rulebook& rules) {
  return world.try_write<ClaimChange>(
      [&](store::WriteContext& context) { return record_page(context, rules, page); });
}

// The looks that a page gone for good gets until the claim has FAILED.
void fail_it(World& world, ClaimId claim) {
  for (int i = 0; i < 5 && world.verdict(claim).work != WorkVerdict::kFailed; ++i)
    world.look(claim);
  ASSERT_EQ(world.verdict(claim).work, WorkVerdict::kFailed);
}

TEST(ClaimTransaction, observation_verdict_next_look_and_notices_appear_together) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  fail_it(world, claim);
  const auto seen = world.observations(claim);
  EXPECT_EQ(seen.back().reason, Reason::kHttp404);
  EXPECT_TRUE(seen.back().negative_proved);
  EXPECT_FALSE(seen.back().evidence.empty());
  EXPECT_TRUE(world.pending(claim, "page"));
  EXPECT_TRUE(world.pending(claim, "timer"));  // the end of grace changes the verdict
  const auto employee = world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kEmployee);
  const auto supervisor = world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kSupervisor);
  ASSERT_TRUE(employee);
  ASSERT_TRUE(supervisor);
  EXPECT_EQ(employee->due_at, seen.back().observed_at);
  EXPECT_EQ(supervisor->due_at, seen.back().observed_at + std::chrono::hours(24));
}

TEST(ClaimTransaction, two_negatives_inside_the_spacing_or_before_the_deadline_fail_nobody) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);  // ten minutes after submission
  world.look(claim);  // at the deadline, ten minutes inside the spacing of two hours
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kPending);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(ClaimTransaction, a_failure_in_the_middle_leaves_nothing) {
  World world;
  const ClaimId claim = world.report("lilei", kPost);
  const PageRecord page = seen(world, claim, Reason::kHttp404);
  Rulebook broken = world.rules();
  broken.policies.clear();  // the judgement at the end of the transaction cannot be made
  const auto done = record(world, page, broken);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::kCorrupt) << done.error().text();
  EXPECT_TRUE(world.observations(claim).empty());
  EXPECT_EQ(world.count("SELECT count(*) FROM evidence"), 0);
  EXPECT_EQ(world.count("SELECT count(*) FROM canary"), 0);
  EXPECT_EQ(world.pending(claim, "page").value().id, page.look.id);
  must(record(world, page, world.rules()));  // and it can be done again
  EXPECT_EQ(world.observations(claim).size(), 1U);
}

TEST(ClaimTransaction, a_dispute_written_between_fetch_and_record_counts) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.look(claim);
  const web::Actor author = world.actor("lilei");
  world.web.on_fetch = [&](const Url& url) {
    if (url.href() != kPost) return;
    world.web.on_fetch = {};
    world.write<Said>([&](store::WriteContext& context) {
      return say_dispute(context, world.rules(), author,
                         {claim, std::nullopt, "平台审核中，请等等"});
    });
  };
  world.look(claim);  // would be the second counted negative
  EXPECT_EQ(world.stage(claim, kLive).state, StageState::kFail);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kDisputed);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(ClaimTransaction, a_look_is_recorded_once_whatever_is_tried) {
  World world;
  const ClaimId claim = world.report("lilei", kPost);
  const PageRecord page = seen(world, claim, Reason::kOk);
  ASSERT_TRUE(record(world, page, world.rules()));
  const auto again = record(world, page, world.rules());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  const Observation first = world.observations(claim).at(0);
  const auto twin = world.try_write<ObservationId>([&](store::WriteContext& context) {
    Observation copy = first;
    copy.observed_at += std::chrono::hours(1);
    return store::observations::insert(context.db, copy);
  });
  ASSERT_FALSE(twin);  // UNIQUE(claim, stage, look_no)
  EXPECT_EQ(twin.error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.observations(claim).size(), 1U);
}

TEST(ClaimTransaction, a_result_under_an_old_lease_is_discarded) {
  World world;
  const ClaimId claim = world.report("lilei", kPost);
  const PageRecord old = seen(world, claim, Reason::kHttp404);
  const PageRecord present = seen(world, claim, Reason::kOk);  // leased again meanwhile
  const auto late = record(world, old, world.rules());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  ASSERT_TRUE(record(world, present, world.rules()));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_EQ(world.observations(claim).size(), 1U);
}

TEST(ClaimTransaction, what_could_not_be_checked_never_makes_a_notice_and_ends_with_a_person) {
  World world;
  world.web.pages.on(kPost, Reply::with_status(200, "<title>安全验证</title>请完成验证码"))
      .now(kPost, Reply::with_status(403, "no"));
  const ClaimId claim = world.report("lilei", kPost);
  for (int i = 0; i < 12 && world.verdict(claim).work != WorkVerdict::kManual; ++i) {
    world.look(claim);
    EXPECT_EQ(world.observations(claim).back().outcome, Outcome::kInconclusive);
  }
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kManual);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(ClaimTransaction,
     an_observation_is_later_than_the_one_before_even_when_the_clock_was_set_back) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  const Time first = world.observations(claim).back().observed_at;
  const PageRecord page = seen(world, claim, Reason::kOk);
  world.set(first - std::chrono::hours(1));
  ASSERT_TRUE(record(world, page, world.rules()));
  EXPECT_EQ(world.observations(claim).back().observed_at, first + Millis(1));
  const PageRecord next = seen(world, claim, Reason::kOk);
  world.set(first + std::chrono::hours(1));
  ASSERT_TRUE(record(world, next, world.rules()));
  EXPECT_EQ(world.observations(claim).back().observed_at, first + std::chrono::hours(1));
}

TEST(ClaimTransaction, a_corrected_page_is_found_by_itself_and_the_supervisor_hears_nothing) {
  World world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", kPost);
  fail_it(world, claim);
  world.web.page(kPost, "不锈钢阀门选型", "补发了");
  world.look(claim);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_EQ(world.verdict(claim).phase, FailedPhase::kCorrected);
  world.run_until(world.now() + std::chrono::hours(72));
  EXPECT_EQ(world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kSupervisor)->state,
            NoticeState::kDropped);
}

TEST(ClaimTransaction, a_withdrawn_claim_loses_its_looks_also_the_one_under_way) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  const web::Actor author = world.actor("lilei");
  world.web.on_fetch = [&](const Url& url) {
    if (url.href() != kPost) return;
    world.web.on_fetch = {};
    const Said said = world.write<Said>([&](store::WriteContext& context) {
      web::Decide request;
      request.claim = claim;
      request.kind = DecisionKind::kWithdraw;
      request.reason = "撤回";
      return say_decision(context, world.rules(), author, request);
    });
    world.context().apply(said.change);
  };
  world.look(claim);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVoid);
  EXPECT_TRUE(world.observations(claim).empty());
  EXPECT_FALSE(world.pending(claim, "page"));
  EXPECT_EQ(world.context().counters.stale_looks, 1U);
  EXPECT_TRUE(world.context().in_flight.empty());
}

}  // namespace
}  // namespace vouch::daemon::test
