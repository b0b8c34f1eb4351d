// Assisted capture over a real store: what waits, what people hand in, what the provider collects,
// also after a crash, and what is never lost or counted twice.
#include <gtest/gtest.h>

#include "daemon/capture_intake.h"
#include "daemon/capture_store.h"
#include "daemon/capture_writes.h"
#include "daemon/page_rests.h"
#include "engines/hand_in.h"
#include "engines/look.h"
#include "engines/make_provider.h"
#include "engines/ticket.h"
#include "store/evidence.h"
#include "store/people.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using engines::Answered;
using engines::Presence;
using std::chrono::hours;

const std::string kPost = "http://forum.example/t/1";

struct CaptureWorld : World {
  CaptureWorld() : World(at("2026-11-24", 14, 30)) {}

  struct Desk {  // what the daemon makes at a start
    explicit Desk(World& world)
        : waiting(world.store(), world.context().wall), intake(world.context()) {
      config::ProviderSettings settings;
      settings.name = "main";
      settings.kind = config::ProviderKind::kPerson;
      settings.engine = "baidu";
      engines::ProviderParts parts;
      parts.desk = &waiting;
      provider = must(engines::make_provider(settings, *world.rules().records.provider("person"),
                                             world.web, world.context().wall, parts));
    }
    CaptureStore waiting;
    CaptureIntake intake;
    std::unique_ptr<engines::Provider> provider;
  };

  Desk& desk() {
    if (!desk_) desk_ = std::make_unique<Desk>(*this);
    return *desk_;
  }
  void start_again() {
    desk_.reset();
    crash();
    open();
  }

  std::string ask(const engines::Question& question) {
    engines::Asking asking;
    asking.questions.push_back(question);
    engines::Submitted done = run(desk().provider->submit(std::move(asking)));
    EXPECT_TRUE(done.answers.empty());
    EXPECT_EQ(done.queries, 1);
    EXPECT_EQ(done.spent, 0);
    return done.ticket;
  }
  engines::Collected collect(const std::string& ticket) {
    return run(desk().provider->collect(ticket));
  }
  std::vector<web::CaptureItem> waiting(const std::string& login) {
    return must(run(desk().intake.list(actor(login))));
  }
  Result<web::HandInAnswer> hand_in(const std::string& login, const engines::Question& question,
                                    const std::vector<std::string>& targets,
                                    std::int64_t task = 0) {
    web::HandIn page;
    page.task = task;
    page.content_type = "text/html; charset=utf-8";
    page.address = address(question);
    page.bytes = list(question, targets) + "<!-- " + login + " -->";  // no two are alike
    return run(desk().intake.hand_in(actor(login), std::move(page)));
  }
  std::string address(const engines::Question& question) {
    const SerpLayout* const record = rules().records.serp_layout(question.engine, "desktop");
    return engines::search_address(must(engines::ResultLayout::compile(*record)), question);
  }
  static std::string list(const engines::Question& question,
                          const std::vector<std::string>& targets) {
    std::string rows;
    for (const std::string& target : targets) {
      rows += "<div class='result c-container' id=1 tpl=www_index mu='" + target +
              "'><h3><a href='http://www.baidu.com/link?url=o'>" + question.text +
              "</a></h3></div>";
    }
    return "<html><head><meta charset=utf-8></head><body><input id=kw value='" + question.text +
           "'><div id=content_left>" + rows + "</div></body></html>";
  }

  const engines::Question about_post = engines::url_question("baidu", kPost);
  const std::vector<std::string> shown = {"http://other.example/", kPost};
  const std::vector<std::string> missing = {"http://other.example/"};

 private:
  std::unique_ptr<Desk> desk_;
};

Presence of_post(const engines::SearchAnswer& answer) {
  return engines::presence_of(answer, kPost, LooseKeyRules());
}

TEST(Captures, a_question_waits_with_its_link_and_its_looks) {
  CaptureWorld world;
  world.report("lilei", kPost);
  world.ask(world.about_post);
  const auto items = world.waiting("hanmeimei");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].engine, "baidu");
  EXPECT_EQ(items[0].text, kPost);
  EXPECT_EQ(items[0].link,
            "https://www.baidu.com/s?wd=http%3A%2F%2Fforum.example%2Ft%2F1&pn=0&rn="
            "10&ie=utf-8");
  EXPECT_EQ(items[0].captures, 0);
  EXPECT_TRUE(items[0].is_url);
  EXPECT_EQ(items[0].until - items[0].asked_at, hours(120));
}

