#include "crawler/net/politeness.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::crawler {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow = from_millis(1'700'000'000'000);  // 2023-11-14T22:13:20Z

VisitOutcome good(Millis duration) {
  VisitOutcome outcome;
  outcome.status = 200;
  outcome.duration = duration;
  return outcome;
}
VisitOutcome bad(Reason reason) {
  VisitOutcome outcome;
  outcome.failure = reason;
  outcome.duration = seconds(1);
  return outcome;
}
HostState site() {
  HostState state;
  state.site_key = "example.com";
  return state;
}

TEST(Politeness, the_delay_is_five_durations_between_three_and_sixty_seconds) {
  struct Row {
    Millis duration;
    Millis delay;
  };
  for (const Row& row : {Row{milliseconds(10), seconds(3)}, Row{milliseconds(600), seconds(3)},
                         Row{milliseconds(601), milliseconds(3005)}, Row{seconds(4), seconds(20)},
                         Row{seconds(12), seconds(60)}, Row{seconds(50), seconds(60)}}) {
    HostState state = site();
    settle(state, good(row.duration), kNow);
    EXPECT_EQ(state.next_at - kNow, row.delay) << row.duration.count();
  }
}

TEST(Politeness, crawl_delay_is_honoured_up_to_a_minute) {
  for (const auto& [asked, given] :
       {std::pair{seconds(1), seconds(3)}, std::pair{seconds(30), seconds(30)},
        std::pair{seconds(900), seconds(60)}}) {
    HostState state = site();
    VisitOutcome outcome = good(milliseconds(100));
    outcome.crawl_delay = asked;
    settle(state, outcome, kNow);
    EXPECT_EQ(state.next_at - kNow, given);
  }
}

TEST(Politeness, a_site_is_closed_while_it_is_visited) {
  HostState state = site();
  EXPECT_TRUE(reserve(state, kNow).granted);
  const auto second = reserve(state, kNow + seconds(59));
  EXPECT_FALSE(second.granted);
  EXPECT_EQ(second.at, kNow + minutes(5));
  settle(state, good(seconds(1)), kNow + seconds(60));
  EXPECT_TRUE(reserve(state, kNow + seconds(65)).granted);
}

TEST(Politeness, a_visit_that_never_settles_frees_the_site_in_the_end) {
  HostState state = site();
  EXPECT_TRUE(reserve(state, kNow).granted);
  EXPECT_TRUE(reserve(state, kNow + minutes(5)).granted);
}

TEST(Politeness, failures_double_the_wait_up_to_an_hour) {
  HostState state = site();
  Time now = kNow;
  Millis before{};
  for (int i = 1; i <= 4; ++i) {
    settle(state, bad(Reason::kTimeout), now);
    const Millis wait = state.next_at - now;
    EXPECT_GT(wait, before);
    EXPECT_GE(wait, seconds(5) * (1 << i));
    EXPECT_LE(wait, seconds(5) * (1 << i) * 3 / 2);
    before = wait;
    now = state.next_at;
  }
  state.failures = 60;
  settle(state, bad(Reason::kTimeout), now);
  EXPECT_EQ(state.next_at - now, hours(1));
}

TEST(Politeness, two_sites_that_fail_together_come_back_apart) {
  HostState one = site();
  HostState other = site();
  other.site_key = "example.org";
  settle(one, bad(Reason::kConnect), kNow);
  settle(other, bad(Reason::kConnect), kNow);
  EXPECT_NE(one.next_at, other.next_at);
}

TEST(Politeness, the_fifth_failure_in_a_row_opens_the_breaker) {
  HostState state = site();
  Time now = kNow;
  for (int i = 0; i < 4; ++i) settle(state, bad(Reason::kReset), now);
  EXPECT_EQ(state.breaker_until, Time{});
  settle(state, bad(Reason::kReset), now);
  EXPECT_EQ(state.breaker_until, now + hours(1));
  EXPECT_FALSE(reserve(state, now + minutes(59)).granted);
  now += hours(1);
  EXPECT_TRUE(reserve(state, now).granted);
  settle(state, bad(Reason::kReset), now);  // the one try failed: closed again at once
  EXPECT_EQ(state.breaker_until, now + hours(1));
  settle(state, good(seconds(1)), now);
  EXPECT_EQ(state.failures, 0);
  EXPECT_EQ(opens_at(state, now), now + seconds(5));
}

TEST(Politeness, what_counts_as_the_sites_failure) {
  struct Row {
    const char* name;
    int status;
    std::optional<Reason> failure;
    bool failed;
  };
  for (const Row& row :
       {Row{"an answer", 200, {}, false}, Row{"not found", 404, {}, false},
        Row{"forbidden", 403, {}, false}, Row{"slow down", 429, {}, true},
        Row{"server error", 503, {}, true}, Row{"no name", 0, Reason::kDns, true},
        Row{"no connection", 0, Reason::kConnect, true}, Row{"cut off", 200, Reason::kReset, true},
        Row{"we refused the address", 0, Reason::kAddressNotAllowed, false},
        Row{"robots forbade", 0, Reason::kRobotsDisallowed, false}}) {
    VisitOutcome outcome;
    outcome.status = row.status;
    outcome.failure = row.failure;
    EXPECT_EQ(is_site_failure(outcome), row.failed) << row.name;
  }
}

