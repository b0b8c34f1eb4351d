// Ranks over the API and on the pages: places, figures with their coverage, and the index matrix.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/web/web_world.h"
#include "web/rank_chart.h"
#include "web/rank_pages.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

class RanksTest : public WorldTest {
 protected:
  static json::value get(const std::string& login, const std::string& target) {
    const Answer answer = world().get(login, "/api/v1/ranks" + target);
    EXPECT_EQ(answer.status, 200) << answer.body;
    boost::system::error_code error;
    json::value value = json::parse(answer.body, error);
    EXPECT_FALSE(error) << answer.body;
    return value;
  }
  static Answer page(const std::string& below, const std::string& desk = "s",
                     const std::string& login = "wang") {
    return world().get("", world().page(desk, login) + below);
  }
  static json::value keyword(const std::string& text) {
    const json::value all = get("lilei", "");
    for (const json::value& item : all.at("items").as_array()) {
      if (item.at("text").as_string() == text) return item;
    }
    ADD_FAILURE() << "no keyword " << text;
    return json::object{{"places", json::array{json::object{}}}};
  }
  static json::value place(const std::string& text) { return keyword(text).at("places").at(0); }
};

TEST_F(RanksTest, a_place_has_its_day_its_move_and_the_first_page_count) {
  const json::value place = RanksTest::place("空气净化器");
  EXPECT_EQ(place.at("engine").as_string(), "baidu");
  EXPECT_EQ(place.at("state").as_string(), "ranked");
  EXPECT_EQ(place.at("position").as_int64(), 3);
  EXPECT_EQ(place.at("depth").as_int64(), 50);
  EXPECT_EQ(place.at("day").as_string(), "2026-11-24");
  EXPECT_EQ(place.at("first_page").as_int64(), 1);
  EXPECT_EQ(place.at("move").at("from").as_double(), 12);
  EXPECT_FALSE(place.at("outdated").as_bool());
}

TEST_F(RanksTest, not_in_the_top_and_not_measured_are_told_apart) {
  const json::value absent = place("除醛");
  EXPECT_EQ(absent.at("state").as_string(), "not_in_top");
  EXPECT_TRUE(absent.at("position").is_null());
  EXPECT_EQ(absent.at("depth").as_int64(), 50);
  EXPECT_EQ(absent.at("first_page").as_int64(), 0);
  const json::value blind = place("滤芯");
  EXPECT_EQ(blind.at("state").as_string(), "unmeasured");
  EXPECT_TRUE(blind.at("position").is_null());
  EXPECT_TRUE(blind.at("depth").is_null());
  EXPECT_TRUE(blind.at("first_page").is_null()) << "nobody counted";
  EXPECT_EQ(blind.at("last_measured").at("position").as_int64(), 7);
  EXPECT_TRUE(place("新风机").at("outdated").as_bool());
}

TEST_F(RanksTest, keywords_come_by_priority_and_in_pages) {
  const json::value first = get("lilei", "?limit=2");
  ASSERT_EQ(first.at("items").as_array().size(), 2U);
  EXPECT_EQ(first.at("items").at(0).at("text").as_string(), "空气净化器");
  const auto next = first.at("next").as_int64();
  const json::value rest = get("lilei", fmt::format("?limit=100&after={}", next));
  EXPECT_EQ(rest.at("items").as_array().size(), 4U);
  EXPECT_TRUE(rest.at("next").is_null());
  EXPECT_EQ(world().get("lilei", "/api/v1/ranks?after=x").status, 400);
  EXPECT_EQ(world().get("lilei", "/api/v1/ranks?limit=0").status, 400);
}

TEST_F(RanksTest, figures_count_measured_keywords_alone_and_name_their_coverage) {
  const json::value answer = get("boss", "/visibility");
  ASSERT_EQ(answer.at("items").as_array().size(), 1U) << "connected engines";
  const json::value& baidu = answer.at("items").at(0);
  EXPECT_EQ(baidu.at("keywords").as_int64(), 6);
  EXPECT_EQ(baidu.at("measured").as_int64(), 3) << "neither the blind nor the outdated one";
  EXPECT_DOUBLE_EQ(baidu.at("coverage").as_double(), 0.5);
  EXPECT_TRUE(baidu.at("telling").as_bool());
  // (9 x 0.12) / ((9 + 8 + 7) x 0.18)
  EXPECT_DOUBLE_EQ(baidu.at("visibility").as_double(), 0.25);
  EXPECT_TRUE(baidu.at("curve_assumed").as_bool());
  const json::array& shares = baidu.at("shares").as_array();
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_TRUE(shares[0].at("own").as_bool());
  EXPECT_DOUBLE_EQ(shares[0].at("share").as_double(), 0.4);
  EXPECT_EQ(shares[1].at("name").as_string(), "对手公司");
  EXPECT_DOUBLE_EQ(shares[1].at("share").as_double(), 0.6);
}

