// What is handed on and whose work it is: links at hand-in, by the plan and later; shares that add
// up.
#include "daemon/content_writes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "daemon/desk_commands.h"
#include "planning/work_split.h"
#include "store/assets.h"
#include "store/shares.h"
#include "store/work_plans.h"
#include "tests/daemon/world.h"
#include "web/assets.h"

namespace vouch::daemon::test {
namespace {

const Date kMonday = parse_date("2026-11-23").value();
const Date kToday = parse_date("2026-11-24").value();

struct ContentWorld : World {
  ContentWorld() : desk(context()) {}
  AssetId asset(const std::string& by = "hanmeimei", const std::string& url = {}) {
    return must(run(desk.add_asset(actor(by), {"净化器选购指南", "正文", url})));
  }
  AssetId asset_of(ClaimId claim) {
    const auto link = read<std::optional<AssetLink>>(
        [&](store::Connection& db) { return store::assets::link_of(db, claim); });
    return link ? link->asset : AssetId{};
  }
  web::AssetFile file(const std::string& login, AssetId id) {
    const web::gather::Viewer viewer{actor(login), now(), kToday};
    return read<web::AssetFile>(
        [&](store::Connection& db) { return web::gather::asset(db, id, viewer); });
  }
  Status share(const std::string& by, ClaimId claim,
               std::vector<std::pair<std::string, int>> shares,
               const std::string& reason = "两个人一起写的") {
    return run(desk.set_shares(actor(by), {claim, std::move(shares), reason}));
  }
  std::map<UserId, Credit> credits() {
    return read<std::map<UserId, Credit>>(
        [](store::Connection& db) { return store::shares::sums(db, kMonday, kToday); });
  }
  DeskCommands desk;
};

TEST(ContentWrites, an_asset_is_a_text_or_an_address) {
  ContentWorld world;
  EXPECT_EQ(world.run(world.desk.add_asset(world.actor("lilei"), {"标题", "", ""})).error().where,
            "url");
  EXPECT_EQ(
      world.run(world.desk.add_asset(world.actor("lilei"), {"标题", "", "没有"})).error().where,
      "url");
  EXPECT_EQ(world.run(world.desk.add_asset(world.actor("lilei"), {" ", "正文", ""})).error().where,
            "title");
  EXPECT_TRUE(world.asset());
}

TEST(ContentWrites, an_entry_is_linked_at_hand_in_by_the_plan_or_later) {
  ContentWorld world;
  const AssetId asset = world.asset();
  web::SubmitReport report;
  report.rows.resize(1);
  report.rows[0].row = 1;
  report.rows[0].url = "https://bbs.example/t/1";
  report.rows[0].work_type = "forum_post";
  report.rows[0].asset = asset;
  const ClaimId chosen = must(world.submit("lilei", report)).accepted.at(0).claim;
  EXPECT_EQ(world.asset_of(chosen), asset);
  const ClaimId later = world.report("lilei", "https://bbs.example/t/2");
  EXPECT_FALSE(world.asset_of(later)) << "nobody said so";
  EXPECT_EQ(world.run(world.desk.link_asset(world.actor("hanmeimei"), {later, asset})).error().code,
            ErrorCode::kDenied)
      << "neither its owner nor his leader";
  EXPECT_TRUE(world.run(world.desk.link_asset(world.actor("wang"), {later, asset})));
  EXPECT_EQ(world.asset_of(later), asset);
  EXPECT_TRUE(world.run(world.desk.link_asset(world.actor("lilei"), {later, AssetId{}})));
  EXPECT_FALSE(world.asset_of(later));
  web::PlanRow row;
  row.row = 1;
  row.login = "lilei";
  row.work_type = "forum_post";
  row.quantity = 5;
  row.asset = asset;
  EXPECT_TRUE(
      must(world.run(world.parts().commands.put_plan(world.actor("wang"), {kMonday, "", {row}})))
          .empty());
  const ClaimId draft = world.report("lilei", "https://bbs.example/t/3");
  EXPECT_FALSE(world.asset_of(draft)) << "a draft asks nobody";
  must(world.run(world.parts().commands.publish_plan(world.actor("wang"), {kMonday, ""})));
  const ClaimId planned = world.report("lilei", "https://bbs.example/t/4");
  EXPECT_EQ(world.asset_of(planned), asset);
  EXPECT_EQ(world.count("SELECT count(*) FROM notice WHERE kind = 'plan' AND body LIKE "
                        "'%分发《净化器选购指南》%'"),
            1)
      << "whoever it is handed to is told";
  const web::AssetFile file = world.file("wang", asset);
  EXPECT_EQ(file.entries.size(), 2U);
  ASSERT_EQ(file.lines.size(), 1U);
  EXPECT_EQ(file.lines[0].login, "lilei");
}

TEST(ContentWrites, a_line_that_hands_on_what_is_not_there_is_named) {
  ContentWorld world;
  web::PlanRow row;
  row.row = 1;
  row.login = "lilei";
  row.work_type = "forum_post";
  row.quantity = 5;
  row.asset = AssetId{99};
  const auto problems =
      must(world.run(world.parts().commands.put_plan(world.actor("wang"), {kMonday, "", {row}})));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].field, "asset");
}

