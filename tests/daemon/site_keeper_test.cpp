#include "daemon/site_keeper.h"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::daemon {
namespace {

constexpr Millis kPause = std::chrono::seconds(3);

class StillWall final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return moment; }
  Time moment = from_millis(1'800'000'000'000);
};

class SiteKeeperTest : public ::testing::Test {
 protected:
  void start(std::vector<store::HostState> rows) {
    sites_.emplace(wall_, alarms_, crawler::PolitenessLimits{});
    sites_->load(rows);
  }
  [[nodiscard]] store::HostState row(Millis next_in, Millis delay) const {
    store::HostState state;
    state.site = "known.example";
    state.next_at = wall_.moment + next_in;
    state.delay = delay;
    return state;
  }
  Millis opens_in(const std::string& site) { return sites_->opens_at(site) - wall_.moment; }

  StillWall wall_;
  Activity activity_;
  Alarms alarms_{wall_, activity_};
  std::optional<SiteKeeper> sites_;
};

TEST_F(SiteKeeperTest, a_start_keeps_the_pause_of_a_site_nobody_wrote_of) {
  start({});
  EXPECT_EQ(opens_in("new.example"), kPause);
  EXPECT_FALSE(sites_->reserve("new.example").granted);
  wall_.moment += kPause;
  EXPECT_TRUE(sites_->reserve("new.example").granted);
}

TEST_F(SiteKeeperTest, a_start_keeps_the_pause_a_slow_site_is_known_to_need) {
  start({row(-std::chrono::hours(5), std::chrono::seconds(40))});
  EXPECT_EQ(opens_in("known.example"), Millis(std::chrono::seconds(40)));
}

TEST_F(SiteKeeperTest, a_start_opens_no_site_earlier_than_it_was_written) {
  start({row(std::chrono::hours(2), std::chrono::seconds(3))});
  EXPECT_EQ(opens_in("known.example"), Millis(std::chrono::hours(2)));
}

TEST_F(SiteKeeperTest, a_site_first_met_long_after_the_start_is_open) {
  start({});
  wall_.moment += std::chrono::minutes(1);
  EXPECT_TRUE(sites_->reserve("late.example").granted);
}

}  // namespace
}  // namespace vouch::daemon
