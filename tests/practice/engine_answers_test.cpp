#include "practice/engine_answers.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

namespace vouch::practice {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::Not;

Time hour(int count) {
  return Time(std::chrono::hours(490'000 + count));
}

World small_world() {
  World world;
  world.site_port = 20001;
  world.own_site = "own";
  Site own;
  own.key = "own";
  own.host = "own.localhost";
  own.name = "官网";
  Site forum = own;
  forum.key = "forum";
  forum.host = "forum.localhost";
  world.sites = {own, forum};
  Page page;
  page.site = "forum";
  page.path = "/t/1";
  page.keywords = {"净水器"};
  page.phases = {{hour(0), Showing::kLive, {}}};
  page.indexed_at = hour(10);
  page.dropped_at = hour(20);
  world.pages = {page};
  world.index_pages();
  return world;
}

const std::string kPage = "http://forum.localhost:20001/t/1";

std::vector<std::string> urls(const World& world, Time now, std::string_view query) {
  std::vector<std::string> out;
  for (const EngineRow& row : search(world, now, query)) out.push_back(row.url);
  return out;
}

json::value asked(const World& world, Time now, const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  const HttpAnswer answer = answer_engine(world, now, request);
  EXPECT_EQ(answer.status, 200);
  return json::parse(answer.body);
}

TEST(Engine, a_page_is_found_only_after_its_delay_and_before_it_is_dropped) {
  const World world = small_world();
  EXPECT_THAT(urls(world, hour(10) - Millis(1), kPage), Not(Contains(kPage)));
  EXPECT_THAT(urls(world, hour(10), kPage), Contains(kPage));
  EXPECT_THAT(urls(world, hour(20) - Millis(1), kPage), Contains(kPage));
  EXPECT_THAT(urls(world, hour(20), kPage), Not(Contains(kPage)));
}

TEST(Engine, words_find_the_pages_about_them) {
  const World world = small_world();
  EXPECT_THAT(urls(world, hour(11), "净水器"), Contains(kPage));
  EXPECT_THAT(urls(world, hour(11), "热水器"), Not(Contains(kPage)));
}

TEST(Engine, the_companys_front_page_is_always_known) {
  const std::string front = "http://own.localhost:20001/";
  EXPECT_THAT(urls(small_world(), hour(0), front), Contains(front));
}

TEST(Engine, answers_in_the_shape_of_searxng) {
  const json::value got = asked(small_world(), hour(11),
                                "/search?q=http%3A%2F%2Fforum.localhost%3A20001%2Ft%2F1&format=json"
                                "&engines=baidu");
  const json::value& row = got.at("results").at(0);
  EXPECT_EQ(row.at("url").as_string(), kPage);
  EXPECT_EQ(row.at("engine").as_string(), "baidu");
  EXPECT_TRUE(got.at("unresponsive_engines").as_array().empty());
}

TEST(Engine, a_captcha_is_named_and_silence_is_not) {
  World world = small_world();
  world.faults = {{Trouble::kEngineCaptcha, "", "", hour(11), hour(12)},
                  {Trouble::kEngineSilent, "", "", hour(12), hour(13)}};
  const std::string target = "/search?q=x&format=json&engines=baidu";
  const json::value captcha = asked(world, hour(11), target);
  EXPECT_TRUE(captcha.at("results").as_array().empty());
  EXPECT_EQ(captcha.at("unresponsive_engines").at(0).at(1).as_string(), "CAPTCHA");
  const json::value silent = asked(world, hour(12), target);
  EXPECT_TRUE(silent.at("results").as_array().empty());
  EXPECT_TRUE(silent.at("unresponsive_engines").as_array().empty());
}

TEST(Engine, a_decoy_shows_strangers_to_everybody) {
  World world = small_world();
  world.faults = {{Trouble::kEngineDecoy, "", "", hour(11), hour(12)}};
  const json::value got = asked(world, hour(11), "/search?q=x&format=json&engines=baidu");
  EXPECT_EQ(got.at("results").as_array().size(), 10U);
  EXPECT_EQ(json::serialize(got).find("localhost"), std::string::npos);
}

}  // namespace
}  // namespace vouch::practice