TEST(ContentWrites, others_see_of_a_distribution_that_it_is_online_or_nothing) {
  ContentWorld world;
  const AssetId asset = world.asset("hanmeimei", "https://www.lanjing.example/guide");
  const ClaimId own = world.report("hanmeimei", "https://www.lanjing.example/guide");
  const ClaimId claim = world.report("lilei", "https://bbs.example/t/1");
  must(world.run(world.desk.link_asset(world.actor("lilei"), {claim, asset})));
  const web::AssetFile mine = world.file("lilei", asset);
  ASSERT_TRUE(mine.own_entry);
  EXPECT_EQ(mine.own_entry->claim.claim.id, own) << "the editor's own entry, by its address";
  EXPECT_FALSE(mine.own_entry->with_engines);
  ASSERT_EQ(mine.entries.size(), 1U);
  EXPECT_TRUE(mine.entries[0].with_engines);
  EXPECT_TRUE(world.file("wang", asset).entries[0].with_engines);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const auto done = context.db.run(
        "UPDATE verdict SET work = 'FAILED', json = "
        "replace(json, '\"PENDING\"', '\"FAILED\"') WHERE claim_id = $1",
        claim);
    if (!done) return tl::unexpected(done.error());
    return 0;
  });
  const web::AssetFile others = world.file("hanmeimei", asset);
  EXPECT_EQ(others.entries[0].claim.verdict.work, WorkVerdict::kPending);
  EXPECT_FALSE(others.entries[0].with_engines);
  EXPECT_EQ(others.entries[0].claim.login, "lilei");
}

