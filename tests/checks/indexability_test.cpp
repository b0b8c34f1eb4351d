#include "checks/indexability.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

PageFacts page() {
  PageFacts out;
  out.url = out.final_url = "http://a.com/1";
  out.status = 200;
  return out;
}

Engine engine(bool honours = true) {
  Engine out;
  out.key = "baidu";
  out.honours_noindex = honours;
  out.honours_canonical = honours;
  return out;
}

struct Row {
  const char* sentence;
  void (*change)(PageFacts&);
  IndexBar bar;
  const char* why;
  bool honours = true;
  bool robots = true;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"a_plain_page_may_be_indexed", [](PageFacts&) {}, IndexBar::kNone, ""},
      {"robots_bars", [](PageFacts&) {}, IndexBar::kBarred, "robots", true, false},
      {"noindex_bars", [](PageFacts& f) { f.robots.noindex["baidu"] = true; }, IndexBar::kBarred,
       "noindex"},
      {"noindex_warns_where_the_engine_documents_none",
       [](PageFacts& f) { f.robots.noindex["baidu"] = true; }, IndexBar::kWarning, "noindex",
       false},
      {"noindex_of_another_engine_is_not_ours",
       [](PageFacts& f) { f.robots.noindex["google"] = true; }, IndexBar::kNone, ""},
      {"a_canonical_elsewhere_bars", [](PageFacts& f) { f.canonical = "http://a.com/2"; },
       IndexBar::kBarred, "canonical:http://a.com/2"},
      {"a_canonical_elsewhere_warns_where_it_is_not_honoured",
       [](PageFacts& f) { f.canonical = "http://a.com/2"; }, IndexBar::kWarning,
       "canonical:http://a.com/2", false},
      {"its_own_canonical_is_fine", [](PageFacts& f) { f.canonical = "https://a.com/1"; },
       IndexBar::kNone, ""},
      {"the_canonical_is_compared_with_where_the_page_is",
       [](PageFacts& f) {
         f.final_url = "http://a.com/new";
         f.canonical = "http://a.com/new";
       },
       IndexBar::kNone, ""},
      {"an_immediate_refresh_bars",
       [](PageFacts& f) {
         f.refresh = RefreshFact{0, "http://b.com/"};
       },
       IndexBar::kBarred, "refresh:http://b.com/"},
      {"a_slow_refresh_does_not",
       [](PageFacts& f) {
         f.refresh = RefreshFact{30, "http://b.com/"};
       },
       IndexBar::kNone, ""},
      {"a_refresh_of_itself_does_not",
       [](PageFacts& f) {
         f.refresh = RefreshFact{0, ""};
       },
       IndexBar::kNone, ""},
      {"a_404_bars", [](PageFacts& f) { f.status = 404; }, IndexBar::kBarred, "status:404"},
      {"a_429_says_nothing", [](PageFacts& f) { f.status = 429; }, IndexBar::kNone, ""},
      {"a_503_says_nothing", [](PageFacts& f) { f.status = 503; }, IndexBar::kNone, ""},
  };
  return table;
}

class IndexabilityTable : public testing::TestWithParam<Row> {};

TEST_P(IndexabilityTable, says_what_bars_the_page) {
  const Row& row = GetParam();
  PageFacts facts = page();
  row.change(facts);
  const auto said = indexability(facts, {engine(row.honours)}, {row.robots});
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].engine, "baidu");
  EXPECT_EQ(said[0].bar, row.bar);
  EXPECT_EQ(said[0].why, row.why);
}

INSTANTIATE_TEST_SUITE_P(rows, IndexabilityTable, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(Indexability, each_engine_has_its_own_answer_and_unknown_robots_allow) {
  PageFacts facts = page();
  facts.robots.noindex["google"] = true;
  Engine google = engine();
  google.key = "google";
  const auto said = indexability(facts, {engine(), google}, {});
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].bar, IndexBar::kNone);
  EXPECT_EQ(said[1].bar, IndexBar::kBarred);
}

}  // namespace
}  // namespace vouch::checks
