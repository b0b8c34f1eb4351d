#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

class PagesTest : public WorldTest {
 protected:
  static Answer open(const std::string& desk, const std::string& login,
                     const std::string& below = {}) {
    return world().get("", world().page(desk, login) + below);
  }
  static std::string claim_path(const std::string& what) {
    return "/claims/" + world().claim(what);
  }
};

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

// The part of a page between two marks; empty when one is missing.
std::string between(const std::string& page, std::string_view from, std::string_view to) {
  const auto begin = page.find(from);
  if (begin == std::string::npos) return {};
  const auto end = page.find(to, begin);
  return end == std::string::npos ? std::string() : page.substr(begin, end - begin);
}

void expect_well_formed(const std::string& page) {
  for (const char* tag : {"section", "ul", "li", "p", "div", "table", "tr", "td", "a", "span", "b",
                          "dl", "dd", "h2", "h3", "bdi", "main"}) {
    const std::size_t opened =
        count(page, fmt::format("<{}>", tag)) + count(page, fmt::format("<{} ", tag));
    EXPECT_EQ(opened, count(page, fmt::format("</{}>", tag))) << tag;
  }
}

TEST_F(PagesTest, an_employee_sees_his_own_week_with_what_needs_him_first) {
  const Answer page = open("p", "lilei");
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("<html lang=\"zh-CN\">"));
  const auto needs = page.body.find("需要您处理");
  const auto entries = page.body.find("工作项");
  ASSERT_NE(needs, std::string::npos);
  ASSERT_NE(entries, std::string::npos);
  EXPECT_LT(needs, entries);
  const std::string first = page.body.substr(needs, entries - needs);
  EXPECT_NE(first.find("卧室净化器推荐"), std::string::npos);
  EXPECT_NE(first.find("母婴房怎么净化空气"), std::string::npos);
  EXPECT_NE(first.find("明天 12:30"), std::string::npos) << "when the supervisor will see it";
  EXPECT_EQ(first.find("问答：滤芯多久换"), std::string::npos) << "could not check is not his job";
  for (const char* label : {"已上线 ✓", "核验中", "需补正", "无法检测"})
    EXPECT_TRUE(page.has(label)) << label;
  EXPECT_TRUE(page.has("下次检测 今天 16:30"));
  EXPECT_TRUE(page.has("迟交"));
  EXPECT_FALSE(page.has("除醛误区")) << "somebody else's";
  EXPECT_FALSE(page.has("未通过"));
}

TEST_F(PagesTest, every_page_is_well_formed_and_has_no_script_or_style) {
  std::vector<Answer> pages = {open("p", "lilei"), open("p", "lilei", "?lang=en"),
                               open("p", "lilei", "?work=FAILED"), open("s", "wang"),
                               open("s", "wang", "?lang=en")};
  for (const char* list : {"needs_you", "disputes", "lost", "not_indexed", "not_reported", "health",
                           "ledger", "with_employees", "corrected", "all", "<x>"})
    pages.push_back(open("s", "wang", std::string("?list=") + list));
  for (const char* below :
       {"/ranks", "/ranks?lang=en", "/ranks?after=x", "/keywords/1", "/keywords/3?days=365&lang=en",
        "/keywords/5", "/index", "/index?engine=baidu&verdict=LOST&days=7",
        "/index?engine=<x>&verdict=INDEXED&lang=en"})
    pages.push_back(open("s", "wang", below));
  for (const auto& [what, id] : world().company.claims) {
    if (what != "other_team")
      pages.push_back(open("s", "wang", fmt::format("/claims/{}", id.value)));
    pages.push_back(open("p", "lilei", fmt::format("/claims/{}", id.value)));
  }
  for (const Answer& page : pages) {
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
    EXPECT_TRUE(page.has("width=device-width"));
    EXPECT_FALSE(page.has("<script"));
    EXPECT_FALSE(page.has("<style"));
    EXPECT_FALSE(page.has(" style="));
    expect_well_formed(page.body);
  }
}

