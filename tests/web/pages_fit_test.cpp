// Every page in a real browser: nothing runs out of a small screen, nothing is too small to read or
// to hit, and no script stands anywhere.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "planning/weekly.h"
#include "store/inbox.h"
#include "store/owner_links.h"
#include "store/weeklies.h"
#include "tests/fakes/smtp_process.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

class PagesFit : public WorldTest, public ::testing::WithParamInterface<int> {
 protected:
  static std::vector<std::string> addresses() {
    std::vector<std::string> below = {"/practice", "/nothing/here", "/p/none"};
    const auto add = [&](const std::string& path) {
      below.push_back(path);
      below.push_back(path + (path.find('?') == std::string::npos ? "?lang=en" : "&lang=en"));
    };
    const std::string own = world().page("p", "lilei");
    const std::string team = world().page("s", "wang");
    add(own);
    add(own + "?work=FAILED");
    add(own + "?until=2026-11-17");
    for (const char* what :
         {"verified", "pending", "failed_private", "failed_public", "manual", "hostile", "long"}) {
      add(own + "/claims/" + world().claim(what));
    }
    add(world().page("p", "hanmeimei") + "/claims/" + world().claim("disputed"));
    add(world().page("p", "hanmeimei") + "/claims/" + world().claim("waived"));
    add(world().page("p", "zhangsan") + "/claims/" + world().claim("long"));
    add(world().page("p", "zhangsan"));
    for (const std::string& desk : {own, team}) {
      for (const char* page :
           {"/inbox", "/inbox?list=unread", "/preferences", "/weeks", "/weeks/2026-11-09"})
        add(desk + page);
    }
    add(own + "/captures");
    add(team + "/captures");
    add(team);
    for (const char* list : {"needs_you", "disputes", "failed", "lost", "manual", "corrected",
                             "not_indexed", "not_reported", "with_employees", "health", "ledger"}) {
      add(team + "?list=" + list);
    }
    for (const char* page : {"/ranks", "/keywords/1", "/keywords/1?days=365", "/keywords/3",
                             "/keywords/5", "/index", "/index?engine=baidu&verdict=INDEXED"})
      add(team + page);
    add(own + "/ranks");
    for (const char* what : {"failed_public", "manual", "regressed", "disputed", "waived"})
      add(team + "/claims/" + world().claim(what));
    add("/o/" + owner_token());
    below.push_back("/o/none");
    return below;
  }

  static std::string owner_token() { return std::string(40, 'o') + std::to_string(GetParam()); }
  static void make_owner_link() {
    const std::function<Result<OwnerLinkId>(store::WriteContext&)> job =
        [](store::WriteContext& context) {
          OwnerLink link;
          link.label = "手机";
          link.author = "root";
          link.at = now();
          link.expires_at = now() + std::chrono::hours(24);
          return store::owner_links::insert(context.db, link, owner_token());
        };
    ASSERT_TRUE(world().store->write_now<OwnerLinkId>(job));
  }

  static void let_questions_wait() {
    CaptureItem page;
    page.id = 1;
    page.engine = "baidu";
    page.is_url = true;
    page.text = "https://a-rather-long-name.example.com/" + std::string(300, 'x') + "?a=1&b=2";
    page.link = "https://www.baidu.com/s?wd=" + std::string(400, 'x');
    page.asked_at = now();
    page.until = now() + std::chrono::hours(120);
    page.looks = 3;
    page.captures = 1;
    page.people.push_back(CapturePerson{UserId{4}, "李雷", true});
    CaptureItem done = page;
    done.id = 2;
    done.by_me = true;
    done.is_url = false;
    done.text = "空气净化器 滤芯 多久换一次";
    world().captures.items = {page, done};
  }

  // Letters to an employee and his supervisor, read and not, and a robot of the employee's.
  static void write_letters() {
    const std::function<Result<int>(store::WriteContext&)> job =
        [](store::WriteContext& context) -> Result<int> {
      for (const char* login : {"lilei", "wang"}) {
        for (int number = 0; number < 22; ++number) {
          InboxEntry entry;
          entry.reader = world().company.users.at(login);
          entry.rule = number % 2 == 0 ? "needs_correction" : "daily";
          entry.letter = entry.title =
              "需补正：空气净化器怎么选" + std::string(120, 'x') + std::to_string(number);
          for (int line = 0; line < 3 * number; ++line) {
            entry.lines.push_back({"https://forum.example/" + std::string(200, 'y'), ""});
            entry.lines.push_back({"打开这一项", "https://forum.example/" + std::string(80, 'z')});
          }
          entry.created_at = now() - std::chrono::hours(number);
          const auto id = store::inbox::insert_once(context.db, entry, entry.letter + login);
          if (!id) return tl::unexpected(id.error());
          if (number % 3 != 0) continue;
          const auto read = store::inbox::mark_read(context.db, entry.reader, *id, now());
          if (!read) return tl::unexpected(read.error());
        }
      }
      return 0;
    };
    ASSERT_TRUE(world().store->write_now<int>(job));
    ChannelFacts robot;
    robot.name = "push-to-my-own-phone";
    robot.kind = ChannelKind::kWebhook;
    robot.users = {"lilei"};
    robot.enabled = false;
    robot.why = "code 40001";
    world().health->value.channels.push_back(robot);
  }

