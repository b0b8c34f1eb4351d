#include "planning/weekly.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "planning/weekly_words.h"

namespace vouch::planning {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr TeamId kFirst{1};
constexpr TeamId kSecond{2};
constexpr UserId kLi{11};
constexpr UserId kHan{12};
constexpr UserId kZhao{21};

WeekTally tally(int claims, int decided, int verified) {
  WeekTally out;
  out.expected = 5;
  out.reported = 5;
  out.claims = claims;
  out.on_time = claims;
  out.decided = decided;
  out.verified = verified;
  return out;
}

WeekPerson person(UserId user, std::string name, std::string post, WeekTally sum) {
  WeekPerson out;
  out.user = user;
  out.name = std::move(name);
  out.post = std::move(post);
  out.tally = sum;
  return out;
}

Weekly company() {
  Weekly weekly;
  weekly.monday = parse_date("2026-11-23").value();
  weekly.made_at = parse_rfc3339("2026-11-29T10:00:00Z").value();
  weekly.company.checks = {{{StageKind::kLive, {}}, 430, 412},
                           {{StageKind::kIndex, "baidu"}, 200, 120}};
  weekly.company.stood_still = std::chrono::minutes(95);
  weekly.company.trouble = {"通知通道 mail 已停用"};
  WeekEngine baidu;
  baidu.engine = "baidu";
  baidu.keywords = 120;
  baidu.measured = 110;
  baidu.first_page_share = 0.31;
  baidu.median = 8;
  baidu.visibility = 0.1477;
  baidu.median_days = 6.5;
  weekly.company.engines = {baidu};
  weekly.company.movers = {{"全屋软水", "baidu", 4, 18}, {"净水器滤芯", "baidu", 0, 9}};
  weekly.company.first_page = {{"净水器滤芯", "baidu", 0, 9}};
  weekly.company.told = 21;
  weekly.company.overturned = 1;
  weekly.company.false_rate = 0.013;
  weekly.company.pages_to_open = 3;
  weekly.company.proposals = 1;

  WeekTeam first;
  first.team = kFirst;
  first.name = "一组";
  first.people = {person(kHan, "韩梅", "promoter", tally(20, 20, 20)),
                  person(kLi, "李雷", "editor", tally(20, 18, 15))};
  first.people[0].full = true;
  first.people.push_back(person(UserId{13}, "方圆", "promoter", tally(0, 0, 0)));
  first.people[1].tally.with_employee = 2;
  first.people[1].open = {2, 1, 0};
  for (const WeekPerson& one : first.people) {
    first.sum += one.tally;
    first.open += one.open;
    first.posts[one.post] += one.tally;
  }
  first.weeks = {tally(40, 40, 34), tally(40, 40, 36), tally(0, 0, 0), first.sum};
  first.platforms = {{"zhihu", "baidu", 16, 14, 1, 2, 9, 1}, {"bbs", "baidu", 4, 4, 0, 0, 0, 0}};
  first.lost = {{ClaimId{5}, kLi, "旧帖", "http://a.example/5", "", true}};
  first.not_indexed = {{ClaimId{6}, kLi, "软水", "http://a.example/6", "baidu", false},
                       {ClaimId{7}, kHan, "", "http://a.example/7", "baidu", true}};
  first.not_indexed_sum = 2;
  first.disputes = 1;
  WeekTeam second;
  second.team = kSecond;
  second.name = "二组";
  second.people = {person(kZhao, "赵四", "sales", tally(3, 3, 1))};
  second.sum = second.people[0].tally;
  weekly.teams = {first, second};
  return weekly;
}

std::string text_of(const std::vector<WeekBlock>& blocks) {
  std::string out;
  for (const WeekBlock& block : blocks) {
    out += std::to_string(block.number) + " " + block.heading + (block.warns ? " !" : "") + "\n";
    for (const WeekLine& line : block.lines)
      out += "- " + line.text + (line.url.empty() ? "" : " [" + line.url + "]") + "\n";
  }
  return out;
}

WeekWords words(WeekEdition edition, bool english = false) {
  WeekWords out;
  out.edition = edition;
  out.english = english;
  out.engines = {{"baidu", english ? "Baidu" : "百度"}};
  out.platforms = {{"zhihu", english ? "Zhihu" : "知乎"}};
  out.list_url = [](std::string_view list) { return std::string(list); };
  out.claim_url = [](ClaimId claim) { return "c" + std::to_string(claim.value); };
  return out;
}

TEST(Weekly, comes_back_from_its_stored_form_whole) {
  const Weekly weekly = company();
  const auto again = weekly_from_json(weekly_to_json(weekly));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->monday, weekly.monday);
  EXPECT_EQ(again->made_at, weekly.made_at);
  EXPECT_EQ(again->company, weekly.company);
  EXPECT_EQ(again->teams, weekly.teams);
}

TEST(Weekly, stays_readable_when_it_was_stored_before_a_field_existed) {
  const auto old = weekly_from_json(R"({"monday":"2026-11-23","teams":[{"team":1,"unknown":[]}]})");
  ASSERT_TRUE(old);
  EXPECT_THAT(old->teams, SizeIs(1));
  EXPECT_EQ(old->teams[0].sum, WeekTally());
}

