// Files handed in more than once, through the command that people use.
#include <gtest/gtest.h>

#include "store/people.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

web::SubmitReport csv(std::string text, bool baseline = false) {
  web::SubmitReport request;
  request.is_csv = true;
  request.baseline = baseline;
  request.csv = std::move(text);
  return request;
}

std::int64_t claims(World& world) {
  return world.count("SELECT COUNT(*) FROM claim");
}

web::Actor admin() {
  web::Actor actor;
  actor.role = Role::kAdmin;
  actor.login = "root";
  return actor;
}

web::ReportAnswer hand_in(World& world, web::SubmitReport request) {
  return must(world.run(world.parts().commands.submit_report(admin(), std::move(request))));
}

TEST(ReportAgain, a_returned_row_is_taken_when_the_missing_person_has_been_added) {
  World world;
  const std::string file =
      "网址,员工\nhttp://forum.example.com/1,newcomer\nhttp://forum.example.com/2,无此人\n";
  const web::ReportAnswer first = hand_in(world, csv(file));
  EXPECT_EQ(first.accepted.size(), 0u);
  EXPECT_EQ(first.returned.size(), 2u);

  world.write<bool>([](store::WriteContext& context) -> Result<bool> {
    User user;
    user.login = "newcomer";
    user.name = "新来的";
    user.link_token = std::string(32, 'n');
    const auto added = store::people::insert_user(context.db, user, context.now);
    if (!added) return tl::unexpected(added.error());
    return true;
  });
  world.pass(std::chrono::hours(24));
  const web::ReportAnswer second = hand_in(world, csv(file));
  ASSERT_EQ(second.accepted.size(), 1u);
  EXPECT_EQ(second.accepted[0].row, 2);
  ASSERT_EQ(second.returned.size(), 1u);
  EXPECT_EQ(second.returned[0].row, 3);

  // From then on it is the same answer, on whatever day.
  world.pass(std::chrono::hours(24));
  const web::ReportAnswer third = hand_in(world, csv(file));
  ASSERT_EQ(third.accepted.size(), 1u);
  EXPECT_EQ(third.accepted[0].claim, second.accepted[0].claim);
  EXPECT_EQ(third.returned.size(), 1u);
  EXPECT_EQ(claims(world), 1);
}

TEST(ReportAgain, a_file_that_was_taken_whole_is_answered_again_and_not_taken_again) {
  World world;
  const web::SubmitReport file =
      csv("http://forum.example.com/1\nhttp://forum.example.com/2\n", true);
  const web::ReportAnswer first = hand_in(world, file);
  world.pass(std::chrono::hours(48));
  const web::ReportAnswer second = hand_in(world, file);
  ASSERT_EQ(first.accepted.size(), 2u);
  ASSERT_EQ(second.accepted.size(), 2u);
  EXPECT_EQ(second.accepted[1].claim, first.accepted[1].claim);
  EXPECT_EQ(claims(world), 2);
}

TEST(ReportAgain, old_rows_without_a_name_are_history_and_not_the_importers_work) {
  World world;
  web::Actor importer = admin();
  importer.user = UserId{1};
  const auto answer = must(world.run(
      world.parts().commands.submit_report(importer, csv("http://forum.example.com/1\n", true))));
  ASSERT_EQ(answer.accepted.size(), 1u);
  EXPECT_TRUE(answer.accepted[0].marks.historic);
  const Claim claim = world.read<Claim>(
      [&](store::Connection& db) { return store::claims::find(db, answer.accepted[0].claim); });
  const User author = world.read<User>(
      [&](store::Connection& db) { return store::people::find_user(db, claim.user); });
  EXPECT_EQ(author.name, "历史");
  EXPECT_FALSE(author.active);
  EXPECT_EQ(author.report_weekdays, 0u);
  // One such author for all of them.
  hand_in(world, csv("http://forum.example.com/2,某前同事\n", true));
  EXPECT_EQ(world.count("SELECT COUNT(DISTINCT user_id) FROM claim"), 1);
}

TEST(ReportAgain, what_was_understood_differently_is_said_with_every_answer) {
  World world;
  must(world.run(world.parts().commands.add_keyword(admin(), {"净水器", 3, {}})));
  const web::SubmitReport file =
      csv("网址,日期,关键词\nhttp://forum.example.com/1,下周某天,没人登记过的词\n", true);
  for (int time = 0; time < 2; ++time) {
    const web::ReportAnswer answer = hand_in(world, file);
    ASSERT_EQ(answer.accepted.size(), 1u);
    ASSERT_EQ(answer.accepted[0].remarks.size(), 2u) << time;
    EXPECT_NE(answer.accepted[0].remarks[0].find("下周某天"), std::string::npos);
    EXPECT_EQ(answer.accepted[0].remarks[1], "关键词“没人登记过的词”不在词库里");
    world.pass(std::chrono::hours(1));
  }
}

}  // namespace
}  // namespace vouch::daemon::test
