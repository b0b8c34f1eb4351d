#include "daemon/notice_desk.h"

#include <gtest/gtest.h>

#include <map>

#include "checks/decide.h"
#include "daemon/claim_writes.h"
#include "daemon/engine_watch.h"
#include "daemon/notice_writes.h"
#include "store/channels.h"
#include "store/gaps.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/settings.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";

struct DeskWorld : World {
  explicit DeskWorld(Time start = at("2026-11-24", 14, 30),
                     const std::function<void(config::Settings&)>& adjust = {})
      : World(start, adjust) {
    web.page("http://forum.example/", "论坛", "首页");
  }
  // Runs until the claim has FAILED (two hours and some minutes after submission).
  ClaimId failed(const std::string& login = "lilei") {
    const ClaimId claim = report(login, kPost);
    run_until(now() + std::chrono::hours(3));
    EXPECT_EQ(verdict(claim).work, WorkVerdict::kFailed);
    return claim;
  }
  Notice of(ClaimId claim, Audience audience) {
    return notice(claim, NoticeKind::kNeedsCorrection, audience).value();
  }
  // What the supervisor's messages say, one after the other.
  std::vector<std::string> said_to(const std::string& login) {
    std::vector<std::string> out;
    for (const Message& message : mails_to(login)) out.push_back(text_of(message));
    return out;
  }
  // What waits to be sent, and what was.
  std::string all_bodies() {
    return read<std::string>([](store::Connection& db) -> Result<std::string> {
      std::string all;
      for (const Message& message : must(store::outbox::list(db, std::nullopt, 10)))
        all += message.body;
      return all;
    });
  }
  int letters_about(ClaimId claim, const std::string& login) {
    int found = 0;
    for (const Message& message : mails_to(login))
      found += message.group_key == fmt::format("claim|{}", claim.value);
    return found;
  }
  int lines_with(const std::string& login, const std::string& words) {
    int found = 0;
    for (const std::string& text : said_to(login)) found += text.find(words) != std::string::npos;
    return found;
  }
};

TEST(NoticeDesk, the_employee_hears_first_and_the_supervisor_after_a_working_day) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  EXPECT_EQ(world.of(claim, Audience::kEmployee).state, NoticeState::kShown);
  EXPECT_EQ(world.letters_about(claim, "lilei"), 1);
  const Time due = world.of(claim, Audience::kSupervisor).due_at;
  world.run_until(due - std::chrono::minutes(1));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kPending);
  EXPECT_EQ(world.lines_with("wang", "李雷 1"), 0);
  world.run_until(due + std::chrono::minutes(1));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);
  world.run_until(at("2026-11-26", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "李雷 1"), 1);
  EXPECT_EQ(world.letters_about(claim, "lilei"), 1);  // and nobody is told twice
}

TEST(NoticeDesk, what_was_corrected_within_the_grace_never_reaches_the_supervisor) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  world.web.page(kPost, "不锈钢阀门选型", "补发了");
  world.run_until(at("2026-11-27", 12));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kDropped);
  EXPECT_EQ(world.lines_with("wang", "李雷 1"), 0);
}

TEST(NoticeDesk, grace_ends_on_a_working_day_whatever_the_calendar_does) {
  DeskWorld world(at("2026-09-30", 14, 30));  // the day before the National Day holiday
  const ClaimId claim = world.failed();
  EXPECT_EQ(Zone::shanghai().date_of(world.of(claim, Audience::kSupervisor).due_at),
            day("2026-10-08"));
}

TEST(NoticeDesk, time_in_which_nobody_looked_is_added_to_the_grace) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  const Time due = world.of(claim, Audience::kSupervisor).due_at;
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::gaps::insert(context.db, Gap{context.now, context.now + std::chrono::hours(5)},
                             "not running", context.now));
    return 0;
  });
  world.run_until(due + std::chrono::hours(4));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kPending);
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).due_at, due + std::chrono::hours(5));
  world.run_until(due + std::chrono::hours(5));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);
}

TEST(NoticeDesk, a_daemon_that_was_down_over_the_grace_gives_it_back_at_its_start) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  const Time due = world.of(claim, Audience::kSupervisor).due_at;
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    must(store::settings::put_time(context.db, "last_seen", context.now));
    return 0;
  });
  const Time stopped = world.now();
  world.crash();
  world.set(due + std::chrono::hours(10));
  world.open();
  must(note_gap(world.store()));
  world.run_until(due + std::chrono::hours(11));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kPending);
  EXPECT_GE(world.of(claim, Audience::kSupervisor).due_at,
            due + (due + std::chrono::hours(10) - stopped) - std::chrono::hours(1));
}