TEST(Captures, a_page_that_one_person_sees_is_found) {
  CaptureWorld world;
  world.report("lilei", kPost);
  const std::string ticket = world.ask(world.about_post);
  EXPECT_NE(world.collect(ticket).ticket, "");
  const auto handed = world.hand_in("hanmeimei", world.about_post, world.shown);
  ASSERT_TRUE(handed) << handed.error().message;
  EXPECT_TRUE(handed->answered);
  EXPECT_TRUE(world.waiting("wang").empty());
  const engines::Collected come = world.collect(ticket);
  EXPECT_EQ(come.ticket, "");
  ASSERT_EQ(come.answers.size(), 1U);
  EXPECT_EQ(come.answers[0].question, world.about_post);
  EXPECT_EQ(of_post(come.answers[0].answer), Presence::kShown);
  EXPECT_FALSE(come.answers[0].answer.absence_counts);
  EXPECT_EQ(come.answers[0].answer.kept, std::vector<EvidenceId>{handed->evidence});
  // The bytes are kept as they were handed in.
  const auto bytes = world.store().evidence_directory();
  const EvidenceId id = handed->evidence;
  const std::string kept = world.read<std::string>(
      [&](store::Connection& db) { return store::evidence::read(db, bytes, id); });
  EXPECT_NE(kept.find(CaptureWorld::list(world.about_post, world.shown)), std::string::npos);
}

TEST(Captures, one_file_under_two_names_is_one_capture) {
  CaptureWorld world;
  world.ask(world.about_post);
  web::HandIn page;
  page.content_type = "text/html; charset=utf-8";
  page.address = world.address(world.about_post);
  page.bytes = CaptureWorld::list(world.about_post, world.missing);
  ASSERT_TRUE(world.run(world.desk().intake.hand_in(world.actor("hanmeimei"), page)));
  const auto copy = world.run(world.desk().intake.hand_in(world.actor("wang"), page));
  ASSERT_FALSE(copy);
  EXPECT_NE(copy.error().message.find("同一份"), std::string::npos);
  EXPECT_EQ(world.count("SELECT count(*) FROM capture"), 1);
}

TEST(Captures, who_acts_for_others_is_written_down) {
  CaptureWorld world;
  world.ask(world.about_post);
  web::HandIn page;
  page.content_type = "text/html; charset=utf-8";
  page.address = world.address(world.about_post);
  page.bytes = CaptureWorld::list(world.about_post, world.missing);
  page.as = "wang";
  const auto refused = world.run(world.desk().intake.hand_in(world.actor("lilei"), page));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  ASSERT_TRUE(world.run(world.desk().intake.hand_in(world.actor("root"), page)));
  EXPECT_EQ(world.waiting("root").at(0).people.at(0).id, world.user("wang"));
  EXPECT_EQ(
      world.count("SELECT count(*) FROM audit WHERE action = 'capture.hand_in' AND actor_id = " +
                  std::to_string(world.user("root").value)),
      1);
}

TEST(Captures, a_missing_page_takes_a_second_person) {
  CaptureWorld world;
  world.report("lilei", kPost);
  const std::string ticket = world.ask(world.about_post);
  const auto first = world.hand_in("hanmeimei", world.about_post, world.missing);
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->answered);
  EXPECT_NE(world.collect(ticket).ticket, "");
  const auto again = world.hand_in("hanmeimei", world.about_post, {"http://third.example/"});
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().message.find("您已经截取过"), std::string::npos) << again.error().message;
  const auto second = world.hand_in("wang", world.about_post, world.missing);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->answered);
  const engines::Collected come = world.collect(ticket);
  ASSERT_EQ(come.answers.size(), 1U);
  EXPECT_EQ(of_post(come.answers[0].answer), Presence::kAbsent);
  EXPECT_EQ(come.answers[0].answer.kept.size(), 2U);
}

TEST(Captures, the_author_proves_nothing_alone) {
  CaptureWorld world;
  world.report("lilei", kPost);
  const std::string ticket = world.ask(world.about_post);
  const auto own = world.hand_in("lilei", world.about_post, world.shown);
  ASSERT_TRUE(own);
  EXPECT_FALSE(own->answered);
  EXPECT_NE(own->words.find("另一位同事"), std::string::npos);
  const auto leader = world.waiting("wang");
  ASSERT_EQ(leader.size(), 1U);
  ASSERT_EQ(leader[0].people.size(), 1U);
  EXPECT_EQ(leader[0].people[0].id, world.user("lilei"));
  EXPECT_TRUE(leader[0].people[0].gains);
  EXPECT_TRUE(world.waiting("hanmeimei")[0].people.empty());  // names are for leaders
  EXPECT_TRUE(world.waiting("lilei")[0].by_me);
  EXPECT_TRUE(world.collect(ticket).answers.empty());
  ASSERT_TRUE(world.hand_in("hanmeimei", world.about_post, world.shown));
  EXPECT_EQ(of_post(world.collect(ticket).answers.at(0).answer), Presence::kShown);
}

