// 我的一天, the catalog, the list of entries with its filters, and an entry's story.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/people.h"
#include "tests/web/web_world.h"
#include "web/words.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.status << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

std::vector<std::int64_t> ids_in(const json::value& items) {
  std::vector<std::int64_t> out;
  for (const json::value& item : items.as_array()) out.push_back(item.at("id").as_int64());
  return out;
}

std::vector<std::string> texts_in(const json::value& items, std::string_view member) {
  std::vector<std::string> out;
  for (const json::value& item : items.as_array())
    out.emplace_back(item.at({member.data(), member.size()}).as_string());
  return out;
}

class ScreensTest : public WorldTest {
 protected:
  static std::vector<std::int64_t> list(const std::string& login, const std::string& query) {
    const Answer answer = world().get(login, "/api/v1/claims?" + query);
    EXPECT_EQ(answer.status, 200) << query << answer.body;
    if (answer.status != 200) return {-1};
    return ids_in(object_of(answer).at("items"));
  }
  static std::vector<std::int64_t> ids(std::initializer_list<const char*> names) {
    std::vector<std::int64_t> out;
    for (const char* name : names) out.push_back(world().company.claims.at(name).value);
    return out;
  }
  static json::object story(const std::string& login, const std::string& what,
                            const std::string& query = {}) {
    const Answer answer =
        world().get(login, "/api/v1/claims/" + world().claim(what) + "/story" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return object_of(answer);
  }
  static std::vector<std::string> can(const std::string& login, const std::string& what) {
    std::vector<std::string> out;
    const json::object told = story(login, what);
    for (const json::value& one : told.at("can").as_array()) out.emplace_back(one.as_string());
    return out;
  }
};

// A person of post vendor, for as long as the test lasts.
class AsVendor {
 public:
  explicit AsVendor(WebWorld& world) : world_(world) { set("vendor"); }
  ~AsVendor() { set(""); }
  AsVendor(const AsVendor&) = delete;
  AsVendor& operator=(const AsVendor&) = delete;

