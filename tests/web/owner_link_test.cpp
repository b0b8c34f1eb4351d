// An owner's link: what it shows, what it does not, and when it does not open.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/owner_links.h"
#include "store/waivers.h"
#include "tests/web/web_world.h"
#include "web/week_chart.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

constexpr const char* kToken = "0123456789abcdefghij0123456789ABCDEFGHIJ";

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.status << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

class OwnerLinkTest : public WorldTest {
 protected:
  void TearDown() override { world().clock.set(now()); }

  // Each has a token of its own.
  static std::string token() {
    static int number = 0;
    return fmt::format("{}{}", kToken, ++number);
  }
  static OwnerLinkId make(const std::string& token, const std::string& by = "boss",
                          std::chrono::hours life = std::chrono::hours(48)) {
    const std::function<Result<OwnerLinkId>(store::WriteContext&)> job =
        [&](store::WriteContext& context) {
          OwnerLink link;
          link.label = "给钱老板";
          link.by = world().company.users.at(by);
          link.author = by;
          link.at = now() - std::chrono::hours(24);
          link.expires_at = now() + life;
          return store::owner_links::insert(context.db, link, token);
        };
    return world().store->write_now<OwnerLinkId>(job).value();
  }
  static std::string opened() {
    const std::string own = token();
    make(own);
    return "/o/" + own;
  }
  // What the first row of the tables says in this column.
  static std::string cell(const Answer& page, const std::string& column) {
    const std::string mark = "data-name=\"" + column + "\">";
    const auto at = page.body.find(mark);
    if (at == std::string::npos) return "no such column";
    const auto begin = at + mark.size();
    return page.body.substr(begin, page.body.find('<', begin) - begin);
  }
};

TEST_F(OwnerLinkTest, the_numbers_are_those_of_the_store) {
  const std::string link = opened();
  const Answer page = world().get("", link);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(cell(page, "核验覆盖率"), "83% (5/6)");
  EXPECT_EQ(cell(page, "无法检测"), "1");
  EXPECT_EQ(cell(page, "上报"), "11") << "without the exempted one";
  EXPECT_EQ(cell(page, "已上线"), "2");
  EXPECT_EQ(cell(page, "核验中"), "4") << "with what its owner alone knows";
  EXPECT_EQ(cell(page, "需补正"), "2");
  EXPECT_EQ(cell(page, "掉线"), "1");
  EXPECT_EQ(cell(page, "申诉中"), "1");
  EXPECT_EQ(cell(page, "收录"), "40% (2/5)");
  EXPECT_EQ(cell(page, "收录丢失"), "1");
  EXPECT_EQ(cell(page, "免检工作项"), "1");
  EXPECT_EQ(cell(page, "批量免检"), "0");
  EXPECT_EQ(cell(page, "申诉"), "1");
  EXPECT_EQ(cell(page, "其中成立"), "0");
  const auto coverage = page.body.find("核验覆盖率");
  EXPECT_LT(coverage, page.body.find("无法检测"));
  EXPECT_LT(coverage, page.body.find("已上线"));
}

TEST_F(OwnerLinkTest, a_negative_is_counted_when_its_owners_time_is_over) {
  const std::string link = opened();
  const auto tell = [](FailedPhase phase) {
    const std::function<Result<int>(store::WriteContext&)> job =
        [phase](store::WriteContext& context) -> Result<int> {
      const ClaimId claim = world().company.claims.at("failed_private");
      const auto stored = store::verdicts::get(context.db, claim).value().value();
      Verdict verdict = checks::verdict_from_json(stored.json).value();
      verdict.phase = phase;
      EXPECT_TRUE(store::verdicts::put(context.db, verdict, checks::to_json(verdict)));
      return 0;
    };
    ASSERT_TRUE(world().store->write_now<int>(job));
  };
  tell(FailedPhase::kWithSupervisor);
  EXPECT_EQ(cell(world().get("", link), "需补正"), "2") << "its moment has not come";
  world().clock.set(now() + std::chrono::hours(23));
  const Answer page = world().get("", link);
  EXPECT_EQ(cell(page, "需补正"), "3");
  EXPECT_EQ(cell(page, "核验中"), "3");
  tell(FailedPhase::kWithEmployee);
  EXPECT_EQ(cell(world().get("", link), "需补正"), "2");
}

