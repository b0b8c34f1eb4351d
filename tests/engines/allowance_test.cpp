#include "engines/allowance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::engines {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kNoon = parse_rfc3339("2026-11-24T04:00:00.000Z").value();
const Date kToday = parse_date("2026-11-24").value();
const Date kTomorrow = parse_date("2026-11-25").value();

TEST(Quota, counts_down_and_starts_again_the_next_day) {
  Quota quota{100, kToday, 0};
  quota = spend(quota, kToday, 99);
  EXPECT_EQ(quota.left(kToday), 1);
  quota = spend(quota, kToday, 5);
  EXPECT_EQ(quota.left(kToday), 0);  // never below zero
  EXPECT_EQ(quota.left(kTomorrow), 100);
  quota = spend(quota, kTomorrow, 3);
  EXPECT_EQ(quota.left(kTomorrow), 97);
}

TEST(Quota, of_zero_allows_nothing) {
  EXPECT_EQ((Quota{0, kToday, 0}).left(kTomorrow), 0);
}

Breaker after(std::vector<Reason> reasons, Time now = kNoon) {
  Breaker breaker;
  for (const Reason reason : reasons) breaker = record_call(std::move(breaker), reason, now);
  return breaker;
}

std::vector<Reason> calls(int good, int walls) {
  std::vector<Reason> out(static_cast<std::size_t>(good), Reason::kOk);
  out.insert(out.end(), static_cast<std::size_t>(walls), Reason::kCaptcha);
  return out;
}

TEST(Breaker, opens_at_thirty_in_a_hundred_walls) {
  EXPECT_TRUE(allows(after(calls(14, 5))));
  EXPECT_FALSE(allows(after(calls(14, 6))));
}

TEST(Breaker, forgets_what_lies_more_than_twenty_calls_back) {
  std::vector<Reason> history = calls(0, 5);
  const std::vector<Reason> good = calls(20, 0);
  history.insert(history.end(), good.begin(), good.end());
  history.push_back(Reason::kCaptcha);
  EXPECT_TRUE(allows(after(history)));
}

TEST(Breaker, does_not_count_what_is_no_wall) {
  std::vector<Reason> history;
  for (int i = 0; i < 20; ++i) {
    history.push_back(i % 2 == 0 ? Reason::kTimeout : Reason::kHttp5xx);
  }
  EXPECT_TRUE(allows(after(history)));
}

TEST(Breaker, lets_one_trial_through_after_an_hour) {
  const Breaker open = after(calls(0, 6));
  EXPECT_EQ(reopens_at(open), kNoon + hours(1));
  EXPECT_FALSE(allows(at_time(open, kNoon + minutes(59))));
  const Breaker half = at_time(open, kNoon + hours(1));
  EXPECT_TRUE(allows(half));
  EXPECT_EQ(half.phase, BreakerPhase::kHalfOpen);
}

TEST(Breaker, closes_after_a_good_trial_and_opens_again_after_a_wall) {
  const Breaker open = after(calls(0, 6));
  const Time later = kNoon + hours(1);
  const Breaker closed = record_call(open, Reason::kOk, later);
  EXPECT_EQ(closed.phase, BreakerPhase::kClosed);
  EXPECT_EQ(closed.calls.size(), 1u);
  const Breaker again = record_call(open, Reason::kHttp429, later);
  EXPECT_EQ(again.phase, BreakerPhase::kOpen);
  EXPECT_EQ(again.opened_at, later);
  EXPECT_EQ(again.episodes, 2);
}

RC_GTEST_PROP(Breaker, is_open_only_after_six_walls_within_twenty_calls, ()) {
  const auto walls = *rc::gen::container<std::vector<bool>>(rc::gen::arbitrary<bool>());
  Breaker breaker;
  std::vector<bool> seen;
  for (const bool wall : walls) {
    if (!allows(breaker)) break;
    seen.push_back(wall);
    breaker = record_call(std::move(breaker), wall ? Reason::kHttp403 : Reason::kOk, kNoon);
    const auto first = seen.size() > 20 ? seen.end() - 20 : seen.begin();
    RC_ASSERT(allows(breaker) == (std::count(first, seen.end(), true) < 6));
    RC_ASSERT(breaker.calls.size() <= 20u);
  }
}

RC_GTEST_PROP(BackOff, stays_within_a_fifth_of_its_step, (std::uint64_t seed)) {
  const std::vector<Millis> steps = {minutes(30), hours(2), hours(6), hours(24), hours(24)};
  for (int failures = 1; failures <= 5; ++failures) {
    const double step = static_cast<double>(steps[static_cast<std::size_t>(failures - 1)].count());
    const auto wait = static_cast<double>(back_off(failures, seed).count());
    RC_ASSERT(wait >= step * 0.8 - 1);
    RC_ASSERT(wait <= step * 1.2);
  }
}

TEST(BackOff, a_longer_retry_after_wins_and_a_shorter_does_not) {
  EXPECT_EQ(back_off(1, 7, hours(3)), hours(3));
  EXPECT_EQ(back_off(1, 7, Millis(1)), back_off(1, 7));
  EXPECT_EQ(back_off(0, 7), back_off(1, 7));
}

TEST(Allowance, what_began_ahead_of_a_clock_that_was_put_back_is_over) {
  const Zone zone = Zone::shanghai();
  const Time today = zone.at(parse_date("2026-11-24").value(), std::chrono::hours(10));
  const Time ahead = today + std::chrono::hours(24 * 365);
  Allowance allowance;
  allowance.quota.daily = 100;
  rest(allowance, ahead, ahead + std::chrono::hours(6));
  EXPECT_TRUE(must_rest(allowance, 1, zone, ahead));
  EXPECT_FALSE(must_rest(allowance, 1, zone, today));
  allowance = Allowance();
  allowance.quota.daily = 100;
  for (int i = 0; i < 6; ++i) {
    allowance.breaker = record_call(allowance.breaker, Reason::kCaptcha, ahead);
  }
  EXPECT_TRUE(must_rest(allowance, 1, zone, ahead));
  EXPECT_FALSE(must_rest(allowance, 1, zone, today));  // one trial
  allowance.breaker = record_call(allowance.breaker, Reason::kCaptcha, today);
  EXPECT_TRUE(must_rest(allowance, 1, zone, today));  // and by the new time
}

}  // namespace
}  // namespace vouch::engines
