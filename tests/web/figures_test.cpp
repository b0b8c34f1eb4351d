// Figures, the leader's desk and matrix, disputes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/people.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.status << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

class FiguresTest : public WorldTest {
 protected:
  static json::object read(const std::string& login, const std::string& target) {
    const Answer answer = world().get(login, target);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    return object_of(answer);
  }
  static std::vector<std::string> names(const json::value& rows) {
    std::vector<std::string> out;
    for (const json::value& row : rows.as_array()) out.emplace_back(row.at("login").as_string());
    return out;
  }
  static const json::value& row_of(const json::object& matrix, std::string_view login) {
    for (const json::value& row : matrix.at("rows").as_array()) {
      if (row.at("login").as_string() == login) return row;
    }
    throw std::runtime_error("no row of " + std::string(login));
  }
  static std::int64_t count(const json::object& desk, std::string_view list) {
    for (const json::value& row : desk.at("lists").as_array()) {
      if (row.at("key").as_string() == list) return row.at("count").as_int64();
    }
    return -1;
  }
  static std::string plain_name(const std::string& what) { return world().claim(what); }
};

constexpr const char* kWeek = "?from=2026-11-23&to=2026-11-29";

TEST_F(FiguresTest, own_figures_count_what_is_still_private_as_pending) {
  const json::object figures = read("lilei", "/api/v1/figures");
  EXPECT_EQ(figures.at("from").as_string(), "2026-11-01");
  EXPECT_EQ(figures.at("to").as_string(), "2026-11-24");
  const json::value& tally = figures.at("tally");
  EXPECT_EQ(tally.at("claims").as_int64(), 6);
  EXPECT_EQ(tally.at("late").as_int64(), 1);
  EXPECT_EQ(tally.at("on_time").as_int64(), 5);
  EXPECT_EQ(tally.at("verified").as_int64(), 1);
  EXPECT_EQ(tally.at("failed").as_int64(), 1);
  EXPECT_EQ(tally.at("pending").as_int64(), 3);
  EXPECT_EQ(tally.at("with_employee").as_int64(), 1);
  EXPECT_EQ(tally.at("manual").as_int64(), 1);
  EXPECT_DOUBLE_EQ(tally.at("rates").at("verified").as_double(), 0.5);
  EXPECT_TRUE(tally.at("rates").at("survival").is_null());
  EXPECT_EQ(figures.at("earlier").as_array().size(), 4U);
  EXPECT_EQ(figures.at("earlier").at(0).at("to").as_string(), "2026-10-31");
  EXPECT_TRUE(figures.at("earlier").at(0).at("tally").at("rates").at("verified").is_null());
}

TEST_F(FiguresTest, the_index_counts_pages_and_leaves_exempted_and_unconnected_ones_out) {
  const json::value index = read("hanmeimei", "/api/v1/figures").at("tally").at("index");
  EXPECT_EQ(index.at("indexed").as_int64(), 1);
  EXPECT_EQ(index.at("lost").as_int64(), 1);
  EXPECT_EQ(index.at("not_sampled").as_int64(), 0) << "the exempted one";
  EXPECT_EQ(index.at("eligible").as_int64(), 2);
}

TEST_F(FiguresTest, a_median_is_told_of_three_people_and_more) {
  const json::value team = read("lilei", "/api/v1/figures").at("team");
  EXPECT_EQ(team.at("people").as_int64(), 2);
  EXPECT_TRUE(team.at("median").is_null());
}

TEST_F(FiguresTest, days_are_read_and_their_number_has_a_limit) {
  EXPECT_EQ(read("lilei", "/api/v1/figures?from=2026-11-24&to=2026-11-24")
                .at("tally")
                .at("claims")
                .as_int64(),
            0);
  EXPECT_EQ(world().get("lilei", "/api/v1/figures?from=2026-11-24&to=2026-11-23").status, 400);
  EXPECT_EQ(world().get("lilei", "/api/v1/figures?from=2026-01-01&to=2026-11-23").status, 400);
  EXPECT_EQ(world().get("lilei", "/api/v1/figures?from=x").status, 400);
}

