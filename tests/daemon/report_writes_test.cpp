#include "daemon/report_writes.h"

#include <gtest/gtest.h>

#include "store/reports.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

web::SubmitReport csv(std::string text) {
  web::SubmitReport request;
  request.is_csv = true;
  request.csv = std::move(text);
  return request;
}
web::SubmitReport rows(const std::vector<std::string>& urls) {
  web::SubmitReport request;
  for (const std::string& url : urls) {
    web::ReportRow row;
    row.row = static_cast<int>(request.rows.size()) + 1;
    row.url = url;
    row.work_type = "forum_post";
    request.rows.push_back(std::move(row));
  }
  return request;
}
std::vector<ClaimId> claims(const web::ReportAnswer& answer) {
  std::vector<ClaimId> ids;
  for (const web::AcceptedRow& row : answer.accepted) ids.push_back(row.claim);
  return ids;
}

constexpr const char* kFile =
    "日期,姓名,类型,标题,链接,关键词\n"
    "2026-11-24,李雷,论坛发帖,阀门选型,http://forum.example/t/1,不锈钢阀门\n"
    "2026-11-24,韩梅梅,论坛发帖,阀门安装,http://forum.example/t/2,不锈钢阀门\n";
constexpr const char* kFileInAnotherOrder =
    "链接,姓名,日期,标题,类型,关键词\n"
    "http://forum.example/t/2,韩梅梅,2026-11-24,阀门安装,论坛发帖,不锈钢阀门\n"
    "http://forum.example/t/1,李雷,2026-11-24,阀门选型,论坛发帖,不锈钢阀门\n";

TEST(ReportWrites, rows_of_csv_and_json_become_claims_with_their_first_looks) {
  World world;
  const auto table = must(world.submit("wang", csv(kFile)));
  ASSERT_EQ(table.accepted.size(), 2U);
  EXPECT_EQ(table.reports.size(), 2U);  // one a person and day
  const auto json = must(world.submit("lilei", rows({"http://forum.example/t/9"})));
  ASSERT_EQ(json.accepted.size(), 1U);
  for (const ClaimId claim : {table.accepted[0].claim, json.accepted[0].claim}) {
    const auto look = world.pending(claim, "page");
    ASSERT_TRUE(look);
    EXPECT_GE(look->due_at, world.now() + std::chrono::minutes(10));
    EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kPending);
  }
}

TEST(ReportWrites, every_row_is_counted_for_whoever_follows) {
  World world;
  web::SubmitReport request =
      rows({"http://forum.example/t/1", "明天补", "http://forum.example/t/2"});
  request.progress = std::make_shared<WorkProgress>();
  const auto progress = request.progress;
  const auto answer = must(world.submit("lilei", request));
  EXPECT_EQ(answer.accepted.size(), 2U);
  EXPECT_EQ(answer.returned.size(), 1U);
  EXPECT_EQ(progress->total, 3);
  EXPECT_EQ(progress->done, 3);
  web::SubmitReport more = rows({"http://forum.example/t/1", "http://forum.example/t/3"});
  more.progress = std::make_shared<WorkProgress>();
  const auto again = more.progress;
  ASSERT_EQ(must(world.submit("lilei", more)).accepted.size(), 2U);
  EXPECT_EQ(again->total, 2);
  EXPECT_EQ(again->done, 2) << "a row that was handed in before counts too";
}

TEST(ReportWrites, the_same_file_twice_is_one_hand_in_with_the_same_answer) {
  World world;
  const auto first = must(world.submit("wang", csv(kFile)));
  world.pass(std::chrono::hours(30));
  const auto again = must(world.submit("wang", csv(kFile)));
  EXPECT_EQ(claims(again), claims(first));
  EXPECT_EQ(again.reports, first.reports);
  EXPECT_EQ(world.count("SELECT count(*) FROM claim"), 2);
}

TEST(ReportWrites, the_same_rows_in_another_order_and_at_another_time_are_the_same_claims) {
  World world;
  const auto first = must(world.submit("wang", csv(kFile)));
  world.pass(std::chrono::hours(3));
  const auto again = must(world.submit("wang", csv(kFileInAnotherOrder)));
  ASSERT_EQ(again.accepted.size(), 2U);
  EXPECT_EQ(again.accepted[0].claim, first.accepted[1].claim);
  EXPECT_EQ(again.accepted[1].claim, first.accepted[0].claim);
  EXPECT_TRUE(again.reports.empty());
  EXPECT_EQ(world.count("SELECT count(*) FROM claim"), 2);
  EXPECT_EQ(world.count("SELECT count(*) FROM report"), 2);
}

TEST(ReportWrites, the_same_bytes_for_another_day_are_another_hand_in) {
  World world;
  web::SubmitReport request = csv("http://forum.example/t/1\n");
  request.date = day("2026-11-23");
  must(world.submit("lilei", request));
  request.date = day("2026-11-24");
  const auto second = must(world.submit("lilei", request));
  EXPECT_EQ(second.reports.size(), 1U);
  EXPECT_EQ(world.count("SELECT count(DISTINCT report_day) FROM report"), 2);
}

TEST(ReportWrites, a_key_of_the_caller_decides_what_is_the_same_request) {
  World world;
  web::SubmitReport request = rows({"http://forum.example/t/1"});
  request.idempotency_key = "k1";
  const auto first = must(world.submit("lilei", request));
  request.rows[0].url = "http://forum.example/t/2";
  EXPECT_EQ(claims(must(world.submit("lilei", request))), claims(first));
  const auto other = must(world.submit("hanmeimei", request));  // her key, her request
  EXPECT_NE(claims(other), claims(first));
}