TEST(Captures, who_writes_for_a_keyword_gains_by_its_list) {
  CaptureWorld world;
  web::SubmitReport report;
  web::ReportRow row;
  row.url = kPost;
  row.work_type = "forum_post";
  row.keywords = {"展台设计"};
  report.rows.push_back(row);
  ASSERT_TRUE(world.submit("lilei", report));
  const auto question = engines::keyword_question("baidu", "展台设计");
  world.ask(question);
  ASSERT_TRUE(world.hand_in("lilei", question, world.shown));
  EXPECT_TRUE(world.waiting("wang").at(0).people.at(0).gains);
}

TEST(Captures, nothing_is_lost_in_a_crash_and_nothing_answers_twice) {
  CaptureWorld world;
  const std::string ticket = world.ask(world.about_post);
  ASSERT_TRUE(world.hand_in("hanmeimei", world.about_post, world.missing));
  world.start_again();
  ASSERT_EQ(world.waiting("wang").size(), 1U);
  ASSERT_TRUE(world.hand_in("wang", world.about_post, world.missing));
  const engines::Collected before = world.collect(ticket);
  world.start_again();  // before anybody has recorded what came
  const engines::Collected after = world.collect(ticket);
  ASSERT_EQ(before.answers.size(), 1U);
  ASSERT_EQ(after.answers.size(), 1U);
  EXPECT_EQ(after.answers[0].answer.kept, before.answers[0].answer.kept);
  const auto late = world.hand_in("zhaoliu", world.about_post, world.missing);
  ASSERT_FALSE(late);  // nobody waits any more
  EXPECT_EQ(late.error().code, ErrorCode::kNotFound);
}

TEST(Captures, the_same_two_captures_do_not_serve_the_next_look) {
  CaptureWorld world;
  world.ask(world.about_post);
  ASSERT_TRUE(world.hand_in("hanmeimei", world.about_post, world.missing));
  world.pass(hours(1));
  const std::string next = world.ask(world.about_post);  // joins the question that waits
  ASSERT_EQ(world.waiting("wang").size(), 1U);
  ASSERT_TRUE(world.hand_in("wang", world.about_post, world.missing));
  EXPECT_TRUE(world.collect(next).answers.empty());  // of its own time it has one alone
  world.pass(hours(25));
  const engines::Collected come = world.collect(next);
  ASSERT_EQ(come.answers.size(), 1U);
  EXPECT_EQ(of_post(come.answers[0].answer), Presence::kUncertain);
}

TEST(Captures, when_nobody_comes_the_question_is_refused_in_words) {
  CaptureWorld world;
  const std::string ticket = world.ask(world.about_post);
  world.pass(hours(119));
  EXPECT_TRUE(world.collect(ticket).answers.empty());
  world.pass(hours(1));
  const engines::Collected come = world.collect(ticket);
  ASSERT_EQ(come.answers.size(), 1U);
  EXPECT_EQ(come.ticket, "");
  const engines::SearchAnswer& answer = come.answers[0].answer;
  EXPECT_FALSE(answer.valid());
  EXPECT_EQ(outcome_of(answer.reason), Outcome::kInconclusive);
  EXPECT_NE(answer.explanation.find("没有人"), std::string::npos);
  EXPECT_TRUE(world.waiting("wang").empty());
  EXPECT_FALSE(world.hand_in("wang", world.about_post, world.shown, 1));
  // A later look begins anew.
  world.ask(world.about_post);
  EXPECT_EQ(world.waiting("wang").size(), 1U);
}

TEST(Captures, a_skip_needs_a_reason_and_proves_nothing) {
  CaptureWorld world;
  const std::string ticket = world.ask(world.about_post);
  web::SkipCapture skip;
  skip.task = world.waiting("wang").at(0).id;
  skip.reason = "不行";
  EXPECT_FALSE(world.run(world.desk().intake.skip(world.actor("wang"), skip)));
  skip.reason = "百度一直要验证";
  EXPECT_TRUE(world.run(world.desk().intake.skip(world.actor("wang"), skip)));
  EXPECT_FALSE(world.run(world.desk().intake.skip(world.actor("wang"), skip)));
  const engines::Collected come = world.collect(ticket);
  ASSERT_EQ(come.answers.size(), 1U);
  EXPECT_EQ(of_post(come.answers[0].answer), Presence::kUncertain);
  EXPECT_NE(come.answers[0].answer.explanation.find("百度一直要验证"), std::string::npos);
}