TEST(NoticeDesk, the_supervisor_is_reminded_of_a_dispute_before_its_term_ends) {
  DeskWorld world;
  const ClaimId claim = world.failed();  // Tuesday; three working days end on Friday
  web::OpenDispute request;
  request.claim = claim;
  request.text = "平台显示还在";
  must(world.run(world.parts().commands.open_dispute(world.actor("lilei"), request)));
  world.run_until(at("2026-11-26", 8));
  EXPECT_EQ(world.lines_with("wang", "申诉快到期"), 0);
  world.run_until(at("2026-11-27", 9, 5));
  EXPECT_EQ(world.lines_with("wang", "申诉快到期：1 项"), 1);
  world.run_until(at("2026-12-01", 9, 5));  // its term is over, nobody needs to hurry
  EXPECT_EQ(world.lines_with("wang", "申诉快到期"), 1);
}

TEST(NoticeDesk, an_open_dispute_holds_the_supervisors_row_and_settling_it_decides) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  const web::OpenDispute request{claim, std::nullopt, "平台正在审核这个帖子"};
  const DisputeId dispute =
      must(world.run(world.parts().commands.open_dispute(world.actor("lilei"), request)));
  world.run_until(at("2026-11-26", 12));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kPending);
  const web::CloseDispute answer{dispute, true, "同意，平台故障"};
  EXPECT_TRUE(world.run(world.parts().commands.close_dispute(world.actor("wang"), answer)));
  world.run_until(at("2026-12-02", 12));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kDropped);
}

TEST(NoticeDesk, the_daily_message_comes_once_a_working_day_at_nine_and_is_one_line_when_idle) {
  DeskWorld world(at("2026-09-24", 8));  // Thursday; Friday 25th is a holiday
  for (const char* login : {"lilei", "hanmeimei"}) world.leave(login, "2026-09-20", "2026-10-20");
  world.run_until(at("2026-10-12", 8));
  std::vector<std::string> days;
  for (const Message& mail : world.mails_to("wang")) {
    EXPECT_EQ(Zone::shanghai().time_of_day(mail.created_at), std::chrono::hours(9));
    days.push_back(to_iso_date(Zone::shanghai().date_of(mail.created_at)));
    EXPECT_NE(world.text_of(mail).find("今天没有需要您处理的事"), std::string::npos);
  }
  // 20 September and 10 October are make-up workdays, 25 to 27 September and 1 to 7 October off.
  EXPECT_EQ(days, (std::vector<std::string>{"2026-09-24", "2026-09-28", "2026-09-29", "2026-09-30",
                                            "2026-10-08", "2026-10-09", "2026-10-10"}));
}

TEST(NoticeDesk, who_leads_the_team_when_grace_ends_is_told_and_not_who_led_it_before) {
  DeskWorld world(at("2026-11-24", 14, 30), [](config::Settings& settings) {
    settings.alerts.at_once = {"needs_correction"};
  });
  const ClaimId claim = world.failed();
  const Notice waiting = world.of(claim, Audience::kSupervisor);
  ASSERT_EQ(waiting.recipient, world.user("wang"));
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Team team =
        must(store::people::teams_led_by(context.db, world.user("wang"), day("2026-11-24"))).at(0);
    team.supervisor = world.user("zhao");
    must(store::people::update_team(context.db, team));
    return 0;
  });
  world.run_until(waiting.due_at + std::chrono::minutes(2));  // its letter waits for others
  EXPECT_EQ(world.letters_about(claim, "wang"), 0);
  EXPECT_EQ(world.letters_about(claim, "zhao"), 1);
}

TEST(NoticeDesk, the_daily_count_of_pages_not_indexed_is_that_of_the_readers_teams) {
  DeskWorld world(at("2026-11-24", 8));
  const ClaimId ours = world.report("lilei", kPost);
  const ClaimId theirs = world.report("zhaoliu", "http://forum.example/t/2");
  for (const ClaimId claim : {ours, theirs}) {
    Verdict verdict = world.verdict(claim);
    verdict.engines = {EngineResult{"baidu", IndexVerdict::kNotIndexed, std::nullopt}};
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::verdicts::put(context.db, verdict, checks::to_json(verdict)));
      return 0;
    });
  }
  world.write<int>([&](store::WriteContext& context) {
    return write_daily(context, world.rules(), at("2026-11-24", 9), at("2026-11-23", 9));
  });
  const std::string text = world.all_bodies();
  EXPECT_NE(text.find("逾期未收录：1 项"), std::string::npos) << text;
}