TEST_F(RanksTest, below_the_least_coverage_there_is_no_figure) {
  const json::value then = get("boss", "/visibility?on=2026-11-09");
  const json::value& baidu = then.at("items").at(0);
  EXPECT_EQ(baidu.at("measured").as_int64(), 1);
  EXPECT_FALSE(baidu.at("telling").as_bool());
  for (const char* figure : {"visibility", "first_page_share", "median_ranked", "average"})
    EXPECT_TRUE(baidu.at(figure).is_null()) << figure;
  EXPECT_TRUE(baidu.at("shares").as_array().empty());
  EXPECT_GT(baidu.at("coverage").as_double(), 0.16);
}

TEST_F(RanksTest, an_engine_that_never_looked_has_no_coverage) {
  const json::value answer = get("boss", "/visibility?engine=sogou");
  ASSERT_EQ(answer.at("items").as_array().size(), 1U);
  EXPECT_EQ(answer.at("items").at(0).at("coverage").to_number<double>(), 0);
  EXPECT_TRUE(get("boss", "/visibility?engine=none").at("items").as_array().empty());
  EXPECT_EQ(world().get("boss", "/api/v1/ranks/visibility?on=x").status, 400);
}

TEST_F(RanksTest, history_is_every_look_of_the_days_asked_for) {
  const std::string word = "/history?keyword=%E7%A9%BA%E6%B0%94%E5%87%80%E5%8C%96%E5%99%A8";
  const json::value all = get("zhangsan", word);
  EXPECT_EQ(all.at("items").at(0).at("looks").as_array().size(), 21U);
  const json::value week = get("zhangsan", word + "&since=2026-11-19&until=2026-11-22");
  const json::array& looks = week.at("items").at(0).at("looks").as_array();
  ASSERT_EQ(looks.size(), 4U);
  EXPECT_EQ(looks[2].at("state").as_string(), "unmeasured");
  EXPECT_EQ(looks[3].at("url").as_string(), "https://lanjing.example/");
  EXPECT_TRUE(get("lilei", word + "&engine=sogou").at("items").as_array().empty());
  EXPECT_EQ(world().get("lilei", "/api/v1/ranks/history?keyword=none").status, 404);
  EXPECT_EQ(world().get("lilei", "/api/v1/ranks/history").status, 400);
  const auto refused = [&](const char* span) {
    return world().get("lilei", "/api/v1/ranks" + word + span).status;
  };
  EXPECT_EQ(refused("&since=2026-11-25"), 400) << "behind the last day";
  EXPECT_EQ(refused("&since=2024-11-24"), 400) << "too long";
}

TEST_F(RanksTest, movers_are_of_a_week_unless_asked_otherwise) {
  const json::value week = get("lilei", "/movers");
  ASSERT_EQ(week.at("items").as_array().size(), 1U);
  EXPECT_EQ(week.at("items").at(0).at("keyword").at("text").as_string(), "空气净化器");
  EXPECT_FALSE(week.at("more").as_bool());
  EXPECT_TRUE(get("lilei", "/movers?since=2026-11-24").at("items").as_array().empty());
}

TEST_F(RanksTest, a_claim_has_the_places_of_its_own_url) {
  const auto place = [&](const std::string& what) {
    const Answer answer = world().get("root", "/api/v1/claims/" + world().claim(what));
    return json::parse(answer.body).at("places").at(0);
  };
  EXPECT_EQ(place("verified").at("position").as_int64(), 5);
  EXPECT_EQ(place("verified").at("keyword").as_string(), "空气净化器");
  EXPECT_EQ(place("pending").at("state").as_string(), "not_in_top") << "read without it";
  EXPECT_TRUE(place("pending").at("position").is_null());
}

