#include "daemon/silence_writes.h"

#include <gmock/gmock.h>

#include "daemon/engine_watch.h"
#include "store/settings.h"
#include "store/silences.h"
#include "tests/daemon/letter_world.h"

namespace vouch::daemon {
namespace {

using ::testing::HasSubstr;

struct SilenceWorld : LetterWorld {
  SilenceWorld() : LetterWorld(at("2026-11-24", 9, 30)) {
    rules.settings.alerts.repeat_interval = hours(4);
    for (const char* name : {"erp", "shop"}) {
      rules.settings.webhooks.push_back({});
      rules.settings.webhooks.back().name = name;
      hooks[name] = write<ChannelId>([&](store::WriteContext& context) {
        return store::channels::upsert(context.db, name, ChannelKind::kWebhook);
      });
    }
  }
  void breaks(const std::string& name) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::channels::set_enabled(context.db, hooks.at(name), false, "410"));
      const Channel broken = must(store::channels::find(context.db, hooks.at(name)));
      return note_trouble(context, rules, {broken, true, false, "", "", "410"});
    });
  }
  void is_mended(const std::string& name) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::channels::set_enabled(context.db, hooks.at(name), true, ""));
      return 0;
    });
  }
  std::vector<Message> letters() {  // to people; each webhook hears of the other's trouble too
    auto rows = LetterWorld::letters();
    std::erase_if(rows, [](const Message& row) { return !row.recipient; });
    return rows;
  }
  web::Actor root() { return {users.at("root"), Role::kAdmin, "root", web::Via::kToken}; }

  Result<SilenceId> try_silence(const web::Actor& actor, const web::AddSilence& request) {
    return store->write_now<SilenceId>(
        [&](store::WriteContext& context) { return write_silence(context, actor, request); });
  }
  SilenceId silence(const web::AddSilence& request) { return must(try_silence(root(), request)); }
  Status end(SilenceId id) {
    const auto done = store->write_now<int>([&](store::WriteContext& context) -> Result<int> {
      const Status ended = write_silence_end(context, root(), id);
      if (!ended) return tl::unexpected(ended.error());
      return 0;
    });
    if (!done) return tl::unexpected(done.error());
    return {};
  }
  std::vector<store::SilenceRow> rows() {
    return read<std::vector<store::SilenceRow>>(
        [](store::Connection& db) { return store::silences::all(db, 10); });
  }
  std::vector<store::TroubleRow> troubles() {
    return read<std::vector<store::TroubleRow>>(
        [](store::Connection& db) { return store::silences::troubles(db, 10); });
  }

  std::map<std::string, ChannelId> hooks;
};

web::AddSilence system_for(int hours, const char* subject = "") {
  web::AddSilence request;
  request.rule = "system";
  request.subject = subject;
  request.hours = hours;
  request.reason = "机房今天搬迁";
  return request;
}

TEST(LetterSilence, holds_the_letter_back_and_tells_what_is_still_so_when_it_ends) {
  SilenceWorld world;
  world.silence(system_for(2));
  world.breaks("erp");
  world.breaks("shop");
  world.run_until(at("2026-11-24", 10, 45));
  EXPECT_TRUE(world.letters().empty());
  EXPECT_EQ(world.rows().at(0).holds_back, 2);
  EXPECT_EQ(world.troubles().size(), 2U);
  EXPECT_EQ(world.troubles().at(0).silence->author, "root");
  world.is_mended("shop");
  world.run_until(at("2026-11-24", 11, 29));
  EXPECT_EQ(world.troubles().size(), 1U) << "what is over is no trouble, silenced or not";
  EXPECT_TRUE(world.letters().empty());
  world.run_until(at("2026-11-24", 11, 35));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("erp"));
  EXPECT_EQ(world.letters()[0].created_at, at("2026-11-24", 11, 30));
  EXPECT_EQ(world.rows().at(0).holds_back, 0);
}

TEST(LetterSilence, of_one_channel_leaves_the_others_alone) {
  SilenceWorld world;
  world.silence(system_for(24, "erp"));
  world.breaks("erp");
  world.breaks("shop");
  world.run_until(at("2026-11-24", 12));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("shop"));
}

