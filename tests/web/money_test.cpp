// The routes of targets and paid promotion: what is asked of the ports, and what their readers see.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "store/paid.h"
#include "store/targets.h"
#include "tests/web/web_world.h"
#include "web/paid_commands.h"
#include "web/target_commands.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

class FakeMoney final : public TargetCommands, public PaidCommands {
 public:
  PutTargetYear year;
  PutTargetParts parts;
  RollTargets rolled;
  AddActual added;
  CorrectActual corrected;
  AnswerTarget answered;
  PaidChannel channel;
  PutPaidBudget budget;
  ReplanPaid replanned;
  PutPaidSpend spend;

  Task<Result<TargetsSet>> put_target_year(Actor, PutTargetYear request) override {
    year = std::move(request);
    TargetsSet out;
    MonthTarget row;
    row.month = 11;
    row.amount = 60'000'000;
    out.changed.push_back(row);
    out.steep.push_back({TargetHolder::company(), 11, 60'000'000, 40'000'000});
    co_return out;
  }
  Task<Result<TargetsSet>> put_target_parts(Actor, PutTargetParts request) override {
    parts = std::move(request);
    co_return TargetsSet{};
  }
  Task<Result<TargetsSet>> roll_targets(Actor, RollTargets request) override {
    rolled = std::move(request);
    co_return TargetsSet{};
  }
  Task<Result<ActualId>> add_actual(Actor, AddActual request) override {
    added = std::move(request);
    co_return ActualId{5};
  }
  Task<Result<ActualId>> correct_actual(Actor, CorrectActual request) override {
    corrected = std::move(request);
    co_return ActualId{6};
  }
  Task<Status> answer_target(Actor, AnswerTarget request) override {
    answered = std::move(request);
    co_return Status();
  }
  Task<Result<PaidChannelId>> put_paid_channel(Actor, PaidChannel request) override {
    channel = std::move(request);
    co_return PaidChannelId{1};
  }
  Task<Result<PaidBudgetId>> put_paid_budget(Actor, PutPaidBudget request) override {
    budget = std::move(request);
    co_return PaidBudgetId{2};
  }
  Task<Result<ReplannedPaid>> replan_paid(Actor, ReplanPaid request) override {
    replanned = std::move(request);
    ReplannedPaid out;
    out.channels.push_back({"baidu", {{"baidu", request.month, Fen{100}}}, Fen{-3}});
    co_return out;
  }
  Task<Result<int>> put_paid_spend(Actor, PutPaidSpend request) override {
    spend = std::move(request);
    co_return static_cast<int>(spend.rows.size());
  }
};

constexpr std::string_view kRates =
    R"("clicked_ppm":30000,"arrived_ppm":900000,"inquired_ppm":25000,"valid_ppm":600000,)"
    R"("closed_ppm":200000,"click":450,"order":1200000,"margin_ppm":350000)";

class MoneyTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const std::function<Result<int>(store::WriteContext&)> job = write_money;
    ASSERT_TRUE(world().store->write_now<int>(job));
  }
  void SetUp() override {
    WorldTest::SetUp();
    Ports ports;
    ports.targets = &money_;
    ports.paid = &money_;
    world().thread.run([&] { world().app->connect(ports); });
  }
  void TearDown() override {
    world().thread.run([&] { world().app->connect(Ports{}); });
    WorldTest::TearDown();
  }
  static json::object read(const std::string& login, std::string_view target) {
    const Answer answer = world().get(login, target);
    EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
    return json::parse(answer.body).as_object();
  }

  FakeMoney money_;

 private:
  // A year of the company, November split to the team and to Li Lei, who agreed; two entries of
  // what was reached, one of them corrected; a channel with a budget and two days.
  static Result<int> write_money(store::WriteContext& context) {
    const auto& company = world().company;
    const UserId lilei = company.users.at("lilei");
    const User user = store::people::find_user(context.db, lilei).value();
    MonthTarget target;
    target.year = 2026;
    target.at = now() - std::chrono::hours(24 * 30);
    target.amount = 60'000'000;
    target.weight = 1;
    for (int month = 1; month <= 12; ++month) {
      target.month = month;
      EXPECT_TRUE(store::targets::insert(context.db, target));
    }
    target.month = 11;
    target.holder = TargetHolder::of(user.team);
    EXPECT_TRUE(store::targets::insert(context.db, target));
    target.holder = TargetHolder::of(lilei, user.team);
    const auto own = store::targets::insert(context.db, target);
    EXPECT_TRUE(store::targets::answer(context.db, {*own, lilei, false, "请假一周", now()}));
    Actual actual;
    actual.holder = target.holder;
    actual.from = actual.to = parse_date("2026-11-03").value();
    actual.amount = 24'000'000;
    actual.source = "manual";
    actual.at = now();
    const auto first = store::targets::insert(context.db, actual);
    actual.revises = *first;
    actual.amount = 23'000'000;
    EXPECT_TRUE(store::targets::insert(context.db, actual));
    PaidChannel channel;
    channel.channel = "baidu";
    channel.name = "百度竞价";
    channel.effective_from = parse_date("2026-01-01").value();
    channel.arrived = {900'000};
    channel.inquired = {25'000};
    channel.valid = {600'000};
    channel.closed = {200'000};
    channel.click = {450};
    channel.order = {1'200'000};
    EXPECT_TRUE(store::paid::insert(context.db, channel));
    PaidBudget budget;
    budget.month = parse_date("2026-11-01").value();
    budget.amount = {300};
    EXPECT_TRUE(store::paid::insert(context.db, budget,
                                    {{"baidu", budget.month, Fen{100}},
                                     {"baidu", budget.month + std::chrono::days(1), Fen{200}}}));
    PaidSpend spend;
    spend.day = budget.month;
    spend.channel = "baidu";
    spend.spent = {45'000};
    spend.clicks = 100;
    spend.orders = 1;
    spend.source = "import";
    spend.at = now();
    EXPECT_TRUE(store::paid::insert(context.db, spend));
    return 0;
  }
};

TEST_F(MoneyTest, the_years_tree_has_its_quarters_its_parts_and_their_answers) {
  const json::object company = read("root", "/api/v1/targets/2026?month=11");
  EXPECT_EQ(company.at("total").as_int64(), 720'000'000);
  EXPECT_EQ(company.at("quarters").at(3).at("amount").as_int64(), 180'000'000);
  EXPECT_EQ(company.at("months").at(10).at("actual").as_int64(), 23'000'000) << "the corrected one";
  ASSERT_EQ(company.at("parts").as_array().size(), 1U);
  const json::object team = read("wang", "/api/v1/targets/2026?month=11");
  ASSERT_EQ(team.at("parts").as_array().size(), 1U);
  EXPECT_EQ(team.at("parts").at(0).at("login").as_string(), "lilei");
  EXPECT_FALSE(team.at("parts").at(0).at("answer").at("agreed").as_bool());
  EXPECT_EQ(world().get("wang", "/api/v1/targets/1026").status, 400);
  EXPECT_EQ(world().get("wang", "/api/v1/targets/2026?metric=luck").status, 400);
}

TEST_F(MoneyTest, everybody_sees_the_strip_and_his_own_but_no_colleagues) {
  const json::object own = read("lilei", "/api/v1/target-strip");
  ASSERT_EQ(own.at("items").as_array().size(), 3U);
  EXPECT_EQ(own.at("items").at(2).at("scope").as_string(), "user");
  const json::object other = read("hanmeimei", "/api/v1/target-strip");
  EXPECT_EQ(other.at("items").as_array().size(), 2U) << "company and team";
}

TEST_F(MoneyTest, what_was_reached_is_told_with_what_it_replaced) {
  const json::object rows = read("wang", "/api/v1/actuals?from=2026-11-01&to=2026-11-30");
  ASSERT_EQ(rows.at("items").as_array().size(), 2U);
  EXPECT_TRUE(rows.at("items").at(0).at("replaced").as_bool());
}

TEST_F(MoneyTest, targets_are_asked_for_as_they_were_written) {
  std::string months;
  for (int i = 0; i < 12; ++i) months += std::string(i > 0 ? "," : "") + R"({"weight":1})";
  const Answer set = world().ask(
      "wang", "PUT", "/api/v1/targets/2026",
      R"({"total":100,"months":[)" + months + R"(],"reason":"新的一年","dry_run":true})");
  EXPECT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(money_.year.total, 100);
  EXPECT_EQ(money_.year.months.size(), 12U);
  EXPECT_TRUE(money_.year.dry_run);
  const Answer parts =
      world().ask("wang", "PUT", "/api/v1/targets/2026/11",
                  R"({"parts":[{"name":"lilei","capacity":50},{"name":"hanmeimei","locked":7}]})");
  EXPECT_EQ(parts.status, 200) << parts.body;
  ASSERT_EQ(money_.parts.parts.size(), 2U);
  EXPECT_EQ(money_.parts.parts[0].capacity, 50);
  EXPECT_EQ(money_.parts.parts[1].locked, 7);
  EXPECT_EQ(world().ask("wang", "POST", "/api/v1/targets/2026/roll", R"({"reason":"缺口"})").status,
            200);
  EXPECT_EQ(money_.rolled.reason, "缺口");
  EXPECT_EQ(world()
                .ask("lilei", "POST", "/api/v1/target-answers", R"({"target":3,"agreed":true})")
                .status,
            200);
  EXPECT_EQ(money_.answered.target, TargetId{3});
  EXPECT_EQ(world()
                .ask("wang", "POST", "/api/v1/actuals",
                     R"({"from":"2026-11-03","amount":12,"login":"lilei"})")
                .status,
            201);
  EXPECT_EQ(money_.added.to, money_.added.from);
  EXPECT_EQ(
      world()
          .ask("wang", "POST", "/api/v1/actuals/9/correct", R"({"amount":11,"reason":"退款"})")
          .status,
      201);
  EXPECT_EQ(money_.corrected.actual, ActualId{9});
}

TEST_F(MoneyTest, the_calculation_comes_out_to_the_fen_in_both_directions) {
  const auto asked = [](const std::string& head) {
    const Answer answer = world().ask("wang", "POST", "/api/v1/paid/calculate",
                                      "{" + head + "," + std::string(kRates) + "}");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).as_object();
  };
  const json::object there = asked(R"("from":"revenue","amount":36000000,"limit":4500000)");
  EXPECT_EQ(there.at("plan").at("budget").as_int64(), 5'000'000);
  EXPECT_EQ(there.at("plan").at("clicks").as_string(), "11111.11");
  EXPECT_EQ(there.at("plan").at("most_per_order").as_int64(), 420'000);
  EXPECT_EQ(there.at("levers").as_array().size(), 6U);
  EXPECT_NEAR(there.at("levers").at(2).at("closing_change").as_double(), 0.1111, 0.0001);
  const json::object back = asked(R"("from":"budget","amount":5000000)");
  EXPECT_EQ(back.at("plan").at("revenue").as_int64(), 36'000'000);
  const Answer bad = world().ask("wang", "POST", "/api/v1/paid/calculate",
                                 R"({"from":"budget","amount":5000000,"click":1,"order":1})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("抵达率"), std::string::npos) << bad.body;
}

TEST_F(MoneyTest, a_month_stands_on_its_days_beside_what_was_spent) {
  const json::object month = read("wang", "/api/v1/paid/budgets/2026-11");
  EXPECT_EQ(month.at("budget").at("amount").as_int64(), 300);
  EXPECT_EQ(month.at("spent").as_int64(), 45'000);
  EXPECT_TRUE(month.at("counts").at("visits").is_null()) << "nobody measured them";
  EXPECT_EQ(month.at("counts").at("per_order").as_int64(), 45'000);
  EXPECT_EQ(month.at("channels").at(0).at("planned_per_order").as_int64(), 166'667);
  EXPECT_EQ(world().get("wang", "/api/v1/paid/budgets/2026-13").status, 400);
  const json::object none = read("wang", "/api/v1/paid/budgets/2025-01");
  EXPECT_TRUE(none.at("budget").is_null());
  const json::object channels = read("wang", "/api/v1/paid/channels");
  EXPECT_EQ(channels.at("items").as_array().size(), 1U);
  EXPECT_FALSE(channels.at("learned").at(0).at("enough").as_bool());
}

TEST_F(MoneyTest, paid_promotion_is_asked_for_as_it_was_written) {
  const Answer channel =
      world().ask("wang", "PUT", "/api/v1/paid/channels/so360",
                  R"({"name":"360","effective_from":"2026-12-01",)" + std::string(kRates) + "}");
  EXPECT_EQ(channel.status, 200) << channel.body;
  EXPECT_EQ(money_.channel.channel, "so360");
  EXPECT_EQ(money_.channel.click, Fen{450});
  EXPECT_EQ(world()
                .ask("wang", "PUT", "/api/v1/paid/budgets/2026-12",
                     R"({"channels":[{"channel":"so360","amount":5000000}],"wanted_orders":30})")
                .status,
            200);
  EXPECT_EQ(money_.budget.channels.at(0).second, Fen{5'000'000});
  EXPECT_EQ(money_.budget.weekend, 40);
  const Answer replan =
      world().ask("wang", "POST", "/api/v1/paid/budgets/2026-11/replan", R"({"dry_run":true})");
  EXPECT_EQ(replan.status, 200) << replan.body;
  EXPECT_EQ(json::parse(replan.body).at("channels").at(0).at("unplaced").as_int64(), -3);
  const Answer spend = world().ask(
      "wang", "PUT", "/api/v1/paid/spend",
      R"({"source":"import","rows":[{"date":"2026-11-02","channel":"baidu","spent":5,"clicks":2}]})");
  EXPECT_EQ(spend.status, 200) << spend.body;
  EXPECT_EQ(money_.spend.rows.at(0).source, "import");
  EXPECT_FALSE(money_.spend.rows.at(0).visits);
}

TEST_F(MoneyTest, both_leave_as_files) {
  for (const char* file : {"targets.csv?year=2026&month=11", "paid.csv?from=2026-10-01&months=3"}) {
    const Answer answer = world().get("wang", std::string("/api/v1/exports/") + file);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(answer.body.find(file[0] == 't' ? "异议" : "百度竞价"), std::string::npos)
        << answer.body;
    EXPECT_EQ(world().get("lilei", std::string("/api/v1/exports/") + file).status, 403);
  }
}

}  // namespace
}  // namespace vouch::web::test
