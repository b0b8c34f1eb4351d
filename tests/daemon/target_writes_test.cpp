// Targets and what was reached, as transactions: sums that hold on every level, whose they are, and
// what is kept.
#include "daemon/target_writes.h"

#include <numeric>

#include <gtest/gtest.h>

#include "daemon/money_desk.h"
#include "store/people.h"
#include "store/targets.h"
#include "tests/daemon/world.h"
#include "web/targets.h"

namespace vouch::daemon::test {
namespace {

constexpr int kYear = 2026;

struct TargetWorld : World {
  explicit TargetWorld(Time start = at("2026-11-24", 14, 30)) : World(start) {}
  web::Actor admin() {
    web::Actor out;
    out.role = Role::kAdmin;
    out.login = "root";
    return out;
  }
  std::vector<planning::TargetShare> weights(std::vector<std::int64_t> months) {
    std::vector<planning::TargetShare> out;
    for (const std::int64_t weight : months) out.push_back({{}, weight, {}});
    return out;
  }
  Result<web::TargetsSet> year(const web::Actor& who, std::int64_t total,
                               const std::string& reason = "", bool dry_run = false) {
    web::PutTargetYear request;
    request.place.year = kYear;
    request.total = total;
    request.months = weights({6, 4, 8, 8, 9, 9, 8, 9, 9, 9, 10, 11});
    request.reason = reason;
    request.dry_run = dry_run;
    return run(desk.put_target_year(who, request));
  }
  Result<web::TargetsSet> parts_of(const web::Actor& who, int month,
                                   std::vector<web::TargetPart> parts,
                                   const std::string& reason = "") {
    web::PutTargetParts request;
    request.place.year = kYear;
    request.month = month;
    request.parts = std::move(parts);
    request.reason = reason;
    int number = 0;
    for (web::TargetPart& part : request.parts) part.row = ++number;
    return run(desk.put_target_parts(who, request));
  }
  web::TargetPart part(const std::string& name, std::optional<std::int64_t> locked = {}) {
    web::TargetPart out;
    out.name = name;
    out.locked = locked;
    return out;
  }
  Result<ActualId> reach(const std::string& login, std::string_view from, std::int64_t amount) {
    web::AddActual request;
    request.login = login;
    request.from = request.to = parse_date(from).value();
    request.amount = amount;
    return run(desk.add_actual(actor("wang"), request));
  }
  web::TargetsView view(const web::Actor& who, int month, const std::string& team = "") {
    return read<web::TargetsView>([&](store::Connection& db) {
      return web::gather::targets(db, {{TargetMetric::kRevenue, team, kYear}, month},
                                  reading_rules(), {who, now(), today()});
    });
  }
  std::vector<web::TargetStrip> strip(const std::string& login) {
    return read<std::vector<web::TargetStrip>>([&](store::Connection& db) {
      return web::gather::target_strip(db, reading_rules(), {actor(login), now(), today()});
    });
  }
  std::shared_ptr<const web::ReadingRules> reading_rules() {
    auto out = std::make_shared<web::ReadingRules>();
    out->calendar = rules().calendar;
    return out;
  }
  Date today() { return rules().calendar.zone().date_of(now()); }

