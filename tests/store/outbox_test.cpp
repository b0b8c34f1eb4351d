#include "store/outbox.h"

#include "store/channels.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class Outbox : public StoreTest {
 protected:
  void SetUp() override {
    open();
    channel_ = in<ChannelId>([](Connection& db) {
                 return channels::upsert(db, "mail", ChannelKind::kMail);
               }).value();
  }
  template <class T>
  Result<T> in(std::function<Result<T>(Connection&)> job) {
    return write<T>([&](WriteContext& c) { return job(c.db); });
  }
  bool put(const std::string& id, const std::string& key, const std::string& group = {}) {
    Message message;
    message.id = id;
    message.dedup_key = key;
    message.channel = channel_;
    message.address = "ann@example";
    message.subject = "需补正";
    message.body = "{}";
    message.group_key = group;
    message.next_at = message.created_at = clock_.now();
    return in<bool>([&](Connection& db) { return outbox::insert_once(db, message); }).value();
  }
  std::vector<std::string> due() {
    std::vector<std::string> ids;
    for (const Message& message : read<std::vector<Message>>(
             [this](Connection& db) { return outbox::due(db, channel_, clock_.now(), 10); })) {
      ids.push_back(message.id);
    }
    return ids;
  }
  std::vector<outbox::ChannelDue> next_due() {
    return read<std::vector<outbox::ChannelDue>>(
        [](Connection& db) { return outbox::next_due(db); });
  }
  std::optional<int> begin(const std::string& id, int attempt) {
    return in<std::optional<int>>(
               [&](Connection& db) { return outbox::begin_attempt(db, id, attempt, clock_.now()); })
        .value();
  }
  bool complete(const std::string& id, int attempt, MessageState state, Time next_at = {}) {
    AttemptOutcome outcome;
    outcome.state = state;
    outcome.at = clock_.now();
    outcome.next_at = next_at;
    outcome.code = state == MessageState::kSent ? "250" : "451";
    return in<bool>([&](Connection& db) { return outbox::complete(db, id, attempt, outcome); })
        .value();
  }
  Message find(const std::string& id) {
    return read<Message>([&](Connection& db) { return outbox::find(db, id); });
  }
  ChannelId channel_;
};

TEST_F(Outbox, a_key_is_used_once_even_after_its_message_is_purged) {
  EXPECT_TRUE(put("msg_1", "claim:1|live|1|employee|mail|ann"));
  EXPECT_FALSE(put("msg_2", "claim:1|live|1|employee|mail|ann"));
  EXPECT_EQ(count("outbox"), 1);
  ASSERT_EQ(begin("msg_1", 0), 1);
  ASSERT_TRUE(complete("msg_1", 1, MessageState::kSent));
  clock_.advance(std::chrono::days(100));
  EXPECT_EQ(in<std::int64_t>([&](Connection& db) {
              return outbox::purge(db, clock_.now() - std::chrono::days(90), 100);
            }).value(),
            1);
  EXPECT_EQ(count("outbox"), 0);
  EXPECT_FALSE(put("msg_3", "claim:1|live|1|employee|mail|ann"));
  EXPECT_EQ(count("delivery"), 1) << "what was delivered stays known";
}

TEST_F(Outbox, purging_leaves_what_is_not_finished) {
  put("msg_1", "1");
  clock_.advance(std::chrono::days(100));
  EXPECT_EQ(in<std::int64_t>([&](Connection& db) {
              return outbox::purge(db, clock_.now(), 100);
            }).value(),
            0);
}

TEST_F(Outbox, the_attempt_is_counted_before_the_first_byte) {
  put("msg_1", "1");
  EXPECT_EQ(begin("msg_1", 0), 1);
  EXPECT_EQ(find("msg_1").state, MessageState::kSending);
  EXPECT_EQ(begin("msg_1", 0), std::nullopt) << "another worker";
  EXPECT_EQ(begin("msg_1", 1), std::nullopt) << "it is being sent";
  EXPECT_TRUE(due().empty());
}

