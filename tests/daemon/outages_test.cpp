#include "daemon/outages.h"

#include <gtest/gtest.h>

namespace vouch::daemon {
namespace {

Time at(int minutes) {
  return Time(std::chrono::hours(24 * 365) + std::chrono::minutes(minutes));
}

class OutagesTest : public ::testing::Test {
 protected:
  void silent(const std::string& where, int minutes) {
    EXPECT_FALSE(outages_.note(where, Heard::kSilence, at(minutes)));
  }
  std::optional<EndedOutage> answers(const std::string& where, int minutes) {
    return outages_.note(where, Heard::kAnswer, at(minutes));
  }

  Outages outages_;
};

TEST_F(OutagesTest, a_site_that_answers_again_after_an_hour_ends_its_outage) {
  answers("b.cn", 0);
  silent("a.cn", 1);
  answers("b.cn", 30);
  silent("a.cn", 40);
  const auto ended = answers("a.cn", 61);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->where, "a.cn");
  EXPECT_EQ(ended->since, at(1));
  EXPECT_FALSE(answers("a.cn", 200)) << "told once";
}

TEST_F(OutagesTest, a_short_silence_is_none) {
  silent("a.cn", 0);
  EXPECT_FALSE(answers("a.cn", 59));
}

TEST_F(OutagesTest, whoever_answers_first_ends_a_silence_of_everybody) {
  answers("c.cn", 0);
  silent("a.cn", 10);
  silent("b.cn", 20);
  const auto ended = answers("c.cn", 100);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->where, "");
  EXPECT_EQ(ended->since, at(10));
}

TEST_F(OutagesTest, two_silent_sites_among_others_that_answer_are_two_silent_sites) {
  silent("a.cn", 0);
  silent("b.cn", 1);
  answers("c.cn", 2);
  EXPECT_FALSE(answers("c.cn", 500));
}

TEST_F(OutagesTest, a_site_dead_for_weeks_hides_no_outage_of_everybody) {
  silent("dead.cn", 0);
  answers("c.cn", 1);
  silent("a.cn", 10);
  silent("b.cn", 20);
  silent("dead.cn", 30);
  const auto ended = answers("a.cn", 90);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->where, "");
  EXPECT_EQ(ended->since, at(10));
}

TEST_F(OutagesTest, who_was_not_asked_said_nothing) {
  silent("a.cn", 0);
  EXPECT_FALSE(outages_.note("a.cn", Heard::kNothing, at(90)));
  EXPECT_TRUE(answers("a.cn", 91));
}

TEST(Heard, what_answers_and_what_is_silence) {
  EXPECT_EQ(heard_of_page(Reason::kHttp404, 404), Heard::kAnswer);
  EXPECT_EQ(heard_of_page(Reason::kCaptcha, 200), Heard::kAnswer);
  EXPECT_EQ(heard_of_page(Reason::kHttp5xx, 503), Heard::kSilence);
  EXPECT_EQ(heard_of_page(Reason::kDns, 0), Heard::kSilence);
  EXPECT_EQ(heard_of_page(Reason::kRobotsDisallowed, 0), Heard::kNothing);
  EXPECT_EQ(heard_of_engine(Outcome::kNotFound, Reason::kSerpNoMatch), Heard::kAnswer);
  EXPECT_EQ(heard_of_engine(Outcome::kInconclusive, Reason::kCaptcha), Heard::kSilence);
  EXPECT_EQ(heard_of_engine(Outcome::kInconclusive, Reason::kQuotaExhausted), Heard::kNothing);
}

}  // namespace
}  // namespace vouch::daemon
