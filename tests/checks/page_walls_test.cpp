// Law 1 on single pages: only what was seen to be missing, on a page read whole, is a negative.
#include <gtest/gtest.h>

#include "checks/page_judgement.h"
#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

Exchange answered(int status) {
  Exchange out;
  out.hops.emplace_back();
  out.hops.back().status = status;
  out.hops.back().headers = {{"Content-Type", "text/html; charset=utf-8"}};
  return out;
}

ContentNeeds everything() {
  ContentNeeds out;
  out.title = out.keyword = out.link = true;
  out.sites = {OwnSite{SiteId{1}, "vouch-demo.com", "蓝鲸净化"}};
  return out;
}

Claim reported() {
  Claim out = claim();
  out.title = "净水器怎么选";
  out.keywords = {"净水器"};
  return out;
}

PageFacts random_page(Random& random) {
  PageFacts page;
  page.url = reported().url;
  page.final_url = random.of({reported().url, std::string("http://forum.example.com/"),
                              std::string("http://other.example.net/x")});
  page.status = 200;
  page.title = random.of<std::string>({"", "净水器怎么选", "别的标题"});
  page.text_chars = random.of<std::int64_t>({0, 300});
  if (random.chance(2)) {
    page.blocks.push_back({TextBlock::Kind::kBody, !random.chance(3), Region::kMain,
                           random.of<std::string>({"净水器推荐", "空调", "vouch-demo.com"})});
  }
  if (random.chance(2)) {
    page.links.push_back({random.of<std::string>({"http://vouch-demo.com/", "http://x.com/",
                                                  "http://x.com/go?u=http://vouch-demo.com"}),
                          "a",
                          {},
                          !random.chance(3),
                          "",
                          Region::kMain});
  }
  if (random.chance(2)) {
    page.signs.push_back(
        {random.of({PageSign::kSoft404, PageSign::kDeleted, PageSign::kUnderReview,
                    PageSign::kLogin, PageSign::kCaptcha, PageSign::kParked, PageSign::kChallenge}),
         "words"});
  }
  return page;
}

bool says_missing(const PageJudgement& seen) {
  return seen.live.outcome == Outcome::kNotFound ||
         (seen.content && seen.content->outcome == Outcome::kNotFound);
}

TEST(PageWalls, of_all_statuses_only_404_and_410_say_that_a_page_is_gone) {
  for (int status = 0; status < 1000; ++status) {
    const PageJudgement seen =
        judge_page(reported(), everything(), Platform{}, answered(status), nullptr);
    EXPECT_EQ(says_missing(seen), status == 404 || status == 410) << status;
    EXPECT_NE(seen.live.outcome, Outcome::kFound) << status;
    Platform liar;
    liar.not_found_is_proof = false;
    EXPECT_FALSE(
        says_missing(judge_page(reported(), everything(), liar, answered(status), nullptr)))
        << status;
  }
}

TEST(PageWalls, no_failure_of_the_network_is_a_negative) {
  for (int i = 0; i <= static_cast<int>(Reason::kTimer); ++i) {
    const auto reason = static_cast<Reason>(i);
    if (outcome_of(reason) != Outcome::kInconclusive) continue;
    Exchange broken;
    broken.failure = reason;
    const PageJudgement seen = judge_page(reported(), everything(), Platform{}, broken, nullptr);
    EXPECT_EQ(seen.live.reason, reason);
    EXPECT_FALSE(says_missing(seen)) << to_string(reason);
  }
  EXPECT_FALSE(says_missing(judge_page(reported(), everything(), Platform{}, Exchange{}, nullptr)));
}

TEST(PageWalls, a_page_that_was_not_read_whole_proves_no_absence_and_keeps_its_positives) {
  int positives = 0;
  for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
    Random random(seed);
    PageFacts page = random_page(random);
    const PageJudgement whole =
        judge_page(reported(), everything(), Platform{}, answered(200), &page);
    switch (random.below(3)) {
      case 0:
        page.truncated = true;
        break;
      case 1:
        page.replaced_ratio = 0.0011;
        break;
      default:
        page.refused = "depth";
    }
    const PageJudgement cut =
        judge_page(reported(), everything(), Platform{}, answered(200), &page);
    ASSERT_FALSE(says_missing(cut)) << seed;
    ASSERT_FALSE(cut.needs_sibling_probe) << seed;
    const bool complete = whole.content && whole.content->outcome == Outcome::kFound;
    if (complete && page.refused.empty()) {
      ASSERT_EQ(cut.content->outcome, Outcome::kFound) << seed;
      ++positives;
    }
  }
  EXPECT_GT(positives, 20);
}

TEST(PageWalls, behind_a_wall_nothing_is_missing) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Random random(seed);
    PageFacts page = random_page(random);
    page.signs.push_back(
        {random.of({PageSign::kLogin, PageSign::kCaptcha, PageSign::kChallenge}), "wall"});
    const int status = random.of({200, 403, 429, 503});
    ASSERT_FALSE(
        says_missing(judge_page(reported(), everything(), Platform{}, answered(status), &page)))
        << seed;
  }
}

TEST(PageWalls, nothing_asked_of_the_content_is_nothing_said_about_it) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    Random random(seed);
    const PageFacts page = random_page(random);
    EXPECT_FALSE(judge_page(reported(), ContentNeeds{}, Platform{}, answered(200), &page).content);
  }
}

}  // namespace
}  // namespace vouch::checks::test
