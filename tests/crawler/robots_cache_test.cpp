#include "crawler/net/robots_cache.h"

#include <gtest/gtest.h>

namespace vouch::crawler {
namespace {

const Time kStart = from_millis(1'700'000'000'000);

RobotsAnswer answered(int status, std::string body = {}) {
  RobotsAnswer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

RobotsAnswer silent(Reason reason) {
  RobotsAnswer answer;
  answer.failure = reason;
  return answer;
}

TEST(RobotsCache, every_status_has_its_meaning) {
  struct Row {
    int status;
    RobotsAccess access;
  };
  for (const Row& row :
       {Row{200, RobotsAccess::kRules}, Row{204, RobotsAccess::kRules},
        Row{301, RobotsAccess::kEverything}, Row{400, RobotsAccess::kEverything},
        Row{401, RobotsAccess::kEverything}, Row{403, RobotsAccess::kEverything},
        Row{404, RobotsAccess::kEverything}, Row{410, RobotsAccess::kEverything},
        Row{429, RobotsAccess::kUnreachable}, Row{500, RobotsAccess::kUnreachable},
        Row{503, RobotsAccess::kUnreachable}, Row{599, RobotsAccess::kUnreachable}}) {
    EXPECT_EQ(access(absorb(RobotsCopy{}, answered(row.status), kStart), kStart), row.access)
        << row.status;
  }
  const auto copy = absorb(RobotsCopy{}, silent(Reason::kTimeout), kStart);
  EXPECT_EQ(access(copy, kStart), RobotsAccess::kUnreachable);
  EXPECT_EQ(copy.failure, Reason::kTimeout);
}

TEST(RobotsCache, an_endless_chain_of_redirects_is_no_file) {
  RobotsAnswer answer = answered(302);
  answer.redirected_too_often = true;
  EXPECT_EQ(access(absorb(RobotsCopy{}, answer, kStart), kStart), RobotsAccess::kEverything);
}

TEST(RobotsCache, the_last_good_copy_stands_in_for_thirty_days) {
  auto copy = absorb(RobotsCopy{}, answered(200, "User-agent: *\nDisallow: /a"), kStart);
  copy = absorb(copy, answered(503), kStart + std::chrono::hours(25));
  EXPECT_EQ(copy.body, "User-agent: *\nDisallow: /a");
  EXPECT_EQ(access(copy, kStart + std::chrono::hours(24 * 30)), RobotsAccess::kRules);
  EXPECT_EQ(access(copy, kStart + std::chrono::hours(24 * 30) + Millis(1)),
            RobotsAccess::kUnreachable);
}

TEST(RobotsCache, a_file_that_was_taken_away_does_not_come_back) {
  auto copy = absorb(RobotsCopy{}, answered(200, "User-agent: *\nDisallow: /"), kStart);
  copy = absorb(copy, answered(404), kStart + std::chrono::hours(25));
  copy = absorb(copy, answered(404), kStart + std::chrono::hours(37));
  EXPECT_EQ(access(copy, kStart + std::chrono::hours(37)), RobotsAccess::kEverything);
  copy = absorb(copy, answered(500), kStart + std::chrono::hours(62));
  EXPECT_EQ(access(copy, kStart + std::chrono::hours(62)), RobotsAccess::kUnreachable);
}

TEST(RobotsCache, one_404_does_not_open_a_site_that_was_closed) {
  const Time portal = kStart + std::chrono::hours(25);
  auto copy = absorb(RobotsCopy{}, answered(200, "User-agent: *\nDisallow: /"), kStart);
  copy = absorb(copy, answered(404), portal);
  EXPECT_EQ(access(copy, portal), RobotsAccess::kRules);
  EXPECT_TRUE(is_fresh(copy, portal + std::chrono::hours(12) - Millis(1)));
  EXPECT_FALSE(is_fresh(copy, portal + std::chrono::hours(12)));
  copy = absorb(copy, answered(200, "User-agent: *\nDisallow: /"), portal + std::chrono::hours(12));
  EXPECT_EQ(access(copy, portal + std::chrono::hours(12)), RobotsAccess::kRules);
}

TEST(RobotsCache, an_answer_is_fresh_for_a_day_and_silence_for_minutes) {
  const auto good = absorb(RobotsCopy{}, answered(200, "x"), kStart);
  EXPECT_TRUE(is_fresh(good, kStart + std::chrono::hours(24) - Millis(1)));
  EXPECT_FALSE(is_fresh(good, kStart + std::chrono::hours(24)));
  EXPECT_FALSE(is_fresh(good, kStart - Millis(1)));
  const auto bad = absorb(good, answered(500), kStart);
  EXPECT_TRUE(is_fresh(bad, kStart + std::chrono::minutes(9)));
  EXPECT_FALSE(is_fresh(bad, kStart + std::chrono::minutes(10)));
}

TEST(RobotsCache, silence_whose_reason_was_not_kept_is_asked_about_again) {
  auto copy = absorb(RobotsCopy{}, silent(Reason::kDns), kStart);
  EXPECT_TRUE(is_fresh(copy, kStart));
  copy.failure.reset();  // as it comes back from the store
  EXPECT_FALSE(is_fresh(copy, kStart));
}

TEST(RobotsCache, a_huge_file_is_cut_and_its_beginning_obeyed) {
  const auto copy = absorb(RobotsCopy{}, answered(200, std::string(600 * 1024, 'x')), kStart);
  EXPECT_EQ(copy.body.size(), kRobotsMaxBytes);
}

}  // namespace
}  // namespace vouch::crawler