TEST_F(PagesTest, a_text_match_shows_both_passages_and_accuses_nobody) {
  const Answer page = open("p", "lilei", claim_path("hostile"));
  EXPECT_TRUE(page.has("文本重合 61%"));
  const std::string part = between(page.body, "id=\"texts\"", "</section>");
  EXPECT_NE(part.find("http://bbs.example/t/1"), std::string::npos) << "the first claim's page";
  EXPECT_NE(part.find("第 5–90 字，那边第 15–101 字"), std::string::npos);
  EXPECT_NE(part.find("滤芯&lt;script&gt;alert(9)&lt;/script&gt;半年一换"), std::string::npos);
  EXPECT_NE(part.find("滤芯先冲洗半年一换"), std::string::npos);
  EXPECT_NE(part.find("不影响核验结论"), std::string::npos);
  for (const char* word : {"抄袭", "造假", "作弊"}) EXPECT_FALSE(page.has(word)) << word;
  EXPECT_TRUE(open("p", "lilei", claim_path("hostile") + "?lang=en").has("Text match"));
  EXPECT_FALSE(open("p", "lilei", claim_path("verified")).has("文本重合"));
  expect_well_formed(page.body);
}

TEST_F(PagesTest, the_supervisor_sees_a_text_match_when_its_author_had_his_time) {
  EXPECT_FALSE(open("s", "wang", claim_path("hostile")).has("文本重合"));
  EXPECT_TRUE(open("s", "wang", claim_path("corrected")).has("文本重合 61%"));
}

TEST_F(PagesTest, hostile_titles_and_addresses_are_inert) {
  for (const Answer& page : {open("p", "lilei"), open("p", "lilei", claim_path("hostile")),
                             open("s", "wang", claim_path("hostile"))}) {
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(page.has("&lt;script&gt;alert(1)&lt;/script&gt;")) << "shown as text";
    EXPECT_FALSE(page.has("<script"));
    EXPECT_FALSE(page.has("<img"));
    EXPECT_FALSE(page.has("<svg"));
    EXPECT_FALSE(page.has("href=\"javascript"));
    EXPECT_FALSE(page.has("\u202e")) << "no text may turn its surroundings round";
  }
}

TEST_F(PagesTest, a_claim_page_tells_the_evidence_in_words) {
  const Answer page = open("p", "lilei", claim_path("failed_private"));
  ASSERT_EQ(page.status, 200);
  for (const char* words :
       {"目前只有您看得到", "明天 12:30", "已补正", "说明", "申诉", "知道了", "不等于承认",
        "程序访问了", "网站的答复是 404", "同一时段的对照检测正常，这次作数",
        "网站答复页面不存在（404）", "您访问的帖子不存在", "连续 2 次有效检测都没有看到",
        "相隔不少于 2 小时", "下载证据原件", "SHA-256", "主管三个工作日内处理"})
    EXPECT_TRUE(page.has(words)) << words;
  const Answer evidence =
      open("p", "lilei",
           claim_path("failed_private") +
               fmt::format("/evidence/{}", world().company.negative_evidence.value));
  EXPECT_EQ(evidence.status, 200);
  EXPECT_EQ(evidence.header("Content-Type"), "application/octet-stream");
  EXPECT_TRUE(
      page.has(fmt::format("href=\"{}{}/evidence/{}\"", world().page("p", "lilei"),
                           claim_path("failed_private"), world().company.negative_evidence.value)));
}

TEST_F(PagesTest, a_found_page_tells_where_keyword_and_link_were_seen) {
  const Answer page = open("p", "lilei", claim_path("verified"));
  for (const char* words : {"看到了。", "出现在正文，共 3 次", "看到一条直接链接", "页面标题：",
                            "这款&lt;b&gt;空气净化器", "首次看到", "按时"})
    EXPECT_TRUE(page.has(words)) << words;
}

