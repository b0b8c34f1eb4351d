// What a test of a provider asks, says and saves, and which providers serve the looks.
#include "daemon/provider_trial.h"

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

TEST(ProviderTrial, a_test_through_the_daemon_names_the_file_that_it_wrote) {
  World world(at("2026-11-24", 14, 30), [](config::Settings& adjusted) {
    config::ProviderSettings provider;
    provider.name = "main";
    provider.engine = "baidu";
    provider.url = "http://searx.example/";
    provider.canary_url = "http://known.example/";
    adjusted.providers.push_back(provider);
  });
  world.web.indexed.insert("http://known.example/");
  const web::TestAnswer answer = world.run(world.parts().engines.test("main"));
  EXPECT_TRUE(answer.ok) << answer.detail;
  EXPECT_THAT(answer.detail, HasSubstr("provider-tests/main.json"));
}

}  // namespace
}  // namespace vouch::daemon::test
