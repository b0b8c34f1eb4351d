#include "practice/site_answers.h"

#include <gmock/gmock.h>

#include "practice/script.h"

namespace vouch::practice {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const World& fortnight() {
  static const World world = *make_world("fortnight", 1, 20001);
  return world;
}

struct Place {
  const Claim* claim = nullptr;
  const Site* site = nullptr;
  const Page* page = nullptr;
};

Place place_of(std::string_view kind) {
  const World& world = fortnight();
  for (const Claim& claim : world.claims) {
    if (claim.kind != kind) continue;
    for (const Page& page : world.pages) {
      const Site* site = world.site(page.site);
      if (world.url(*site, page.path) == claim.url) return {&claim, site, &page};
    }
  }
  ADD_FAILURE() << "no claim of kind " << kind;
  return {};
}

HttpAnswer answer_at(std::string_view kind, Millis after, int request_no = 1) {
  const Place place = place_of(kind);
  World quiet = fortnight();
  quiet.faults.clear();
  HttpRequest request;
  request.method = "GET";
  request.host = place.site->host;
  request.target = place.page->path;
  return answer_site(quiet, place.claim->reported_at + after, request, request_no);
}

constexpr Millis kSoon = std::chrono::minutes(10);

struct Row {
  const char* kind;
  int hours;  // after the hand-in
  int status;
  const char* words;
};
class Kinds : public ::testing::TestWithParam<Row> {};

TEST_P(Kinds, shows_what_the_table_says) {
  const Row& row = GetParam();
  const HttpAnswer answer = answer_at(row.kind, kSoon + std::chrono::hours(row.hours));
  EXPECT_EQ(answer.status, row.status);
  EXPECT_THAT(answer.body, HasSubstr(row.words));
}
INSTANTIATE_TEST_SUITE_P(
    Site, Kinds,
    ::testing::Values(Row{"own_article", 0, 200, "<article>"}, Row{"forum_never", 0, 404, ""},
                      Row{"soft404_never", 0, 200, ""}, Row{"home_never", 0, 302, ""},
                      Row{"vanished", 2, 200, "<article>"}, Row{"vanished", 37, 404, ""},
                      Row{"vanished_410", 97, 410, ""}, Row{"sent_home", 39, 302, ""},
                      Row{"answer_reviewed", 1, 200, "审核"},
                      Row{"answer_reviewed", 21, 200, "<article>"},
                      Row{"captcha_wall", 0, 200, "验证"}, Row{"forbidden", 0, 403, ""},
                      Row{"own_noindex", 0, 200, "noindex"},
                      Row{"link_hidden", 0, 200, "display: none"},
                      Row{"backlink_nofollow", 0, 200, "nofollow"},
                      Row{"link_jump_page", 0, 200, "/link?target="}, Row{"moved", 0, 301, ""},
                      Row{"mended", 2, 200, "<article>"}),
    [](const auto& row) { return std::string(row.param.kind) + std::to_string(row.param.hours); });

TEST(Site, what_was_mended_has_its_link_from_then_on) {
  EXPECT_THAT(answer_at("mended", std::chrono::hours(2)).body, Not(HasSubstr("/product/")));
  EXPECT_THAT(answer_at("mended", std::chrono::hours(41)).body, HasSubstr("/product/"));
}

TEST(Site, a_missing_keyword_is_nowhere_on_the_page) {
  const Place place = place_of("own_missing_keyword");
  EXPECT_THAT(answer_at("own_missing_keyword", kSoon).body, Not(HasSubstr(place.claim->keyword)));
}

TEST(Site, a_split_keyword_is_not_in_one_piece) {
  const Place place = place_of("own_split_keyword");
  const HttpAnswer answer = answer_at("own_split_keyword", kSoon);
  EXPECT_THAT(answer.body, Not(HasSubstr(place.claim->keyword)));
  EXPECT_THAT(answer.body, HasSubstr("<em>"));
}

TEST(Site, only_the_third_request_waits_for_the_decision_in_flight) {
  EXPECT_EQ(answer_at("waived_in_flight", kSoon, 2).held_by, "");
  EXPECT_NE(answer_at("waived_in_flight", kSoon, 3).held_by, "");
}

TEST(Site, a_portal_answers_for_every_site) {
  const World& world = fortnight();
  Time moment{};
  for (const Fault& fault : world.faults) {
    if (fault.trouble == Trouble::kPortal404) moment = fault.from;
  }
  ASSERT_NE(moment, Time{});
  for (const Site& site : world.sites) {
    HttpRequest request;
    request.host = site.host;
    request.target = "/";
    EXPECT_EQ(answer_site(world, moment, request, 1).status, 404) << site.key;
  }
}

}  // namespace
}  // namespace vouch::practice