TEST_F(PagesTest, could_not_check_is_said_to_count_for_nothing) {
  const Answer page = open("p", "lilei", claim_path("manual"));
  EXPECT_TRUE(page.has("这不代表没有做"));
  EXPECT_TRUE(page.has("没能检测，不作数，对任何人都没有影响"));
  EXPECT_FALSE(page.has("您可以这样答复"));
}

TEST_F(PagesTest, decisions_and_disputes_stand_on_the_page) {
  EXPECT_TRUE(open("p", "hanmeimei", claim_path("waived")).has("平台活动结束，帖子按规定撤下"));
  const Answer disputed = open("s", "wang", claim_path("disputed"));
  EXPECT_TRUE(disputed.has("关键词在图片下方的说明里"));
  EXPECT_TRUE(disputed.has("最晚处理时间"));
}

TEST_F(PagesTest, the_supervisor_sees_exceptions_only_after_grace) {
  const Answer page = open("s", "wang");
  ASSERT_EQ(page.status, 200);
  const std::string needs = between(page.body, "需要您处理", "未交报告");
  ASSERT_FALSE(needs.empty());
  for (const char* title : {"母婴房怎么净化空气", "除醛误区", "净化器噪音实测", "问答：滤芯多久换"})
    EXPECT_NE(needs.find(title), std::string::npos) << title;
  EXPECT_FALSE(page.has("卧室净化器推荐")) << "still with its owner";
  EXPECT_FALSE(page.has("客厅除醛经验")) << "a first miss proves nothing";
  EXPECT_FALSE(page.has("二组的帖子")) << "another team";
  EXPECT_TRUE(page.has("另有 1 项刚通知员工本人"));
  EXPECT_TRUE(page.has("韩梅梅</b> · 2026-11-23")) << "who did not report";
}

TEST_F(PagesTest, could_not_check_is_dashed_amber_and_never_red) {
  const Answer page = open("s", "wang");
  const auto manual = page.body.find("问答：滤芯多久换");
  ASSERT_NE(manual, std::string::npos);
  const auto card = page.body.rfind("<li class=\"card ", manual);
  EXPECT_EQ(page.body.substr(card, 25), "<li class=\"card unknown\">");
  EXPECT_TRUE(page.has("“无法检测”不是没有做"));
  const std::string css = world().get("", "/assets/site.css").body;
  const auto rule = css.find(".card.unknown");
  ASSERT_NE(rule, std::string::npos);
  EXPECT_NE(css.substr(rule, 60).find("dashed"), std::string::npos);
}

TEST_F(PagesTest, the_team_table_counts_what_is_in_grace_as_being_checked) {
  const Answer page = open("s", "wang");
  const std::string row = between(page.body, "<th scope=\"row\">李雷</th>", "</tr>");
  EXPECT_NE(row.find("data-name=\"核验中\"><span class=\"pending\">3<"), std::string::npos) << row;
  EXPECT_NE(row.find("data-name=\"需补正\"><span class=\"failed\">1<"), std::string::npos) << row;
  EXPECT_NE(row.find("data-name=\"无法检测\"><span class=\"unknown\">1<"), std::string::npos);
  EXPECT_NE(row.find("data-name=\"覆盖率\"><span class=\"unknown\">66%<"), std::string::npos);
}

TEST_F(PagesTest, a_masked_claim_page_reads_as_being_checked) {
  const Answer page = open("s", "wang", claim_path("failed_private"));
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(page.has("核验中"));
  for (const char* words : {"404", "没有看到；", "需补正", "目前只有您看得到", "下载证据"})
    EXPECT_FALSE(page.has(words)) << words;
  EXPECT_EQ(open("s", "wang",
                 claim_path("failed_private") +
                     fmt::format("/evidence/{}", world().company.negative_evidence.value))
                .status,
            404);
}