TEST(Weekly, is_refused_where_it_is_damaged) {
  for (const char* text : {"", "[]", R"({"monday":"yesterday"})", R"({"teams":[{"team":"x"}]})",
                           R"({"teams":[{"weeks":[]}]})"})
    EXPECT_EQ(weekly_from_json(text).error().code, ErrorCode::kCorrupt) << text;
}

TEST(Weekly, of_a_leader_holds_his_teams_and_no_name_beside_what_is_still_with_a_person) {
  const Weekly cut = for_leader(company(), {kFirst});
  ASSERT_THAT(cut.teams, SizeIs(1));
  EXPECT_EQ(cut.teams[0].team, kFirst);
  EXPECT_EQ(cut.teams[0].sum.with_employee, 2);
  for (const WeekPerson& one : cut.teams[0].people) EXPECT_EQ(one.tally.with_employee, 0);
  for (const auto& [post, sum] : cut.teams[0].posts) EXPECT_EQ(sum.with_employee, 0) << post;
  EXPECT_THAT(weekly_to_json(cut), Not(HasSubstr("赵四")));
}

TEST(Weekly, of_a_person_holds_nothing_of_others_but_sums) {
  const Weekly cut = for_person(company(), kLi);
  const std::string stored = weekly_to_json(cut);
  for (const char* foreign : {"韩梅", "赵四", "二组", "http://a.example/7", "mail"})
    EXPECT_THAT(stored, Not(HasSubstr(foreign)));
  ASSERT_THAT(cut.teams, SizeIs(1));
  EXPECT_EQ(cut.teams[0].sum.claims, 40);
  EXPECT_THAT(cut.teams[0].lost, SizeIs(1));
  EXPECT_THAT(cut.teams[0].not_indexed, SizeIs(1));
  EXPECT_THAT(for_person(company(), UserId{99}).teams, IsEmpty());
  EXPECT_THAT(cut.teams[0].posts, IsEmpty());
  EXPECT_EQ(cut.teams[0].sum.with_employee, 0);
  EXPECT_EQ(cut.teams[0].open.sum(), 0);
}

TEST(Weekly, of_a_person_has_no_sum_where_it_would_tell_of_one_other) {
  Weekly two = company();
  two.teams[0].people.pop_back();
  const Weekly cut = for_person(two, kLi);
  EXPECT_EQ(cut.teams[0].sum, WeekTally());
  EXPECT_EQ(cut.teams[0].weeks[1], WeekTally());
}

TEST(Weekly, tells_plan_against_done_by_post_where_there_is_a_plan) {
  Weekly weekly = company();
  WeekTeam& team = weekly.teams[0];
  WeekTally planned;
  planned.planned = 50;
  planned.plan_done = 46;
  planned.plan_on_time = 41;
  team.posts["promoter"] += planned;
  team.sum += planned;
  EXPECT_EQ(weekly_from_json(weekly_to_json(weekly))->teams, weekly.teams);
  const Weekly cut = for_leader(weekly, {kFirst});
  const std::string zh = text_of(week_blocks(cut, words(WeekEdition::kLeader)));
  EXPECT_THAT(
      zh, HasSubstr("推广：报告 10/10，提交 20 项，按时 20，有结论 20，已核实 20（100%）；计划 50 "
                    "项，完成 46（92%），按时 41（82%）"));
  EXPECT_THAT(zh, HasSubstr("编辑：报告 5/5，提交 20 项，按时 20，有结论 18，已核实 15（83%）\n"))
      << "whoever has no plan has none";
  EXPECT_THAT(text_of(week_blocks(cut, words(WeekEdition::kLeader, true))),
              HasSubstr("planned 50, of it done 46 (92%), on time 41 (82%)"));
}

TEST(Weekly, praises_who_has_everything_and_nobody_else) {
  WeekPerson one = person(kHan, "韩梅", "promoter", tally(3, 3, 3));
  EXPECT_TRUE(one.has_everything());
  one.tally.verified = 2;
  EXPECT_FALSE(one.has_everything());
  one = person(kHan, "韩梅", "promoter", tally(0, 0, 0));
  EXPECT_FALSE(one.has_everything());
  one = person(kHan, "韩梅", "promoter", tally(3, 3, 3));
  one.tally.reported = 4;
  EXPECT_FALSE(one.has_everything());
  one.tally.reported = 5;
  one.open.regressed = 1;
  EXPECT_FALSE(one.has_everything());
}

TEST(WeekSuggestions, come_from_telling_figures_only_and_are_five_at_most) {
  using enum WeekSuggestion::Kind;
  EXPECT_THAT(suggestions(company()),
              ElementsAre(WeekSuggestion{kWeakPlatform, "zhihu", "baidu", 2.0 / 12},
                          WeekSuggestion{kLowCoverage, "index:baidu", "", 0.6},
                          WeekSuggestion{kKeywordDropped, "全屋软水", "baidu", 0}));
  Weekly few = company();
  few.teams[0].platforms[0].overdue = 8;
  few.company.checks.clear();
  few.company.movers.clear();
  EXPECT_THAT(suggestions(few), IsEmpty());
  for (int i = 0; i < 9; ++i) few.company.movers.push_back({"词", "baidu", 2, 0});
  EXPECT_THAT(suggestions(few), SizeIs(5));
}

