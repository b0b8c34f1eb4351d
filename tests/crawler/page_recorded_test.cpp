// Recorded result pages (../shared/data/serp): block pages are walls, and real pages full of links
// are not.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "tests/crawler/page_sign_rows.h"

namespace vouch::crawler {
namespace {

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(RecordedPages, block_pages_are_walls_and_result_pages_carry_no_sign) {
  const std::filesystem::path root = std::filesystem::path(VOUCH_DATA_DIR) / "serp";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "skipped: no conformance data";
  int blocked = 0;
  int open = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = entry.path().string();
    if (!name.ends_with(".html")) continue;
    const std::string meta_text = read_whole(name.substr(0, name.size() - 5) + ".meta.json");
    const auto meta = boost::json::parse(meta_text).as_object();
    PageInput input;
    input.url = input.final_url = "http://www.example.com/s?wd=x";
    const std::string body = read_whole(entry.path());
    input.body = body;
    const PageFacts facts = read_page(input);
    const boost::json::value* outcome = meta.if_contains("outcome_a_checker_should_report");
    const bool wall =
        outcome != nullptr && outcome->is_string() && outcome->as_string() == "blocked";
    (wall ? blocked : open) += 1;
    SCOPED_TRACE(name + ": " + signs_text(facts.signs));
    EXPECT_EQ(!facts.signs.empty(), wall);
    for (const SignFact& fact : facts.signs) {
      EXPECT_TRUE(fact.sign == PageSign::kCaptcha || fact.sign == PageSign::kChallenge);
    }
    EXPECT_LE(facts.replaced_ratio, 0.001);
  }
  EXPECT_GE(blocked, 7);
  EXPECT_GE(open, 35);
}

}  // namespace
}  // namespace vouch::crawler