// Said at once, not when the next copy begins: a crash between the two must not hide it.
TEST_F(Outbox, an_attempt_that_nobody_confirmed_makes_every_later_copy_a_possible_duplicate) {
  put("msg_1", "1");
  ASSERT_EQ(begin("msg_1", 0), 1);
  ASSERT_TRUE(complete("msg_1", 1, MessageState::kUnknown, clock_.now()));
  EXPECT_TRUE(find("msg_1").possible_duplicate);
  ASSERT_EQ(begin("msg_1", 1), 2);
  ASSERT_TRUE(complete("msg_1", 2, MessageState::kPending, clock_.now()));
  EXPECT_TRUE(find("msg_1").possible_duplicate) << "a refusal later takes nothing back";
  put("msg_2", "2");
  ASSERT_EQ(begin("msg_2", 0), 1);
  ASSERT_TRUE(complete("msg_2", 1, MessageState::kPending, clock_.now()));
  EXPECT_FALSE(find("msg_2").possible_duplicate) << "what was refused did not arrive";
}

TEST_F(Outbox, a_late_worker_changes_nothing) {
  put("msg_1", "1");
  ASSERT_EQ(begin("msg_1", 0), 1);
  ASSERT_TRUE(complete("msg_1", 1, MessageState::kPending, clock_.now() + std::chrono::minutes(1)));
  clock_.advance(std::chrono::minutes(2));
  ASSERT_EQ(begin("msg_1", 1), 2);
  EXPECT_FALSE(complete("msg_1", 1, MessageState::kSent));
  EXPECT_EQ(find("msg_1").state, MessageState::kSending);
  EXPECT_TRUE(complete("msg_1", 2, MessageState::kSent));
  EXPECT_FALSE(complete("msg_1", 2, MessageState::kDead));
  EXPECT_EQ(find("msg_1").state, MessageState::kSent);
  EXPECT_EQ(find("msg_1").sent_at, clock_.now());
  EXPECT_EQ(count("delivery"), 2);
}

TEST_F(Outbox, what_was_being_sent_at_a_crash_is_tried_again_and_marked) {
  put("msg_1", "1");
  ASSERT_EQ(begin("msg_1", 0), 1);
  close();
  open();
  EXPECT_EQ(in<std::int64_t>([&](Connection& db) {
              return outbox::recover_sending_to_unknown(db, clock_.now());
            }).value(),
            1);
  EXPECT_EQ(find("msg_1").state, MessageState::kUnknown);
  EXPECT_TRUE(find("msg_1").possible_duplicate);
  EXPECT_EQ(due(), std::vector<std::string>{"msg_1"});
  EXPECT_EQ(begin("msg_1", 1), 2);
  EXPECT_TRUE(complete("msg_1", 2, MessageState::kSent));
  EXPECT_TRUE(find("msg_1").possible_duplicate);
  const auto deliveries = read<std::vector<Delivery>>(
      [](Connection& db) { return outbox::deliveries_of(db, "msg_1"); });
  ASSERT_EQ(deliveries.size(), 2U);
  EXPECT_EQ(deliveries[0].outcome, MessageState::kUnknown);
  EXPECT_EQ(deliveries[1].outcome, MessageState::kSent);
}

TEST_F(Outbox, a_group_keeps_its_order) {
  put("msg_1", "1", "claim:1");
  put("msg_2", "2", "claim:1");
  put("msg_3", "3", "claim:2");
  put("msg_4", "4");
  EXPECT_EQ(due(), (std::vector<std::string>{"msg_1", "msg_3", "msg_4"}));
  ASSERT_EQ(begin("msg_1", 0), 1);
  EXPECT_EQ(due(), (std::vector<std::string>{"msg_3", "msg_4"}));
  ASSERT_TRUE(complete("msg_1", 1, MessageState::kDead));
  EXPECT_EQ(due(), (std::vector<std::string>{"msg_2", "msg_3", "msg_4"}));
}