  // Two digests of a team with long words in every place.
  static void write_digests() {
    const std::function<Result<int>(store::WriteContext&)> job =
        [](store::WriteContext& context) -> Result<int> {
      const UserId lilei = world().company.users.at("lilei");
      planning::WeekPerson person;
      person.user = lilei;
      person.name = std::string(60, 'n');
      person.post = std::string(60, 'p');
      person.tally.claims = person.tally.decided = 20;
      person.open = {3, 2, 1};
      planning::WeekTeam team;
      team.team = store::people::find_user(context.db, lilei)->team;
      team.name = std::string(60, 't');
      team.people = {person, person, person};
      team.posts[person.post] = team.sum = person.tally;
      team.posts["editor"] = person.tally;
      team.open = person.open;
      team.platforms = {{std::string(60, 'q'), "baidu", 20, 20, 1, 2, 15, 1}};
      team.lost = {{ClaimId{1}, lilei, std::string(300, 'l'), "", "", true}};
      team.not_indexed = {
          {ClaimId{1}, lilei, "", "http://a.example/" + std::string(300, 'u'), "baidu", false}};
      planning::Weekly week;
      week.made_at = now();
      week.teams = {team};
      week.company.checks = {{{StageKind::kLive, {}}, 100, 50}};
      week.company.trouble = {std::string(200, 'w')};
      week.company.movers = {{std::string(80, 'k'), "baidu", 3, 0}};
      for (const char* monday : {"2026-11-09", "2026-11-16"}) {
        week.monday = parse_date(monday).value();
        const auto kept = store::weeklies::insert_once(context.db, week.monday, week.made_at,
                                                       planning::weekly_to_json(week));
        if (!kept) return tl::unexpected(kept.error());
      }
      return 0;
    };
    ASSERT_TRUE(world().store->write_now<int>(job));
  }

  static void trouble_the_checkers() {
    HealthFacts& facts = world().health->value;
    facts.practice = true;
    ProviderFacts provider;
    provider.name = "searxng:a-rather-long-name-that-somebody-chose.example.internal:8888";
    provider.healthy = false;
    provider.why = "控制查询未通过";
    facts.providers = {provider};
    ChannelFacts hook;
    hook.name = "erp";
    hook.kind = ChannelKind::kWebhook;
    hook.enabled = false;
    hook.healthy = false;
    hook.why = "http 410";
    facts.channels.push_back(hook);
    facts.engines_not_connected = {"sogou"};
  }
};

std::string text_of(const json::value& list) {
  return json::serialize(list);
}

TEST_P(PagesFit, no_page_scrolls_sideways_or_has_a_script_or_tiny_text) {
  if (std::system("command -v chromium >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "skipped: chromium is not installed";
  world().thread.run([] {
    trouble_the_checkers();
    let_questions_wait();
    write_letters();
    write_digests();
    make_owner_link();
  });
  const std::string server = "http://127.0.0.1:" + std::to_string(world().port);
  std::vector<std::string> command = {"/usr/bin/python3",
                                      VOUCH_SOURCE_DIR "/tests/fakes/browser_look.py",
                                      std::to_string(GetParam())};
  const std::vector<std::string> below = addresses();
  for (const std::string& path : below) command.push_back(server + path);
  fakes::ChildProcess browser(command);
  for (const std::string& path : below) {
    const std::string line = browser.read_line();
    ASSERT_FALSE(line.empty()) << "the browser said nothing about " << path;
    const json::value seen = json::parse(line);
    EXPECT_LE(seen.at("scroll_width").as_int64(), GetParam())
        << path << " runs out of the screen: " << text_of(seen.at("wide"));
    EXPECT_EQ(seen.at("scripts").as_int64(), 0) << path;
    EXPECT_EQ(text_of(seen.at("handlers")), "[]") << path;
    EXPECT_EQ(text_of(seen.at("small")), "[]") << path << " has text below 12.5 px";
    EXPECT_EQ(text_of(seen.at("hard_to_hit")), "[]") << path;
    EXPECT_TRUE(seen.at("styled").as_bool()) << path << " has no stylesheet";
    EXPECT_GT(seen.at("text").as_int64(), 20) << path;
    EXPECT_FALSE(seen.at("title").as_string().empty()) << path;
    const bool english = path.find("lang=en") != std::string::npos;
    EXPECT_EQ(seen.at("lang").as_string(), english ? "en" : "zh-CN") << path;
  }
  EXPECT_EQ(browser.wait(), 0);
}
INSTANTIATE_TEST_SUITE_P(Width, PagesFit, ::testing::Values(375, 1280),
                         [](const auto& row) { return std::to_string(row.param); });

}  // namespace
}  // namespace vouch::web::test