  MoneyDesk desk{context()};
};

TEST(TargetWrites, a_years_target_goes_down_to_people_and_adds_up) {
  TargetWorld world;
  const auto wang = world.actor("wang");
  EXPECT_EQ(must(world.year(wang, 600'000'000, "", true)).changed.size(), 12U);
  EXPECT_EQ(world.count("SELECT count(*) FROM target"), 0) << "a dry run writes nothing";
  must(world.year(wang, 600'000'000));
  must(world.parts_of(wang, 11, {world.part("lilei"), world.part("hanmeimei", 20'000'000)}));
  const web::TargetsView view = world.view(wang, 11);
  EXPECT_EQ(view.months[10].target.amount, 60'000'000);
  ASSERT_EQ(view.parts.size(), 2U);
  std::map<std::string, std::int64_t> amounts;
  for (const web::TargetRow& row : view.parts) amounts[row.login] = row.target.amount;
  EXPECT_EQ(amounts, (std::map<std::string, std::int64_t>{{"hanmeimei", 20'000'000},
                                                          {"lilei", 40'000'000}}));
  EXPECT_FALSE(world.year(wang, 700'000'000)) << "people have seen it: why is it changed?";
  must(world.year(wang, 700'000'000, "新开一个城市"));
  for (const web::TargetRow& row : world.view(wang, 11).parts)
    EXPECT_EQ(row.target.amount, row.login == "hanmeimei" ? 20'000'000 : 50'000'000);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'target.set'"), 3);
}

TEST(TargetWrites, only_leaders_set_and_only_for_their_people) {
  TargetWorld world;
  EXPECT_EQ(world.year(world.actor("lilei"), 100).error().code, ErrorCode::kDenied);
  must(world.year(world.actor("wang"), 1200));
  const auto stranger = world.parts_of(world.actor("wang"), 1, {world.part("nobody")});
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().where, "parts[1]");
  EXPECT_FALSE(world.parts_of(world.actor("wang"), 1, {world.part("lilei"), world.part("lilei")}));
  EXPECT_FALSE(world.parts_of(world.actor("wang"), 13, {world.part("lilei")}));
}

TEST(TargetWrites, a_team_below_the_companys_split_is_set_there) {
  TargetWorld world;
  const std::string team = "推广一组";
  must(world.year(world.admin(), 1200));
  must(world.parts_of(world.admin(), 11, {world.part(team)}));
  EXPECT_EQ(world.year(world.actor("wang"), 5000, "想改").error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.view(world.admin(), 11, team).months.size(), 1U);
}

TEST(TargetWrites, two_entries_add_and_a_correction_keeps_what_it_replaced) {
  TargetWorld world;
  const auto wang = world.actor("wang");
  must(world.year(wang, 600'000'000));
  must(world.reach("lilei", "2026-11-03", 10'000'000));
  const ActualId second = must(world.reach("hanmeimei", "2026-11-10", 15'000'000));
  EXPECT_EQ(world.view(wang, 11).months[10].actual, 25'000'000);
  web::CorrectActual request{second, 14'000'000, ""};
  EXPECT_FALSE(world.run(world.desk.correct_actual(wang, request))) << "why?";
  request.reason = "退款一单";
  const ActualId corrected = must(world.run(world.desk.correct_actual(wang, request)));
  EXPECT_EQ(world.view(wang, 11).months[10].actual, 24'000'000);
  EXPECT_EQ(world.run(world.desk.correct_actual(wang, request)).error().code, ErrorCode::kConflict)
      << "the newest is corrected, not the old one again";
  const auto history = world.read<std::vector<web::ActualRow>>([&](store::Connection& db) {
    return web::gather::actuals(db, TargetMetric::kRevenue, parse_date("2026-11-01").value(),
                                parse_date("2026-11-30").value(),
                                {wang, world.now(), world.today()});
  });
  ASSERT_EQ(history.size(), 3U);
  EXPECT_TRUE(history[1].replaced);
  EXPECT_EQ(history[2].actual.id, corrected);
  EXPECT_FALSE(world.reach("lilei", "2026-11-25", 1)) << "tomorrow";
}

TEST(TargetWrites, a_shortfall_is_rolled_to_the_months_to_come_and_steep_ones_are_named) {
  TargetWorld world;
  const auto wang = world.actor("wang");
  must(world.year(wang, 600'000'000));
  const std::int64_t reached[] = {30, 20, 45, 46, 52, 50, 47, 50, 52, 50};
  for (int month = 1; month <= 10; ++month) {
    web::AddActual request;
    request.from = planning::first_day(kYear, month);
    request.to = planning::last_day(kYear, month);
    request.amount = reached[month - 1] * 1'000'000;
    must(world.run(world.desk.add_actual(wang, request)));
  }
  web::RollTargets request;
  request.place.year = kYear;
  EXPECT_FALSE(world.run(world.desk.roll_targets(wang, request))) << "why?";
  request.reason = "前十个月的缺口";
  const web::TargetsSet set = must(world.run(world.desk.roll_targets(wang, request)));
  const web::TargetsView view = world.view(wang, 11);
  EXPECT_EQ(view.months[10].target.amount, 75'238'095);
  EXPECT_EQ(view.months[11].target.amount, 82'761'905);
  EXPECT_EQ(set.steep.size(), 2U) << "more than 130 % of the best month of the last three";
}

TEST(TargetWrites, whoever_has_a_target_sees_it_and_answers_the_version_that_holds) {
  TargetWorld world;
  const auto wang = world.actor("wang");
  must(world.year(wang, 600'000'000));
  must(world.parts_of(wang, 11, {world.part("lilei"), world.part("hanmeimei")}));
  const auto strip = world.strip("lilei");
  ASSERT_EQ(strip.size(), 2U);
  EXPECT_EQ(strip[0].scope, TargetScope::kTeam);
  EXPECT_EQ(strip[1].scope, TargetScope::kUser);
  EXPECT_EQ(strip[1].target, 30'000'000);
  const auto lilei = world.actor("lilei");
  EXPECT_EQ(world.run(world.desk.answer_target(world.actor("hanmeimei"), {strip[1].id, true, ""}))
                .error()
                .code,
            ErrorCode::kNotFound)
      << "somebody else's";
  EXPECT_FALSE(world.run(world.desk.answer_target(lilei, {strip[1].id, false, ""})))
      << "an objection has a reason";
  must(world.run(world.desk.answer_target(lilei, {strip[1].id, false, "这个月请假一周"})));
  EXPECT_FALSE(world.strip("lilei")[1].answer->agreed);
  must(
      world.parts_of(wang, 11, {world.part("lilei", 20'000'000), world.part("hanmeimei")}, "请假"));
  EXPECT_FALSE(world.strip("lilei")[1].answer) << "the new one was not answered";
  EXPECT_EQ(world.run(world.desk.answer_target(lilei, {strip[1].id, true, ""})).error().code,
            ErrorCode::kConflict);
  for (const web::TargetRow& row : world.view(wang, 11).parts) EXPECT_FALSE(row.unanswered);
  world.pass(std::chrono::hours(24 * 6));
  for (const web::TargetRow& row : world.view(wang, 11).parts) EXPECT_TRUE(row.unanswered);
}

TEST(TargetWrites, attainment_stands_beside_the_workdays_that_have_passed) {
  TargetWorld world(at("2026-11-16", 9, 0));  // ten workdays of 21 are over
  const auto wang = world.actor("wang");
  must(world.year(wang, 600'000'000));
  must(world.reach("lilei", "2026-11-13", 24'000'000));
  const web::TargetsView view = world.view(wang, 11);
  EXPECT_EQ(view.progress.elapsed, 10);
  EXPECT_EQ(view.progress.workdays, 21);
  EXPECT_EQ(to_decimal(*view.attainment.rate * 100, 1), "40.0");
  EXPECT_EQ(to_yuan(fen(*view.attainment.needed)), "32727.27");
}

}  // namespace
}  // namespace vouch::daemon::test
