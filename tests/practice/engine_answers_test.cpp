#include "practice/engine_answers.h"

#include <set>

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
  page.index = {{"baidu", hour(10), hour(20)}};
  world.pages = {page};
  world.index_pages();
  return world;
}

const std::string kPage = "http://forum.localhost:20001/t/1";

std::vector<std::string> urls(const World& world, Time now, std::string_view query,
                              std::string_view engine = "baidu") {
  std::vector<std::string> out;
  for (const EngineRow& row : search(world, now, engine, query)) out.push_back(row.url);
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

World with_spans() {
  World world = small_world();
  world.pages[0].index = {{"baidu", hour(10), hour(20)}, {"bing", hour(12), {}}};
  return world;
}

TEST(Engine, each_knows_a_page_in_its_own_time) {
  const World world = with_spans();
  EXPECT_THAT(urls(world, hour(11), kPage, "baidu"), Contains(kPage));
  EXPECT_THAT(urls(world, hour(11), kPage, "bing"), Not(Contains(kPage)));
  EXPECT_THAT(urls(world, hour(21), kPage, "baidu"), Not(Contains(kPage)));
  EXPECT_THAT(urls(world, hour(21), kPage, "bing"), Contains(kPage));
  EXPECT_THAT(urls(world, hour(21), kPage, "google"), Not(Contains(kPage)));
}

TEST(Engine, each_lists_in_its_own_order) {
  World world = small_world();
  world.pages[0].index.clear();
  for (const char* key : {"baidu", "so360", "sogou", "bing", "google"})
    world.pages[0].index.push_back({key, hour(1), {}});
  std::set<std::vector<std::string>> orders;
  for (const IndexSpan& span : world.pages[0].index)
    orders.insert(urls(world, hour(11), "净水器", span.engine));
  EXPECT_EQ(orders.size(), 5U);
}

TEST(Engine, an_instance_asks_whom_it_is_told_to_ask_by_the_names_it_has_for_them) {
  World world = with_spans();
  world.pages[0].index.push_back({"so360", hour(1), {}});
  const std::string query = "/search?q=http%3A%2F%2Fforum.localhost%3A20001%2Ft%2F1&format=json";
  const json::value one = asked(world, hour(21), query + "&engines=360search");
  EXPECT_EQ(one.at("results").at(0).at("engine").as_string(), "360search");
  const json::value unknown = asked(world, hour(21), query + "&engines=so360");
  EXPECT_TRUE(unknown.at("results").as_array().empty());
  const json::value both = asked(world, hour(21), query + "&engines=360search,bing");
  EXPECT_EQ(both.at("results").at(0).at("engines").as_array().size(), 2U);
}

TEST(Engine, a_trouble_of_one_leaves_the_others_alone) {
  World world = with_spans();
  world.faults = {{Trouble::kEngine429, "", "", hour(11), hour(14), "bing"}};
  const std::string target = "/search?q=x&format=json&engines=";
  const json::value bing = asked(world, hour(13), target + "bing");
  EXPECT_EQ(bing.at("unresponsive_engines").at(0).at(1).as_string(), "too many requests");
  const json::value baidu = asked(world, hour(13), target + "baidu");
  EXPECT_TRUE(baidu.at("unresponsive_engines").as_array().empty());
  EXPECT_FALSE(baidu.at("results").as_array().empty());
}

TEST(Engine, a_list_of_news_knows_no_page_of_ours) {
  World world = with_spans();
  world.faults = {{Trouble::kEngineNews, "", "", hour(11), hour(14)}};
  const json::value got = asked(world, hour(13), "/search?q=%E5%87%80&format=json&engines=bing");
  EXPECT_EQ(got.at("results").as_array().size(), 6U);
  EXPECT_EQ(json::serialize(got).find("localhost"), std::string::npos);
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
