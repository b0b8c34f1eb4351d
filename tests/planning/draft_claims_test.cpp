#include <chrono>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/planning/company.h"

namespace vouch::planning::test {
namespace {

InputRow row(int number, std::string url, std::string person = {}) {
  InputRow out;
  out.row = number;
  out.url = std::move(url);
  out.person = std::move(person);
  out.cells = {out.url, out.person};
  return out;
}

RowContext as_supervisor(const Company& company) {
  RowContext context = company.rows();
  context.may_report_for_others = true;
  return context;
}

DraftClaim only(const Drafts& drafts) {
  EXPECT_EQ(drafts.returned.size(), 0u)
      << (drafts.returned.empty() ? "" : drafts.returned[0].reason);
  const std::vector<DraftClaim> claims = claims_of(drafts);
  EXPECT_EQ(claims.size(), 1u);
  return claims.empty() ? DraftClaim{} : claims[0];
}

struct ReturnRow {
  const char* sentence;
  std::string url;
  std::string person;
  std::string code;
  std::string words;
};

class Returned : public testing::TestWithParam<ReturnRow> {};

TEST_P(Returned, with_number_reason_and_cells_and_the_others_are_kept) {
  const ReturnRow& bad = GetParam();
  const Company company;
  const std::vector<InputRow> rows = {row(2, "http://a.com/1"), row(3, bad.url, bad.person),
                                      row(4, "http://a.com/2")};
  const Drafts drafts = draft_claims(rows, company.rows());
  EXPECT_EQ(claims_of(drafts).size(), 2u);
  ASSERT_EQ(drafts.returned.size(), 1u);
  const ReturnedRow& returned = drafts.returned[0];
  EXPECT_EQ(returned.row, 3);
  EXPECT_EQ(returned.code, bad.code);
  EXPECT_TRUE(returned.reason.starts_with("第 3 行：")) << returned.reason;
  EXPECT_NE(returned.reason.find(bad.words), std::string::npos) << returned.reason;
  EXPECT_EQ(returned.cells, (std::vector<std::string>{bad.url, bad.person}));
}

INSTANTIATE_TEST_SUITE_P(
    rows, Returned,
    testing::Values(
        ReturnRow{"no_url", "", "张三", "no_url", "没有网址"},
        ReturnRow{"not_a_url", "已发布", "张三", "not_a_url", "“已发布”不是能打开的网址"},
        ReturnRow{"another_scheme", "ftp://a.com/1", "张三", "not_a_url", "不是能打开的网址"},
        ReturnRow{"a_script", "javascript:alert(1)", "", "not_a_url", "不是能打开的网址"},
        ReturnRow{"unknown_person", "http://a.com/9", "赵六", "unknown_person",
                  "没有叫“赵六”的员工"},
        ReturnRow{"two_of_that_name", "http://a.com/9", "王伟", "ambiguous_person", "改填登录名"},
        ReturnRow{"somebody_elses_work", "http://a.com/9", "李四", "person_not_allowed",
                  "本人或主管"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(DraftClaims, a_row_of_nobody_is_returned_when_nobody_reports) {
  const Company company;
  RowContext context = company.rows();
  context.reporter = {};
  const std::vector<InputRow> rows = {row(1, "http://a.com/1")};
  const Drafts drafts = draft_claims(rows, context);
  ASSERT_EQ(drafts.returned.size(), 1u);
  EXPECT_EQ(drafts.returned[0].code, "no_person");
}

TEST(DraftClaims, people_are_known_by_login_name_and_mail_however_written) {
  const Company company;
  for (const char* name : {"李四", "lisi", "LISI", " 李 四 ", "lisi@vouch-demo.com", "李四（推广）",
                           "李四/推广部", "ｌｉｓｉ"}) {
    const std::vector<InputRow> rows = {row(1, "http://a.com/1", name)};
    EXPECT_EQ(only(draft_claims(rows, as_supervisor(company))).claim.user, UserId{2}) << name;
  }
  const std::vector<InputRow> own = {row(1, "http://a.com/1")};
  EXPECT_EQ(only(draft_claims(own, company.rows())).claim.user, UserId{1});
}

// Design §9: accepted and marked, never refused.
TEST(DraftClaims, late_rows_are_accepted_and_marked) {
  const Company company;
  const auto late_on = [&](const char* date, Millis time_of_day, Date submitted = day(11, 24)) {
    std::vector<InputRow> rows = {row(1, "http://a.com/1")};
    rows[0].date = date;
    RowContext context = company.rows();
    context.submitted_at = company.calendar.zone().at(submitted, time_of_day);
    return only(draft_claims(rows, context)).claim.marks.late;
  };
  using std::chrono::hours;
  EXPECT_FALSE(late_on("2026-11-24", hours(23)));
  EXPECT_FALSE(late_on("2026-11-23", hours(10)));
  EXPECT_TRUE(late_on("2026-11-23", hours(10) + Millis(1)));
  EXPECT_FALSE(late_on("2026-11-20", hours(9), day(11, 23)));  // Friday's work, Monday morning
  EXPECT_TRUE(late_on("2026-11-02", hours(9)));
}

TEST(DraftClaims, words_outside_the_library_are_marked_and_named) {
  const Company company;
  std::vector<InputRow> rows = {row(1, "http://a.com/1")};
  rows[0].keywords = {"空氣淨化器、别的词"};
  const DraftClaim draft = only(draft_claims(rows, company.rows()));
  EXPECT_TRUE(draft.claim.marks.off_list);
  EXPECT_EQ(draft.off_list_keywords, std::vector<std::string>{"别的词"});
  EXPECT_EQ(draft.claim.keywords, (std::vector<std::string>{"空氣淨化器", "别的词"}));
  RowContext no_library = company.rows();
  no_library.keywords = {};
  EXPECT_FALSE(only(draft_claims(rows, no_library)).claim.marks.off_list);
}

TEST(DraftClaims, the_same_page_is_a_duplicate_and_still_accepted) {
  const Company company;
  RowContext context = as_supervisor(company);
  context.find_strict = [](const std::string& key) {
    return key.find("old.com") == std::string::npos ? ClaimId{} : ClaimId{77};
  };
  context.find_loose = [](const std::string& key) {
    return key.find("maybe.com") == std::string::npos ? ClaimId{} : ClaimId{78};
  };
  const std::vector<InputRow> rows = {
      row(2, "http://a.com/1"), row(3, "HTTP://A.com:80/1#top", "李四"), row(4, "http://old.com/1"),
      row(5, "http://maybe.com/1?from=x"), row(6, "http://a.com/2")};
  const std::vector<DraftClaim> all = claims_of(draft_claims(rows, context));
  std::map<int, DraftClaim> claims;
  for (const DraftClaim& claim : all) claims[claim.row] = claim;
  ASSERT_EQ(claims.size(), 5u);
  EXPECT_EQ(claims[2].duplicate_of_row, 0);
  EXPECT_EQ(claims[3].duplicate_of_row, 2);
  EXPECT_EQ(claims[4].claim.marks.duplicate_of, ClaimId{77});
  EXPECT_EQ(claims[5].claim.marks.duplicate_of, ClaimId{});
  EXPECT_EQ(claims[5].claim.marks.possible_duplicate_of, ClaimId{78});
  EXPECT_EQ(claims[6].claim.marks, ClaimMarks{});
}

TEST(DraftClaims, a_date_that_nobody_can_read_is_said_and_the_row_kept) {
  const Company company;
  std::vector<InputRow> rows = {row(1, "http://a.com/1")};
  rows[0].date = "上周五";
  const DraftClaim unread = only(draft_claims(rows, company.rows()));
  EXPECT_EQ(unread.claim.work_date, day(11, 24));
  ASSERT_EQ(unread.remarks.size(), 1u);
  EXPECT_NE(unread.remarks[0].find("上周五"), std::string::npos);
  rows[0].date = "2026-12-24";
  const DraftClaim future = only(draft_claims(rows, company.rows()));
  EXPECT_EQ(future.claim.work_date, day(11, 24));
  EXPECT_EQ(future.remarks.size(), 1u);
}

TEST(DraftClaims, rows_without_a_date_take_that_of_the_hand_in) {
  const Company company;
  const std::vector<InputRow> rows = {row(1, "http://a.com/1")};
  EXPECT_EQ(only(draft_claims(rows, company.rows())).claim.work_date, day(11, 24));
  RowContext dated = company.rows();
  dated.date = day(11, 19);
  EXPECT_EQ(only(draft_claims(rows, dated)).claim.work_date, day(11, 19));
  RowContext night = company.rows();  // 00:30 in Shanghai is the day before in UTC
  night.submitted_at = company.calendar.zone().at(day(11, 25), std::chrono::minutes(30));
  EXPECT_EQ(only(draft_claims(rows, night)).claim.work_date, day(11, 25));
}

TEST(DraftClaims, platform_and_type_come_from_the_host_before_the_words) {
  const Company company;
  const auto draft = [&](std::string url, std::string platform, std::string type = {}) {
    std::vector<InputRow> rows = {row(1, std::move(url))};
    rows[0].platform = std::move(platform);
    rows[0].work_type = std::move(type);
    return only(draft_claims(rows, company.rows()));
  };
  EXPECT_EQ(draft("https://tieba.baidu.com/p/1", "其他").claim.platform, "tieba");
  EXPECT_EQ(draft("https://tieba.baidu.com/p/1", "").claim.work_type, "forum_post");
  EXPECT_EQ(draft("http://m.vouch-demo.com/x", "贴吧").claim.platform, "own");
  // Writing 小红书 beside any address does not keep it from being checked.
  EXPECT_EQ(draft("http://a.com/1", "小红书").claim.platform, "other");
  EXPECT_EQ(draft("http://a.com/1", "", "论坛发帖").claim.work_type, "forum_post");
  const DraftClaim strange = draft("http://a.com/1", "", "量子推广");
  EXPECT_EQ(strange.claim.work_type, "backlink");
  EXPECT_EQ(strange.remarks.size(), 1u);
  EXPECT_EQ(draft("http://a.com/1", "", "培训").claim.work_type, "backlink");
}

TEST(DraftClaims, several_addresses_of_a_row_are_several_claims_of_it) {
  const Company company;
  const std::vector<InputRow> rows = {row(4, "http://a.com/1\nhttp://a.com/2 http://a.com/1")};
  const std::vector<DraftClaim> claims = claims_of(draft_claims(rows, company.rows()));
  ASSERT_EQ(claims.size(), 2u);
  EXPECT_EQ(claims[0].row, 4);
  EXPECT_EQ(claims[1].claim.url, "http://a.com/2");
}

TEST(DraftClaims, a_password_in_an_address_is_taken_out) {
  const Company company;
  const std::vector<InputRow> rows = {row(1, "http://user:secret@a.com/1?x=1#top")};
  const DraftClaim draft = only(draft_claims(rows, company.rows()));
  EXPECT_EQ(draft.claim.url, "http://a.com/1?x=1#top");
  EXPECT_EQ(draft.remarks.size(), 1u);
}

// Baseline: thousands of old rows; nobody is returned for being unknown, nobody is late.
TEST(Baseline, unknown_authors_become_history_and_nothing_is_late) {
  const Company company;
  RowContext context = as_supervisor(company);
  context.baseline = true;
  context.reporter = {};
  std::vector<InputRow> rows = {row(2, "http://a.com/1", "离职的人"), row(3, "http://a.com/2"),
                                row(4, "http://a.com/3", "李四"), row(5, "没有网址", "李四")};
  rows[0].date = "2019-03-05";
  const Drafts drafts = draft_claims(rows, context);
  ASSERT_EQ(drafts.returned.size(), 1u);
  EXPECT_EQ(drafts.returned[0].row, 5);
  const std::vector<DraftClaim> claims = claims_of(drafts);
  ASSERT_EQ(claims.size(), 3u);
  for (const DraftClaim& claim : claims) {
    EXPECT_TRUE(claim.claim.marks.baseline);
    EXPECT_FALSE(claim.claim.marks.late);
    EXPECT_EQ(claim.claim.marks.historic, claim.row != 4);
    EXPECT_EQ(claim.claim.user, claim.row == 4 ? UserId{2} : UserId{});
  }
  EXPECT_EQ(claims[0].claim.work_date, day(3, 5, 2019));
}

TEST(Idempotency, the_same_rows_have_the_same_keys_whatever_file_they_come_in) {
  const Company company;
  const auto keys = [&](std::string_view text) {
    std::vector<std::string> out;
    for (const DraftClaim& claim : claims_of(company.hand_in(text, as_supervisor(company))))
      out.push_back(claim.row_key);
    return out;
  };
  const auto first =
      keys("日期,网址,员工\n2026-11-24,http://a.com/1,张三\n2026-11-24,http://a.com/2,李四\n");
  EXPECT_EQ(first, keys("网址,日期,员工\r\nhttp://A.com/1#x,11月24日,zhangsan\r\n"
                        "http://a.com/2,2026/11/24,李四\r\n"));
  EXPECT_NE(first[0], first[1]);
  // The same page again on the same day is a second piece of work, each time the same one.
  const auto twice = keys("网址\nhttp://a.com/1\nhttp://a.com/1\n");
  ASSERT_EQ(twice.size(), 2u);
  EXPECT_NE(twice[0], twice[1]);
  EXPECT_EQ(twice, keys("网址\nhttp://a.com/1\nhttp://a.com/1\n"));
  // Another person or another day is other work.
  EXPECT_NE(keys("网址,员工\nhttp://a.com/1,张三\n"), keys("网址,员工\nhttp://a.com/1,李四\n"));
  EXPECT_NE(keys("网址,日期\nhttp://a.com/1,11-23\n"), keys("网址,日期\nhttp://a.com/1,11-24\n"));
}

TEST(Idempotency, reports_are_one_for_each_person_and_day_and_their_keys_differ) {
  const Company company;
  const Drafts drafts = company.hand_in(
      "日期,网址,员工\n11-23,http://a.com/1,张三\n11-24,http://a.com/2,张三\n"
      "11-24,http://a.com/3,李四\n11-23,http://a.com/4,张三\n",
      as_supervisor(company));
  ASSERT_EQ(drafts.reports.size(), 3u);
  EXPECT_EQ(drafts.reports[0].claims.size(), 2u);
  std::set<std::string> keys;
  for (const DraftReport& report : drafts.reports) {
    keys.insert(report.report.idempotency_key);
    EXPECT_EQ(report.report.source, "csv");
    for (const DraftClaim& claim : report.claims) {
      EXPECT_EQ(claim.claim.user, report.report.user);
      EXPECT_EQ(claim.claim.work_date, report.report.date);
    }
  }
  EXPECT_EQ(keys.size(), 3u);
}

TEST(Volume, three_thousand_old_rows_are_read_at_once) {
  const Company company;
  std::string text = "日期,网址,员工,关键词,标题\r\n";
  for (int i = 0; i < 3000; ++i) {
    text += "2024-" + std::to_string(1 + i % 12) + "-" + std::to_string(1 + i % 28) +
            ",http://a.com/" + std::to_string(i) + (i % 3 == 0 ? ",张三" : ",某人") +
            ",空气净化器,第" + std::to_string(i) + "篇\r\n";
  }
  RowContext context = as_supervisor(company);
  context.baseline = true;
  const Drafts drafts = company.hand_in(text, context);
  EXPECT_EQ(claims_of(drafts).size(), 3000u);
  EXPECT_TRUE(drafts.returned.empty());
  std::set<std::string> keys;
  for (const DraftClaim& claim : claims_of(drafts)) keys.insert(claim.row_key);
  EXPECT_EQ(keys.size(), 3000u);
}

// No row is ever lost: it is a claim or it comes back with its number.
RC_GTEST_PROP(DraftClaims, every_row_is_accepted_or_returned, ()) {
  const Company company;
  std::vector<InputRow> rows;
  const int count = *rc::gen::inRange(0, 20);
  for (int i = 1; i <= count; ++i) {
    rows.push_back(row(i,
                       *rc::gen::element<std::string>("http://a.com/1", "http://a.com/2 b.com", "",
                                                      "无", "ftp://x", "http://[", "a.com"),
                       *rc::gen::element<std::string>("", "张三", "李四", "王伟", "赵六")));
    rows.back().date = *rc::gen::element<std::string>("", "2026-11-20", "昨天", "???");
  }
  const Drafts drafts = draft_claims(rows, as_supervisor(company));
  std::set<int> seen;
  for (const DraftClaim& claim : claims_of(drafts)) seen.insert(claim.row);
  for (const ReturnedRow& returned : drafts.returned) {
    RC_ASSERT(seen.insert(returned.row).second);
    RC_ASSERT(!returned.code.empty());
  }
  RC_ASSERT(seen.size() == rows.size());
}

}  // namespace
}  // namespace vouch::planning::test
