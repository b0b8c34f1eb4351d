#include "practice/prose.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "core/hash.h"
#include "core/text_sketch.h"
#include "practice/charset.h"
#include "practice/page_text.h"
#include "practice/script.h"

namespace vouch::practice {
namespace {

std::string joined(const ProseSeed& seed, int sentences = 12) {
  std::string out;
  for (const std::string& sentence : prose(seed, sentences)) out += sentence;
  return out;
}

std::vector<std::uint64_t> grams(std::string_view text) {
  std::vector<std::uint64_t> out;
  for (const TextGram& gram : text_grams(text)) out.push_back(gram.hash);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

double share(const std::vector<std::uint64_t>& of, const std::vector<std::uint64_t>& in) {
  std::vector<std::uint64_t> both;
  std::set_intersection(of.begin(), of.end(), in.begin(), in.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(of.size());
}

// What stands between <article> and its end, without tags.
std::string article_of(const std::string& page) {
  const std::size_t begin = page.find("<article>");
  const std::string part = page.substr(begin, page.find("</article>") - begin);
  std::string out;
  bool inside = false;
  for (const char c : part) {
    if (c == '<') inside = true;
    if (!inside) out.push_back(c);
    if (c == '>') inside = false;
  }
  return out;
}

TEST(Prose, equal_seeds_say_the_same_and_others_something_else) {
  EXPECT_EQ(joined({1}), joined({1}));
  EXPECT_LT(share(grams(joined({1})), grams(joined({2}))), 0.1);
}

TEST(Prose, a_copy_differs_in_so_many_of_its_words) {
  const auto text = grams(joined({1}, 60));
  EXPECT_DOUBLE_EQ(share(grams(joined({1, 0, 5}, 60)), text), 1);
  const double few = share(grams(joined({1, 10, 5}, 60)), text);
  const double many = share(grams(joined({1, 25, 5}, 60)), text);
  EXPECT_GT(few, 0.65);
  EXPECT_LT(few, 0.9);
  EXPECT_GT(many, 0.3);
  EXPECT_LT(many, few);
}

TEST(Prose, every_site_can_show_it) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string text = joined({seed}, 40);
    EXPECT_EQ(encode(text, "gbk").find('?'), std::string::npos) << text;
  }
}

// Honest articles share less than any checker of copies may ask about; copies share more.
TEST(Prose, articles_of_a_fortnight_are_each_their_own) {
  const World world = *make_world("fortnight", 3, 20001);
  struct Shown {
    std::string url, source;
    std::vector<std::uint64_t> grams;
  };
  std::vector<Shown> shown;
  for (const Page& page : world.pages) {
    const auto phase = std::find_if(page.phases.begin(), page.phases.end(),
                                    [](const Phase& one) { return one.showing == Showing::kLive; });
    if (phase == page.phases.end()) continue;
    const Site& site = *world.site(page.site);
    shown.push_back({world.url(site, page.path), page.copied_from,
                     grams(article_of(article_page(world, site, page, phase->content)))});
  }
  ASSERT_GT(shown.size(), 120U);
  int copies = 0;
  double most = 0;
  for (const Shown& one : shown) {
    for (const Shown& other : shown) {
      if (&one == &other) continue;
      const bool same = one.source == other.url || other.source == one.url ||
                        (!one.source.empty() && one.source == other.source);
      if (one.source == other.url) {
        ++copies;
        EXPECT_GT(share(one.grams, other.grams), 0.35) << one.url;
      } else if (!same) {
        most = std::max(most, share(one.grams, other.grams));
      }
    }
  }
  EXPECT_GE(copies, 3);
  EXPECT_LT(most, 0.25);
}

TEST(Prose, a_copy_stands_on_another_site_and_comes_on_a_later_day) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    const World world = *make_world("fortnight", seed, 20001);
    int copies = 0;
    for (const Page& page : world.pages) {
      if (page.copied_from.empty()) continue;
      ++copies;
      const Site& site = *world.site(page.site);
      EXPECT_EQ(page.copied_from.find("//" + site.host), std::string::npos);
      const auto claim_of = [&](const std::string& url) {
        return std::find_if(world.claims.begin(), world.claims.end(),
                            [&](const Claim& claim) { return claim.url == url; });
      };
      const auto copy = claim_of(world.url(site, page.path));
      const auto first = claim_of(page.copied_from);
      ASSERT_NE(copy, world.claims.end());
      ASSERT_NE(first, world.claims.end());
      EXPECT_LT(first->reported_at, copy->reported_at);
    }
    EXPECT_GE(copies, 3) << seed;
  }
}

}  // namespace
}  // namespace vouch::practice
