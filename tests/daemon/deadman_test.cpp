#include "daemon/deadman.h"

#include <gmock/gmock.h>

#include "store/channels.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Time kNow = from_millis(1'800'000'000'000);

web::ChannelFacts mail_channel(std::optional<Time> failing_since = {}, bool enabled = true) {
  web::ChannelFacts mail;
  mail.name = "mail";
  mail.kind = ChannelKind::kMail;
  mail.enabled = enabled;
  mail.failing_since = failing_since;
  return mail;
}

TEST(SelfTest, a_daemon_that_works_may_ping) {
  web::HealthFacts health;
  health.channels = {mail_channel(kNow - kStuckAfter)};
  health.scheduler_lag = kStuckAfter;
  EXPECT_THAT(failures({health, false, true, kNow}), IsEmpty());
}

TEST(SelfTest, each_thing_that_nobody_would_hear_of_keeps_the_ping_back) {
  web::HealthFacts health;
  EXPECT_THAT(failures({health, true, true, kNow}), SizeIs(1));
  health.writer_poisoned = true;
  health.scheduler_lag = kStuckAfter + Millis(1);
  health.channels = {mail_channel(kNow - kStuckAfter - Millis(1)), mail_channel({}, false)};
  EXPECT_THAT(failures({health, false, true, kNow}), SizeIs(4));
}

TEST(SelfTest, mail_that_is_configured_no_more_is_not_missed) {
  web::HealthFacts health;
  health.channels = {mail_channel({}, false)};
  EXPECT_THAT(failures({health, false, false, kNow}), IsEmpty());
}

class WellHealth final : public web::Health {
 public:
  explicit WellHealth(World& world) : world_(world) {}
  [[nodiscard]] Time now() const override { return world_.now(); }
  [[nodiscard]] web::HealthFacts facts() const override { return {}; }
  [[nodiscard]] web::Names names() const override { return {}; }
  [[nodiscard]] std::vector<web::EngineFacts> engines() const override { return {}; }
  [[nodiscard]] const Zone& zone() const override { return world_.rules().calendar.zone(); }
  [[nodiscard]] std::shared_ptr<const web::ReadingRules> rules() const override { return {}; }

 private:
  World& world_;
};

constexpr const char* kPings = "SELECT count(*) FROM outbox WHERE subject = 'deadman'";
constexpr const char* kWaiting =
    "SELECT count(*) FROM outbox WHERE subject = 'deadman' AND state = 'pending'";
constexpr const char* kArrived =
    "SELECT count(*) FROM outbox WHERE subject = 'deadman' AND state = 'sent'";

struct SwitchWorld {
  SwitchWorld() {
    world.write<ChannelId>([](store::WriteContext& context) {
      return store::channels::upsert(context.db, "deadman", ChannelKind::kWebhook);
    });
    world.parts().dispatcher.set_senders({{"mail", &world.sender}, {"deadman", &world.sender}});
  }
  World world{at("2026-11-24", 14, 30), [](config::Settings& settings) {
                settings.deadman.address.credential = "deadman-address";
              }};
  WellHealth health{world};
  Deadman deadman{world.context(), health};
};

TEST(Deadman, a_ping_goes_through_the_outbox_and_the_next_one_takes_its_place_where_it_could_not) {
  SwitchWorld one;
  World& world = one.world;
  EXPECT_TRUE(one.deadman.reloaded());
  EXPECT_EQ(world.run(one.deadman.ping()), world.now() + std::chrono::minutes(10));
  EXPECT_FALSE(one.deadman.reloaded());
  EXPECT_EQ(world.count(kPings), 1);
  world.pass(std::chrono::minutes(10));
  world.run(one.deadman.ping());
  EXPECT_EQ(world.count(kWaiting), 1);
  world.run_until(world.now() + std::chrono::minutes(5));
  EXPECT_EQ(world.count(kArrived), 1);
  world.run(one.deadman.ping());
  EXPECT_EQ(world.count(kArrived), 1);
  EXPECT_EQ(world.count(kWaiting), 1);
}

TEST(Deadman, nothing_is_sent_while_nothing_is_checked) {
  SwitchWorld one;
  one.world.context().held = true;
  one.world.run(one.deadman.ping());
  EXPECT_EQ(one.world.count(kPings), 0);
  one.world.context().held = false;
  one.world.run(one.deadman.ping());
  EXPECT_EQ(one.world.count(kPings), 1);
}

TEST(Deadman, without_an_address_there_is_no_switch) {
  World world;
  const WellHealth health(world);
  Deadman deadman(world.context(), health);
  EXPECT_EQ(world.run(deadman.ping()), world.now() + std::chrono::hours(24));
  EXPECT_EQ(world.count(kPings), 0);
}

}  // namespace
}  // namespace vouch::daemon::test
