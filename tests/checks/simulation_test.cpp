// Schedule and verdict together over whole lives of a claim: the daemon's loop without the daemon.
// The truth is a function of the hour; looks happen when next_look says so.
#include <functional>

#include <gtest/gtest.h>

#include "checks/schedule.h"
#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

using See = std::function<Reason(double hour)>;

class Life {
 public:
  explicit Life(ClaimPlan asked, Lane lane = {}) : plan_(std::move(asked)), lane_(lane) {}

  Verdict at(double hour) const { return judge(history_, {}, hour, plan_); }

  // Looks as they come due, up to `end`. `content` is asked only when the page is seen.
  Life& live_until(double end, const See& see, const See& content = {}) {
    while (const auto next = next_look(claim(), plan_, at(now_), lane_,
                                       lane_history(lane_, history_.history.observations))) {
      const double due = static_cast<double>((*next - kSubmitted).count()) / 3'600'000.0;
      if (due > end) break;
      // What is overdue is made now, some milliseconds after the last one (design §8).
      now_ = std::max(now_ + 0.001, due);
      const Reason reason = see(now_);
      if (lane_.kind == StageKind::kIndex) {
        history_.see(Stage{StageKind::kIndex, lane_.engine}, now_, reason);
      } else {
        history_.live(now_, reason);
        const bool page = outcome_of(reason) == Outcome::kFound;
        if (page) history_.content(now_, content ? content(now_) : Reason::kOk);
        if (outcome_of(reason) == Outcome::kInconclusive) history_.content(now_, reason);
      }
      ++looks_;
      const Verdict verdict = at(now_);
      accused_ = accused_ || accuses(verdict);
      if (accuses(verdict) && first_accused_ < 0) first_accused_ = now_;
      if (looks_ > 500) throw std::runtime_error("the schedule runs in circles");
    }
    now_ = std::max(now_, end);
    return *this;
  }

  [[nodiscard]] int looks() const { return looks_; }
  [[nodiscard]] bool accused() const { return accused_; }
  [[nodiscard]] double first_accused() const { return first_accused_; }

 private:
  ClaimPlan plan_;
  Lane lane_;
  HistoryBuilder history_;
  double now_ = 0;
  int looks_ = 0;
  bool accused_ = false;
  double first_accused_ = -1;
};

ClaimPlan with_deadline(int hours) {
  Policy policy = backlink_policy();
  policy.live_deadline = std::chrono::hours(hours);
  return plan_claim(claim(), policy, open_platform(), {{"baidu", true}});
}

Reason always(double) {
  return Reason::kOk;
}
Reason never(double) {
  return Reason::kHttp404;
}

class Deadlines : public testing::TestWithParam<int> {};  // of the shipped policies

TEST_P(Deadlines, a_page_that_never_was_needs_correction_within_48_h_of_the_deadline) {
  Life life(with_deadline(GetParam()));
  life.live_until(GetParam() + 48, never);
  EXPECT_EQ(life.at(GetParam() + 48).work, WorkVerdict::kFailed);
  EXPECT_GE(life.first_accused(), GetParam());
  EXPECT_LE(life.looks(), 8);
}

TEST_P(Deadlines, a_missing_link_needs_correction_within_48_h_of_the_deadline) {
  Life life(with_deadline(GetParam()));
  life.live_until(GetParam() + 48, always, [](double) { return Reason::kBacklinkMissing; });
  EXPECT_EQ(life.at(GetParam() + 48).work, WorkVerdict::kFailed);
  EXPECT_EQ(life.at(GetParam() + 48).reason, Reason::kBacklinkMissing);
}

TEST_P(Deadlines, a_page_that_is_there_is_verified_within_minutes_and_never_accused) {
  Life life(with_deadline(GetParam()));
  life.live_until(0.3, always);
  EXPECT_EQ(life.at(0.3).work, WorkVerdict::kVerified);
  life.live_until(900, always);
  EXPECT_FALSE(life.accused());
  EXPECT_LE(life.looks(), 8);
}

TEST_P(Deadlines, a_page_published_just_before_the_deadline_is_neither_failed_nor_late) {
  const double published = GetParam() - 0.1;
  Life life(with_deadline(GetParam()));
  life.live_until(GetParam() + 48,
                  [&](double hour) { return hour < published ? Reason::kHttp404 : Reason::kOk; });
  EXPECT_FALSE(life.accused());
  const Verdict verdict = life.at(GetParam() + 48);
  EXPECT_EQ(verdict.work, WorkVerdict::kVerified);
  EXPECT_FALSE(verdict.stages.at(0).late);
}

