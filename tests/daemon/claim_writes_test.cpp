#include "daemon/claim_writes.h"

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kReason = "已经人工看过了";

struct ClaimWorld : World {
  ClaimWorld() { web.page("http://forum.example/", "论坛", "首页"); }

  Result<DecisionId> decide(const std::string& login, ClaimId claim, DecisionKind kind,
                            const std::string& reason = kReason,
                            std::optional<Time> until = std::nullopt) {
    web::Decide request;
    request.claim = claim;
    request.kind = kind;
    request.reason = reason;
    request.until = until;
    const web::Actor by =
        login == "local" ? web::Actor{{}, Role::kAdmin, "local", web::Via::kSocket} : actor(login);
    return run(parts().commands.decide(by, std::move(request)));
  }
  Result<DisputeId> dispute(const std::string& login, ClaimId claim,
                            const std::string& text = "平台正在审核这个帖子") {
    web::OpenDispute request;
    request.claim = claim;
    request.text = text;
    return run(parts().commands.open_dispute(actor(login), std::move(request)));
  }
  Status close(const std::string& login, DisputeId dispute, bool accept) {
    web::CloseDispute request;
    request.dispute = dispute;
    request.accept = accept;
    request.answer = kReason;
    return run(parts().commands.close_dispute(actor(login), std::move(request)));
  }
  ClaimId failed() {
    const ClaimId claim = report("lilei", kPost);
    for (int i = 0; i < 5 && verdict(claim).work != WorkVerdict::kFailed; ++i) look(claim);
    EXPECT_EQ(verdict(claim).work, WorkVerdict::kFailed);
    return claim;
  }
  ClaimId could_not_check() {
    web.change(kPost, fakes::Reply::with_status(403, "no"));
    const ClaimId claim = report("lilei", kPost);
    for (int i = 0; i < 12 && verdict(claim).work != WorkVerdict::kManual; ++i) look(claim);
    EXPECT_EQ(verdict(claim).work, WorkVerdict::kManual);
    return claim;
  }
  WorkVerdict work(ClaimId claim) { return verdict(claim).work; }
};

TEST(ClaimWrites, a_reason_is_a_preset_or_four_characters_or_ten_letters) {
  for (const char* good : {"说明", " 知道了 ", "帖子在审核", "see the page"})
    EXPECT_TRUE(is_reason(good)) << good;
  for (const char* bad : {"", "好的", "ok", "!!!!!!!!!!!!", "see page"})
    EXPECT_FALSE(is_reason(bad)) << bad;
}

TEST(ClaimWrites, nobody_decides_in_his_own_favour_and_no_stranger_decides) {
  ClaimWorld world;
  const ClaimId own = world.failed();
  EXPECT_EQ(world.decide("lilei", own, DecisionKind::kWaive).error().code, ErrorCode::kDenied);
  EXPECT_EQ(world.decide("hanmeimei", own, DecisionKind::kWaive).error().code, ErrorCode::kDenied);
  EXPECT_EQ(world.decide("zhao", own, DecisionKind::kWaive).error().code, ErrorCode::kDenied);
  const ClaimId of_wang = world.report("wang", "http://forum.example/t/7");
  EXPECT_EQ(world.decide("wang", of_wang, DecisionKind::kAcceptManual).error().code,
            ErrorCode::kDenied);
  EXPECT_TRUE(world.decide("root", of_wang, DecisionKind::kAcceptManual));
  EXPECT_TRUE(world.decide("wang", own, DecisionKind::kWaive));
}

TEST(ClaimWrites, a_decision_without_a_reason_is_refused_and_changes_nothing) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  EXPECT_EQ(world.decide("wang", claim, DecisionKind::kOverrule, "ok").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
}

TEST(ClaimWrites, one_persons_not_there_leaves_could_not_check_a_second_persons_counts) {
  ClaimWorld world;
  const ClaimId claim = world.could_not_check();
  must(world.decide("wang", claim, DecisionKind::kRejectManual));
  must(world.decide("wang", claim, DecisionKind::kRejectManual));
  EXPECT_EQ(world.work(claim), WorkVerdict::kManual);
  must(world.decide("local", claim, DecisionKind::kRejectManual));  // may be Wang again
  EXPECT_EQ(world.work(claim), WorkVerdict::kManual);
  must(world.decide("root", claim, DecisionKind::kRejectManual));
  EXPECT_EQ(world.work(claim), WorkVerdict::kConfirmed);
}

