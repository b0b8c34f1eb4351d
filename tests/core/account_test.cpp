#include "core/account.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/ip_range.h"

namespace vouch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kStart = from_millis(1'764'000'000'000);

TEST(Session, ends_when_it_was_idle_or_old) {
  SessionRules rules;
  Session session;
  session.created_at = session.last_seen_at = kStart;
  session.expires_at = kStart + hours(24 * 7);
  EXPECT_TRUE(is_alive(session, rules, kStart + hours(11)));
  EXPECT_FALSE(is_alive(session, rules, kStart + hours(12))) << "nobody used it for so long";
  session.last_seen_at = kStart + hours(24 * 7) - minutes(1);
  EXPECT_TRUE(is_alive(session, rules, session.expires_at - seconds(1)));
  EXPECT_FALSE(is_alive(session, rules, session.expires_at)) << "however busy it was";
}

TEST(ThrottleRules, five_failures_are_free_then_each_costs_twice_as_long_up_to_15_minutes) {
  const ThrottleRules rules;
  Throttle state;
  Time now = kStart;
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 18; ++i) {
    state = after_failure(state, rules, now);
    waits.push_back(to_wait(state, rules, now).count() / 1000);
    now = std::max(now, state.next_at);
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512,
                                              900, 900, 900}));
}

TEST(ThrottleRules, failures_are_forgotten_15_minutes_after_the_waiting) {
  const ThrottleRules rules;
  Throttle state;
  for (int i = 0; i < 7; ++i) state = after_failure(state, rules, kStart);
  EXPECT_EQ(to_wait(state, rules, kStart), Millis(2000));
  EXPECT_EQ(after_failure(state, rules, kStart + minutes(14)).failures, 8);
  EXPECT_EQ(after_failure(state, rules, kStart + seconds(2) + minutes(15)).failures, 1);
}

TEST(ThrottleRules, a_clock_put_back_locks_nobody_out) {
  const ThrottleRules rules;
  Throttle state;
  for (int i = 0; i < 10; ++i) state = after_failure(state, rules, kStart);
  EXPECT_GT(to_wait(state, rules, kStart), Millis(0));
  EXPECT_EQ(to_wait(state, rules, kStart - hours(24 * 365)), Millis(0));
}

TEST(IpRange, addresses_and_networks) {
  EXPECT_TRUE(is_ip_range("10.0.0.0/8"));
  EXPECT_TRUE(is_ip_range("192.168.1.7"));
  EXPECT_TRUE(is_ip_range("fd00::/8"));
  EXPECT_TRUE(is_ip_range("::1"));
  EXPECT_FALSE(is_ip_range("10.0.0.0/33"));
  EXPECT_FALSE(is_ip_range("proxy.example"));
  EXPECT_FALSE(is_ip_range(""));
  EXPECT_TRUE(is_within("10.9.8.7", "10.0.0.0/8"));
  EXPECT_FALSE(is_within("11.0.0.1", "10.0.0.0/8"));
  EXPECT_TRUE(is_within("::ffff:10.1.1.1", "10.0.0.0/8"));
  EXPECT_TRUE(is_within("fd12::1", "fd00::/8"));
  EXPECT_FALSE(is_within("10.1.1.1", "fd00::/8"));
  EXPECT_FALSE(is_within("nobody", "10.0.0.0/8"));
}

TEST(IpRange, which_hosts_are_the_companys_own_network) {
  for (const char* inside : {"localhost", "127.0.0.1", "[::1]", "vouch", "vouch.lan", "nas.local",
                             "192.168.3.4", "10.0.0.8", "172.31.255.1", "vouch.corp"})
    EXPECT_TRUE(is_inside_host(inside)) << inside;
  for (const char* outside :
       {"vouch.example.com", "203.0.113.8", "[2001:db8::1]", "172.32.0.1", "lan.example.com"})
    EXPECT_FALSE(is_inside_host(outside)) << outside;
}

}  // namespace
}  // namespace vouch
