// What outlives a reload: what a source was asked, what it cost, that it rests and that it is being
// asked. What does not: limits, keys, addresses.
#include "daemon/provider_chain.h"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/spend.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kOther = "http://forum.example/t/2";
constexpr const char* kKnown = "http://known.example/";

config::ProviderSettings lists() {
  config::ProviderSettings provider;
  provider.name = "main";
  provider.engine = "baidu";
  provider.url = "http://searx.example/";
  provider.canary_url = kKnown;
  return provider;
}

void write_key(const config::ProviderSettings& provider, const char* text) {
  std::ofstream(provider.secret.file) << text << "\n";
  std::filesystem::permissions(provider.secret.file, std::filesystem::perms::owner_read |
                                                         std::filesystem::perms::owner_write);
}

config::ProviderSettings tasks() {
  config::ProviderSettings provider;
  provider.name = "paid";
  provider.kind = config::ProviderKind::k5118;
  provider.engine = "baidu";
  provider.purpose = config::Purpose::kIndex;
  provider.url = "https://5118.example";
  provider.canary_url = kKnown;
  provider.price = 100'000;
  provider.secret.file = std::filesystem::path(testing::TempDir()) /
                         ("vouch-reloaded-key-" + std::to_string(::getpid()));
  write_key(provider, "the-first-key");
  return provider;
}

struct ReloadWorld : World {
  explicit ReloadWorld(const config::ProviderSettings& provider)
      : World(at("2026-11-24", 14, 30),
              [provider](config::Settings& adjusted) { adjusted.providers = {provider}; }) {
    web.indexed.insert(kKnown);
    web.tasks.indexed.insert(kKnown);
    first = report("lilei", kPost);
    second = report("hanmeimei", kOther);
    set(at("2026-11-26", 10));
  }
  // While the n-th request of the next batch is under way.
  void during(int request, std::function<void()> act) {
    web.on_fetch = [request, act = std::move(act),
                    seen = std::make_shared<int>(0)](const Url& url) {
      if (url.host() != "searx.example" && url.host() != "5118.example") return;
      if (++*seen == request) act();
    };
  }
  void reload_with(const std::function<void(config::ProviderSettings&)>& adjust) {
    adjust(settings.providers.at(0));
    reload();
  }
  void look_alone(ClaimId claim) {
    const ClaimId other = claim == first ? second : first;
    if (const auto waits = pending(other, "index:baidu")) parts().queue.erase(waits->id);
    look(claim, "index:baidu");
  }
  [[nodiscard]] web::ProviderFacts facts() { return parts().engines.facts().at(0); }

  ClaimId first;
  ClaimId second;
};

TEST(ProviderChain, a_reload_within_a_batch_does_not_give_the_days_quota_anew) {
  ReloadWorld world(lists());
  world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 5; });
  world.during(2, [&world] { world.reload(); });
  world.look_alone(world.first);
  const auto asked = static_cast<int>(world.web.queries.size());
  ASSERT_GE(asked, 3);
  EXPECT_EQ(world.facts().queries_today, asked);
  world.look_alone(world.second);
  EXPECT_EQ(world.web.queries.size(), static_cast<std::size_t>(asked));
  EXPECT_EQ(world.pending(world.second, "index:baidu")->due_at, at("2026-11-27", 0));
}

TEST(ProviderChain, a_source_that_was_removed_comes_back_to_what_it_was_asked) {
  ReloadWorld world(lists());
  world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 5; });
  world.during(2, [&world] {
    world.settings.providers.clear();
    world.reload();
  });
  world.look_alone(world.first);
  const auto asked = static_cast<int>(world.web.queries.size());
  EXPECT_EQ(world.observations(world.first).size(), 1U);  // the batch went on to its end
  world.settings.providers = {lists()};
  world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 5; });
  EXPECT_EQ(world.facts().queries_today, asked);
}

TEST(ProviderChain, another_engine_of_a_source_has_the_same_quota_and_a_health_of_its_own) {
  ReloadWorld world(lists());
  world.during(2, [&world] {
    world.reload_with([](config::ProviderSettings& provider) { provider.engine = "sogou"; });
  });
  world.look_alone(world.first);
  EXPECT_EQ(world.facts().engines, std::vector<std::string>{"sogou"});
  EXPECT_EQ(world.facts().queries_today, static_cast<int>(world.web.queries.size()));
  EXPECT_FALSE(world.facts().last_ok_at);
}

