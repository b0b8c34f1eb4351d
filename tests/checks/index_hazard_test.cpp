#include "checks/index_hazard.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

IndexHazard flat(double per_day) {
  IndexHazard hazard;
  hazard.per_day.fill(per_day);
  return hazard;
}

// Age at which a page of this hazard is indexed; none: not within `horizon` days.
std::optional<double> draw(const IndexHazard& hazard, std::mt19937_64& dice, double horizon) {
  const double wanted = -std::log(1 - std::uniform_real_distribution<double>()(dice));
  double passed = 0;
  for (double day = 0; day < horizon; day += 0.25) {
    passed += hazard.at(day) * 0.25;
    if (passed >= wanted) return day + 0.25;
  }
  return std::nullopt;
}

TEST(IndexHazard, shipped_prior_gives_back_the_published_shares) {
  const IndexHazard prior = shipped_hazard();
  EXPECT_NEAR(prior.chance(0, 7), 0.3806 * 0.14, 1e-9);
  EXPECT_NEAR(prior.chance(0, 30), 0.3806 * 0.65, 1e-9);
  EXPECT_NEAR(prior.chance(0, 90), 0.3806 * 0.85, 1e-9);
  EXPECT_NEAR(prior.chance(0, 180), 0.3806 * 0.932, 1e-9);
}

// crawling-standards §2.5 works the same curve out at some ages; theirs is smooth, ours has steps.
TEST(IndexHazard, shipped_prior_is_about_what_was_worked_out_for_the_curve) {
  const IndexHazard prior = shipped_hazard();
  EXPECT_NEAR(prior.at(3), .0078, .0005);
  EXPECT_NEAR(prior.at(20), .010, .0015);
  EXPECT_NEAR(prior.at(40), .0017, .0005);
  EXPECT_NEAR(prior.at(100), .0005, .0003);
}

TEST(IndexHazard, nothing_seen_leaves_the_prior) {
  const IndexHazard learned = learn(shipped_hazard(), 100, {});
  for (std::size_t bin = 0; bin < kAgeBins; ++bin) {
    EXPECT_DOUBLE_EQ(learned.per_day[bin], shipped_hazard().per_day[bin]);
  }
}

TEST(IndexHazard, what_was_seen_between_two_looks_is_learned) {
  std::mt19937_64 dice(5);
  const IndexHazard truth = flat(0.05);
  std::vector<IndexHistory> pages;
  for (int i = 0; i < 4000; ++i) {
    const auto indexed = draw(truth, dice, 60);
    IndexHistory page;
    for (double age = 2; age <= 58; age += 7) {
      if (indexed && *indexed <= 2) break;  // indexed before anybody looked
      if (indexed && *indexed <= age) {
        page.found_days = age;
        break;
      }
      if (page.first_days == 0) page.first_days = age;
      page.last_absent_days = age;
    }
    if (page.first_days > 0) pages.push_back(page);
  }
  const IndexHazard learned = learn(shipped_hazard(), 30, pages);
  for (const double age : {5.0, 10.0, 20.0, 40.0}) EXPECT_NEAR(learned.at(age), 0.05, 0.006) << age;
  EXPECT_NEAR(learned.at(200), shipped_hazard().at(200), 1e-9) << "nobody looked there";
}

TEST(IndexHazard, a_page_reported_late_says_nothing_about_its_youth) {
  const std::vector<IndexHistory> pages(500, IndexHistory{20, 29, {}});
  const IndexHazard learned = learn(shipped_hazard(), 30, pages);
  EXPECT_DOUBLE_EQ(learned.at(5), shipped_hazard().at(5));
  EXPECT_LT(learned.at(25), shipped_hazard().at(25) / 10);
}

TEST(LooksScale, all_pages_together_take_the_quota) {
  const std::vector<WaitingPage> pages = {{1, .01}, {2, .02}, {1, .0005}, {4, .004}};
  const double scale = looks_scale(pages, 0.5);
  double looks = 0;
  for (const WaitingPage& page : pages) looks += scale * std::sqrt(page.weight * page.hazard);
  EXPECT_NEAR(looks, 0.5, 1e-12);
  EXPECT_LT(days_to_next_look(scale, pages[1]), days_to_next_look(scale, pages[0]));
}

TEST(LooksScale, a_query_sooner_than_a_day_could_not_count_and_nobody_is_forgotten) {
  EXPECT_EQ(days_to_next_look(looks_scale(std::vector{WaitingPage{1, .5}}, 1000), {1, .5}), 1);
  EXPECT_EQ(days_to_next_look(0, {1, .5}), 60);
  EXPECT_EQ(days_to_next_look(3, {1, 0}), 60);
  EXPECT_EQ(looks_scale({}, 10), 0);
}

