// What people add to their own reports, what blocks them, and the duties that they acknowledge, as
// transactions.
#include "daemon/self_report_writes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/notice_facts.h"
#include "store/blockers.h"
#include "store/people.h"
#include "store/report_words.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using testing::HasSubstr;

const Date kToday = parse_date("2026-11-24").value();  // a Tuesday

struct ReportWorld : World {
  Status put(const std::string& reflection, Date day = kToday, ReportSpan span = ReportSpan::kDay) {
    return run(parts().commands.put_report_words(actor("lilei"),
                                                 {span, day, reflection, "等素材", "继续"}));
  }
  std::vector<ReportWords> words(ReportSpan span = ReportSpan::kDay, Date day = kToday) {
    const UserId user = this->user("lilei");
    return read<std::vector<ReportWords>>(
        [&](store::Connection& db) { return store::report_words::of_report(db, user, span, day); });
  }
  Result<BlockerId> ask(const std::string& login, const std::string& to,
                        const std::string& text = "等设计给图") {
    return run(parts().commands.add_blocker(actor(login), {text, to}));
  }
  Status close(const std::string& login, BlockerId id, const std::string& answer = "下午给") {
    return run(parts().commands.close_blocker(actor(login), {id, answer}));
  }
  Blocker blocker(BlockerId id) {
    return read<std::optional<Blocker>>(
               [id](store::Connection& db) { return store::blockers::find(db, id); })
        .value();
  }
  std::int64_t told(const std::string& login) {
    return count("SELECT count(*) FROM notice WHERE kind = 'blocker' AND recipient_id = " +
                 std::to_string(user(login).value));
  }
  ErrorCode code_of(const Status& status) {
    EXPECT_FALSE(status);
    return status ? ErrorCode::kInternal : status.error().code;
  }
  void let_zhao_deputise() {
    write<int>([](store::WriteContext& context) -> Result<int> {
      Team team = must(store::people::team_by_name(context.db, "推广一组")).value();
      team.deputy_from = team.deputy_to = kToday;
      must(store::people::update_team(context.db, team));
      return 0;
    });
  }
};

TEST(SelfReportWrites, every_version_of_what_was_added_is_kept) {
  ReportWorld world;
  must(world.put("第一版"));
  must(world.put("第一版"));
  EXPECT_EQ(world.words().size(), 1U) << "the same again is one version";
  must(world.put("第二版"));
  ASSERT_EQ(world.words().size(), 2U);
  EXPECT_EQ(world.words()[0].reflection, "第二版");
  EXPECT_EQ(world.words()[0].revision, 2);
  EXPECT_EQ(world.words()[1].reflection, "第一版");
  EXPECT_EQ(world.words()[1].unfinished_reason, "等素材");
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'report.words'"), 2);
}

TEST(SelfReportWrites, a_week_has_words_of_its_own_and_begins_on_a_monday) {
  ReportWorld world;
  must(world.put("这一周", kToday - std::chrono::days(1), ReportSpan::kWeek));
  EXPECT_TRUE(world.words().empty());
  EXPECT_EQ(world.words(ReportSpan::kWeek, kToday - std::chrono::days(1)).size(), 1U);
  EXPECT_EQ(world.code_of(world.put("x", kToday, ReportSpan::kWeek)), ErrorCode::kInvalid);
}

TEST(SelfReportWrites, days_that_have_not_come_or_are_long_past_take_no_words) {
  ReportWorld world;
  EXPECT_EQ(world.code_of(world.put("x", kToday + std::chrono::days(1))), ErrorCode::kInvalid);
  EXPECT_EQ(world.code_of(world.put("x", kToday - std::chrono::days(63))), ErrorCode::kInvalid);
  EXPECT_EQ(world.count("SELECT count(*) FROM report_words"), 0);
}

TEST(Blockers, the_leader_is_told_where_nobody_is_named) {
  ReportWorld world;
  const BlockerId id = must(world.ask("lilei", ""));
  EXPECT_FALSE(world.blocker(id).to);
  EXPECT_EQ(world.told("wang"), 1);
  EXPECT_EQ(world.told("hanmeimei"), 0);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'blocker.add'"), 1);
}