TEST(ProviderChain, a_reload_within_a_batch_keeps_how_the_source_answered) {
  ReloadWorld world(lists());
  world.during(2, [&world] { world.reload(); });
  world.look_alone(world.first);
  EXPECT_TRUE(world.facts().last_ok_at);
}

TEST(ProviderChain, a_lower_limit_holds_for_the_batch_under_way) {
  ReloadWorld world(lists());
  world.during(2, [&world] {
    world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 2; });
  });
  world.look(world.first, "index:baidu");
  EXPECT_EQ(world.web.queries.size(), 2U);
  EXPECT_EQ(world.facts().daily_quota, 2);
  for (const ClaimId claim : {world.first, world.second}) {
    for (const Observation& seen : world.observations(claim)) EXPECT_FALSE(seen.negative_proved);
  }
}

TEST(ProviderChain, a_higher_limit_is_not_overwritten_by_the_batch_under_way) {
  ReloadWorld world(lists());
  world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 5; });
  world.during(1, [&world] {
    world.reload_with([](config::ProviderSettings& provider) { provider.daily_quota = 50; });
  });
  world.look_alone(world.first);
  EXPECT_EQ(world.facts().daily_quota, 50);
  const std::size_t asked = world.web.queries.size();
  world.look_alone(world.second);
  EXPECT_GE(world.web.queries.size(), asked + 3);
}

// The caller keeps to one call at a time, through whichever of the two it asks.
TEST(ProviderChain, a_source_that_is_being_asked_is_busy_after_a_reload) {
  ReloadWorld world(lists());
  std::optional<bool> answered;
  const auto aside = [&world, &answered](Connected provider) -> Task<> {
    const Activity::Guard guard = world.parts().activity.begin();
    engines::Question question = engines::url_question("baidu", kOther);
    const auto answer = co_await world.parts().engines.ask_aside(provider, std::move(question));
    answered = answer.has_value();
  };
  world.during(2, [&] {
    world.reload();
    boost::asio::co_spawn(world.parts().loop, aside(world.parts().engines.providers().at(0)),
                          boost::asio::detached);
  });
  world.look_alone(world.first);
  EXPECT_EQ(answered, false);
}

TEST(ProviderChain, money_that_a_task_cost_within_a_reload_is_under_the_cap) {
  ReloadWorld world(tasks());
  world.reload_with([](config::ProviderSettings& provider) { provider.monthly_cap = 500'000; });
  world.during(1, [&world] { world.reload(); });
  world.look_alone(world.first);
  ASSERT_EQ(world.web.tasks.asked.size(), 1U);
  EXPECT_EQ(world.facts().spent_this_month, 300'000);
  EXPECT_EQ(world.facts().monthly_cap, 500'000);
  world.look_alone(world.second);
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
  EXPECT_EQ(world.pending(world.second, "index:baidu")->due_at, at("2026-12-01", 0));
}

TEST(ProviderChain, a_refusal_within_a_reload_is_a_rest_until_the_key_is_another) {
  ReloadWorld world(tasks());
  world.web.tasks.refuses = true;
  world.during(1, [&world] { world.reload(); });
  world.look_alone(world.first);
  EXPECT_FALSE(world.facts().healthy);
  world.reload();
  EXPECT_FALSE(world.facts().healthy);  // nobody did anything about it
  write_key(world.settings.providers.at(0), "another-key");
  const int asked = world.facts().queries_today;
  world.web.tasks.refuses = false;
  world.reload();
  EXPECT_TRUE(world.facts().healthy) << world.facts().why;
  EXPECT_EQ(world.facts().queries_today, asked);
  world.look_alone(world.second);
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
}

TEST(ProviderChain, a_reload_that_fails_leaves_providers_and_limits) {
  ReloadWorld world(lists());
  config::ProviderSettings broken = tasks();
  broken.secret.file = "/nowhere/key";
  world.settings.providers = {lists(), broken};
  world.settings.providers[0].daily_quota = 7;
  EXPECT_THROW(world.reload(), std::runtime_error);
  ASSERT_EQ(world.parts().engines.facts().size(), 1U);
  EXPECT_EQ(world.facts().daily_quota, 200);
}

}  // namespace
}  // namespace vouch::daemon::test