TEST(ClaimWrites, one_person_confirms_only_what_the_machine_proved) {
  ClaimWorld world;
  const ClaimId unknown = world.could_not_check();
  EXPECT_EQ(world.decide("wang", unknown, DecisionKind::kConfirm).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(world.work(unknown), WorkVerdict::kManual);
  ClaimWorld other;
  const ClaimId claim = other.failed();
  must(other.decide("wang", claim, DecisionKind::kConfirm));
  EXPECT_EQ(other.work(claim), WorkVerdict::kConfirmed);
}

TEST(ClaimWrites, a_recheck_is_made_at_once_three_times_a_day) {
  ClaimWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  for (int left = 2; left >= 0; --left) {
    const auto asked = must(world.run(world.parts().commands.recheck(world.actor("lilei"), claim)));
    EXPECT_EQ(asked.left_today, left);
    EXPECT_LE(asked.due_at, world.now());
    world.look(claim);
  }
  EXPECT_EQ(world.observations(claim).size(), 3U);
  EXPECT_EQ(world.run(world.parts().commands.recheck(world.actor("lilei"), claim)).error().code,
            ErrorCode::kUnavailable);
  world.set(at("2026-11-25", 8));
  EXPECT_TRUE(world.run(world.parts().commands.recheck(world.actor("wang"), claim)));
  EXPECT_EQ(world.run(world.parts().commands.recheck(world.actor("hanmeimei"), claim)).error().code,
            ErrorCode::kDenied);
}

TEST(ClaimWrites, the_answer_corrected_brings_a_look_now_and_a_mere_explanation_none) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  const Time planned = world.pending(claim, "page")->due_at;
  must(world.decide("lilei", claim, DecisionKind::kAnswer, "说明"));
  EXPECT_EQ(world.pending(claim, "page")->due_at, planned);
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
  world.web.page(kPost, "不锈钢阀门选型", "补好了");
  must(world.decide("lilei", claim, DecisionKind::kAnswer, "已补正"));
  EXPECT_LE(world.pending(claim, "page")->due_at, world.now());
  world.look(claim);
  EXPECT_EQ(world.work(claim), WorkVerdict::kVerified);
}

TEST(ClaimWrites, only_the_author_withdraws) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  EXPECT_EQ(world.decide("wang", claim, DecisionKind::kWithdraw, "撤回").error().code,
            ErrorCode::kDenied);
  must(world.decide("lilei", claim, DecisionKind::kWithdraw, "撤回"));
  EXPECT_EQ(world.work(claim), WorkVerdict::kVoid);
  EXPECT_FALSE(world.pending(claim, "page"));
  EXPECT_FALSE(world.pending(claim, "timer"));
}

TEST(ClaimWrites, a_dispute_holds_the_negative_back_and_opens_a_fresh_look) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  EXPECT_EQ(world.dispute("wang", claim).error().code, ErrorCode::kDenied);
  const DisputeId dispute = must(world.dispute("lilei", claim));
  EXPECT_EQ(world.work(claim), WorkVerdict::kDisputed);
  EXPECT_LE(world.pending(claim, "page")->due_at, world.now());
  EXPECT_EQ(world.dispute("lilei", claim).error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.close("lilei", dispute, true).error().code, ErrorCode::kDenied);
  EXPECT_EQ(world.close("hanmeimei", dispute, true).error().code, ErrorCode::kDenied);
  EXPECT_TRUE(world.close("wang", dispute, true));
  EXPECT_EQ(world.work(claim), WorkVerdict::kAccepted);
  EXPECT_EQ(world.close("wang", dispute, false).error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.work(claim), WorkVerdict::kAccepted);
}

TEST(ClaimWrites, a_rejected_dispute_leaves_what_the_machine_found) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  EXPECT_TRUE(world.close("wang", must(world.dispute("lilei", claim)), false));
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
}

TEST(ClaimWrites, a_dispute_nobody_answers_stands_for_the_employee_after_three_working_days) {
  ClaimWorld world;
  const ClaimId claim = world.failed();  // Tuesday
  must(world.dispute("lilei", claim));
  world.run_until(at("2026-11-27", 16));
  EXPECT_EQ(world.work(claim), WorkVerdict::kDisputed);
  world.run_until(at("2026-11-27", 18));
  EXPECT_EQ(world.work(claim), WorkVerdict::kAccepted);
  EXPECT_EQ(world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kSupervisor)->state,
            NoticeState::kDropped);
}

TEST(ClaimWrites, days_on_which_the_supervisor_is_away_do_not_count_against_the_term) {
  ClaimWorld world;
  world.leave("wang", "2026-11-25", "2026-11-26");
  const ClaimId claim = world.failed();
  must(world.dispute("lilei", claim));
  EXPECT_EQ(world.count("SELECT due_at FROM dispute"),
            to_millis(at("2026-12-01", 0) + Zone::shanghai().time_of_day(world.now())));
}

TEST(ClaimWrites, a_waiver_ends_at_its_end) {
  ClaimWorld world;
  const ClaimId claim = world.failed();
  must(world.decide("wang", claim, DecisionKind::kWaive, kReason, at("2026-11-26", 12)));
  EXPECT_EQ(world.work(claim), WorkVerdict::kWaived);
  world.run_until(at("2026-11-26", 11, 59));
  EXPECT_EQ(world.work(claim), WorkVerdict::kWaived);
  world.run_until(at("2026-11-26", 12));
  EXPECT_EQ(world.work(claim), WorkVerdict::kFailed);
}

}  // namespace
}  // namespace vouch::daemon::test