TEST(Blockers, the_letter_says_who_and_what_and_stands_in_the_inbox) {
  ReportWorld world;
  must(world.ask("lilei", ""));
  world.run_until(at("2026-11-24", 15, 0));
  const auto mails = world.mails_to("wang");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0].subject, HasSubstr("需要您协调：李雷"));
  EXPECT_THAT(world.text_of(mails[0]), HasSubstr("等设计给图"));
  EXPECT_EQ(world.count("SELECT count(*) FROM inbox WHERE rule = 'blocker'"), 1);
}

TEST(Blockers, while_a_deputy_acts_he_is_told_and_may_answer) {
  ReportWorld world;
  world.let_zhao_deputise();
  const BlockerId id = must(world.ask("lilei", ""));
  EXPECT_EQ(world.told("zhao"), 1);
  EXPECT_EQ(world.told("wang"), 0);
  must(world.close("zhao", id));
  EXPECT_EQ(world.blocker(id).answer, "下午给");
}

TEST(Blockers, a_colleague_a_leader_or_an_administrator_may_be_named_and_nobody_else) {
  ReportWorld world;
  EXPECT_TRUE(world.ask("lilei", "hanmeimei"));
  EXPECT_TRUE(world.ask("lilei", "zhao"));
  EXPECT_TRUE(world.ask("lilei", "root"));
  EXPECT_EQ(world.told("hanmeimei"), 1);
  const auto stranger = world.ask("lilei", "zhaoliu");
  const auto nobody = world.ask("lilei", "nobody");
  ASSERT_FALSE(stranger);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(stranger.error().code, nobody.error().code) << "whether a login exists is not told";
  EXPECT_FALSE(world.ask("lilei", "lilei"));
  EXPECT_FALSE(world.ask("lilei", "", "  "));
  EXPECT_FALSE(world.ask("zhaoliu", "")) << "nobody leads his team";
}

TEST(Blockers, only_the_addressee_answers_and_only_the_author_takes_it_back) {
  ReportWorld world;
  const BlockerId id = must(world.ask("lilei", "hanmeimei"));
  EXPECT_EQ(world.code_of(world.close("wang", id)), ErrorCode::kDenied)
      << "he leads the author, and is not asked";
  EXPECT_EQ(world.code_of(world.close("zhaoliu", id)), ErrorCode::kNotFound);
  EXPECT_EQ(world.code_of(world.close("hanmeimei", id, "")), ErrorCode::kInvalid);
  must(world.close("hanmeimei", id));
  EXPECT_EQ(world.told("lilei"), 1) << "the author hears of the answer";
  EXPECT_EQ(world.code_of(world.close("hanmeimei", id)), ErrorCode::kConflict);

  const BlockerId other = must(world.ask("lilei", ""));
  must(world.close("lilei", other, ""));
  EXPECT_EQ(world.blocker(other).closed_by, world.user("lilei"));
  EXPECT_EQ(world.told("lilei"), 1) << "what he took back himself is no news";
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'blocker.take_back'"), 1);
}

TEST(Duties, a_version_is_acknowledged_once_and_another_than_the_one_in_force_never) {
  ReportWorld world;
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    User user = must(store::people::user_by_login(context.db, "lilei")).value();
    user.post = "promoter";
    must(store::people::update_user(context.db, user));
    return 0;
  });
  const int version = world.rules().records.duty("promoter")->version;
  const auto read = [&](const std::string& login, int which) {
    return world.run(world.parts().commands.acknowledge_duty(world.actor(login), which));
  };
  must(read("lilei", version));
  must(read("lilei", version));
  EXPECT_EQ(world.count("SELECT count(*) FROM acknowledgement WHERE subject = 'duty:promoter'"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'duty.acknowledge' AND subject "
                        "= 'duty:promoter:" +
                        std::to_string(version) + "'"),
            1);
  EXPECT_EQ(world.code_of(read("lilei", version + 1)), ErrorCode::kConflict);
  EXPECT_EQ(world.code_of(read("hanmeimei", version)), ErrorCode::kNotFound) << "without a post";
  must(read("wang", world.rules().records.duty("supervisor")->version));
}

}  // namespace
}  // namespace vouch::daemon::test
