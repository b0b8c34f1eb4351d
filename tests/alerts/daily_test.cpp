#include "alerts/daily.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::chinese;
using testing::day;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::english;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::person;

const Time kNow = at("2026-11-25", 9);

DailyFacts full_day() {
  DailyFacts facts;
  facts.date = day("2026-11-25");
  facts.now = kNow;
  const Time over = kNow - std::chrono::hours(1);
  const Time not_yet = kNow + std::chrono::hours(1);
  facts.claims = {
      {ClaimId{1}, "张三", WorkVerdict::kFailed, over},
      {ClaimId{2}, "张三", WorkVerdict::kFailed, over},
      {ClaimId{3}, "李四", WorkVerdict::kFailed, over},
      {ClaimId{4}, "王五", WorkVerdict::kFailed, not_yet},
      {ClaimId{5}, "王五", WorkVerdict::kRegressed, std::nullopt},
      {ClaimId{6}, "李四", WorkVerdict::kRegressed, over},
      {ClaimId{7}, "赵六", WorkVerdict::kDisputed, over},
      {ClaimId{8}, "赵六", WorkVerdict::kManual, std::nullopt},
      {ClaimId{9}, "赵六", WorkVerdict::kVerified, std::nullopt},
  };
  facts.missing = {{"孙七", day("2026-11-23"), at("2026-11-24", 10)},
                   {"周八", day("2026-11-24"), at("2026-11-25", 10)}};
  facts.index_overdue = 4;
  facts.index_lost = 1;
  facts.health = {"searxng:main：查询额度只剩 12%"};
  facts.checks = {{{StageKind::kLive, ""}, 412, 404},
                  {{StageKind::kContent, ""}, 200, 180},
                  {{StageKind::kIndex, "baidu"}, 120, 76}};
  facts.corrected = 2;
  facts.ledger_sequence = 4711;
  facts.ledger_head = "9f2c";
  return facts;
}

std::vector<std::string> texts(const DailyFacts& facts, const RenderContext& context) {
  std::vector<std::string> lines;
  for (const DailyLine& line : daily_lines(facts, person(9, "王主管"), context)) {
    lines.push_back(line.text);
  }
  return lines;
}

TEST(Daily, snapshot_of_a_full_day) {
  EXPECT_THAT(
      texts(full_day(), chinese()),
      ElementsAre("需要您处理：5 项（申诉 1，无法检测待人工 1，需补正 3（张三 2、李四 1））",
                  "未交报告：2026-11-23 孙七；另有 1 人未到截止时间", "掉线：1 项（李四 1）",
                  "员工处理中（未到公开时间）：2 项", "逾期未收录：4 项，掉收录：1 项",
                  "更正：上次以来 2 项", "检测系统：searxng:main：查询额度只剩 12%",
                  "检测系统在运行；上次以来检测：网址能否打开 412 项，98% 有结论、页面上的内容 200 "
                  "项，90% 有结论、百度收录 120 项，63% 有结论（不完整）",
                  "账本留底（不用处理）：第 4711 条 · 9f2c"));
}

TEST(Daily, snapshot_in_english) {
  EXPECT_THAT(texts(full_day(), english()),
              ElementsAre("Needs you: 5 (disputes 1, could not be checked 1, needs correction 3 "
                          "(张三 2, 李四 1))",
                          "No report: 2026-11-23 孙七; 1 still within the term",
                          "No longer online: 1 (李四 1)", "With the employees, not public yet: 2",
                          "Not indexed after the term: 4, lost from the index: 1",
                          "Corrections since the last message: 2",
                          "Checker: searxng:main：查询额度只剩 12%",
                          "The checker runs; looked at since: whether the address opens 412, 98% "
                          "told, what the page holds 200, 90% told, index of 百度 120, 63% told "
                          "(incomplete)",
                          "Ledger, to be kept: row 4711 · 9f2c"));
}

TEST(Daily, a_dispute_about_to_run_out_is_a_line_of_its_own_with_its_hour) {
  DailyFacts facts = full_day();
  facts.disputes_due = {at("2026-11-26", 9), at("2026-11-25", 14)};
  const auto lines = daily_lines(facts, person(9, "王主管"), chinese());
  EXPECT_EQ(lines[0].text, "申诉快到期：2 项，最早 2026-11-25 14:00；不答复即按员工一方成立");
  EXPECT_TRUE(lines[0].url.ends_with("list=disputes"));
  EXPECT_LE(lines.size(), kDailyLines);
}

TEST(Daily, nothing_to_do_is_one_line_with_the_ledger_head) {
  DailyFacts facts;
  facts.now = kNow;
  facts.claims = {{ClaimId{9}, "赵六", WorkVerdict::kVerified, std::nullopt},
                  {ClaimId{10}, "赵六", WorkVerdict::kWaived, std::nullopt}};
  facts.ledger_sequence = 12;
  facts.ledger_head = "ab";
  EXPECT_THAT(texts(facts, chinese()),
              ElementsAre("今天没有需要您处理的事。检测系统在运行；上次以来没有到期的检测。"
                          "（账本留底（不用处理）：第 12 条 · ab）"));
}

TEST(Daily, with_poor_coverage_the_checkers_health_stands_above_any_figure_about_people) {
  DailyFacts facts = full_day();
  facts.checks[0].answered = 370;
  const auto lines = texts(facts, chinese());
  EXPECT_EQ(lines[0],
            "数据不完整：网址能否打开，检测了 412 项，370 项有结论（89%），请勿据此评价员工。");
  EXPECT_THAT(lines[1], HasSubstr("检测系统"));
  EXPECT_THAT(lines[2], HasSubstr("需要您处理"));
}