TEST(NoticeDesk, the_daily_message_says_what_was_looked_at_since_the_one_before) {
  DeskWorld world(at("2026-11-24", 8));
  for (const char* login : {"lilei", "hanmeimei"}) world.leave(login, "2026-11-20", "2026-12-20");
  world.web.page(kPost, "不锈钢阀门选型", "不锈钢阀门选型");
  world.report("lilei", kPost);
  world.run_until(at("2026-11-24", 9, 1));
  ASSERT_EQ(world.said_to("wang").size(), 1U);
  EXPECT_NE(world.said_to("wang")[0].find("检测：网址能否打开 1 项，100% 有结论"),
            std::string::npos)
      << world.said_to("wang")[0];
  // The look of the next day comes after nine: at nine only those of two hours later are new.
  world.run_until(at("2026-11-25", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "网址能否打开 1 项"), 2);
  world.run_until(at("2026-11-26", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "上次以来没有到期的检测"), 1);
}

TEST(NoticeDesk, the_daily_message_names_engines_that_cannot_be_asked_and_channels_that_are_off) {
  DeskWorld world(at("2026-11-24", 8));
  EngineOutage outage;
  outage.providers["searxng:main"] = {{"baidu"}, "验证码", at("2026-11-24", 3), true};
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::settings::put(context.db, kEngineOutageKey, to_json(outage)));
    const Channel mail = must(store::channels::list(context.db)).at(0);
    must(store::channels::set_enabled(context.db, mail.id, false, "535"));
    const ChannelId old = must(store::channels::upsert(context.db, "old", ChannelKind::kWebhook));
    must(store::channels::set_enabled(context.db, old, false, "not configured"));
    return write_daily(context, world.rules(), at("2026-11-24", 9), at("2026-11-23", 9));
  });
  const std::string text = world.all_bodies();
  EXPECT_NE(text.find("百度 从 2026-11-24 03:00 起问不到：验证码"), std::string::npos) << text;
  EXPECT_NE(text.find("通知通道 mail 已停用：535"), std::string::npos) << text;
  EXPECT_EQ(text.find("通知通道 old"), std::string::npos) << text;
}

TEST(NoticeDesk, a_daily_message_that_is_late_rests_in_the_night_and_one_given_that_hour_does_not) {
  for (const auto& [planned, rests] : {std::pair(9, true), {22, false}}) {
    DeskWorld world(at("2026-11-24", 23));
    world.write<int>([&, hour = planned](store::WriteContext& context) {
      return write_daily(context, world.rules(), at("2026-11-24", hour), at("2026-11-23", 9));
    });
    const auto rows = world.read<std::vector<Message>>(
        [](store::Connection& db) { return store::outbox::list(db, std::nullopt, 10); });
    ASSERT_FALSE(rows.empty());
    for (const Message& row : rows) EXPECT_EQ(row.calm, rests) << planned << row.subject;
  }
}

TEST(NoticeDesk, the_daily_count_of_corrections_is_of_what_the_reader_had_been_told_himself) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  world.run_until(at("2026-11-26", 9, 1));
  ASSERT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);
  EXPECT_EQ(world.lines_with("wang", "更正："), 0);
  world.web.page(kPost, "不锈钢阀门选型", "补发了");
  world.look(claim);
  world.run_until(at("2026-11-27", 9, 1));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_EQ(world.lines_with("wang", "更正：上次以来 1 项"), 1);  // not the employee's own too
  EXPECT_EQ(world.lines_with("zhao", "更正："), 0);               // of another team
  world.run_until(at("2026-11-28", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "更正："), 1);  // and once
}

TEST(NoticeDesk, a_supervisor_on_leave_gets_no_message_and_one_without_mail_loses_nothing) {
  DeskWorld world(at("2026-11-24", 8));
  world.leave("wang", "2026-11-24", "2026-11-24");
  world.run_until(at("2026-11-24", 10));
  EXPECT_TRUE(world.mails_to("wang").empty());
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    User wang = must(store::people::user_by_login(context.db, "wang")).value();
    wang.email.clear();
    must(store::people::update_user(context.db, wang));
    return 0;
  });
  const ClaimId claim = world.failed();
  world.run_until(at("2026-11-27", 10));
  EXPECT_TRUE(world.mails_to("wang").empty());
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);  // on the page
}

