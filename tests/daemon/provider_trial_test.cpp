// What a test of a provider asks, says and saves, and which providers serve the looks.
#include "daemon/provider_trial.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using config::ProviderKind;
using config::Purpose;
using testing::HasSubstr;

config::ProviderSettings settings(ProviderKind kind, std::string engine) {
  config::ProviderSettings out;
  out.name = "main";
  out.kind = kind;
  out.engine = std::move(engine);
  out.canary_url = "https://known.example/";
  return out;
}

const config::ProviderTraits& traits_of(ProviderKind kind) {
  static const config::Records kRecords = [] {
    const std::vector<std::filesystem::path> folders = {std::string(VOUCH_SOURCE_DIR) +
                                                        "/config/data"};
    const config::LoadedRecords loaded = config::load_records(folders);
    return config::records_in_force(loaded.texts, parse_date("2026-11-24").value()).value();
  }();
  return *kRecords.provider(config::to_string(kind));
}

TEST(ProviderTrial, asks_about_the_control_page_or_for_a_rank) {
  const auto url =
      trial_question(settings(ProviderKind::kQianfan, "baidu"), traits_of(ProviderKind::kQianfan));
  EXPECT_EQ(url.kind, engines::QuestionKind::kUrl);
  EXPECT_EQ(url.url, "https://known.example/");
  auto rank = settings(ProviderKind::k5118, "baidu");
  rank.purpose = Purpose::kRank;
  rank.canary_query = "展台设计";
  const auto keyword = trial_question(rank, traits_of(ProviderKind::k5118));
  EXPECT_EQ(keyword.kind, engines::QuestionKind::kKeyword);
  EXPECT_EQ(keyword.text, "展台设计");
  auto bing = settings(ProviderKind::kBingWebmaster, "bing");
  bing.canary_url.clear();
  bing.site = "https://own.example/";
  EXPECT_EQ(trial_question(bing, traits_of(ProviderKind::kBingWebmaster)).url,
            "https://own.example/");
}

engines::SearchAnswer stated(engines::IndexState state) {
  engines::SearchAnswer answer;
  answer.kind = engines::AnswerKind::kStatement;
  answer.reason = Reason::kOk;
  engines::Statement statement;
  statement.state = state;
  statement.url = "https://known.example/";
  statement.words = "status";
  answer.statement = statement;
  return answer;
}

TEST(ProviderTrial, says_in_words_what_was_understood) {
  const auto provider = settings(ProviderKind::k5118, "baidu");
  const auto question = engines::url_question("baidu", provider.canary_url);
  const TrialReport found = report_trial(provider, question, stated(engines::IndexState::kIndexed));
  EXPECT_TRUE(found.ok);
  EXPECT_THAT(found.detail, HasSubstr("indexed"));
  EXPECT_THAT(found.detail, HasSubstr("对照网址在其中"));
  const TrialReport denied =
      report_trial(provider, question, stated(engines::IndexState::kNotIndexed));
  EXPECT_FALSE(denied.ok);  // a known page that is denied: this provider must not be believed
  const TrialReport crawled =
      report_trial(provider, question, stated(engines::IndexState::kCrawledOnly));
  EXPECT_TRUE(crawled.ok);
  EXPECT_THAT(crawled.detail, HasSubstr("crawled_only"));
  const TrialReport refused = report_trial(
      provider, question,
      engines::refused(engines::SerpOutcome::kBlocked, Reason::kHttp401, "100203 无效的apikey"));
  EXPECT_FALSE(refused.ok);
  EXPECT_THAT(refused.detail, HasSubstr("100203"));
}

TEST(ProviderTrial, saves_question_answer_and_exchange) {
  const auto provider = settings(ProviderKind::k5118, "baidu");
  auto answer = stated(engines::IndexState::kIndexed);
  answer.exchanges.push_back(engines::test::answered(200, "{\"x\":1}"));
  answer.spent = 3000;
  const TrialReport report =
      report_trial(provider, engines::url_question("baidu", provider.canary_url), answer);
  const auto saved = boost::json::parse(report.saved).as_object();
  EXPECT_EQ(saved.at("question").at("url"), "https://known.example/");
  EXPECT_EQ(saved.at("exchanges").at(0).at("body"), "{\"x\":1}");
  EXPECT_EQ(saved.at("spent_micros"), 3000);
}

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kKnown = "http://known.example/";

struct TrialWorld : World {
  TrialWorld()
      : World(at("2026-11-24", 14, 30), [](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          provider.canary_url = kKnown;
          adjusted.providers.push_back(provider);
        }) {
    web.indexed.insert(kKnown);
  }
  void begin() {
    answer.reset();
    boost::asio::co_spawn(parts().loop, testing(), boost::asio::detached);
  }
  web::TestAnswer test() {
    begin();
    wake_until([this] { return answer.has_value(); });
    return *answer;
  }
  [[nodiscard]] web::ProviderFacts facts() { return parts().engines.facts().at(0); }

  std::optional<web::TestAnswer> answer;

 private:
  Task<> testing() {
    const Activity::Guard guard = parts().activity.begin();
    answer = co_await parts().engines.test("main");
  }
};

TEST(ProviderTrial, a_test_through_the_daemon_names_the_file_that_it_wrote) {
  TrialWorld world;
  const web::TestAnswer answer = world.test();
  EXPECT_TRUE(answer.ok) << answer.detail;
  EXPECT_THAT(answer.detail, HasSubstr("provider-tests/main.json"));
}

TEST(ProviderTrial, a_test_takes_of_the_days_quota_and_a_restart_knows_it) {
  TrialWorld world;
  world.settings.providers[0].daily_quota = 2;
  world.reload();
  EXPECT_TRUE(world.test().ok);
  EXPECT_TRUE(world.test().ok);
  EXPECT_EQ(world.facts().queries_today, 2);
  EXPECT_EQ(world.count("SELECT queries FROM spend"), 2);
  const web::TestAnswer refused = world.test();
  EXPECT_FALSE(refused.ok);
  EXPECT_THAT(refused.detail, HasSubstr("已用完"));
  world.crash();
  world.open();
  EXPECT_FALSE(world.test().ok);
  EXPECT_EQ(world.web.queries.size(), 2U);
}

TEST(ProviderTrial, a_test_waits_until_the_batch_under_way_has_ended) {
  TrialWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.web.on_fetch = [&world](const Url& url) {
    if (url.host() != "searx.example") return;
    world.web.on_fetch = {};
    world.begin();
  };
  world.look(claim, "index:baidu");
  world.wake_until([&world] { return world.answer.has_value(); });
  EXPECT_TRUE(world.answer->ok) << world.answer->detail;
  const std::vector<std::string>& queries = world.web.queries;
  ASSERT_GE(queries.size(), 4U);
  EXPECT_EQ(std::count(queries.begin(), queries.end(), kKnown), 2);
  EXPECT_EQ(queries.front(), kKnown);  // of the batch
  EXPECT_EQ(queries.back(), kKnown);   // the test's, not in between
}

TEST(ProviderTrial, a_test_that_answers_ends_the_rest_of_a_source) {
  TrialWorld world;
  world.parts().engines.providers().at(0)->state->allowance.rests_until =
      world.now() + std::chrono::hours(6);
  world.web.wall = true;
  EXPECT_FALSE(world.test().ok);
  EXPECT_FALSE(world.facts().healthy);
  world.web.wall = false;
  EXPECT_TRUE(world.test().ok);
  EXPECT_TRUE(world.facts().healthy) << world.facts().why;
}

}  // namespace
}  // namespace vouch::daemon::test