TEST(Daily, each_line_opens_its_filtered_list) {
  std::vector<std::string> urls;
  for (const DailyLine& line : daily_lines(full_day(), person(9, "王主管"), chinese())) {
    urls.push_back(line.url);
  }
  const std::string base = "https://vouch.example.com/s/token9?list=";
  EXPECT_THAT(urls, ElementsAre(base + "needs_you", base + "not_reported", base + "lost",
                                base + "with_employees", base + "not_indexed", base + "corrected",
                                base + "health", base + "health", base + "ledger"));
}

TEST(Daily, the_letter_holds_every_line_in_text_and_html) {
  const Letter letter = render_daily(full_day(), person(9, "王主管"), chinese());
  EXPECT_EQ(letter.subject, "河马阀门 推广工作 2026-11-25");
  for (const DailyLine& line : daily_lines(full_day(), person(9, "王主管"), chinese())) {
    EXPECT_THAT(letter.text, HasSubstr("- " + line.text + "\n  " + line.url + "\n"));
    EXPECT_THAT(letter.html, HasSubstr(line.text));
  }
}

std::string name_of(int number) {
  return fmt::format("员工{:03}号", number);
}

RC_GTEST_PROP(Daily, never_names_a_person_before_grace_is_over_and_never_exceeds_twelve_lines, ()) {
  DailyFacts facts;
  facts.now = kNow;
  std::vector<bool> may_be_named(40, false);
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const int who = *rc::gen::inRange(0, 40);
    const auto work = static_cast<WorkVerdict>(*rc::gen::inRange(0, 10));
    DailyClaim claim{ClaimId{i + 1}, name_of(who), work, std::nullopt};
    if (*rc::gen::arbitrary<bool>()) {
      claim.public_at = kNow + std::chrono::minutes(*rc::gen::inRange(-90, 90));
    }
    const bool negative = work == WorkVerdict::kFailed || work == WorkVerdict::kRegressed;
    if (negative && claim.public_at && *claim.public_at <= kNow) {
      may_be_named[static_cast<std::size_t>(who)] = true;
    }
    facts.claims.push_back(claim);
  }
  const int missing = *rc::gen::inRange(0, 20);
  for (int i = 0; i < missing; ++i) {
    const int who = *rc::gen::inRange(0, 40);
    const Time hard = kNow + std::chrono::minutes(*rc::gen::inRange(-90, 90));
    if (hard <= kNow) may_be_named[static_cast<std::size_t>(who)] = true;
    facts.missing.push_back({name_of(who), day("2026-11-24"), hard});
  }
  facts.index_overdue = *rc::gen::inRange(0, 3);
  facts.corrected = *rc::gen::inRange(0, 3);
  facts.health.assign(static_cast<std::size_t>(*rc::gen::inRange(0, 9)), "x");
  for (const char* engine : {"", "baidu", "bing", "google", "so360", "sogou"}) {
    const StageKind kind = *engine == 0 ? StageKind::kLive : StageKind::kIndex;
    facts.checks.push_back({{kind, engine}, 10, *rc::gen::inRange(0, 11)});
  }
  facts.ledger_head = "ab";
  const auto context = *rc::gen::element(0, 1) == 0 ? chinese() : english();
  const auto lines = daily_lines(facts, person(9, "王主管"), context);
  RC_ASSERT(!lines.empty());
  RC_ASSERT(lines.size() <= kDailyLines);
  const Letter letter = render_daily(facts, person(9, "王主管"), context);
  for (int who = 0; who < 40; ++who) {
    if (may_be_named[static_cast<std::size_t>(who)]) continue;
    RC_ASSERT(letter.text.find(name_of(who)) == std::string::npos);
    RC_ASSERT(letter.html.find(name_of(who)) == std::string::npos);
    RC_ASSERT(letter.subject.find(name_of(who)) == std::string::npos);
  }
}

TEST(Daily, goes_out_at_nine_on_workdays_only) {
  const Calendar calendar = testing::workdays();
  const Millis nine = std::chrono::hours(9);
  EXPECT_EQ(next_daily(calendar, at("2026-11-23", 8, 59), nine), at("2026-11-23", 9));
  EXPECT_EQ(next_daily(calendar, at("2026-11-23", 9), nine), at("2026-11-24", 9));
  EXPECT_EQ(next_daily(calendar, at("2026-11-27", 9), nine), at("2026-11-30", 9));
}

TEST(Daily, one_recipient_for_several_teams_and_none_on_leave) {
  Team first;
  first.id = TeamId{1};
  first.supervisor = UserId{9};
  Team second = first;
  second.id = TeamId{2};
  Team third = first;
  third.id = TeamId{3};
  third.supervisor = UserId{8};
  const std::vector<User> users = {person(9, "王主管"), person(8, "李主管")};
  const std::vector<Leave> leave = {{UserId{8}, day("2026-11-20"), day("2026-11-27")}};
  const auto recipients = daily_recipients({first, second, third}, users, leave, day("2026-11-25"));
  ASSERT_EQ(recipients.size(), 1U);
  EXPECT_EQ(recipients[0].supervisor, UserId{9});
  EXPECT_THAT(recipients[0].teams, ElementsAre(TeamId{1}, TeamId{2}));
}

TEST(Weekly, is_due_on_sundays_at_six) {
  const Calendar calendar = testing::workdays();
  EXPECT_EQ(next_weekly(calendar, at("2026-11-25", 9)), at("2026-11-29", 18));
  EXPECT_EQ(next_weekly(calendar, at("2026-11-29", 18)), at("2026-12-06", 18));
}

}  // namespace
}  // namespace vouch::alerts