 private:
  void set(const std::string& post) {
    const std::function<Result<bool>(store::WriteContext&)> job =
        [&](store::WriteContext& context) -> Result<bool> {
      auto user = store::people::find_user(context.db, world_.company.users.at("zhangsan"));
      user->post = post;
      EXPECT_TRUE(store::people::update_user(context.db, *user));
      return true;
    };
    EXPECT_TRUE(world_.store->write_now<bool>(job));
  }
  WebWorld& world_;
};

TEST_F(ScreensTest, filters_narrow_the_list_and_go_together) {
  struct Row {
    const char* name;
    const char* login;
    const char* query;
    std::vector<std::int64_t> ids;
  };
  const Row rows[] = {
      {"newest_first", "hanmeimei", "order=newest",
       ids({"corrected", "waived", "disputed", "regressed"})},
      {"words_of_a_title", "root", "q=%E9%99%A4%E9%86%9B", ids({"pending", "regressed"})},
      {"words_of_an_address", "root", "q=wenda.example", ids({"manual"})},
      {"a_wildcard_is_a_character", "root", "q=%25", {}},
      {"a_number_is_that_entry",
       "root",
       "q=%23"
       "3",
       {3}},
      {"somebody_elses_number_is_nothing",
       "zhangsan",
       "q=%23"
       "1",
       {}},
      {"platform", "zhangsan", "platform=forum", ids({"long", "other_team"})},
      {"unknown_platform", "root", "platform=none", {}},
      {"work_type_newest", "zhangsan", "work_type=forum_post&order=newest",
       ids({"other_team", "long"})},
      {"late", "root", "late=true", ids({"pending"})},
      {"in_time_and_pending", "lilei", "late=false&work=PENDING", ids({"hostile"})},
      {"engine_and_index", "root", "engine=baidu&index=NOT_INDEXED",
       ids({"failed_public", "other_team"})},
      {"of_a_person", "root", "engine=baidu&index=NOT_INDEXED&user=zhangsan", ids({"other_team"})},
      {"phase_alone", "lilei", "phase=WITH_EMPLOYEE", ids({"failed_private"})},
      {"days_without_entries", "root", "since=2026-11-24&order=newest", {}},
      {"keyword", "zhangsan", "keyword=1&order=newest", ids({"other_team", "long"})},
  };
  for (const Row& row : rows)
    EXPECT_THAT(list(row.login, row.query), ElementsAreArray(row.ids)) << row.name;
}

TEST_F(ScreensTest, no_filter_betrays_what_is_still_with_its_owner) {
  const auto hidden = world().company.claims.at("failed_private").value;
  for (const char* query :
       {"work=FAILED&order=newest", "phase=WITH_EMPLOYEE", "work=FAILED&phase=WITH_EMPLOYEE&q=t",
        "work=REGRESSED&order=newest", "phase=WITH_SUPERVISOR&order=newest"}) {
    EXPECT_THAT(list("wang", query), Not(Contains(hidden))) << query;
  }
  EXPECT_THAT(list("wang", "work=PENDING&order=newest"), Contains(hidden));
  EXPECT_THAT(list("wang", "work=PENDING&platform=forum"), Contains(hidden));
  EXPECT_THAT(list("lilei", "work=FAILED&order=newest"), Contains(hidden)) << "his own";
  EXPECT_THAT(list("root", "work=FAILED&order=newest"), Contains(hidden));
  EXPECT_THAT(list("wang", "phase=CORRECTED&order=newest"), IsEmpty())
      << "mended in time is nobody's business";
}

TEST_F(ScreensTest, pages_of_the_newest_meet_without_a_gap) {
  std::vector<std::int64_t> seen;
  std::string after;
  for (int guard = 0; guard < 20; ++guard) {
    const json::object page =
        object_of(world().get("wang", "/api/v1/claims?order=newest&limit=3" + after));
    for (const std::int64_t id : ids_in(page.at("items"))) seen.push_back(id);
    if (page.at("next").is_null()) break;
    after = fmt::format("&after={}", page.at("next").as_int64());
  }
  auto all = list("wang", "limit=500");
  std::reverse(all.begin(), all.end());
  EXPECT_EQ(seen, all);
}

TEST_F(ScreensTest, a_wrong_filter_is_named) {
  for (const char* query : {"work=NICE", "phase=x", "index=INDEXED", "engine=baidu", "keyword=x",
                            "late=perhaps", "order=best", "since=tomorrow"}) {
    const Answer answer = world().get("root", std::string("/api/v1/claims?") + query);
    EXPECT_EQ(answer.status, 400) << query;
    const std::string name = std::string(query).substr(0, std::string(query).find('='));
    const std::string field = name == "engine" ? "index" : name == "index" ? "engine" : name;
    EXPECT_TRUE(answer.has(R"("field":")" + field)) << answer.body;
  }
  EXPECT_EQ(world().get("root", "/api/v1/claims?keyword=999").status, 404);
}

TEST_F(ScreensTest, the_catalog_names_people_to_those_who_lead_them) {
  const auto logins = [&](const char* login) {
    return texts_in(object_of(world().get(login, "/api/v1/catalog")).at("people"), "login");
  };
  EXPECT_THAT(logins("lilei"), ElementsAre("lilei"));
  EXPECT_THAT(logins("wang"), ElementsAre("wang", "lilei", "hanmeimei", "gone"));
  EXPECT_THAT(logins("boss"), ElementsAre("boss"));
  EXPECT_EQ(logins("root").size(), 9U);
}

TEST_F(ScreensTest, the_catalog_holds_what_forms_choose_from) {
  const json::object catalog = object_of(world().get("lilei", "/api/v1/catalog"));
  EXPECT_THAT(texts_in(catalog.at("platforms"), "live"), Contains("assisted"));
  EXPECT_THAT(texts_in(catalog.at("work_types"), "name"), Contains("论坛发帖"));
  EXPECT_THAT(texts_in(catalog.at("engines"), "name"), ElementsAre("百度", "搜狗"));
  EXPECT_THAT(texts_in(catalog.at("keywords"), "text"), Contains("空气净化器"));
  EXPECT_THAT(texts_in(catalog.at("reasons"), "text"), Contains("系统误判"));
  const AsVendor vendor(world());
  EXPECT_THAT(object_of(world().get("zhangsan", "/api/v1/catalog")).at("keywords").as_array(),
              IsEmpty());
}

TEST_F(ScreensTest, the_day_shows_what_needs_its_owner_first) {
  const json::object day = object_of(world().get("lilei", "/api/v1/day"));
  EXPECT_EQ(day.at("date").as_string(), "2026-11-24");
  EXPECT_TRUE(day.at("expected").as_bool());
  EXPECT_EQ(day.at("cut_off").as_string(), "2026-11-25T02:00:00.000Z") << "ten next morning";
  EXPECT_TRUE(day.at("reported_at").is_null());
  EXPECT_THAT(ids_in(day.at("needs")), ElementsAreArray(ids({"failed_private", "failed_public"})));
  EXPECT_FALSE(day.at("needs").at(0).at("answer_until").is_null());
  EXPECT_TRUE(day.at("needs").at(1).at("answer_until").is_null());
  EXPECT_TRUE(day.at("today").as_array().empty());
  EXPECT_EQ(day.at("before").at("date").as_string(), "2026-11-23");
  EXPECT_EQ(day.at("before").at("claims").as_array().size(), 6U);
  EXPECT_EQ(day.at("counts").at("VERIFIED").as_int64(), 1);
  EXPECT_TRUE(day.at("plan").is_null());
}

TEST_F(ScreensTest, the_day_before_was_reported_and_leave_expects_nothing) {
  const json::object before = object_of(world().get("lilei", "/api/v1/day?date=2026-11-23"));
  EXPECT_FALSE(before.at("reported_at").is_null());
  EXPECT_EQ(before.at("today").as_array().size(), 6U);
  EXPECT_TRUE(before.at("before").at("date").is_null());
  const json::object leave = object_of(world().get("hanmeimei", "/api/v1/day"));
  EXPECT_TRUE(leave.at("on_leave").as_bool());
  EXPECT_FALSE(leave.at("expected").as_bool());
  EXPECT_TRUE(leave.at("cut_off").is_null());
  EXPECT_EQ(leave.at("disputes_open").as_int64(), 1);
  EXPECT_EQ(world().get("lilei", "/api/v1/day?date=x").status, 400);
}

TEST_F(ScreensTest, a_vendor_reads_nothing_of_the_companys_numbers) {
  EXPECT_FALSE(object_of(world().get("zhangsan", "/api/v1/day")).at("false_alerts").is_null());
  const AsVendor vendor(world());
  EXPECT_TRUE(object_of(world().get("zhangsan", "/api/v1/day")).at("false_alerts").is_null());
}

TEST_F(ScreensTest, a_story_tells_what_was_asked_and_what_came_back) {
  const json::object told = story("lilei", "verified");
  const json::value& live = told.at("stages").at(0);
  EXPECT_EQ(live.at("name").as_string(), "上线");
  EXPECT_EQ(live.at("label").as_string(), label(Lang::kZh, StageState::kPass));
  const std::string words(live.at("looks").at(0).at("words").as_string());
  EXPECT_NE(words.find("程序访问了http://bbs.example/t/1。结果："), std::string::npos) << words;
  EXPECT_NE(words.find("看到了。"), std::string::npos);
  const json::array& details = live.at("looks").at(0).at("details").as_array();
  EXPECT_EQ(details.at(1).as_string(),
            "关键词“空气净化器”：出现在正文，共 3 次 “这款<b>空气净化器</b>很安静。”");
  EXPECT_EQ(live.at("looks").at(0).at("evidence").at(0).at("state").as_string(), "present");
  EXPECT_TRUE(std::string(live.at("rule").as_string()).starts_with("规则：截止时间"));
  EXPECT_EQ(told.at("policy").at("name").as_string(), "论坛");
  EXPECT_EQ(told.at("timeline").at(0).at("kind").as_string(), "handed_in");
  EXPECT_EQ(told.at("engines").at(0).at("name").as_string(), "百度");
}

TEST_F(ScreensTest, a_story_in_english_says_the_same) {
  const json::object told = story("lilei", "failed_private", "?lang=en");
  const std::string words(told.at("stages").at(0).at("looks").at(0).at("words").as_string());
  EXPECT_TRUE(words.starts_with("The program opened http://bbs.example/t/3; the answer was 404. "))
      << words;
}

TEST_F(ScreensTest, a_story_says_what_its_reader_may_do) {
  EXPECT_THAT(can("lilei", "failed_private"),
              ElementsAre("answer", "dispute", "replace", "withdraw", "recheck", "share", "asset"));
  EXPECT_THAT(can("hanmeimei", "disputed"),
              ElementsAre("replace", "withdraw", "recheck", "share", "asset"));
  EXPECT_THAT(
      can("wang", "failed_public"),
      ElementsAre("recheck", "waive", "overrule", "accept_manual", "confirm", "share", "asset"));
  EXPECT_THAT(can("wang", "disputed"), Contains("close_dispute"));
  EXPECT_THAT(can("wang", "manual"), Contains("reject_manual"));
  EXPECT_EQ(can("wang", "failed_private"), can("wang", "pending"))
      << "what may be done tells nothing of a finding";
  EXPECT_EQ(story("lilei", "pending").at("rechecks_left").as_int64(), 3);
}

TEST_F(ScreensTest, a_supervisor_reads_no_story_of_a_finding_that_is_with_its_owner) {
  const json::object told = story("wang", "failed_private");
  EXPECT_EQ(told.at("claim").at("work").at("verdict").as_string(), "PENDING");
  for (const json::value& stage : told.at("stages").as_array())
    EXPECT_TRUE(stage.at("looks").as_array().empty());
  const std::string text = json::serialize(told);
  EXPECT_EQ(text.find("404"), std::string::npos) << text;
  EXPECT_EQ(text.find("不存在"), std::string::npos) << text;
  EXPECT_EQ(world().get("zhangsan", "/api/v1/claims/1/story").status, 403);
  EXPECT_EQ(world().get("root", "/api/v1/claims/999/story").status, 404);
}

}  // namespace
}  // namespace vouch::web::test
