#include "daemon/engine_watch.h"

#include <gmock/gmock.h>

namespace vouch::daemon {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Time hour(int count) {
  return Time(std::chrono::hours(490'000 + count));
}

web::ProviderFacts provider(const std::string& engine, bool healthy,
                            std::optional<Time> last_ok_at = {}) {
  web::ProviderFacts facts;
  facts.name = "searxng:" + engine;
  facts.engines = {engine};
  facts.healthy = healthy;
  facts.why = healthy ? "" : "captcha";
  facts.last_ok_at = last_ok_at;
  return facts;
}

// What would be told at `now`, by engine; the outage goes on in `outage`.
std::vector<std::string> told(EngineOutage& outage, Time now,
                              const std::vector<web::ProviderFacts>& facts) {
  outage = heard_of(outage, facts, now);
  std::vector<std::string> out;
  for (const SilentProvider& one : to_tell(outage, now)) out.push_back(one.engines.front());
  return out;
}

TEST(EngineWatch, a_short_silence_is_not_told) {
  EngineOutage outage;
  EXPECT_THAT(told(outage, hour(0), {provider("baidu", false)}), IsEmpty());
  EXPECT_THAT(told(outage, hour(1) - Millis(1), {provider("baidu", false)}), IsEmpty());
  EXPECT_THAT(told(outage, hour(2), {provider("baidu", true, hour(1))}), IsEmpty());
  EXPECT_THAT(outage.providers, IsEmpty());
}

TEST(EngineWatch, an_outage_is_told_once) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false)});
  EXPECT_THAT(told(outage, hour(1), {provider("baidu", false)}), ElementsAre("baidu"));
  for (int count = 2; count < 100; ++count)
    EXPECT_THAT(told(outage, hour(count), {provider("baidu", false)}), IsEmpty()) << count;
}

TEST(EngineWatch, engines_that_fall_silent_within_a_day_are_one_outage) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false), provider("bing", true)});
  EXPECT_THAT(told(outage, hour(1), {provider("baidu", false), provider("bing", true)}),
              ElementsAre("baidu"));
  told(outage, hour(20), {provider("baidu", false), provider("bing", false)});
  EXPECT_THAT(told(outage, hour(21), {provider("baidu", false), provider("bing", false)}),
              IsEmpty());
  // Baidu is heard again, Bing still belongs to what was told.
  EXPECT_THAT(told(outage, hour(24), {provider("baidu", true, hour(23)), provider("bing", false)}),
              IsEmpty());
}

TEST(EngineWatch, one_that_falls_silent_days_later_is_told_although_another_still_is) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false)});
  told(outage, hour(1), {provider("baidu", false)});
  told(outage, hour(60), {provider("baidu", false), provider("bing", false)});
  EXPECT_THAT(told(outage, hour(61), {provider("baidu", false), provider("bing", false)}),
              ElementsAre("bing"));
}

TEST(EngineWatch, the_next_outage_of_the_same_engine_is_told_again) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false)});
  told(outage, hour(1), {provider("baidu", false)});
  told(outage, hour(3), {provider("baidu", true, hour(2))});
  told(outage, hour(5), {provider("baidu", false, hour(2))});
  EXPECT_THAT(told(outage, hour(6), {provider("baidu", false, hour(2))}), ElementsAre("baidu"));
}

TEST(EngineWatch, whoever_was_silent_is_heard_only_when_the_controls_passed_again) {
  EngineOutage outage;
  told(outage, hour(2), {provider("baidu", false, hour(1))});
  // After a restart nothing is known against it.
  told(outage, hour(4), {provider("baidu", true)});
  EXPECT_EQ(outage.providers.size(), 1U);
  EXPECT_THAT(told(outage, hour(5), {provider("baidu", true)}), IsEmpty());  // told at hour 4
  told(outage, hour(6), {provider("baidu", true, hour(6))});
  EXPECT_THAT(outage.providers, IsEmpty());
}

TEST(EngineWatch, one_that_is_not_connected_any_more_is_forgotten) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false)});
  told(outage, hour(1), {});
  EXPECT_THAT(outage.providers, IsEmpty());
}

TEST(EngineWatch, what_it_knows_comes_back_from_its_text) {
  EngineOutage outage;
  told(outage, hour(0), {provider("baidu", false), provider("bing", false)});
  told(outage, hour(1), {provider("baidu", false), provider("bing", false)});
  const auto again = engine_outage_from_json(to_json(outage));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, outage);
  EXPECT_FALSE(engine_outage_from_json("{\"told_at\":1}"));
}

}  // namespace
}  // namespace vouch::daemon
