// Records of data sources: what is refused, what reads back, and the shipped ones against the kinds
// of the settings.
#include "config/provider_traits.h"

#include <gtest/gtest.h>

#include "config/records.h"
#include "tests/config/files.h"

namespace vouch::config {
namespace {

constexpr Date kToday{std::chrono::year(2026) / 11 / 24};

const LoadedRecords& shipped() {
  static const LoadedRecords loaded = [] {
    const std::vector<std::filesystem::path> folders = {std::string(VOUCH_SOURCE_DIR) +
                                                        "/config/data"};
    return load_records(folders);
  }();
  return loaded;
}

const Records& records() {
  static const Records in_force = records_in_force(shipped().texts, kToday).value();
  return in_force;
}

const std::string kHead =
    "revision = 1\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = \"s\"\n"
    "[[provider]]\nkey = \"x\"\nname = \"X\"\n";

struct Row {
  const char* sentence;
  std::string toml;
  int line;
  const char* message;
};

TEST(ProviderRecord, each_mistake_is_named_with_its_line) {
  const std::string engines = "engines = { baidu = [\"index\"] }\n";
  const std::vector<Row> rows = {
      {"no_engines", kHead, 5, "needs the key engines"},
      {"a_purpose_that_is_none", kHead + "engines = { baidu = [\"fame\"] }\n", 8,
       "index, rank and"},
      {"no_purpose", kHead + "engines = { baidu = [] }\n", 8, "index, rank and"},
      {"a_mode_that_is_none", kHead + engines + "mode = \"later\"\n", 9, "none of now"},
      {"a_price_without_currency", kHead + engines + "price = 0.003\n", 5, "beside a price"},
      {"a_currency_that_is_none", kHead + engines + "currency = \"RMB\"\n", 9, "none of CNY"},
      {"an_absurd_price", kHead + engines + "currency = \"CNY\"\nprice = 5000\n", 10, "outside"},
      {"a_path_that_is_none", kHead + engines + "paths = { a = \"b\" }\n", 9, "begins with /"},
      {"an_endpoint_that_is_none", kHead + engines + "endpoint = \"a\"\n", 9, "no http or https"},
      {"a_batch_of_nothing", kHead + engines + "batches = { rank = 0 }\n", 9, "wants a purpose"},
      {"an_unknown_key", kHead + engines + "prise = 1\n", 9, "unknown key"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sentence);
    const LoadedRecords loaded = load_records_text(row.toml, "p.toml");
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.problems[0].line, row.line) << loaded.problems[0].text();
    EXPECT_NE(loaded.problems[0].message.find(row.message), std::string::npos)
        << loaded.problems[0].text();
  }
}

TEST(ProviderRecord, reads_back_from_its_stored_text) {
  ASSERT_FALSE(records().providers.empty());
  for (const ProviderTraits& traits : records().providers) {
    EXPECT_EQ(provider_traits_from_json(to_json(traits)).value(), traits) << traits.key;
  }
  EXPECT_FALSE(provider_traits_from_json("{}"));
  EXPECT_FALSE(provider_traits_from_json("[]"));
}

TEST(ProviderRecord, an_engine_that_nobody_describes_is_a_problem) {
  LoadedRecords loaded = shipped();
  LoadedRecords more =
      load_records_text(kHead + "engines = { altavista = [\"index\"] }\n", "more.toml");
  loaded.texts.insert(loaded.texts.end(), more.texts.begin(), more.texts.end());
  const std::vector<Problem> problems = check_completeness(loaded.texts, kToday);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].file, "more.toml");
  EXPECT_NE(problems[0].message.find("altavista"), std::string::npos);
}

TEST(ShippedProviders, each_kind_of_the_settings_has_its_record_and_each_record_its_kind) {
  std::size_t kinds = 0;
  for (int kind = 0; kind <= static_cast<int>(ProviderKind::kPerson); ++kind) {
    const std::string_view word = to_string(static_cast<ProviderKind>(kind));
    EXPECT_NE(records().provider(word), nullptr) << word;
    ++kinds;
  }
  EXPECT_EQ(records().providers.size(), kinds);
}

TEST(ShippedProviders, say_what_they_cost_and_what_is_assumed) {
  for (const ProviderTraits& traits : records().providers) {
    SCOPED_TRACE(traits.key);
    EXPECT_FALSE(traits.source.empty());
    EXPECT_EQ(traits.price > 0, !traits.currency.empty() && traits.key != "qianfan");
    const bool without_account = traits.key == "page" || traits.key == "person";
    EXPECT_EQ(traits.endpoint.empty(), traits.key == "searxng" || without_account);
    EXPECT_TRUE(traits.endpoint.empty() || traits.endpoint.starts_with("https://"));
    EXPECT_GT(traits.ticket_life, traits.poll_every);
  }
  EXPECT_EQ(records().provider("5118")->price, 3000);  // 0.003 yuan a URL
  EXPECT_EQ(records().provider("5118")->batch_of(Purpose::kIndex), 200);
  EXPECT_EQ(records().provider("5118")->batch_of(Purpose::kRank), 50);
  EXPECT_EQ(records().provider("dataforseo")->price_of("baidu"), 6000);
  EXPECT_EQ(records().provider("dataforseo")->price_of("google"), 600);
  EXPECT_FALSE(records().provider("qianfan")->serves("baidu", Purpose::kRank));
  EXPECT_FALSE(records().provider("search_console")->serves("google", Purpose::kRank));
  EXPECT_FALSE(records().provider("bing_webmaster")->serves("bing", Purpose::kRank));
}

TEST(ShippedProviders, go_stale_like_platforms) {
  const Date later = kToday + std::chrono::days(90);
  const std::vector<Problem> stale = stale_records(shipped().texts, later);
  EXPECT_TRUE(std::any_of(stale.begin(), stale.end(), [](const Problem& problem) {
    return problem.message.starts_with("provider \"5118\"");
  }));
}

TEST(CheckProviders, names_the_provider_that_its_kind_does_not_serve) {
  Settings settings;
  ProviderSettings provider;
  provider.name = "a";
  provider.line = 7;
  provider.kind = ProviderKind::kSerpApi;
  provider.engine = "sogou";
  settings.providers.push_back(provider);
  provider.name = "b";
  provider.line = 12;
  provider.kind = ProviderKind::k5118;
  provider.engine = "so360";
  provider.purpose = Purpose::kIndex;
  settings.providers.push_back(provider);
  provider.name = "good";
  provider.purpose = Purpose::kRank;
  settings.providers.push_back(provider);
  const std::vector<Problem> problems = check_providers(settings, records(), "v.toml");
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].text(),
            "v.toml:7: [[provider]] \"a\" engine: serpapi does not answer for \"sogou\" (baidu, "
            "google)");
  EXPECT_EQ(problems[1].text(),
            "v.toml:12: [[provider]] \"b\" purpose: 5118 has no index of so360");
}

}  // namespace
}  // namespace vouch::config