TEST_F(OwnerLinkTest, six_months_and_twelve_weeks_stand_in_it_the_newest_first) {
  const Answer page = world().get("", opened());
  std::size_t before = 0;
  for (const char* month :
       {"2026-11（至今）", "2026-10", "2026-09", "2026-08", "2026-07", "2026-06"}) {
    const auto at = page.body.find(std::string("<th scope=\"row\">") + month);
    EXPECT_NE(at, std::string::npos) << month;
    EXPECT_GT(at, before) << month;
    before = at;
  }
  EXPECT_FALSE(page.has("<th scope=\"row\">2026-05"));
  EXPECT_TRUE(page.has("<th scope=\"row\">11-23 – 11-24（至今）"));
  EXPECT_TRUE(page.has("<th scope=\"row\">09-07 – 09-13"));
  EXPECT_FALSE(page.has("08-31"));
  EXPECT_TRUE(page.has("<svg class=\"chart\""));
}

TEST_F(OwnerLinkTest, no_person_no_entry_and_no_label_stand_in_it) {
  for (const char* language : {"", "?lang=en"}) {
    const Answer page = world().get("", opened() + language);
    ASSERT_EQ(page.status, 200);
    for (const auto& [login, user] : world().company.users)
      EXPECT_FALSE(page.has(login)) << login << language;
    for (const char* name : {"钱老板", "孙管理", "王主管", "李雷", "韩梅梅", "赵主管", "张三",
                             "周离职", "吴外包", "推广一组", "推广二组", "@lanjing", "给钱老板",
                             "净化器", "bbs.example", "/claims/", "<script", "style="})
      EXPECT_FALSE(page.has(name)) << name << language;
  }
}

TEST_F(OwnerLinkTest, it_is_told_where_nobody_asked_and_kept_nowhere) {
  const Answer page = world().get("", opened());
  EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  EXPECT_TRUE(page.has("noindex"));
  EXPECT_TRUE(page.has("2026-11-26 14:30")) << "how long it is good for";
}

TEST_F(OwnerLinkTest, in_english_too) {
  const Answer page = world().get("", opened() + "?lang=en");
  EXPECT_EQ(cell(page, "Coverage"), "83% (5/6)");
  EXPECT_TRUE(page.has("The company&#39;s months") || page.has("The company's months"));
  EXPECT_FALSE(page.has("核验覆盖率"));
}

TEST_F(OwnerLinkTest, unknown_ended_and_expired_links_say_the_same) {
  const std::string ended = token();
  const std::string expired = token();
  const std::string of_a_leaver = token();
  const OwnerLinkId id = make(ended);
  make(expired, "boss", std::chrono::hours(0));
  make(of_a_leaver, "gone");
  const std::function<Result<bool>(store::WriteContext&)> job = [&](store::WriteContext& context) {
    return store::owner_links::end(context.db, id, now(), "root");
  };
  ASSERT_EQ(world().get("", "/o/" + ended).status, 200);
  ASSERT_TRUE(world().store->write_now<bool>(job).value());
  const Answer unknown = world().get("", "/o/" + token());
  EXPECT_EQ(unknown.status, 404);
  EXPECT_TRUE(unknown.has("这个链接打不开"));
  for (const std::string& other : {ended, expired, of_a_leaver}) {
    const Answer answer = world().get("", "/o/" + other);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, unknown.body);
    EXPECT_EQ(answer.headers.size(), unknown.headers.size());
  }
  EXPECT_TRUE(world().get("", "/o/x?lang=en").has("This link does not open"));
}

TEST_F(OwnerLinkTest, it_ends_to_the_moment) {
  const std::string own = token();
  make(own, "boss", std::chrono::hours(48));
  world().clock.set(now() + std::chrono::hours(48) - Millis(1));
  EXPECT_EQ(world().get("", "/o/" + own).status, 200);
  world().clock.set(now() + std::chrono::hours(48));
  EXPECT_EQ(world().get("", "/o/" + own).status, 404);
}

TEST_F(OwnerLinkTest, it_opens_nothing_else) {
  const std::string own = token();
  make(own);
  const std::vector<std::string> bearer = {"Authorization: Bearer " + own};
  for (const char* path : {"/api/v1/session", "/api/v1/matrix", "/api/v1/owner-links",
                           "/api/v1/claims", "/api/v1/events"})
    EXPECT_EQ(world().ask("", "GET", path, "", bearer).status, 401) << path;
  const std::vector<std::string> cookie = {"Cookie: vouch=" + own};
  EXPECT_EQ(world().ask("", "GET", "/api/v1/claims", "", cookie).status, 401);
  for (const char* place : {"/p/", "/s/"}) {
    for (const char* below : {"", "/inbox", "/weeks", "/ranks", "/captures"})
      EXPECT_EQ(world().get("", place + own + below).status, 404) << place << below;
  }
  for (const char* below : {"/claims/1", "/inbox", "/weeks", "/index"})
    EXPECT_EQ(world().get("", "/o/" + own + below).status, 404) << below;
  EXPECT_EQ(world().get("", "/api/v1/invitations/" + own).status, 404);
  EXPECT_EQ(world().ask("", "POST", "/o/" + own, "{}").status, 405);
  EXPECT_EQ(world().get("", world().page("o", "lilei")).status, 404)
      << "a personal link is no such";
}

