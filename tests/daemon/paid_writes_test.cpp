// Paid promotion as transactions: November 2026 from its revenue to the re-plan after thirteen
// days, and versions that are kept.
#include "daemon/paid_writes.h"

#include <gtest/gtest.h>

#include "daemon/money_desk.h"
#include "store/paid.h"
#include "tests/daemon/world.h"
#include "web/paid.h"

namespace vouch::daemon::test {
namespace {

const Date kNovember = parse_date("2026-11-01").value();

struct PaidWorld : World {
  PaidWorld() : World(at("2026-11-14", 9, 0)) {}  // thirteen days are over

  PaidChannel baidu(std::string_view from = "2026-01-01", std::int64_t click = 450) {
    PaidChannel out;
    out.channel = "baidu";
    out.name = "百度竞价";
    out.effective_from = parse_date(from).value();
    out.clicked = {30'000};
    out.arrived = {900'000};
    out.inquired = {25'000};
    out.valid = {600'000};
    out.closed = {200'000};
    out.click = {click};
    out.order = {1'200'000};
    out.margin = {350'000};
    return out;
  }
  Result<PaidChannelId> put(PaidChannel channel, const std::string& reason = "") {
    channel.reason = reason;
    return run(desk.put_paid_channel(actor("wang"), channel));
  }
  Result<PaidBudgetId> budget(std::int64_t amount, const std::string& reason = "") {
    web::PutPaidBudget request;
    request.month = kNovember;
    request.wanted_orders = 30;
    request.channels = {{"baidu", Fen{amount}}};
    request.reason = reason;
    return run(desk.put_paid_budget(actor("wang"), request));
  }
  PaidSpend day(int number, std::int64_t spent, std::int64_t orders = 0) {
    PaidSpend out;
    out.day = kNovember + std::chrono::days(number - 1);
    out.channel = "baidu";
    out.spent = {spent};
    out.clicks = spent / 450;
    out.orders = orders;
    return out;
  }
  Result<int> spend(std::vector<PaidSpend> rows) {
    return run(desk.put_paid_spend(actor("wang"), {std::move(rows)}));
  }
  void thirteen_days() {  // 25,000.00 and eleven orders
    std::vector<PaidSpend> rows;
    for (int number = 1; number <= 13; ++number)
      rows.push_back(day(number, number == 13 ? 2'500'000 - 12 * 192'307 : 192'307, number <= 11));
    ASSERT_EQ(must(spend(rows)), 13);
  }
  web::PaidBudgetView view() {
    return read<web::PaidBudgetView>([&](store::Connection& db) {
      return web::gather::paid_budget(
          db, kNovember, rules().calendar,
          {actor("wang"), now(), rules().calendar.zone().date_of(now())});
    });
  }
  Result<web::ReplannedPaid> replan(const std::string& reason, bool dry_run = false) {
    return run(desk.replan_paid(actor("wang"), {kNovember, reason, dry_run}));
  }
  MoneyDesk desk{context()};
};

TEST(PaidWrites, november_2026_is_budgeted_spent_and_planned_again_to_the_fen) {
  PaidWorld world;
  must(world.put(world.baidu()));
  must(world.budget(5'000'000));
  world.thirteen_days();
  const web::PaidBudgetView view = world.view();
  EXPECT_EQ(view.spent, Fen{2'500'000});
  EXPECT_EQ(to_decimal(*view.pacing.pace * 100, 1), "109.8");
  EXPECT_EQ(to_yuan(fen(*view.pacing.to_date)), "22764.23");
  EXPECT_EQ(to_yuan(fen(*view.pacing.forecast)), "54910.71");
  ASSERT_TRUE(view.correction);
  EXPECT_EQ(to_yuan(fen(*view.correction->needed)), "43181.82");
  EXPECT_EQ(to_yuan(fen(*view.correction->gap)), "18181.82");
  EXPECT_EQ(to_yuan(fen(*view.channels[0].planned_per_order)), "1666.67");
  EXPECT_TRUE(view.channels[0].dear) << "2,272.73 an order is above 130 % of 1,666.67";
  EXPECT_FALSE(view.counts.visits) << "what was not measured is no 0";
  const web::ReplannedPaid tried = must(world.replan("", true));
  EXPECT_EQ(tried.channels[0].days.size(), 17U);
  EXPECT_EQ(world.view().versions.size(), 1U) << "a dry run writes nothing";
  EXPECT_FALSE(world.replan("")) << "why?";
  must(world.replan("花得偏快"));
  const web::PaidBudgetView after = world.view();
  EXPECT_EQ(after.versions.size(), 2U);
  Fen to_come;
  for (const PaidBudgetDay& one : after.channels[0].days) {
    if (one.day >= kNovember + std::chrono::days(13)) to_come += one.amount;
  }
  EXPECT_EQ(to_come, Fen{2'500'000}) << "spent and planned are the budget";
  EXPECT_NEAR(static_cast<double>(after.channels[0].days[15].amount.value), 186'567, 1);
}

TEST(PaidWrites, a_second_replan_is_measured_by_what_was_set_by_hand) {
  PaidWorld world;
  must(world.put(world.baidu()));
  must(world.budget(5'000'000));
  world.thirteen_days();
  must(world.replan("花得偏快"));
  const web::ReplannedPaid again = must(world.replan("再看一次", true));
  Fen to_come;
  for (const PaidBudgetDay& one : again.channels[0].days) to_come += one.amount;
  EXPECT_EQ(to_come + again.channels[0].unplaced, Fen{2'500'000}) << "nothing drifts";
}

TEST(PaidWrites, old_months_keep_what_was_assumed_then) {
  PaidWorld world;
  must(world.put(world.baidu()));
  EXPECT_FALSE(world.put(world.baidu("2026-12-01", 600))) << "why?";
  must(world.put(world.baidu("2026-12-01", 600), "年底竞价上涨"));
  const auto click_on = [&](std::string_view date) {
    return world
        .read<std::vector<PaidChannel>>([&](store::Connection& db) {
          return store::paid::channels_on(db, parse_date(date).value());
        })
        .at(0)
        .click;
  };
  EXPECT_EQ(click_on("2026-11-30"), Fen{450});
  EXPECT_EQ(click_on("2026-12-01"), Fen{600});
}

TEST(PaidWrites, spending_is_all_or_nothing_and_told_again_changes_nothing) {
  PaidWorld world;
  must(world.put(world.baidu()));
  PaidSpend stranger = world.day(2, 100);
  stranger.channel = "nowhere";
  const auto refused = world.spend({world.day(1, 100), stranger});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "rows[2].channel");
  EXPECT_EQ(world.count("SELECT count(*) FROM paid_spend"), 0);
  EXPECT_EQ(must(world.spend({world.day(1, 100), world.day(2, 200)})), 2);
  EXPECT_EQ(must(world.spend({world.day(1, 100), world.day(2, 250)})), 1);
  EXPECT_EQ(world.view().spent, Fen{350});
  EXPECT_EQ(world.count("SELECT count(*) FROM paid_spend"), 3) << "the earlier version is kept";
  PaidSpend odd = world.day(3, 100);
  odd.impressions = 1;
  odd.clicks = 2;
  EXPECT_FALSE(world.spend({odd})) << "more clicks than impressions";
  EXPECT_FALSE(world.spend({world.day(15, 100)})) << "tomorrow";
}

TEST(PaidWrites, a_budget_that_has_no_place_or_no_channel_is_refused) {
  PaidWorld world;
  EXPECT_FALSE(world.budget(100)) << "no such channel";
  must(world.put(world.baidu()));
  web::PutPaidBudget request;
  request.month = kNovember;
  request.channels = {{"baidu", Fen{100}}};
  request.workday = request.weekend = request.holiday = request.makeup = 0;
  EXPECT_FALSE(world.run(world.desk.put_paid_budget(world.actor("wang"), request)));
  must(world.budget(100));
  EXPECT_FALSE(world.budget(200)) << "why is it changed?";
  PaidChannel bad = world.baidu("2026-12-01");
  bad.closed = {0};
  EXPECT_EQ(world.put(bad, "试").error().where, "closed");
}

}  // namespace
}  // namespace vouch::daemon::test