TEST(ReportWrites, a_page_handed_in_before_is_accepted_and_marked_with_the_first) {
  World world;
  const ClaimId first = world.report("lilei", "http://forum.example/t/1");
  const auto second = must(world.submit("hanmeimei", rows({"http://forum.example/t/1#top"})));
  EXPECT_EQ(second.accepted.at(0).marks.duplicate_of, first);
  const auto inside =
      must(world.submit("lilei", rows({"http://forum.example/t/5", "http://forum.example/t/5"})));
  ASSERT_EQ(inside.accepted.size(), 2U);
  EXPECT_EQ(inside.accepted[1].marks.duplicate_of, inside.accepted[0].claim);
}

TEST(ReportWrites, a_repeated_answer_says_everything_the_first_one_said) {
  World world;
  world.report("lilei", "http://forum.example/t/1?id=1&utm_source=a");
  const auto request = rows({"http://forum.example/t/1?id=1&utm_source=b", "not a url"});
  const auto first = must(world.submit("hanmeimei", request));
  const auto again = must(world.submit("hanmeimei", request));
  ASSERT_EQ(first.accepted.size(), 1U);
  EXPECT_TRUE(first.accepted[0].marks.possible_duplicate_of);
  EXPECT_EQ(again.accepted.at(0).marks, first.accepted[0].marks);
  ASSERT_EQ(again.returned.size(), 1U);
  EXPECT_EQ(again.returned[0].reason, first.returned.at(0).reason);
}

TEST(ReportWrites, late_and_off_list_rows_are_accepted_and_marked) {
  World world;
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"空气净化器", 1, {}})));
  const auto answer = must(world.submit(
      "wang", csv("日期,姓名,链接,关键词\n2026-11-12,李雷,http://forum.example/t/1,不锈钢阀门\n")));
  ASSERT_EQ(answer.accepted.size(), 1U);
  EXPECT_TRUE(answer.accepted[0].marks.late);
  EXPECT_TRUE(answer.accepted[0].marks.off_list);
}

TEST(ReportWrites, one_bad_row_is_returned_with_its_number_and_never_loses_the_others) {
  World world;
  const auto answer = must(world.submit("wang", csv("姓名,链接\n李雷,http://forum.example/t/1\n"
                                                    "李雷,没有网址\n王五,http://forum.example/t/2\n"
                                                    "韩梅梅,http://forum.example/t/3\n")));
  EXPECT_EQ(answer.accepted.size(), 2U);
  ASSERT_EQ(answer.returned.size(), 2U);
  EXPECT_EQ(answer.returned[0].row, 3);
  EXPECT_EQ(answer.returned[1].row, 4);
  EXPECT_NE(answer.returned[1].reason.find("王五"), std::string::npos);
}

TEST(ReportWrites, nobody_hands_in_for_others_but_their_supervisor) {
  World world;
  const auto answer =
      must(world.submit("lilei", csv("姓名,链接\n韩梅梅,http://forum.example/t/1\n")));
  EXPECT_TRUE(answer.accepted.empty());
  web::SubmitReport request = rows({"http://forum.example/t/1"});
  request.as = "hanmeimei";
  EXPECT_EQ(world.submit("lilei", request).error().code, ErrorCode::kDenied);
  EXPECT_EQ(must(world.submit("wang", request)).accepted.size(), 1U);
}

TEST(ReportWrites, three_thousand_old_addresses_are_one_transaction_and_tell_nobody) {
  World world;
  web::SubmitReport request;
  request.is_csv = true;
  request.baseline = true;
  request.csv = "姓名,链接\n";
  for (int i = 0; i < 3000; ++i)
    request.csv += fmt::format("李雷,http://old{}.example/a/{}.html\n", i % 40, i);
  request.csv += "离职的人,http://old1.example/x.html\n";
  const auto before = world.store().stats();
  const auto answer = must(world.submit("root", request));
  EXPECT_EQ(world.store().stats().jobs, before.jobs + 1);
  EXPECT_EQ(answer.accepted.size(), 3001U);
  EXPECT_TRUE(answer.accepted.front().marks.baseline);
  EXPECT_FALSE(answer.accepted.front().marks.late);
  EXPECT_TRUE(answer.accepted.back().marks.historic);
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE lane = 'page'"), 3001);
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE state = 'pending'"),
            static_cast<std::int64_t>(world.parts().queue.size()));
  EXPECT_EQ(world.count("SELECT count(*) FROM verdict WHERE counted <> 0"), 0);
}

TEST(ReportWrites, an_old_address_that_is_gone_makes_no_notice_and_no_line_for_the_supervisor) {
  World world;
  world.web.page("http://old.example/", "旧站", "首页");
  web::SubmitReport request = rows({"http://old.example/gone"});
  request.baseline = true;
  const ClaimId claim = must(world.submit("lilei", request)).accepted.at(0).claim;
  world.run_until(at("2026-12-10", 9, 30));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kFailed);
  EXPECT_TRUE(world.notices(claim).empty());
  for (const Message& mail : world.mails_to("wang"))
    EXPECT_EQ(world.text_of(mail).find("需补正"), std::string::npos) << world.text_of(mail);
}

TEST(ReportWrites, an_import_of_old_addresses_is_no_report_of_the_day) {
  World world;
  web::SubmitReport request = rows({"http://old.example/a"});
  request.baseline = true;
  must(world.submit("lilei", request));
  const auto there = world.read<std::vector<UserId>>(
      [](store::Connection& db) { return store::reports::reporters(db, day("2026-11-24")); });
  EXPECT_TRUE(there.empty());
}

}  // namespace
}  // namespace vouch::daemon::test