TEST(LetterSilence, ended_before_its_time_tells_at_once) {
  SilenceWorld world;
  const SilenceId id = world.silence(system_for(24));
  world.breaks("erp");
  world.run_until(at("2026-11-24", 12));
  ASSERT_TRUE(world.end(id));
  world.run_until(at("2026-11-24", 12, 1));
  EXPECT_EQ(world.letters().size(), 1U);
  const Status again = world.end(id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST(LetterSilence, an_acknowledged_trouble_is_not_repeated_until_its_term_but_its_end_is_told) {
  SilenceWorld world;
  world.breaks("erp");
  world.run_until(at("2026-11-24", 10));
  ASSERT_EQ(world.letters().size(), 1U);
  web::AddSilence taken = system_for(6, "erp");
  taken.known_only = true;
  world.silence(taken);
  world.run_until(at("2026-11-24", 15, 59));
  EXPECT_EQ(world.letters().size(), 1U) << "without it a letter would repeat it at 13:32";
  world.run_until(at("2026-11-24", 16, 31));
  EXPECT_EQ(world.letters().size(), 2U) << "still so at the end of the term";
  taken.hours = 24;
  world.silence(taken);
  world.run_until(at("2026-11-24", 18));
  world.is_mended("erp");
  world.run_until(at("2026-11-24", 19));
  ASSERT_EQ(world.letters().size(), 3U);
  EXPECT_EQ(world.letters()[0].subject, "检测系统已恢复：1 件");
}

TEST(LetterSilence, what_begins_after_an_acknowledgement_is_told) {
  SilenceWorld world;
  world.breaks("erp");
  world.run_until(at("2026-11-24", 10));
  web::AddSilence taken = system_for(24);
  taken.known_only = true;
  world.silence(taken);
  world.run_until(at("2026-11-24", 11));
  world.breaks("shop");
  world.run_until(at("2026-11-24", 12));
  ASSERT_EQ(world.letters().size(), 2U);
  EXPECT_THAT(world.text_of(world.letters()[0]), HasSubstr("shop"));
  EXPECT_THAT(world.text_of(world.letters()[0]), ::testing::Not(HasSubstr("erp")));
}

TEST(LetterSilence, what_follows_from_a_silenced_trouble_is_not_told_either) {
  SilenceWorld world;
  world.silence(system_for(24, "erp"));
  world.breaks("erp");
  world.run_until(at("2026-11-24", 10));
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const Channel broken = must(store::channels::find(context.db, world.hooks.at("erp")));
    return note_trouble(context, world.rules, {broken, false, false, "msg_1", "", "500"});
  });
  world.run_until(at("2026-11-24", 12));
  EXPECT_TRUE(world.letters().empty());
}

TEST(LetterSilence, outlives_a_restart) {
  SilenceWorld world;
  world.silence(system_for(4));
  world.breaks("erp");
  world.run_until(at("2026-11-24", 10));
  world.restart();
  world.run_until(at("2026-11-24", 13, 29));
  EXPECT_TRUE(world.letters().empty());
  world.run_until(at("2026-11-24", 13, 31));
  EXPECT_EQ(world.letters().size(), 1U);
}

TEST(LetterSilence, who_may_put_off_what) {
  SilenceWorld world;
  world.add_user("wang", Role::kSupervisor);
  const web::Actor wang{world.users.at("wang"), Role::kSupervisor, "wang", web::Via::kToken};
  const auto refusal = [&](const web::Actor& actor, web::AddSilence request) {
    const auto answer = world.try_silence(actor, request);
    return answer ? std::string() : answer.error().where;
  };
  web::AddSilence own = system_for(4);
  own.rule = "regressed";
  EXPECT_EQ(refusal(wang, own), "");
  EXPECT_EQ(refusal(wang, system_for(4)), "rule") << "the operators' trouble";
  EXPECT_EQ(refusal(world.root(), own), "rule") << "a supervisor's letters are his";
  own.rule = "correction";
  EXPECT_EQ(refusal(wang, own), "rule");
  own.rule = "nonsense";
  EXPECT_EQ(refusal(wang, own), "rule");
  EXPECT_EQ(refusal(world.root(), system_for(0)), "hours");
  EXPECT_EQ(refusal(world.root(), system_for(337)), "hours");
  EXPECT_EQ(refusal(world.root(), system_for(336)), "");
  web::AddSilence speechless = system_for(4);
  speechless.reason = "x";
  EXPECT_EQ(refusal(world.root(), speechless), "reason");
}

TEST(LetterSilence, is_kept_as_it_was_written) {
  SilenceWorld world;
  const SilenceId id = world.silence(system_for(4));
  const auto refused = [&](const char* sql) {
    return !world.store->write_now<int>([&](store::WriteContext& context) -> Result<int> {
      const auto done = context.db.run(sql, id);
      if (!done) return tl::unexpected(done.error());
      return 0;
    });
  };
  EXPECT_TRUE(refused("DELETE FROM silence WHERE id = $1"));
  EXPECT_TRUE(refused("UPDATE silence SET reason = 'other', ended_at = 1 WHERE id = $1"));
  EXPECT_TRUE(refused("UPDATE silence SET to_at = to_at + 1 WHERE id = $1"));
  EXPECT_FALSE(refused("UPDATE silence SET ended_at = 1, ended_by = 'root' WHERE id = $1"));
  EXPECT_TRUE(refused("UPDATE silence SET ended_at = 2, ended_by = 'ann' WHERE id = $1"));
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'silence.add'"), 1);
}

}  // namespace
}  // namespace vouch::daemon