TEST(WeekBlocks, read_like_this_for_a_leader) {
  EXPECT_EQ(text_of(week_blocks(for_leader(company(), {kFirst}), words(WeekEdition::kLeader))),
            R"(1 检测情况 !
- 下面的数字依据不足：有些页面没能检测，没能检测不是任何人的错。
- 网址能否打开：430 项中 412 项有结论（96%）
- 百度收录：200 项中 120 项有结论（60%），不足 90%
- 检测服务没有运行的时间合计 1 小时 35 分
- 通知通道 mail 已停用 [health]
2 团队
- 全队：报告 15/15，提交 40 项，按时 40，有结论 38，已核实 35（92%）
- 编辑：报告 5/5，提交 20 项，按时 20，有结论 18，已核实 15（83%）
- 推广：报告 10/10，提交 20 项，按时 20，有结论 20，已核实 20（100%）
- 近四周核实率（本周在后）：85% → 90% → – → 92%
3 过了处理期、等您处理的
- 未检测到 2 项、掉线 1 项 [failed]
- 李雷：未检测到 2 项、掉线 1 项 [failed]
- 另：员工处理中 2 项 [with_employees]
- 另：申诉待处理 1 项 [disputes]
4 关键词
- 百度：120 个词测到 110 个，首页占比 31%，排名中位数 8，可见度 14.8% [ranks]
- 变动：全屋软水（百度） 4 → 18 [ranks]
- 变动：净水器滤芯（百度） 无排名 → 9 [ranks]
5 收录（引擎的结果，不计入个人）
- 知乎 · 百度：30 天提交 14，已收录 2，逾期未收录 9，掉收录 1，未到期限 1，没有查到或没有抽查 1 [index]
- bbs · 百度：30 天提交 4，已收录 0，逾期未收录 0，掉收录 0，未到期限 4 [index]
- 百度：一半的页面在 6.5 天内被收录 [index]
- 百度 · 逾期未收录 · 软水 [c6]
- 百度 · 掉收录 · http://a.example/7 [c7]
6 本周掉线
- 旧帖 [c5]
7 访问与转化
- 尚未接入，没有数字。
8 付费推广
- 尚未接入，没有数字。
9 目标
- 尚未接入，没有数字。
10 表扬
- 报告交齐、全部核实：韩梅
- 首次进入首页：净水器滤芯（百度） 无排名 → 9 [ranks]
11 更正（检测错了的）
- 本周告知“未检测到” 21 次；更正：人工改判 1，数据源看不全而撤回 0
- 近 90 天误报率 1.3%
12 待办与建议
- 待人工打开查询 3 次 [captures]
- 平台档案建议 1 条待答复 [index]
- 建议：“知乎”少安排一些，30 天里百度已收录和逾期未收录的合计，只有 17% 已收录
- 建议：请管理员检查检测系统，“百度收录”只有 60% 有结论
- 建议：下周安排“全屋软水”，它离开了百度首页
)");
}

TEST(WeekBlocks, read_like_this_for_a_person) {
  const std::string text =
      text_of(week_blocks(for_person(company(), kLi), words(WeekEdition::kPerson, true)));
  EXPECT_THAT(text, HasSubstr("2 You and the team\n"
                              "- you: reports 5 of 5, handed in 20, on time 20, with a result 18, "
                              "verified 15 (83%) [all]\n"
                              "- whole team: reports 15 of 15"));
  EXPECT_THAT(text, HasSubstr("- you: not found 2, went offline 1 [all]\n"
                              "- Beside it: 2 for you to mend or explain, nobody else is told yet "
                              "[all]\n"));
  EXPECT_THAT(text, Not(HasSubstr("editors")));
  EXPECT_THAT(text, Not(HasSubstr("Suggestion")));
  EXPECT_THAT(text, HasSubstr("Baidu: half of the pages are indexed after 6.5 days"));
}

TEST(WeekBlocks, name_the_team_where_there_are_several_and_say_none_where_there_is_nothing) {
  const std::string two =
      text_of(week_blocks(for_leader(company(), {kFirst, kSecond}), words(WeekEdition::kLeader)));
  EXPECT_THAT(two, HasSubstr("- 一组 · 全队："));
  EXPECT_THAT(two, HasSubstr("- 二组 · 全队："));
  const auto empty = week_blocks(Weekly(), words(WeekEdition::kLeader));
  ASSERT_THAT(empty, SizeIs(12));
  EXPECT_FALSE(empty[0].warns);
  EXPECT_EQ(empty[5].lines[0].text, "没有。");
  for (const WeekEdition edition : {WeekEdition::kLeader, WeekEdition::kPerson}) {
    for (const WeekBlock& block : week_blocks(Weekly(), words(edition)))
      EXPECT_THAT(block.lines, Not(IsEmpty())) << block.number;
  }
}

}  // namespace
}  // namespace vouch::planning