TEST_F(Outbox, a_disabled_channel_holds_its_messages_back) {
  put("msg_1", "1");
  const auto enable = [&](bool enabled) {
    ASSERT_TRUE(in<int>([&](Connection& db) -> Result<int> {
      const Status done = channels::set_enabled(db, channel_, enabled, "410");
      if (!done) return tl::unexpected(done.error());
      return 0;
    }));
  };
  enable(false);
  EXPECT_TRUE(due().empty());
  EXPECT_TRUE(next_due().empty());
  enable(true);
  EXPECT_EQ(due(), std::vector<std::string>{"msg_1"});
  ASSERT_EQ(next_due().size(), 1U);
  EXPECT_EQ(next_due()[0].channel, channel_);
  EXPECT_EQ(next_due()[0].at, clock_.now());
}

TEST_F(Outbox, cancelling_is_too_late_once_it_is_being_sent) {
  put("msg_1", "1");
  put("msg_2", "2");
  ASSERT_EQ(begin("msg_1", 0), 1);
  const auto cancel = [&](const std::string& id) {
    return in<bool>([&](Connection& db) { return outbox::cancel(db, id, clock_.now()); }).value();
  };
  EXPECT_FALSE(cancel("msg_1"));
  EXPECT_TRUE(cancel("msg_2"));
  EXPECT_TRUE(due().empty());
  EXPECT_FALSE(
      in<bool>([&](Connection& db) { return outbox::retry(db, "msg_2", clock_.now()); }).value())
      << "what was withdrawn stays so";
  EXPECT_TRUE(due().empty());
  const auto counts = read<OutboxCounts>([](Connection& db) { return outbox::counts(db); });
  EXPECT_EQ(counts.sending, 1);
  EXPECT_EQ(counts.pending, 0);
  EXPECT_EQ(counts.oldest_pending_at, clock_.now());
}

TEST_F(Outbox, calm_rows_are_moved_to_the_end_of_the_night_and_the_others_are_not) {
  const Time now = clock_.now();
  const Time end = now + std::chrono::hours(12);
  for (const char* id : {"msg_calm", "msg_urgent"}) {
    Message message;
    message.id = message.dedup_key = id;
    message.channel = channel_;
    message.calm = message.id == "msg_calm";
    message.next_at = message.created_at = now;
    EXPECT_TRUE(in<bool>([&](Connection& db) { return outbox::insert_once(db, message); }).value());
  }
  const auto waits = [&] {
    return read<bool>([&](Connection& db) { return outbox::has_calm_before(db, end); });
  };
  EXPECT_TRUE(find("msg_calm").calm);
  EXPECT_TRUE(waits());
  const auto held = in<std::int64_t>([&](Connection& db) { return outbox::hold_calm(db, end); });
  EXPECT_EQ(held.value(), 1);
  EXPECT_FALSE(waits());
  EXPECT_EQ(due(), std::vector<std::string>{"msg_urgent"});
  EXPECT_EQ(find("msg_calm").attempt, 0);
  clock_.advance(std::chrono::hours(12));
  EXPECT_EQ(due().size(), 2U);
}

// Holidays last longer than any other wait; only what a clock put back has left ahead is due.
TEST_F(Outbox, calm_rows_wait_for_the_end_of_the_holidays) {
  const Time end = clock_.now() + std::chrono::hours(24 * 10);
  for (const char* id : {"msg_calm", "msg_ahead"}) {
    Message message;
    message.id = message.dedup_key = id;
    message.channel = channel_;
    message.calm = message.id == "msg_calm";
    message.next_at = end;
    message.created_at = clock_.now();
    EXPECT_TRUE(in<bool>([&](Connection& db) { return outbox::insert_once(db, message); }).value());
  }
  EXPECT_EQ(due(), std::vector<std::string>{"msg_ahead"});
}

}  // namespace
}  // namespace vouch::store