TEST_F(FiguresTest, a_row_of_the_matrix_does_not_tell_what_is_with_its_owner) {
  const json::object matrix = read("wang", std::string("/api/v1/matrix") + kWeek);
  EXPECT_THAT(names(matrix.at("rows")),
              ::testing::UnorderedElementsAre("lilei", "hanmeimei", "wang"));
  const json::value& lilei = row_of(matrix, "lilei").at("tally");
  EXPECT_EQ(lilei.at("pending").as_int64(), 3);
  EXPECT_EQ(lilei.at("with_employee").as_int64(), 0);
  EXPECT_EQ(lilei.at("failed").as_int64(), 1);
  EXPECT_EQ(matrix.at("sum").at("with_employee").as_int64(), 1) << "a number without a name";
  EXPECT_EQ(matrix.at("sum").at("claims").as_int64(), 9) << "without the exempted one";
  EXPECT_EQ(matrix.at("sum").at("waived").as_int64(), 1);
  EXPECT_EQ(matrix.at("sum").at("regressed").as_int64(), 1);
  EXPECT_EQ(row_of(read("root", std::string("/api/v1/matrix") + kWeek), "lilei")
                .at("tally")
                .at("with_employee")
                .as_int64(),
            1);
}

TEST_F(FiguresTest, owners_read_sums_and_leaders_their_teams) {
  const json::object owner = read("boss", std::string("/api/v1/matrix") + kWeek);
  EXPECT_TRUE(owner.at("rows").as_array().empty());
  EXPECT_EQ(owner.at("sum").at("claims").as_int64(), 11);
  EXPECT_THAT(names(read("zhao", std::string("/api/v1/matrix") + kWeek).at("rows")),
              Contains("zhangsan"));
  EXPECT_EQ(world().get("zhao", "/api/v1/matrix?team=%E6%8E%A8%E5%B9%BF%E4%B8%80%E7%BB%84").status,
            404);
  EXPECT_EQ(read("root", "/api/v1/matrix?team=%E6%8E%A8%E5%B9%BF%E4%B8%80%E7%BB%84")
                .at("teams")
                .as_array()
                .size(),
            1U);
}

TEST_F(FiguresTest, reports_that_were_due_are_expected) {
  const json::object matrix = read("wang", std::string("/api/v1/matrix") + kWeek);
  const json::value& lilei = row_of(matrix, "lilei").at("tally");
  EXPECT_EQ(lilei.at("expected").as_int64(), 0)
      << "nobody owes a report for a day before he was entered";
}

TEST_F(FiguresTest, one_person_day_by_day) {
  const json::object days = read("wang", std::string("/api/v1/matrix/lilei") + kWeek);
  ASSERT_EQ(days.at("days").as_array().size(), 7U);
  const json::value& monday = days.at("days").at(0);
  EXPECT_EQ(monday.at("date").as_string(), "2026-11-23");
  EXPECT_EQ(monday.at("kind").as_string(), "workday");
  EXPECT_FALSE(monday.at("reported_at").is_null());
  EXPECT_EQ(monday.at("tally").at("claims").as_int64(), 6);
  EXPECT_EQ(monday.at("tally").at("with_employee").as_int64(), 0);
  EXPECT_EQ(days.at("days").at(5).at("kind").as_string(), "off");
  EXPECT_TRUE(days.at("days").at(1).at("expected").as_bool());
  EXPECT_EQ(read("wang", std::string("/api/v1/matrix/hanmeimei") + kWeek)
                .at("days")
                .at(1)
                .at("kind")
                .as_string(),
            "leave");
  EXPECT_EQ(world().get("zhao", "/api/v1/matrix/lilei").status, 404);
  EXPECT_EQ(world().get("zhao", "/api/v1/matrix/nobody").body,
            world().get("zhao", "/api/v1/matrix/lilei").body)
      << "whether a login exists is not told";
  EXPECT_EQ(world().get("root", "/api/v1/matrix/nobody").status, 404);
}