TEST(Captures, what_is_returned_is_not_kept) {
  CaptureWorld world;
  world.ask(world.about_post);
  const auto before = world.count("SELECT count(*) FROM evidence");
  const auto other = engines::url_question("baidu", "http://forum.example/t/2");
  const auto by_id = world.hand_in("wang", other, world.shown, 1);
  ASSERT_FALSE(by_id);
  EXPECT_EQ(by_id.error().code, ErrorCode::kInvalid);
  const auto unknown = world.hand_in("wang", other, world.shown);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(world.count("SELECT count(*) FROM evidence"), before);
  EXPECT_EQ(world.count("SELECT count(*) FROM capture"), 0);
}

TEST(Captures, only_people_who_are_there_capture) {
  CaptureWorld world;
  world.ask(world.about_post);
  const User lilei = world.read<User>(
      [&](store::Connection& db) { return store::people::find_user(db, world.user("lilei")); });
  world.write<bool>([&](store::WriteContext& context) -> Result<bool> {
    User gone = lilei;
    gone.active = false;
    must(store::people::update_user(context.db, gone));
    return true;
  });
  const auto refused = world.hand_in("lilei", world.about_post, world.shown);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
}

TEST(Captures, a_token_is_its_owners_for_half_a_day_and_until_the_next) {
  CaptureWorld world;
  const auto first = must(world.run(world.desk().intake.issue_token(world.actor("lilei"))));
  const auto owner = must(world.run(world.desk().intake.owner_of(first.token)));
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner->user, world.user("lilei"));
  EXPECT_EQ(
      world.count("SELECT count(*) FROM capture_token WHERE token_sha256 = '" + first.token + "'"),
      0);
  const auto second = must(world.run(world.desk().intake.issue_token(world.actor("lilei"))));
  EXPECT_FALSE(must(world.run(world.desk().intake.owner_of(first.token))));
  world.pass(hours(12));
  EXPECT_FALSE(must(world.run(world.desk().intake.owner_of(second.token))));
  EXPECT_FALSE(must(world.run(world.desk().intake.owner_of(""))));
}

TEST(Captures, captures_stay_as_they_are) {
  CaptureWorld world;
  world.ask(world.about_post);
  ASSERT_TRUE(world.hand_in("wang", world.about_post, world.missing));
  for (const char* const sql : {"UPDATE capture SET gains = 1", "DELETE FROM capture",
                                "INSERT OR REPLACE INTO capture SELECT * FROM capture"}) {
    const auto done = world.try_write<std::int64_t>(
        [sql](store::WriteContext& context) { return context.db.run(sql); });
    EXPECT_FALSE(done) << sql;
  }
}

TEST(PageRests, what_is_kept_of_a_refusal_outlives_a_crash) {
  World world;
  const auto load = [&] {
    StoredPageRests rests(world.store());
    return must(world.run(rests.load("page:main")));
  };
  EXPECT_FALSE(load());
  engines::PageRest rest;
  rest.walls_in_a_row = 2;
  rest.until = world.now() + hours(12);
  StoredPageRests before(world.store());
  must(world.run(before.save("page:main", rest)));
  world.crash();
  world.open();
  const auto kept = load();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->walls_in_a_row, 2);
  EXPECT_EQ(kept->until, rest.until);
}

TEST(Captures, a_ticket_of_others_or_of_nobody_is_told_apart) {
  CaptureWorld world;
  for (const char* const text : {"", "{}", "\xff"}) {
    const engines::Collected read = world.collect(text);
    EXPECT_NE(read.reason, Reason::kOk);
    EXPECT_TRUE(read.answers.empty());
  }
  engines::Ticket unknown;
  unknown.provider = "person:main";
  unknown.submitted_at = world.now();
  unknown.tasks.push_back(engines::TicketTask{"99", {world.about_post}});
  unknown.tasks.push_back(engines::TicketTask{"x", {world.about_post}});
  const engines::Collected read = world.collect(engines::to_text(unknown));
  ASSERT_EQ(read.answers.size(), 2U);
  for (const Answered& one : read.answers) EXPECT_EQ(of_post(one.answer), Presence::kUncertain);
}

}  // namespace
}  // namespace vouch::daemon::test