TEST(ContentWrites, shares_are_the_owners_or_his_leaders_to_set_and_add_up) {
  ContentWorld world;
  const ClaimId claim = world.report("lilei", "https://bbs.example/t/1");
  EXPECT_EQ(world.share("lilei", claim, {{"lilei", 5000}, {"hanmeimei", 4999}}).error().where,
            "shares");
  EXPECT_EQ(world.share("lilei", claim, {{"lilei", 10'000}}, "嗯").error().where, "reason");
  EXPECT_EQ(world.share("lilei", claim, {{"lilei", 5000}, {"lilei", 5000}}).error().where,
            "shares");
  EXPECT_EQ(world.share("lilei", claim, {{"nobody", 10'000}}).error().where, "shares");
  EXPECT_EQ(world.share("hanmeimei", claim, {{"hanmeimei", 10'000}}).error().code,
            ErrorCode::kDenied);
  EXPECT_EQ(world.share("root", claim, {{"hanmeimei", 10'000}}).error().code, ErrorCode::kDenied);
  world.leave("hanmeimei", "2026-11-24", "2026-11-24");
  EXPECT_EQ(world.share("lilei", claim, {{"lilei", 5000}, {"hanmeimei", 5000}}).error().where,
            "shares")
      << "who was on leave that day had no part in it";
  EXPECT_TRUE(world.share("wang", claim, {{"lilei", 7500}, {"zhaoliu", 2500}}));
  auto sums = world.credits();
  EXPECT_EQ(sums[world.user("lilei")].entries, 1) << "counts stay as they were";
  EXPECT_EQ(sums[world.user("lilei")].hundredths, 75);
  EXPECT_EQ(sums[world.user("zhaoliu")].hundredths, 25);
  EXPECT_EQ(sums[world.user("zhaoliu")].entries, 0);
  EXPECT_TRUE(world.share("lilei", claim, {{"lilei", 10'000}}, "其实是我一个人写的"));
  EXPECT_EQ(world.credits()[world.user("lilei")].hundredths, 100);
  EXPECT_EQ(world.count("SELECT count(*) FROM credit_version"), 2) << "every version is kept";
}

TEST(ContentWrites, over_any_shares_the_credited_sum_is_the_count) {
  ContentWorld world;
  const std::vector<std::string> people = {"lilei", "hanmeimei", "wang", "zhaoliu"};
  std::vector<ClaimId> claims;
  for (int i = 0; i < 6; ++i)
    claims.push_back(world.report(people[static_cast<std::size_t>(i % 2)],
                                  "https://bbs.example/t/" + std::to_string(i)));
  const bool held = rc::check([&] {
    const ClaimId claim = *rc::gen::elementOf(claims);
    const auto weights = *rc::gen::container<std::vector<std::int64_t>>(
        people.size(), rc::gen::inRange<std::int64_t>(1, 1000));
    const std::vector<int> parts = planning::split(kWholeShare, weights);
    std::vector<std::pair<std::string, int>> shares;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (parts[i] > 0) shares.emplace_back(people[i], parts[i]);
    }
    RC_ASSERT(world.share("wang", claim, shares).has_value());
    std::int64_t entries = 0;
    std::int64_t hundredths = 0;
    for (const auto& [user, credit] : world.credits()) {
      entries += credit.entries;
      hundredths += credit.hundredths;
    }
    RC_ASSERT(entries == 6);
    RC_ASSERT(hundredths == entries * kWholeEntry);
  });
  EXPECT_TRUE(held);
}

TEST(PlanImport, a_file_becomes_the_draft_and_bad_rows_are_named_and_cost_no_good_one) {
  ContentWorld world;
  const auto import = [&](const std::string& text, bool dry_run) {
    web::ImportPlan request;
    request.monday = kMonday;
    request.is_text = true;
    request.text = text;
    request.dry_run = dry_run;
    return world.run(world.desk.import_plan(world.actor("wang"), request));
  };
  const auto lines = [&] { return world.count("SELECT count(*) FROM plan_line"); };
  const std::string bad =
      "员工,工作类型,数量,平台\n李雷,论坛发帖,8,\n韩梅梅,没有的,3,\n李雷,论坛发帖,x,\n赵六,"
      "论坛发帖,1,\n";
  auto seen = must(import(bad, false));
  EXPECT_FALSE(seen.written);
  EXPECT_EQ(seen.rows.size(), 1U);
  std::vector<std::pair<int, std::string>> named;
  for (const web::Problem& one : seen.problems) named.emplace_back(one.row, one.field);
  const std::vector<std::pair<int, std::string>> expected = {
      {3, "work_type"}, {4, "quantity"}, {4, "quantity"}, {5, "login"}};
  EXPECT_EQ(named, expected);
  EXPECT_EQ(lines(), 0);
  const std::string good = "登录名\t类型\t周一\t周二\nlilei\t论坛发帖\t2\t3\n";
  seen = must(import(good, true));
  EXPECT_TRUE(seen.problems.empty());
  EXPECT_EQ(lines(), 0) << "a dry run writes nothing";
  seen = must(import(good, false));
  EXPECT_TRUE(seen.written);
  ASSERT_EQ(seen.rows.size(), 1U);
  EXPECT_EQ(seen.rows[0].work_type, "forum_post");
  EXPECT_EQ(world.count("SELECT quantity FROM plan_line"), 5);
  must(world.run(world.parts().commands.publish_plan(world.actor("wang"), {kMonday, ""})));
  EXPECT_EQ(import(good, false).error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace vouch::daemon::test
