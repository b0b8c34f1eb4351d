#include "engines/chain.h"

#include <gtest/gtest.h>

#include "config/records.h"

namespace vouch::engines::test {
namespace {

using config::ProviderKind;
using config::Purpose;

const config::ProviderTraits& traits_of(ProviderKind kind) {
  static const config::Records kRecords = [] {
    const std::vector<std::filesystem::path> folders = {config::shipped_data_dir().value()};
    const config::LoadedRecords loaded = config::load_records(folders);
    return config::records_in_force(loaded.texts, parse_date("2026-11-24").value()).value();
  }();
  return *kRecords.provider(config::to_string(kind));
}

config::ProviderSettings settings(ProviderKind kind, const char* engine) {
  config::ProviderSettings out;
  out.kind = kind;
  out.engine = engine;
  return out;
}

TEST(Chain, each_source_is_asked_for_what_it_can_tell) {
  struct Row {
    ProviderKind kind;
    const char* engine;
    bool index;
    bool rank;
  };
  const std::vector<Row> rows = {
      {ProviderKind::kSearxng, "baidu", true, true},
      {ProviderKind::kSerpApi, "google", true, true},
      {ProviderKind::kSerpApi, "baidu", false, true},  // its rows lead through the engine
      {ProviderKind::kDataForSeo, "baidu", true, true},
      {ProviderKind::kSearchConsole, "google", true, false},
      {ProviderKind::kBingWebmaster, "bing", false, false},  // crawled is not indexed
      {ProviderKind::kQianfan, "baidu", true, false},
      {ProviderKind::k5118, "so360", false, true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(config::to_string(row.kind));
    const auto one = settings(row.kind, row.engine);
    const auto& traits = traits_of(row.kind);
    EXPECT_EQ(answers_for(one, traits, {row.engine, Purpose::kIndex, {}}), row.index);
    EXPECT_EQ(answers_for(one, traits, {row.engine, Purpose::kRank, {}}), row.rank);
    EXPECT_FALSE(answers_for(one, traits, {"sogou", Purpose::kIndex, {}}));
  }
}

TEST(Chain, what_is_bought_for_one_purpose_serves_no_other) {
  auto one = settings(ProviderKind::k5118, "baidu");
  one.purpose = Purpose::kRank;
  EXPECT_FALSE(answers_for(one, traits_of(one.kind), {"baidu", Purpose::kIndex, {}}));
  EXPECT_TRUE(answers_for(one, traits_of(one.kind), {"baidu", Purpose::kRank, {}}));
}

TEST(Chain, official_tools_are_asked_about_their_own_property_alone) {
  auto one = settings(ProviderKind::kSearchConsole, "google");
  one.site = "sc-domain:acme.cn";
  const auto asked = [&](const char* url) {
    return answers_for(one, traits_of(one.kind), {"google", Purpose::kIndex, url});
  };
  EXPECT_TRUE(asked("https://www.acme.cn/a"));
  EXPECT_TRUE(asked("https://acme.cn/a"));
  EXPECT_FALSE(asked("https://notacme.cn/a"));
  EXPECT_FALSE(asked("https://tieba.baidu.com/p/1"));
}

TEST(Chain, a_property_with_a_path_holds_what_begins_with_it) {
  EXPECT_TRUE(lies_in("https://www.a.cn/shop/", "https://www.a.cn/shop/1.html"));
  EXPECT_FALSE(lies_in("https://www.a.cn/shop/", "https://www.a.cn/blog/1.html"));
  EXPECT_FALSE(lies_in("https://www.a.cn/", "http://www.a.cn/1.html"));
  EXPECT_FALSE(lies_in("sc-domain:", "http://www.a.cn/1.html"));
  EXPECT_FALSE(lies_in("a.cn", "no url"));
}

}  // namespace
}  // namespace vouch::engines::test
