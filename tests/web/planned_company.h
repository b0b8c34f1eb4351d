// The small company with posts, a published plan of 推广一组 for the week of 2026-11-23, and
// numbers of its service people. lilei: 5 forum posts on Monday and 5 on Tuesday (6 handed in on
// Monday, one of them late), 2 trainings on Monday, none done; hanmeimei: 3 forum posts on Tuesday,
// on which she is on leave. kefu and xiaoshou hand in numbers.
#pragma once

#include "store/work_numbers.h"
#include "store/work_plans.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {

inline const Date kMonday = parse_date("2026-11-23").value();

class PlannedTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const auto done =
        world().store->write_now<int>([&](store::WriteContext& context) -> Result<int> {
          add_all(context);
          return 0;
        });
    ASSERT_TRUE(done) << done.error().text();
  }

  static boost::json::object read(const std::string& login, const std::string& target,
                                  int status = 200) {
    const Answer answer = world().get(login, target);
    EXPECT_EQ(answer.status, status) << login << " " << target << answer.body;
    boost::system::error_code error;
    boost::json::value value = boost::json::parse(answer.body, error);
    if (error || !value.is_object()) return {};
    return value.get_object();
  }
  static const boost::json::value& row_of(const boost::json::object& from, std::string_view login) {
    for (const boost::json::value& row : from.at("rows").as_array()) {
      if (row.at("login").as_string() == login) return row;
    }
    throw std::runtime_error("no row of " + std::string(login));
  }
  static std::int64_t number(const boost::json::value& of, std::string_view name) {
    return of.at(name).to_number<std::int64_t>();
  }

 private:
  static void set_post(store::Connection& db, const std::string& login, const std::string& post) {
    User user = store::people::find_user(db, world().company.users.at(login)).value();
    user.post = post;
    ASSERT_TRUE(store::people::update_user(db, user));
  }

  static void add_person(store::WriteContext& context, const std::string& login,
                         const std::string& post, TeamId team) {
    User user;
    user.login = login;
    user.name = login;
    user.post = post;
    user.team = team;
    user.report_weekdays = 0b0011111U;
    user.link_token = link_token_of(login);
    const auto id = store::people::insert_user(context.db, user, now());
    ASSERT_TRUE(id);
    store::ApiToken token;
    token.user = *id;
    token.label = "test";
    token.created_at = now();
    ASSERT_TRUE(store::people::add_token(context.db, token, token_of(login)));
    world().company.users[login] = *id;
  }

  struct Asked {
    std::string login;
    std::string work_type;
    std::vector<std::pair<int, int>> days;  // after Monday: quantity
  };

  static void add_line(store::Connection& db, TeamId team, const Asked& asked) {
    PlanLine line;
    line.team = team;
    line.monday = kMonday;
    line.user = world().company.users.at(asked.login);
    line.work_type = asked.work_type;
    line.note = "先发论坛";
    std::vector<PlanDay> days;
    for (const auto& [day, quantity] : asked.days) line.quantity += quantity;
    const auto id = store::work_plans::insert(db, line);
    ASSERT_TRUE(id);
    for (const auto& [day, quantity] : asked.days)
      days.push_back({*id, kMonday + std::chrono::days(day), quantity});
    ASSERT_TRUE(store::work_plans::put_days(db, *id, days));
  }

  static void add_numbers(store::Connection& db, const std::string& login, const std::string& form,
                          const std::string& numbers) {
    store::work_numbers::DayNumbers row;
    row.user = world().company.users.at(login);
    row.day = kMonday;
    row.form = form;
    row.numbers = numbers;
    row.at = now() - std::chrono::hours(20);
    row.by = row.user;
    ASSERT_TRUE(store::work_numbers::insert(db, row));
  }

  static void add_all(store::WriteContext& context) {
    store::Connection& db = context.db;
    const TeamId team = store::people::find_user(db, world().company.users.at("wang")).value().team;
    set_post(db, "lilei", "promoter");
    set_post(db, "hanmeimei", "promoter");
    set_post(db, "zhangsan", "editor");
    for (const char* login : {"kefu", "kefu2"}) add_person(context, login, "service", team);
    add_person(context, "xiaoshou", "sales", team);
    add_person(context, "third", "promoter", team);
    ASSERT_TRUE(store::work_plans::begin(db, team, kMonday));
    add_line(db, team, {"lilei", "forum_post", {{0, 5}, {1, 5}}});
    add_line(db, team, {"lilei", "training", {{0, 2}}});
    add_line(db, team, {"hanmeimei", "forum_post", {{1, 3}}});
    // 10:00 of the week's first workday is when it is due.
    ASSERT_TRUE(store::work_plans::publish(db, team, kMonday,
                                           Zone::shanghai().at(kMonday, std::chrono::hours(9)),
                                           world().company.users.at("wang")));
    // A draft asks for nothing.
    const TeamId other =
        store::people::find_user(db, world().company.users.at("zhao")).value().team;
    ASSERT_TRUE(store::work_plans::begin(db, other, kMonday));
    add_line(db, other, {"zhangsan", "forum_post", {{0, 9}}});
    add_numbers(db, "kefu", "cs_session_stats",
                R"({"sessions":40,"valid_sessions":30,"first_answer":50})");
    add_numbers(db, "kefu", "cs_session_stats",
                R"({"sessions":50,"valid_sessions":30,"first_answer":50})");
    add_numbers(db, "kefu2", "cs_session_stats", R"({"valid_sessions":10,"first_answer":70})");
    add_numbers(db, "xiaoshou", "sales_activity", R"({"orders":2,"order_amount":123400})");
  }
};

}  // namespace vouch::web::test