TEST_F(RanksTest, the_page_of_ranks_says_in_words_what_is_known) {
  for (const auto& [desk, login] : {std::pair("s", "wang"), {"p", "lilei"}}) {
    const Answer ranks = page("/ranks", desk, login);
    ASSERT_EQ(ranks.status, 200);
    for (const char* words :
         {"第 3 位", "↑ 12 → 3", "首页占位 1", "未进前 50", "未测", "上次 11-23 第 7 位",
          "上次 11-15 第 2 位", "50%", "25.0%", "对手公司", "假设值", "本周变动", "目标页不符"})
      EXPECT_TRUE(ranks.has(words)) << words;
    EXPECT_FALSE(ranks.has("李雷")) << "no person on a page of ranks";
    EXPECT_FALSE(ranks.has("<script"));
  }
  EXPECT_TRUE(page("/ranks?lang=en").has("not in the top 50"));
  EXPECT_EQ(page("/ranks", "s", "lilei").status, 404) << "leads nobody";
}

TEST_F(RanksTest, the_page_of_a_keyword_draws_no_line_through_what_was_not_measured) {
  const std::string id = std::to_string(keyword("空气净化器").at("id").as_int64());
  const Answer word = page("/keywords/" + id);
  ASSERT_EQ(word.status, 200);
  const auto begin = word.body.find("d=\"");
  ASSERT_NE(begin, std::string::npos);
  const std::string strokes = word.body.substr(begin, word.body.find('"', begin + 3) - begin);
  EXPECT_EQ(std::count(strokes.begin(), strokes.end(), 'M'), 2) << strokes;
  EXPECT_EQ(std::count(strokes.begin(), strokes.end(), 'L'), 16) << strokes;
  EXPECT_TRUE(word.has("更早的 16 次"));
  EXPECT_EQ(page("/keywords/99").status, 404);
  EXPECT_EQ(page("/keywords/x").status, 404);
}

TEST(RankChart, a_list_read_without_us_is_marked_and_not_joined) {
  const Date day = parse_date("2026-11-20").value();
  store::SeriesHistory series;
  const auto add = [&](int offset, RankState state, int position, int depth) {
    store::Rank rank;
    rank.look = {Time{}, day + std::chrono::days(offset), state, position, depth};
    series.looks.push_back(rank);
  };
  add(0, RankState::kRanked, 4, 50);
  add(1, RankState::kNotInTop, 0, 50);
  add(2, RankState::kRanked, 6, 50);
  add(7, RankState::kRanked, 6, 50);
  Html html;
  rank_chart(html, series, {day, day + std::chrono::days(7)}, Lang::kZh);
  EXPECT_EQ(html.str().find('L'), std::string::npos) << html.str();
  EXPECT_NE(html.str().find("class=\"absent\""), std::string::npos);
}

TEST_F(RanksTest, the_claim_page_shows_its_places) {
  const Answer own = page("/claims/" + world().claim("verified"), "p", "lilei");
  EXPECT_TRUE(own.has("搜索名次"));
  EXPECT_TRUE(own.has("第 5 位"));
  EXPECT_TRUE(own.has("（首页占位）"));
  EXPECT_TRUE(page("/claims/" + world().claim("pending"), "p", "lilei").has("未进前 50"));
}

TEST_F(RanksTest, each_count_of_the_index_matrix_opens_a_list_of_as_many) {
  const Answer matrix = page("/index");
  ASSERT_EQ(matrix.status, 200);
  EXPECT_TRUE(matrix.has("不是任何人的过失"));
  int lists = 0;
  for (const auto& [verdict, title] : {std::pair("INDEXED", "空气净化器怎么选"),
                                       {"NOT_INDEXED", "母婴房怎么净化空气"},
                                       {"LOST", "除醛误区"},
                                       {"COULD_NOT_CHECK", "问答：滤芯多久换"},
                                       {"NOT_SAMPLED", "活动帖"},
                                       {"NOT_CONNECTED", "净化器噪音实测"},
                                       {"WATCHING", "客厅除醛经验"}}) {
    const std::string link =
        fmt::format("/index?days=30&amp;engine=baidu&amp;verdict={}\">", verdict);
    const auto at = matrix.body.find(link);
    ASSERT_NE(at, std::string::npos) << verdict;
    const int shown = std::stoi(matrix.body.substr(at + link.size(), 4));
    const Answer list = page(fmt::format("/index?days=30&engine=baidu&verdict={}", verdict));
    int cards = 0;
    for (auto card = list.body.find("<li class=\"card "); card != std::string::npos;
         card = list.body.find("<li class=\"card ", card + 1))
      ++cards;
    EXPECT_EQ(cards, shown) << verdict;
    EXPECT_TRUE(list.has(title)) << verdict;
    EXPECT_FALSE(list.has("李雷")) << "the engines' results are nobody's";
    EXPECT_FALSE(list.has("二组的帖子")) << "another team's";
    ++lists;
  }
  EXPECT_EQ(lists, 7);
  EXPECT_TRUE(page("").has("/index?days=30&amp;engine=baidu&amp;verdict=NOT_INDEXED"));
}