INSTANTIATE_TEST_SUITE_P(policies, Deadlines, testing::Values(2, 24, 48, 72));

TEST(Lives, a_wall_that_falls_after_days_lets_the_claim_be_verified_by_itself) {
  for (const double falls : {30.0, 100.0, 300.0}) {
    Life life(with_deadline(24));
    life.live_until(falls + 30,
                    [&](double hour) { return hour < falls ? Reason::kCaptcha : Reason::kOk; });
    EXPECT_FALSE(life.accused());
    EXPECT_EQ(life.at(falls + 30).work, WorkVerdict::kVerified) << falls;
    EXPECT_LE(life.looks(), 12 + static_cast<int>(falls) / 19);  // never hammered
  }
}

TEST(Lives, a_wall_that_stays_becomes_work_for_a_person_and_no_accusation) {
  Life life(with_deadline(24));
  life.live_until(200, [](double) { return Reason::kLoginWall; });
  EXPECT_EQ(life.at(72.1).work, WorkVerdict::kManual);
  EXPECT_EQ(life.at(200).work, WorkVerdict::kManual);
  EXPECT_FALSE(life.accused());
}

TEST(Lives, a_page_that_vanishes_inside_the_window_is_found_out_and_after_it_left_alone) {
  const auto gone_at = [](double gone) {
    return [gone](double hour) { return hour < gone ? Reason::kOk : Reason::kHttp404; };
  };
  for (const double gone : {20.0, 50.0, 160.0, 330.0}) {
    Life life(with_deadline(24));
    life.live_until(gone + 24 * 18, gone_at(gone));
    EXPECT_TRUE(life.accused()) << gone;
    EXPECT_EQ(life.at(gone + 24 * 18).work, WorkVerdict::kRegressed) << gone;
  }
  Life late(with_deadline(24));
  late.live_until(2000, gone_at(724));
  EXPECT_FALSE(late.accused());
  EXPECT_EQ(late.at(2000).work, WorkVerdict::kVerified);
}

TEST(Lives, a_mended_page_is_noticed_within_a_day_and_a_half) {
  Life life(with_deadline(24));
  life.live_until(200, [](double hour) { return hour < 100 ? Reason::kHttp404 : Reason::kOk; });
  EXPECT_TRUE(life.accused());
  EXPECT_EQ(life.at(136).work, WorkVerdict::kVerified);
  EXPECT_EQ(life.at(136).phase, FailedPhase::kCorrected);
}

// Whatever walls and outages come between: a page that is always there is never accused.
TEST(Lives, an_honest_claim_survives_any_weather) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    Life life(with_deadline(random.of({2, 24, 48, 72})));
    life.live_until(900, [&](double) {
      return random.chance(3) ? random.of({Reason::kCaptcha, Reason::kTimeout, Reason::kHttp5xx,
                                           Reason::kDns, Reason::kHttp403})
                              : Reason::kOk;
    });
    ASSERT_FALSE(life.accused()) << seed;
    ASSERT_EQ(life.at(900).work, WorkVerdict::kVerified) << seed;
  }
}

const Lane kBaiduLane{StageKind::kIndex, "baidu"};

TEST(Lives, an_engine_that_never_lists_the_page_ends_as_not_indexed_and_one_that_does_as_indexed) {
  Life missing(plan(), kBaiduLane);
  missing.live_until(24 * 10, [](double) { return Reason::kSerpNoMatch; });
  EXPECT_EQ(missing.at(24 * 10).engines.at(0).verdict, IndexVerdict::kNotIndexed);
  EXPECT_FALSE(missing.accused());
  EXPECT_LE(missing.looks(), 9);
  Life listed(plan(), kBaiduLane);
  listed.live_until(24 * 10,
                    [](double hour) { return hour < 24 * 4 ? Reason::kSerpNoMatch : Reason::kOk; });
  EXPECT_EQ(listed.at(24 * 10).engines.at(0).verdict, IndexVerdict::kIndexed);
  EXPECT_LE(listed.looks(), 5);
  Life blocked(plan(), kBaiduLane);
  blocked.live_until(24 * 10, [](double) { return Reason::kBlocked; });
  EXPECT_EQ(blocked.at(24 * 10).engines.at(0).verdict, IndexVerdict::kCouldNotCheck);
}

}  // namespace
}  // namespace vouch::checks::test