TEST(NoticeDesk, only_people_expected_that_day_are_reminded_and_named_after_the_hard_cut_off) {
  DeskWorld world(at("2026-11-24", 8));
  world.leave("hanmeimei", "2026-11-24", "2026-11-24");
  world.run_until(at("2026-11-24", 17, 29));
  EXPECT_TRUE(world.mails_to("lilei").empty());
  world.run_until(at("2026-11-24", 17, 32));
  EXPECT_EQ(world.mails_to("lilei").size(), 1U);
  EXPECT_TRUE(world.mails_to("hanmeimei").empty());
  world.run_until(at("2026-11-25", 9, 1));  // before the hard cut-off: no name
  EXPECT_EQ(world.lines_with("wang", "李雷"), 0);
  world.run_until(at("2026-11-26", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "2026-11-24 李雷"), 1);
  EXPECT_EQ(world.lines_with("wang", "韩梅梅"), 0);
}

TEST(NoticeDesk, who_reports_late_but_before_the_hard_cut_off_is_not_named) {
  DeskWorld world(at("2026-11-24", 8));
  world.web.page(kPost, "不锈钢阀门选型", "在");
  world.leave("hanmeimei", "2026-11-01", "2026-12-31");
  world.run_until(at("2026-11-25", 9, 30));
  web::SubmitReport request;
  request.date = day("2026-11-24");
  request.rows.push_back({});
  request.rows[0].row = 1;
  request.rows[0].url = kPost;
  must(world.submit("lilei", request));
  request.date = day("2026-11-25");
  request.rows[0].url = "http://forum.example/";
  must(world.submit("lilei", request));
  world.run_until(at("2026-11-26", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "未交报告"), 0);
}

TEST(NoticeDesk, nobody_is_asked_for_days_before_he_was_entered_here) {
  DeskWorld world(at("2026-11-24", 20));
  for (const char* login : {"lilei", "hanmeimei"}) world.leave(login, "2026-11-01", "2026-12-31");
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    User fresh = must(store::people::user_by_login(context.db, "lilei")).value();
    fresh.login = "new";
    fresh.name = "新来的";
    fresh.email = "new@lanjing.example";
    fresh.link_token = std::string(32, 'N');
    must(store::people::insert_user(context.db, fresh, context.now));
    return 0;
  });
  world.run_until(at("2026-11-26", 9, 1));
  ASSERT_EQ(world.mails_to("new").size(), 1U);  // for the 25th
  EXPECT_EQ(world.mails_to("new")[0].created_at, at("2026-11-25", 17, 32));
  EXPECT_EQ(world.lines_with("wang", "2026-11-24"), 0);
}

TEST(NoticeDesk, who_was_missing_before_the_longest_holiday_is_still_named_after_it) {
  DeskWorld world(at("2026-02-14", 8));  // make-up Saturday; 15 to 23 February are off
  world.leave("hanmeimei", "2026-02-01", "2026-03-31");
  world.run_until(at("2026-02-24", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "李雷"), 0);
  world.run_until(at("2026-02-25", 9, 1));
  EXPECT_EQ(world.lines_with("wang", "2026-02-14 李雷"), 1);
}