TEST_F(FiguresTest, the_desk_counts_exceptions_and_names_nobody_in_his_grace) {
  const json::object desk = read("wang", "/api/v1/desk");
  EXPECT_EQ(desk.at("teams").at(0).as_string(), "推广一组");
  EXPECT_EQ(count(desk, "needs_you"), 3) << "failed_public, manual, disputed";
  EXPECT_EQ(count(desk, "disputes"), 1);
  EXPECT_EQ(count(desk, "manual"), 1);
  EXPECT_EQ(count(desk, "failed"), 1);
  EXPECT_EQ(count(desk, "lost"), 1);
  EXPECT_EQ(count(desk, "with_employees"), 1);
  EXPECT_EQ(count(desk, "not_reported"), 1);
  EXPECT_EQ(count(desk, "not_indexed"), 2) << "failed_public and regressed";
  EXPECT_EQ(count(desk, "corrected"), 0) << "mended in time is nobody's business";
  EXPECT_EQ(desk.at("missing").at(0).at("name").as_string(), "韩梅梅");
  for (const json::value& list : desk.at("lists").as_array()) {
    const auto& key = list.at("key").as_string();
    if (key != "with_employees" && key != "failed") continue;
    EXPECT_EQ(list.at("oldest_at").is_null(), key == "with_employees") << key;
  }
  EXPECT_TRUE(desk.at("banners").is_array());
}

TEST_F(FiguresTest, each_list_of_the_desk_holds_what_it_counts) {
  for (const char* login : {"wang", "zhao", "root"}) {
    const json::object desk = read(login, "/api/v1/desk");
    for (const char* list : {"needs_you", "disputes", "manual", "failed", "lost", "corrected"}) {
      const json::object rows = read(login, std::string("/api/v1/desk/") + list);
      EXPECT_EQ(static_cast<std::int64_t>(rows.at("items").as_array().size()), count(desk, list))
          << login << " " << list;
    }
  }
  EXPECT_EQ(world().get("wang", "/api/v1/desk/none").status, 404);
}

TEST_F(FiguresTest, lists_of_the_desk_betray_nothing) {
  const std::string hidden = "卧室净化器推荐";
  for (const char* list : {"needs_you", "failed", "lost", "corrected", "with_employees",
                           "not_reported", "not_indexed"}) {
    EXPECT_FALSE(world().get("wang", std::string("/api/v1/desk/") + list).has(hidden)) << list;
  }
  const Answer pages = world().get("wang", "/api/v1/desk/not_indexed");
  EXPECT_TRUE(pages.has("母婴房怎么净化空气"));
  EXPECT_FALSE(pages.has("李雷")) << "the engines' result bears no name";
  EXPECT_TRUE(world().get("wang", "/api/v1/desk/not_reported").has("韩梅梅"));
}

TEST_F(FiguresTest, pages_of_the_desk_meet) {
  const json::object first = read("root", "/api/v1/desk/needs_you?limit=2");
  ASSERT_FALSE(first.at("next").is_null());
  const json::object second = read(
      "root", fmt::format("/api/v1/desk/needs_you?limit=50&after={}", first.at("next").as_int64()));
  EXPECT_EQ(first.at("items").as_array().size() + second.at("items").as_array().size(),
            static_cast<std::size_t>(count(read("root", "/api/v1/desk"), "needs_you")));
}

TEST_F(FiguresTest, disputes_are_read_by_those_who_answer_and_those_who_asked) {
  const auto size = [&](const char* login, const char* query = "") {
    return read(login, std::string("/api/v1/disputes") + query).at("items").as_array().size();
  };
  EXPECT_EQ(size("wang"), 1U);
  EXPECT_EQ(size("hanmeimei"), 1U);
  EXPECT_EQ(size("root"), 1U);
  EXPECT_EQ(size("lilei"), 0U);
  EXPECT_EQ(size("zhao"), 0U);
  EXPECT_EQ(size("wang", "?state=closed"), 0U);
  EXPECT_EQ(size("wang", "?state=all"), 1U);
  const json::object list = read("wang", "/api/v1/disputes");
  const json::value& dispute = list.at("items").at(0);
  EXPECT_EQ(dispute.at("text").as_string(), "关键词在图片下方的说明里");
  EXPECT_EQ(dispute.at("claim").at("work").at("verdict").as_string(), "DISPUTED");
  EXPECT_EQ(world().get("wang", "/api/v1/disputes?state=x").status, 400);
}

}  // namespace
}  // namespace vouch::web::test