std::string decision(const std::string& say, const std::string& reason) {
  std::string out;
  for (const auto& [name, value] : {std::pair{"say", say}, {"reason", reason}}) {
    out += fmt::format("------x1\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                       name, value);
  }
  return out + "------x1--\r\n";
}

struct ProposalForm : RanksTest {
  static Answer post(const std::string& login, const std::string& body,
                     std::vector<std::string> headers = {}) {
    headers.emplace_back("Content-Type: multipart/form-data; boundary=----x1");
    return world().ask("", "POST", world().page("s", login) + "/proposals/7", body,
                       std::move(headers));
  }
};

TEST_F(ProposalForm, carries_the_answer_of_whoever_leads) {
  const Answer done = post("wang", decision("measure", "论坛已屏蔽爬虫"));
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(done.has("已记下这个决定"));
  EXPECT_EQ(world().commands.platform.proposal, 7);
  EXPECT_EQ(world().commands.platform.say, PlatformSay::kAccept);
  EXPECT_EQ(world().commands.platform.as, "measure");
  EXPECT_EQ(world().commands.platform.reason, "论坛已屏蔽爬虫");
  EXPECT_EQ(world().commands.asked.back().actor.role, Role::kSupervisor);
  EXPECT_EQ(post("wang", decision("decline", "刚换了域名")).status, 200);
  EXPECT_EQ(world().commands.platform.say, PlatformSay::kDecline);
  EXPECT_EQ(world().commands.platform.as, "");
}

TEST_F(ProposalForm, is_closed_to_others_and_to_other_sites) {
  const std::size_t before = world().commands.asked.size();
  for (const char* login : {"lilei", "boss"}) {
    EXPECT_EQ(post(login, decision("accept", "论坛已屏蔽爬虫")).status, 404) << login;
  }
  EXPECT_EQ(
      post("wang", decision("accept", "论坛已屏蔽爬虫"), {"Sec-Fetch-Site: cross-site"}).status,
      403);
  EXPECT_EQ(post("wang", decision("undo", "论坛已屏蔽爬虫")).status, 422);
  EXPECT_EQ(post("wang", "no form").status, 422);
  EXPECT_EQ(world().commands.asked.size(), before);
}

TEST_F(ProposalForm, says_why_an_answer_was_not_taken) {
  world().commands.refusal = Error{ErrorCode::kInvalid, "请写明原因", "reason"};
  const Answer refused = post("wang", decision("accept", "x"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.has("请写明原因"));
  world().commands.refusal.reset();
}

TEST(IndexPageWords, show_what_is_proposed_for_platforms_with_its_numbers) {
  const Zone zone = Zone::shanghai();
  const PageContext page{Lang::kZh, Time{}, zone, {}, {}, {}, {}};
  IndexPage data;
  data.days = 30;
  EXPECT_EQ(index_page(data, page).find("建议更改平台规则"), std::string::npos);
  store::PlatformProposal one;
  one.id = 7;
  one.platform = "zhihu";
  one.engine = "bing";
  one.change = "not_applicable";
  one.seen = 40;
  one.indexed = 2;
  one.low = 0.0138;
  one.high = 0.165;
  one.from = parse_date("2026-10-01").value();
  one.to = parse_date("2026-11-23").value();
  data.proposals.push_back(one);
  const std::string shown = index_page(data, page);
  EXPECT_NE(shown.find("建议更改平台规则"), std::string::npos);
  EXPECT_NE(shown.find("#7 zhihu"), std::string::npos) << shown;
  EXPECT_NE(shown.find("2 / 40 = 5.0%（95%: 1.4–16.5%）"), std::string::npos) << shown;
  EXPECT_NE(shown.find("2026-10-01 – 2026-11-23"), std::string::npos);
  EXPECT_EQ(shown.find("<form"), std::string::npos) << "to those who may not decide";
  data.may_decide = true;
  const std::string asked = index_page(data, page);
  for (const char* part : {"action=\"/proposals/7\"", "value=\"accept\"", "value=\"measure\"",
                           "value=\"decline\"", "name=\"reason\" required"}) {
    EXPECT_NE(asked.find(part), std::string::npos) << part;
  }
  data.proposals[0].change = "applicable";
  EXPECT_EQ(index_page(data, page).find("value=\"measure\""), std::string::npos);
}

}  // namespace
}  // namespace vouch::web::test
