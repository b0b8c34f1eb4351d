// The four centres: who sees which rows and sums, and what they hold.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "tests/web/planned_company.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

constexpr const char* kWeek = "?from=2026-11-23&to=2026-11-29";

class CentresTest : public PlannedTest {
 protected:
  static json::object centre(const std::string& login, const std::string& name) {
    return read(login, "/api/v1/centres/" + name + kWeek);
  }
  static std::vector<std::string> logins(const json::object& of) {
    std::vector<std::string> out;
    for (const json::value& row : of.at("rows").as_array())
      out.emplace_back(row.at("login").as_string());
    return out;
  }
  static const json::value& field(const json::value& figures, std::string_view form,
                                  std::string_view key) {
    for (const json::value& one : figures.at("forms").as_array()) {
      if (one.at("form").as_string() != form) continue;
      for (const json::value& sum : one.at("fields").as_array()) {
        if (sum.at("key").as_string() == key) return sum;
      }
    }
    throw std::runtime_error("no field " + std::string(key));
  }
};

TEST_F(CentresTest, a_leader_reads_a_row_a_person_of_the_posts_of_his_teams) {
  const json::object promotion = centre("wang", "promotion");
  EXPECT_THAT(logins(promotion), ::testing::UnorderedElementsAre("lilei", "hanmeimei", "third"));
  EXPECT_EQ(promotion.at("people").as_int64(), 3);
  EXPECT_THAT(logins(centre("wang", "editing")), ::testing::IsEmpty());
  EXPECT_THAT(logins(centre("zhao", "editing")), ::testing::ElementsAre("zhangsan"));
  EXPECT_THAT(logins(centre("root", "editing")), ::testing::ElementsAre("zhangsan"));
}

TEST_F(CentresTest, a_row_holds_the_same_numbers_as_the_matrix) {
  const json::object promotion = centre("wang", "promotion");
  const json::object matrix = read("wang", std::string("/api/v1/matrix") + kWeek);
  for (const char* login : {"lilei", "hanmeimei", "third"}) {
    EXPECT_EQ(json::serialize(row_of(promotion, login).at("tally")),
              json::serialize(row_of(matrix, login).at("tally")))
        << login;
  }
}

TEST_F(CentresTest, types_of_work_add_up_to_the_person) {
  const json::object promotion = centre("wang", "promotion");
  const json::value& lilei = row_of(promotion, "lilei");
  std::int64_t claims = 0;
  std::int64_t planned = 0;
  for (const json::value& type : lilei.at("work").as_array()) {
    claims += number(type.at("tally"), "claims");
    planned += number(type.at("tally").at("plan"), "planned");
  }
  EXPECT_EQ(claims, number(lilei.at("tally"), "claims"));
  EXPECT_EQ(planned, number(lilei.at("tally").at("plan"), "planned"));
}

TEST_F(CentresTest, what_is_still_with_its_owner_is_pending_in_anothers_row) {
  const json::object promotion = centre("wang", "promotion");
  EXPECT_EQ(number(row_of(promotion, "lilei").at("tally"), "with_employee"), 0);
  EXPECT_EQ(number(promotion.at("sum").at("tally"), "with_employee"), 1)
      << "of three people and more a number without a name";
  EXPECT_EQ(number(row_of(centre("lilei", "promotion"), "lilei").at("tally"), "with_employee"), 1);
  const json::object two = centre("wang", "customers");
  EXPECT_EQ(number(two.at("sum").at("tally"), "with_employee"), 0);
}

TEST_F(CentresTest, staff_read_their_own_row_and_sums_of_three_people_and_more) {
  const json::object own = centre("lilei", "promotion");
  EXPECT_THAT(logins(own), ::testing::ElementsAre("lilei"));
  EXPECT_FALSE(own.at("sum").is_null());
  EXPECT_EQ(number(own.at("sum").at("tally"), "with_employee"), 0) << "another's may be in it";
  EXPECT_TRUE(centre("zhangsan", "editing").at("sum").is_null()) << "of one person";
  EXPECT_THAT(logins(centre("zhangsan", "editing")), ::testing::ElementsAre("zhangsan"));
  EXPECT_THAT(logins(centre("lilei", "customers")), ::testing::IsEmpty());
  EXPECT_TRUE(centre("lilei", "operations").at("sum").is_null());
}

TEST_F(CentresTest, vendors_read_themselves_and_owners_sums_alone) {
  const json::object vendor = centre("waibao", "promotion");
  EXPECT_THAT(logins(vendor), ::testing::ElementsAre("waibao"));
  EXPECT_TRUE(vendor.at("sum").is_null());
  EXPECT_EQ(vendor.at("people").as_int64(), 0);
  const json::object owner = centre("boss", "promotion");
  EXPECT_THAT(logins(owner), ::testing::IsEmpty());
  EXPECT_EQ(owner.at("people").as_int64(), 3);
  EXPECT_TRUE(centre("boss", "editing").at("sum").is_null()) << "one editor is a person";
}