TEST_F(PagesTest, index_results_carry_no_persons_name) {
  const Answer list = open("s", "wang", "?list=not_indexed");
  EXPECT_TRUE(list.has("母婴房怎么净化空气"));
  EXPECT_TRUE(list.has("除醛误区"));
  EXPECT_FALSE(list.has("二组的帖子"));
  for (const char* name : {"李雷", "韩梅梅"}) EXPECT_FALSE(list.has(name)) << name;
  const Answer overview = open("s", "wang");
  const std::string index = between(overview.body, "搜索引擎的结果，不归到个人", "</main>");
  EXPECT_NE(index.find("百度"), std::string::npos);
  EXPECT_NE(index.find("verdict=INDEXED\">2</a>"), std::string::npos) << index;
  EXPECT_EQ(index.find("李雷"), std::string::npos);
}

// The employee is promised so on his page.
TEST(PagesOfTheirOwn, what_was_mended_before_it_became_public_is_no_correction_to_the_supervisor) {
  WebWorld world;
  const std::string list = world.page("s", "wang") + "?list=corrected";
  const std::string claim = world.page("s", "wang") + "/claims/" + world.claim("corrected");
  const std::string evidence =
      fmt::format("/api/v1/evidence/{}", world.company.mended_evidence.value);
  EXPECT_FALSE(world.get("", list).has("补发的帖子"));
  EXPECT_FALSE(world.get("", claim).has("已整改"));
  EXPECT_FALSE(world.get("", claim).has("404"));
  EXPECT_EQ(world.get("wang", evidence).status, 403);
  EXPECT_TRUE(world.get("hanmeimei", "/api/v1/claims/" + world.claim("corrected")).has("404"));

  const std::function<Result<bool>(store::WriteContext&)> tell =
      [&](store::WriteContext& context) -> Result<bool> {
    Notice notice;
    notice.key = "c|live|1|supervisor";
    notice.kind = NoticeKind::kNeedsCorrection;
    notice.audience = Audience::kSupervisor;
    notice.recipient = world.company.users.at("wang");
    notice.claim = world.company.claims.at("corrected");
    notice.created_at = notice.due_at = now();
    const auto id = store::notices::insert_once(context.db, notice);
    if (!id) return tl::unexpected(id.error());
    return store::notices::mark(context.db, **id, NoticeState::kShown, now());
  };
  ASSERT_TRUE(world.store->write_now<bool>(tell));
  EXPECT_TRUE(world.get("", list).has("补发的帖子"));
  EXPECT_FALSE(world.get("", list).has("空气净化器怎么选"));
  EXPECT_TRUE(world.get("", claim).has("404"));
  EXPECT_EQ(world.get("wang", evidence).status, 200);
}

TEST_F(PagesTest, each_list_of_the_daily_message_opens) {
  EXPECT_TRUE(open("s", "wang", "?list=disputes").has("净化器噪音实测"));
  EXPECT_FALSE(open("s", "wang", "?list=disputes").has("除醛误区"));
  EXPECT_TRUE(open("s", "wang", "?list=lost").has("除醛误区"));
  EXPECT_TRUE(open("s", "wang", "?list=not_reported").has("韩梅梅"));
  EXPECT_TRUE(open("s", "wang", "?list=ledger").has("账本"));
  EXPECT_TRUE(open("s", "wang", "?list=with_employees").has("另有 1 项"));
  EXPECT_FALSE(open("s", "wang", "?list=with_employees").has("卧室净化器推荐"));
}

TEST_F(PagesTest, how_often_the_machine_was_wrong_stands_on_everybodys_page) {
  const std::string words = "近 90 天全公司：通知“未检测到”0 次，其中误报 0 次；申诉 1 次";
  EXPECT_TRUE(open("p", "hanmeimei").has(words));
  EXPECT_TRUE(open("s", "wang").has(words));
}

