#include "checks/blind_windows.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

using std::chrono::hours;

const Time kStart = parse_rfc3339("2026-11-24T04:00:00.000Z").value();
const std::string kMain = "searxng:main";

IndexSeen look(int claim, const std::string& site, bool found, int hour) {
  return {ClaimId{claim}, site, "baidu", kMain, found, kStart + hours(hour)};
}
// Shown, missed at `hour`, shown again a day later.
void came_back(std::vector<IndexSeen>& seen, int claim, const std::string& site, int hour) {
  seen.push_back(look(claim, site, true, 0));
  seen.push_back(look(claim, site, false, hour));
  seen.push_back(look(claim, site, true, hour + 24));
}

TEST(BlindWindows, pages_of_several_sites_that_come_back_prove_a_source_blind) {
  std::vector<IndexSeen> seen;
  came_back(seen, 1, "a.cn", 30);
  came_back(seen, 2, "a.cn", 35);
  came_back(seen, 3, "b.cn", 50);
  const auto windows = blind_windows(seen);
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].provider, kMain);
  EXPECT_EQ(windows[0].from, kStart + hours(30));
  EXPECT_EQ(windows[0].to, kStart + hours(50));
}

TEST(BlindWindows, one_site_that_was_down_proves_nothing) {
  std::vector<IndexSeen> seen;
  for (int claim = 1; claim <= 5; ++claim) came_back(seen, claim, "a.cn", 30 + claim);
  EXPECT_TRUE(blind_windows(seen).empty());
}

TEST(BlindWindows, pages_that_flicker_on_different_days_prove_nothing) {
  std::vector<IndexSeen> seen;
  came_back(seen, 1, "a.cn", 30);
  came_back(seen, 2, "b.cn", 100);
  came_back(seen, 3, "c.cn", 170);
  EXPECT_TRUE(blind_windows(seen).empty());
}

TEST(BlindWindows, what_stays_away_or_was_never_there_is_no_blindness) {
  std::vector<IndexSeen> seen;
  for (int claim = 1; claim <= 4; ++claim) {  // indexed late
    seen.push_back(look(claim, std::to_string(claim), false, 30));
    seen.push_back(look(claim, std::to_string(claim), true, 54));
  }
  for (int claim = 5; claim <= 8; ++claim) {  // dropped
    seen.push_back(look(claim, std::to_string(claim), true, 0));
    seen.push_back(look(claim, std::to_string(claim), false, 30));
  }
  for (int claim = 9; claim <= 12; ++claim) {  // dropped, and taken in again weeks later
    seen.push_back(look(claim, std::to_string(claim), true, 0));
    seen.push_back(look(claim, std::to_string(claim), false, 30));
    seen.push_back(look(claim, std::to_string(claim), true, 400));
  }
  EXPECT_TRUE(blind_windows(seen).empty());
}

Observation absent(int hour) {
  Observation seen;
  seen.stage = Stage{StageKind::kIndex, "baidu"};
  seen.outcome = Outcome::kNotFound;
  seen.negative_proved = true;
  seen.provider = kMain;
  seen.observed_at = kStart + hours(hour);
  return seen;
}

TEST(BlindWindows, negatives_inside_a_window_prove_nothing_once_it_is_known) {
  const BlindWindow window{kMain, "baidu", kStart + hours(10), kStart + hours(20),
                           kStart + hours(50)};
  std::vector<Observation> seen = {absent(9), absent(10), absent(20), absent(21)};
  seen.push_back(absent(15));
  seen.back().provider = "serpapi:other";
  seen.push_back(absent(15));
  seen.back().stage.engine = "google";
  seen.push_back(absent(15));
  seen.back().route = Route::kPerson;
  const auto proved = [&](Time as_of) {
    std::vector<Observation> now = seen;
    withdraw(now, std::vector<BlindWindow>{window}, as_of);
    std::vector<bool> out;
    for (const Observation& one : now) out.push_back(one.negative_proved);
    return out;
  };
  EXPECT_EQ(proved(kStart + hours(49)), std::vector<bool>(7, true));
  EXPECT_EQ(proved(kStart + hours(50)),
            (std::vector<bool>{true, false, false, true, true, true, true}));
}

}  // namespace
}  // namespace vouch::checks