TEST(NoticeDesk, messages_missed_in_an_outage_are_one_that_leaves_nobody_out) {
  DeskWorld world(at("2026-11-19", 8));  // Thursday
  world.leave("hanmeimei", "2026-11-01", "2026-12-31");
  world.run_until(at("2026-11-20", 8));
  EXPECT_EQ(world.mails_to("wang").size(), 1U);
  world.crash();
  world.set(at("2026-11-24", 14));  // Tuesday
  world.open();
  world.run_until(at("2026-11-24", 15));
  ASSERT_EQ(world.mails_to("wang").size(), 2U);
  const std::string text = world.said_to("wang")[1];
  EXPECT_NE(text.find("2026-11-19 李雷"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-11-20 李雷"), std::string::npos) << text;
  world.run_until(at("2026-11-25", 9, 1));
  EXPECT_EQ(world.mails_to("wang").size(), 3U);
}

TEST(NoticeDesk,
     pages_past_their_index_term_are_a_count_and_a_best_keyword_goes_out_without_a_name) {
  DeskWorld world(at("2026-11-03", 8), [](config::Settings& adjusted) {
    config::ProviderSettings provider;
    provider.name = "main";
    provider.engine = "baidu";
    provider.url = "http://searx.example/";
    provider.canary_url = "http://known.example/";
    adjusted.providers.push_back(provider);
  });
  world.web.indexed.insert("http://known.example/");
  for (const char* login : {"lilei", "hanmeimei"}) world.leave(login, "2026-11-01", "2026-12-31");
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  web::SubmitReport request;
  for (const char* url : {"http://lanjing.example/1", "http://lanjing.example/2"}) {
    world.web.page(url, "不锈钢阀门选型", "不锈钢阀门");
    web::ReportRow row;
    row.row = static_cast<int>(request.rows.size()) + 1;
    row.url = url;
    row.work_type = "article_original";
    row.title = "不锈钢阀门选型";
    if (request.rows.empty()) row.keywords = {"不锈钢阀门"};
    request.rows.push_back(row);
  }
  const auto answer = must(world.submit("lilei", request));
  world.run_until(at("2026-11-21", 20));
  const auto best =
      world.notice(answer.accepted[0].claim, NoticeKind::kIndexOverdue, Audience::kSupervisor);
  const auto other =
      world.notice(answer.accepted[1].claim, NoticeKind::kIndexOverdue, Audience::kSupervisor);
  ASSERT_TRUE(best);
  ASSERT_TRUE(other);
  world.run_until(at("2026-11-23", 9, 1));
  int alone = 0;
  for (const Message& mail : world.mails_to("wang")) {
    EXPECT_EQ(world.text_of(mail).find("李雷"), std::string::npos);
    alone += mail.group_key.starts_with("claim|");
  }
  EXPECT_EQ(alone, 1);
  EXPECT_NE(world.said_to("wang").back().find("逾期未收录：2 项"), std::string::npos);
}

TEST(NoticeDesk, a_groups_robot_gets_the_counts_of_its_teams_and_nothing_about_a_person) {
  DeskWorld world(at("2026-11-24", 14, 30), [](config::Settings& settings) {
    settings.robots.resize(2);
    settings.robots[0].name = "group";
    settings.robots[0].user = "lilei";  // as if the file had let it through
    settings.robots[1].name = "others";
    settings.robots[1].teams = {"another team"};
  });
  for (const char* name : {"group", "others"}) {
    world.write<ChannelId>([name](store::WriteContext& context) {
      return store::channels::upsert(context.db, name, ChannelKind::kWebhook);
    });
  }
  const ClaimId claim = world.failed();
  world.run_until(at("2026-11-26", 9, 1));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);
  std::map<std::string, std::vector<std::string>> said;
  for (const Message& message : world.read<std::vector<Message>>(
           [](store::Connection& db) { return store::outbox::list(db, std::nullopt, 1000); })) {
    said[message.address].push_back(message.body);
  }
  ASSERT_EQ(said["group"].size(), 2U);  // of two mornings, the newest first
  EXPECT_NE(said["group"][0].find("等待主管处理：1 项"), std::string::npos) << said["group"][0];
  EXPECT_NE(said["group"][1].find("没有等待处理"), std::string::npos) << said["group"][1];
  ASSERT_EQ(said["others"].size(), 2U);
  EXPECT_NE(said["others"][0].find("没有等待处理"), std::string::npos);
  for (const std::string& body : said["group"]) {
    for (const char* personal : {"李雷", "lilei", "forum.example", "/p/", "/s/"}) {
      EXPECT_EQ(body.find(personal), std::string::npos) << body;
    }
  }
}

TEST(NoticeDesk, a_step_that_fails_rests_a_minute_and_loses_nothing) {
  DeskWorld world;
  const ClaimId claim = world.failed();
  const Time due = world.of(claim, Audience::kSupervisor).due_at;
  world.run_until(due - std::chrono::minutes(1));
  const auto damage = [&world](const char* from, const char* to) {
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      must(context.db.run("UPDATE verdict SET json = replace(json, $1, $2)", from, to));
      return 0;
    });
  };
  damage("{", "?");
  world.run_until(due + std::chrono::minutes(10));
  const auto troubles = std::exchange(world.parts().troubles, {});
  EXPECT_GE(troubles.size(), 1U);
  EXPECT_LE(troubles.size(), 30U);  // looks and timers of these minutes included: no storm
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kPending);
  damage("?", "{");
  world.run_until(due + std::chrono::minutes(15));
  EXPECT_EQ(world.of(claim, Audience::kSupervisor).state, NoticeState::kShown);
  world.parts().troubles.clear();
}

TEST(NoticeDesk, what_a_clock_noted_that_was_put_back_does_not_hold_up_what_is_planned) {
  World world;
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    for (const char* key : {"done_at:cut_off", "done_at:daily", "done_at:weekly"})
      must(store::settings::put_time(context.db, key, context.now + std::chrono::hours(24 * 400)));
    return 0;
  });
  must(world.parts().notices.load());
  ASSERT_TRUE(world.parts().notices.next_due());
  EXPECT_LE(*world.parts().notices.next_due(), world.now() + std::chrono::hours(24 * 4));
}

}  // namespace
}  // namespace vouch::daemon::test