// --- The same pages, the same number of queries: who hears sooner that a page is indexed? ---

struct Page {
  double born = 0;
  std::optional<double> indexed;  // age
  std::size_t platform = 0;
  double next = 0;  // day of its next look
};

struct Told {
  double delay = 0;  // mean days between indexed and found
  int queries = 0;
  int most_a_day = 0;
  std::size_t found = 0;
};

constexpr double kHorizon = 400;
constexpr double kGivenUp = 180;  // age after which nobody looks

std::vector<Page> company(const std::vector<IndexHazard>& platforms) {
  std::mt19937_64 dice(11);
  std::vector<Page> pages;
  for (int day = 0; day < 200; ++day) {
    for (int i = 0; i < 20; ++i) {
      Page page;
      page.born = day;
      page.platform = static_cast<std::size_t>(i) % platforms.size();
      page.indexed = draw(platforms[page.platform], dice, kGivenUp);
      page.next = page.born + 1;
      pages.push_back(page);
    }
  }
  return pages;
}

// `wait(page, age)`: days to the next look. At most `quota` queries a day, the longest waiting
// first.
template <class Wait>
Told play(std::vector<Page> pages, double quota, const Wait& wait) {
  Told told;
  double delays = 0;
  std::vector<Page*> open;
  std::size_t born = 0;
  for (double day = 0; day < kHorizon; ++day) {
    while (born < pages.size() && pages[born].born <= day) open.push_back(&pages[born++]);
    std::vector<Page*> due;
    for (Page* page : open) {
      if (page->next <= day) due.push_back(page);
    }
    std::stable_sort(due.begin(), due.end(),
                     [](const Page* left, const Page* right) { return left->next < right->next; });
    int asked = 0;
    for (Page* page : due) {
      if (asked >= quota) break;
      ++asked;
      const double age = day - page->born;
      if (page->indexed && *page->indexed <= age) {
        delays += age - *page->indexed;
        ++told.found;
        page->next = kHorizon;
        page->born = -kHorizon;  // done
        continue;
      }
      page->next = day + wait(*page, age, open);
    }
    told.queries += asked;
    told.most_a_day = std::max(told.most_a_day, asked);
    std::erase_if(open, [day](const Page* page) { return day - page->born > kGivenUp; });
  }
  told.delay = delays / static_cast<double>(told.found);
  return told;
}

TEST(IndexHazard, at_equal_queries_the_delay_is_a_quarter_shorter_than_every_seven_days) {
  // Four kinds of platforms: a quick one, the published curve, a slow one, one that is hardly read.
  const std::vector<IndexHazard> platforms = {flat(0.15), shipped_hazard(), flat(0.01),
                                              flat(0.0004)};
  const std::vector<Page> pages = company(platforms);
  const Told fixed = play(pages, 1e9, [](const Page&, double, const auto&) { return 7.0; });
  const double quota = fixed.queries / kHorizon;

  double scale = 0;
  double scaled_on = -1;
  const auto by_hazard = [&](const Page& page, double age, const std::vector<Page*>& open) {
    const double day = page.born + age;
    if (scaled_on != day) {  // once a day, as the daemon does
      std::vector<WaitingPage> waiting;
      waiting.reserve(open.size());
      for (const Page* other : open) {
        if (other->born >= 0)
          waiting.push_back({1, platforms[other->platform].at(day - other->born)});
      }
      scale = looks_scale(waiting, quota);
      scaled_on = day;
    }
    return days_to_next_look(scale, {1, platforms[page.platform].at(age)});
  };
  const double most = std::ceil(2 * quota);
  const Told learned = play(pages, most, by_hazard);
  RecordProperty("fixed", std::to_string(fixed.delay) + " d, " + std::to_string(fixed.queries));
  RecordProperty("hazard",
                 std::to_string(learned.delay) + " d, " + std::to_string(learned.queries));
  EXPECT_LE(learned.queries, fixed.queries);
  EXPECT_LE(learned.most_a_day, most);
  EXPECT_GE(learned.found + learned.found / 50, fixed.found) << "it finds what the other finds";
  EXPECT_LE(learned.delay, 0.75 * fixed.delay)
      << learned.delay << " d with " << learned.queries << " queries, fixed " << fixed.delay
      << " d with " << fixed.queries;
}

}  // namespace
}  // namespace vouch::checks