TEST_F(CentresTest, numbers_are_summed_with_their_wholes_and_nothing_is_zero_that_was_not_said) {
  const json::object customers = centre("wang", "customers");
  const json::value& sum = customers.at("sum");
  EXPECT_EQ(number(field(sum, "cs_session_stats", "sessions"), "sum"), 50) << "the newest version";
  const json::value& valid = field(sum, "cs_session_stats", "valid_sessions");
  EXPECT_EQ(number(valid, "sum"), 40);
  EXPECT_EQ(number(valid, "of_sum"), 50);
  EXPECT_NEAR(valid.at("share").as_double(), 0.6, 0.001) << "of the day on which both were said";
  const json::value& answer = field(sum, "cs_session_stats", "first_answer");
  EXPECT_TRUE(answer.at("sum").is_null());
  EXPECT_NEAR(answer.at("mean").as_double(), 60, 0.001);
  EXPECT_TRUE(field(sum, "cs_session_stats", "complaints").at("sum").is_null());
  EXPECT_EQ(number(field(sum, "sales_activity", "order_amount"), "sum"), 123400);
}

TEST_F(CentresTest, of_leaders_it_tells_what_they_did) {
  const json::object operations = centre("root", "operations");
  EXPECT_THAT(logins(operations), ::testing::UnorderedElementsAre("wang", "zhao"));
  const json::value& wang = row_of(operations, "wang").at("led");
  EXPECT_EQ(number(wang, "weeks_due"), 1);
  EXPECT_EQ(number(wang, "weeks_in_time"), 1);
  EXPECT_EQ(number(wang, "weeks_over"), 0) << "the week is not over";
  EXPECT_EQ(number(wang, "disputes_open"), 1);
  EXPECT_EQ(number(wang, "disputes_due"), 0) << "it is not due";
  EXPECT_EQ(number(wang, "decisions"), 1);
  EXPECT_EQ(number(wang.at("decided"), "waive"), 1);
  EXPECT_EQ(number(row_of(operations, "zhao").at("led"), "weeks_due"), 0)
      << "a team that never planned owes no plan";
}

TEST_F(CentresTest, weeks_before_a_teams_first_plan_ask_for_none) {
  const json::object operations =
      read("root", "/api/v1/centres/operations?from=2026-11-09&to=2026-11-29");
  EXPECT_EQ(number(row_of(operations, "wang").at("led"), "weeks_due"), 1);
  EXPECT_EQ(number(row_of(operations, "wang").at("led"), "weeks_over"), 0);
}

TEST_F(CentresTest, a_number_opens_the_list_that_holds_what_it_counts) {
  const json::object promotion = centre("wang", "promotion");
  for (const char* name :
       {"late", "verified", "failed", "regressed", "pending", "manual", "waived"}) {
    for (const char* login : {"lilei", "hanmeimei"}) {
      const json::value& row = row_of(promotion, login);
      std::size_t found = 0;
      for (const json::value& query : row.at("opens").at(name).as_array()) {
        found +=
            read("wang", "/api/v1/" + std::string(query.as_string())).at("items").as_array().size();
      }
      EXPECT_EQ(found, static_cast<std::size_t>(number(row.at("tally"), name))) << login << name;
    }
  }
  for (const char* name : {"plan", "numbers"}) {
    const auto& queries = row_of(promotion, "lilei").at("opens").at(name).as_array();
    ASSERT_EQ(queries.size(), 1U);
    read("wang", "/api/v1/" + std::string(queries.at(0).as_string()));
  }
}

TEST_F(CentresTest, it_is_exported_as_it_is_shown) {
  const std::string target = std::string("/api/v1/exports/centre") + kWeek + "&centre=promotion";
  const Answer csv = world().get("wang", target + "&format=csv");
  EXPECT_EQ(csv.status, 200) << csv.body;
  EXPECT_THAT(csv.body, ::testing::HasSubstr("李雷"));
  EXPECT_THAT(csv.body, ::testing::HasSubstr("收录率"));
  EXPECT_EQ(world().commands.exported.name, "centre.csv");
  EXPECT_EQ(world().get("wang", target).body.substr(0, 2), "PK")
      << "a workbook where nothing is said";
  EXPECT_THAT(world().get("lilei", target + "&format=csv").body,
              ::testing::Not(::testing::HasSubstr("韩梅梅")));
  EXPECT_EQ(world().get("wang", target + "&format=pdf").status, 404);
  EXPECT_EQ(world().get("waibao", target).status, 403);
}

TEST_F(CentresTest, what_is_no_centre_or_no_team_of_ones_own_is_not_found) {
  EXPECT_EQ(world().get("wang", "/api/v1/centres/kitchen").status, 404);
  EXPECT_EQ(world().get("wang", "/api/v1/centres/promotion?team=x").status, 404);
  EXPECT_EQ(world().get("wang", "/api/v1/centres/promotion?from=2026-01-01&to=2026-11-29").status,
            400);
}

}  // namespace
}  // namespace vouch::web::test