TEST_F(OwnerLinkTest, its_use_is_noted_within_the_hour_once) {
  const std::string own = token();
  const OwnerLinkId id = make(own);
  ASSERT_EQ(world().get("", "/o/" + own).status, 200);
  ASSERT_EQ(world().commands.asked.size(), 1U);
  EXPECT_EQ(world().commands.asked.back().what, "note_owner_link_use");
  EXPECT_EQ(world().commands.text, std::to_string(id.value));
  const std::function<Result<int>(store::WriteContext&)> job =
      [&](store::WriteContext& context) -> Result<int> {
    EXPECT_TRUE(store::owner_links::used(context.db, id, now()));
    return 0;
  };
  ASSERT_TRUE(world().store->write_now<int>(job));
  ASSERT_EQ(world().get("", "/o/" + own).status, 200);
  EXPECT_EQ(world().commands.asked.size(), 1U);
  world().clock.set(now() + std::chrono::hours(1));
  ASSERT_EQ(world().get("", "/o/" + own).status, 200);
  EXPECT_EQ(world().commands.asked.size(), 2U);
}

TEST_F(OwnerLinkTest, is_shown_once_when_it_is_made) {
  const Answer made =
      world().ask("boss", "POST", "/api/v1/owner-links", R"({"label":"手机","days":7})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(world().commands.owner_link.label, "手机");
  EXPECT_EQ(world().commands.owner_link.days, 7);
  const json::object answer = object_of(made);
  EXPECT_EQ(answer.at("id").as_int64(), 83);
  EXPECT_EQ(answer.at("label").as_string(), "手机");
  EXPECT_EQ(answer.at("url").as_string(),
            world().health->value.public_url + "/o/" + std::string(40, 'o'));
  ASSERT_EQ(world().ask("root", "POST", "/api/v1/owner-links", R"({"label":"x"})").status, 201);
  EXPECT_EQ(world().commands.owner_link.days, 31);
  for (const char* body : {"{}", R"({"label":" "})", R"({"label":"x","days":0})",
                           R"({"label":"x","days":367})", R"({"label":"x","token":"y"})"})
    EXPECT_EQ(world().ask("boss", "POST", "/api/v1/owner-links", body).status, 400) << body;
}

TEST_F(OwnerLinkTest, an_owner_lists_his_own_and_an_administrator_all) {
  const std::string own = token();
  const OwnerLinkId his = make(own, "boss");
  const OwnerLinkId other = make(token(), "root");
  const auto ids = [&](const char* login) {
    std::vector<std::int64_t> out;
    const json::object list = object_of(world().get(login, "/api/v1/owner-links"));
    for (const json::value& item : list.at("items").as_array())
      out.push_back(item.at("id").as_int64());
    return out;
  };
  EXPECT_THAT(ids("boss"), ::testing::Contains(his.value));
  EXPECT_THAT(ids("boss"), ::testing::Not(::testing::Contains(other.value)));
  EXPECT_THAT(ids("root"), ::testing::IsSupersetOf({his.value, other.value}));
  const Answer list = world().get("root", "/api/v1/owner-links");
  EXPECT_FALSE(list.has(own)) << "the token is told once";
  EXPECT_FALSE(list.has("sha256"));
  EXPECT_EQ(world().ask("boss", "POST", "/api/v1/owner-links/7/end").status, 200);
  EXPECT_EQ(world().commands.text, "7");
  EXPECT_EQ(world().ask("boss", "POST", "/api/v1/owner-links/x/end").status, 404);
}

TEST(WeekChart, draws_the_part_within_the_whole_and_nothing_of_nothing) {
  Html none;
  week_chart(none, std::vector<WeekBar>(12), Lang::kZh);
  EXPECT_EQ(none.str(), "");
  Html some;
  week_chart(some, {{10, 5}, {5, 9}}, Lang::kEn);
  EXPECT_NE(some.str().find("height=\"134\"/><rect class=\"part\""), std::string::npos);
  EXPECT_NE(some.str().find("height=\"67\"/><rect class=\"whole\""), std::string::npos);
  EXPECT_EQ(some.str().find("style="), std::string::npos);
}

}  // namespace
}  // namespace vouch::web::test