TEST_F(PagesTest, links_open_their_own_page_only) {
  EXPECT_EQ(open("s", "lilei").status, 404) << "leads nobody";
  EXPECT_EQ(open("p", "gone").status, 404) << "left the company";
  EXPECT_EQ(open("p", "lilei", claim_path("regressed")).status, 404) << "a colleague's entry";
  EXPECT_EQ(open("s", "wang", claim_path("other_team")).status, 404);
  EXPECT_EQ(open("p", "wang").status, 200) << "a supervisor has a page of his own too";
  EXPECT_EQ(open("p", "lilei", "/claims/x").status, 404);
  EXPECT_EQ(world().get("", "/p/").status, 404);
  EXPECT_EQ(world().get("", "/p/lilei").status, 404) << "too short for a token";
}

TEST_F(PagesTest, the_language_switch_keeps_the_page_and_every_link_keeps_the_language) {
  EXPECT_TRUE(open("p", "lilei", "?work=FAILED").has("?work=FAILED&amp;lang=en\" lang=\"en\""));
  const Answer english = open("p", "lilei", "?lang=en");
  EXPECT_TRUE(english.has("Needs work"));
  EXPECT_TRUE(english.has("Online ✓"));
  EXPECT_TRUE(english.has(claim_path("verified") + "?lang=en"));
  EXPECT_TRUE(english.has("lang=\"zh-CN\">中文"));
  EXPECT_FALSE(english.has("需补正"));
  EXPECT_TRUE(open("p", "lilei", "/claims/x?lang=en").has("Page not found"));
}

TEST_F(PagesTest, weeks_are_turned_by_links) {
  EXPECT_TRUE(open("p", "lilei").has("?until=2026-11-17"));
  const Answer earlier = open("p", "lilei", "?until=2026-11-17");
  EXPECT_TRUE(earlier.has("这里还没有工作项"));
  EXPECT_TRUE(earlier.has("?until=2026-11-24"));
  EXPECT_EQ(open("p", "lilei", "?until=nonsense").status, 200);
}

TEST_F(PagesTest, the_banner_speaks_of_checkers_and_not_of_people) {
  HealthFacts& facts = world().health->value;
  const HealthFacts before = facts;
  EXPECT_FALSE(open("s", "wang").has("id=\"health\""));
  ProviderFacts provider;
  provider.name = "searxng:main";
  provider.healthy = false;
  provider.why = "控制查询未通过";
  facts.providers = {provider};
  facts.engines_not_connected = {"sogou"};
  const Answer page = open("s", "wang");
  EXPECT_TRUE(page.has("检测系统提示（与员工无关）"));
  EXPECT_TRUE(page.has("控制查询未通过"));
  EXPECT_TRUE(page.has("未接入的搜索引擎：搜狗"));
  EXPECT_LT(page.body.find("id=\"health\""), page.body.find("需要您处理")) << "above the numbers";
  facts = before;
  facts.channels.clear();
  EXPECT_TRUE(open("p", "lilei").has("没有接通通知渠道"));
  facts = before;
}

TEST_F(PagesTest, people_are_listed_in_practice_only) {
  EXPECT_EQ(world().get("", "/practice").status, 404);
  EXPECT_FALSE(world().get("", "/practice").has(link_token_of("lilei")));
  world().health->value.practice = true;
  const Answer page = world().get("", "/practice");
  EXPECT_TRUE(page.has("/p/" + link_token_of("lilei")));
  EXPECT_TRUE(page.has("/s/" + link_token_of("wang")));
  EXPECT_FALSE(page.has(link_token_of("gone")));
  EXPECT_LT(page.body.find("王主管"), page.body.find("李雷")) << "supervisors first";
  world().health->value.practice = false;
}

TEST_F(PagesTest, a_missing_page_is_told_in_words) {
  const Answer page = world().get("", "/p/none");
  EXPECT_EQ(page.status, 404);
  EXPECT_TRUE(page.has("链接可能已经失效"));
}

}  // namespace
}  // namespace vouch::web::test