TEST(Politeness, a_visit_that_we_gave_up_teaches_nothing) {
  HostState state = site();
  for (int i = 0; i < 3; ++i) settle(state, bad(Reason::kReset), kNow);
  settle(state, VisitOutcome{}, kNow);
  EXPECT_EQ(state.failures, 3);
  EXPECT_EQ(state.next_at, kNow + seconds(3));
}

TEST(Politeness, retry_after_is_honoured_up_to_a_day) {
  for (const auto& [asked, given] : {std::pair<Millis, Millis>{seconds(0), seconds(3)},
                                     std::pair<Millis, Millis>{seconds(1800), seconds(1800)},
                                     std::pair<Millis, Millis>{hours(24 * 365), hours(24)}}) {
    HostState state = site();
    VisitOutcome outcome = good(milliseconds(1));
    outcome.retry_after = asked;
    settle(state, outcome, kNow);
    EXPECT_EQ(state.next_at - kNow, given);
  }
}

TEST(Politeness, retry_after_values) {
  struct Row {
    const char* value;
    std::optional<Millis> wait;
  };
  for (const Row& row :
       {Row{"0", Millis(0)}, Row{"120", seconds(120)}, Row{" 7 ", seconds(7)},
        Row{"Tue, 14 Nov 2023 22:14:20 GMT", seconds(60)},
        Row{"Tuesday, 14-Nov-23 22:14:20 GMT", seconds(60)},
        Row{"Tue Nov 14 22:14:20 2023", seconds(60)},
        Row{"Sun, 06 Nov 1994 08:49:37 GMT", Millis(0)},  // past
        Row{"", {}}, Row{"-5", {}}, Row{"1.5", {}}, Row{"soon", {}},
        Row{"Tue, 31 Feb 2023 22:14:20 GMT", {}}, Row{"Tue, 14 Nov 2023 25:14:20 GMT", {}},
        Row{"Tue, 14 Nov 2023 22:14:20 CST", {}}, Row{"99999999999999999999", hours(24 * 365)}}) {
    const auto wait = parse_retry_after(row.value, kNow);
    ASSERT_EQ(wait.has_value(), row.wait.has_value()) << row.value;
    if (wait) {
      EXPECT_EQ(wait->count(), row.wait->count()) << row.value;
    }
  }
}

TEST(Politeness, http_dates_in_all_three_forms_are_one_moment) {
  const Time expected = from_millis(784111777000);
  for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    ASSERT_TRUE(parse_http_date(text)) << text;
    EXPECT_EQ(*parse_http_date(text), expected) << text;
  }
}

TEST(Politeness, the_daily_cap_closes_the_site_until_the_next_day) {
  PolitenessLimits limits;
  limits.daily_cap = 2;
  HostState state = site();
  Time now = kNow;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(reserve(state, now, limits).granted);
    settle(state, good(seconds(1)), now, limits);
    now = state.next_at;
  }
  const auto third = reserve(state, now, limits);
  EXPECT_FALSE(third.granted);
  EXPECT_EQ(to_rfc3339(third.at), "2023-11-15T00:00:00.000Z");
  EXPECT_TRUE(reserve(state, third.at, limits).granted);
  EXPECT_EQ(state.count_today, 1);
}

// Whatever happens and whenever somebody asks: two visits to one site are never closer than the
// delay that the earlier one left behind, and never overlap.
RC_GTEST_PROP(Politeness, visits_to_one_site_keep_their_distance, ()) {
  HostState state = site();
  Time now = kNow;
  std::optional<Time> last_end;
  Millis promised{};
  const int steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    now += Millis(*rc::gen::inRange(0, 90'000));
    const Time announced = opens_at(state, now);
    const auto reservation = reserve(state, now);
    RC_ASSERT(reservation.granted == (announced <= now));
    if (!reservation.granted) {
      RC_ASSERT(reservation.at > now);
      continue;
    }
    if (last_end) RC_ASSERT(now - *last_end >= promised);
    RC_ASSERT(!reserve(state, now).granted);
    VisitOutcome outcome;
    outcome.duration = Millis(*rc::gen::inRange(1, 60'000));
    outcome.status = *rc::gen::element(200, 304, 404, 429, 500, 0);
    if (outcome.status == 0) outcome.failure = *rc::gen::element(Reason::kTimeout, Reason::kDns);
    if (*rc::gen::inRange(0, 4) == 0) outcome.retry_after = Millis(*rc::gen::inRange(0, 100'000));
    if (*rc::gen::inRange(0, 4) == 0) outcome.crawl_delay = Millis(*rc::gen::inRange(0, 100'000));
    RC_ASSERT(!reserve(state, now + outcome.duration).granted);
    now += outcome.duration;
    settle(state, outcome, now);
    promised =
        std::max({PolitenessLimits{}.min_delay, std::min<Millis>(outcome.duration * 5, seconds(60)),
                  std::min<Millis>(outcome.crawl_delay.value_or(Millis(0)), seconds(60)),
                  outcome.retry_after.value_or(Millis(0))});
    last_end = now;
  }
}

}  // namespace
}  // namespace vouch::crawler
