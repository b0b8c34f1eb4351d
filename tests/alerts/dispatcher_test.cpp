#include "alerts/dispatcher.h"

#include <gmock/gmock.h>

#include <deque>

#include "alerts/outgoing.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/smtp_process.h"

namespace vouch::alerts {
namespace {

using fakes::run_task;
using testing::at;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using testing::FixedClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SendResult result(SendOutcome outcome, std::string code = "code") {
  SendResult made;
  made.outcome = outcome;
  made.code = std::move(code);
  return made;
}

// Answers in the order of its script, then accepts; keeps what it was given.
class ScriptedSender final : public Sender {
 public:
  Task<SendResult> send(Message message) override {
    sent.push_back(message);
    if (on_send) on_send(message);
    if (script.empty()) {
      SendResult accepted = result(SendOutcome::kSent, "250");
      accepted.provider_ref = "queued as Q1";
      co_return accepted;
    }
    SendResult next = std::move(script.front());
    script.pop_front();
    co_return next;
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const Message& message : sent) all.push_back(message.id);
    return all;
  }

  std::deque<SendResult> script;
  std::function<void(const Message&)> on_send;
  std::vector<Message> sent;
};

class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    log::set_level(log::Level::kError);
    store::StoreOptions options;
    options.directory = folder_.path();
    options.clock = &clock_;
    options.quick_check = false;
    store_ = store::Store::open(options).value();
    mail_ = write<ChannelId>([](store::WriteContext& context) {
      return store::channels::upsert(context.db, "mail", ChannelKind::kMail);
    });
    hook_ = write<ChannelId>([](store::WriteContext& context) {
      return store::channels::upsert(context.db, "erp", ChannelKind::kWebhook);
    });
    restart();
  }

  template <class T>
  T write(std::function<Result<T>(store::WriteContext&)> job) {
    return store_->write_now<T>(std::move(job)).value();
  }
  template <class T>
  T read(std::function<Result<T>(store::Connection&)> job) {
    return store_->read_now<T>(std::move(job)).value();
  }

  void restart() {
    dispatcher_ = std::make_unique<Dispatcher>(
        *store_, clock_, steady_, senders_,
        [this](store::WriteContext&, const ChannelTrouble& trouble) -> Status {
          if (refuse_trouble_) return fail(ErrorCode::kIo, "disk full");
          troubles_.push_back(trouble);
          return {};
        });
  }

  std::string put(const std::string& what, const std::string& group = {}, ChannelId channel = {}) {
    Message message;
    message.channel = channel ? channel : mail_;
    message.address = "u5@example.com";
    message.dedup_key = dedup_key(what, message.channel, message.address);
    message.id = message_id(message.dedup_key);
    message.subject = what;
    message.body = R"({"text":"t"})";
    message.group_key = group;
    message.created_at = clock_.time;
    message.next_at = clock_.time;
    write<bool>([message](store::WriteContext& context) {
      return store::outbox::insert_once(context.db, message);
    });
    return message.id;
  }

  Message row(const std::string& id) {
    return read<Message>([id](store::Connection& db) { return store::outbox::find(db, id); });
  }
  Channel channel(ChannelId id) {
    return read<Channel>([id](store::Connection& db) { return store::channels::find(db, id); });
  }
  std::vector<store::Delivery> deliveries(const std::string& id) {
    return read<std::vector<store::Delivery>>(
        [id](store::Connection& db) { return store::outbox::deliveries_of(db, id); });
  }
  int step() { return run_task(dispatcher_->dispatch_due(clock_.time)).value(); }
  std::optional<Time> next_due() { return run_task(dispatcher_->next_due()).value(); }

  fakes::TemporaryFolder folder_;
  FixedClock clock_{at("2026-11-23", 20)};
  SystemSteadyClock steady_;
  std::unique_ptr<store::Store> store_;
  ChannelId mail_, hook_;
  ScriptedSender mailer_, poster_;
  std::map<std::string, Sender*> senders_{{"mail", &mailer_}, {"erp", &poster_}};
  std::unique_ptr<Dispatcher> dispatcher_;
  std::vector<ChannelTrouble> troubles_;
  bool refuse_trouble_ = false;
};

TEST_F(DispatcherTest, an_accepted_row_is_sent_with_the_servers_reference_and_a_delivery_row) {
  const std::string id = put("a");
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row(id).state, MessageState::kSent);
  EXPECT_EQ(row(id).sent_at, clock_.time);
  EXPECT_EQ(row(id).provider_ref, "queued as Q1");
  ASSERT_THAT(deliveries(id), SizeIs(1));
  EXPECT_EQ(deliveries(id)[0].outcome, MessageState::kSent);
  EXPECT_EQ(step(), 0);
  EXPECT_EQ(next_due(), std::nullopt);
}

TEST_F(DispatcherTest, the_attempt_is_committed_before_the_first_byte) {
  const std::string id = put("a");
  Message seen;
  mailer_.on_send = [&](const Message& message) { seen = row(message.id); };
  step();
  EXPECT_EQ(seen.state, MessageState::kSending);
  EXPECT_EQ(seen.attempt, 1);
  EXPECT_EQ(mailer_.sent[0].attempt, 1);
}

TEST_F(DispatcherTest, each_attempt_is_told_before_its_first_byte_and_its_end_after) {
  const std::string id = put("a");
  std::string before;
  mailer_.on_send = [&](const Message&) {
    before = ::testing::internal::GetCapturedStderr();
    ::testing::internal::CaptureStderr();
  };
  log::set_level(log::Level::kDebug);
  ::testing::internal::CaptureStderr();
  step();
  log::set_level(log::Level::kError);
  const std::string after = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(before, EndsWith("<7>alerts: message " + id + " attempt 1: sending by mail\n"));
  EXPECT_THAT(after, HasSubstr("message " + id + " attempt 1 by mail: sent (250)"));
}

TEST_F(DispatcherTest, a_failed_attempt_comes_back_later_with_the_same_id_and_bytes) {
  const std::string id = put("a");
  mailer_.script.push_back(result(SendOutcome::kRetry, "rcpt 450"));
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row(id).state, MessageState::kPending);
  EXPECT_EQ(row(id).last_code, "rcpt 450");
  EXPECT_EQ(next_due(), row(id).next_at);
  EXPECT_EQ(step(), 0);
  clock_.time = row(id).next_at;
  EXPECT_EQ(step(), 1);
  EXPECT_THAT(mailer_.ids(), ElementsAre(id, id));
  EXPECT_EQ(mailer_.sent[0].body, mailer_.sent[1].body);
  EXPECT_FALSE(mailer_.sent[1].possible_duplicate);
}

TEST_F(DispatcherTest, an_unknown_end_is_sent_again_with_the_same_id_and_marked) {
  const std::string id = put("a");
  mailer_.script.push_back(result(SendOutcome::kUnknown, "final-dot network"));
  step();
  EXPECT_EQ(row(id).state, MessageState::kUnknown);
  clock_.time = row(id).next_at;
  step();
  EXPECT_THAT(mailer_.ids(), ElementsAre(id, id));
  EXPECT_EQ(row(id).state, MessageState::kSent);
  EXPECT_TRUE(row(id).possible_duplicate);
}

TEST_F(DispatcherTest, what_was_being_sent_when_the_daemon_died_is_sent_again_and_marked) {
  const std::string id = put("a");
  write<std::optional<int>>([id](store::WriteContext& context) {
    return store::outbox::begin_attempt(context.db, id, 0, context.now);
  });
  restart();
  EXPECT_EQ(run_task(dispatcher_->recover()).value(), 1);
  EXPECT_EQ(row(id).state, MessageState::kUnknown);
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row(id).state, MessageState::kSent);
  EXPECT_EQ(row(id).attempt, 2);
  EXPECT_TRUE(row(id).possible_duplicate);
  EXPECT_THAT(deliveries(id), SizeIs(2));
}

TEST_F(DispatcherTest, a_late_worker_is_fenced_out) {
  const std::string id = put("a");
  mailer_.on_send = [&](const Message& message) {
    write<std::int64_t>([](store::WriteContext& context) {
      return store::outbox::recover_sending_to_unknown(context.db, context.now);
    });
    write<std::optional<int>>([&](store::WriteContext& context) {
      return store::outbox::begin_attempt(context.db, message.id, message.attempt, context.now);
    });
  };
  step();
  EXPECT_EQ(row(id).state, MessageState::kSending);
  EXPECT_EQ(row(id).attempt, 2);
}

TEST_F(DispatcherTest, order_is_kept_within_a_group_and_other_groups_do_not_wait) {
  const std::string first = put("a", "claim|1");
  const std::string second = put("b", "claim|1");
  const std::string other = put("c", "claim|2");
  mailer_.script.push_back(result(SendOutcome::kRetry));
  EXPECT_EQ(step(), 2);
  EXPECT_THAT(mailer_.ids(), ElementsAre(first, other));
  EXPECT_EQ(step(), 0);
  clock_.time = row(first).next_at;
  while (step() > 0) {
  }
  EXPECT_THAT(mailer_.ids(), ElementsAre(first, other, first, second));
}

TEST_F(DispatcherTest, a_dead_row_is_reported_and_does_not_hold_up_its_group) {
  const std::string first = put("a", "claim|1");
  const std::string second = put("b", "claim|1");
  mailer_.script.push_back(result(SendOutcome::kDead, "rcpt 550"));
  while (step() > 0) {
  }
  EXPECT_EQ(row(first).state, MessageState::kDead);
  EXPECT_EQ(row(second).state, MessageState::kSent);
  ASSERT_THAT(troubles_, SizeIs(1));
  EXPECT_EQ(troubles_[0].message_id, first);
  EXPECT_FALSE(troubles_[0].switched_off);
  EXPECT_TRUE(channel(mail_).enabled);
}

TEST_F(DispatcherTest, a_row_that_is_out_of_attempts_is_dead_and_reported) {
  const std::string id = put("a", {}, hook_);
  for (int i = 0; i < 10; ++i) poster_.script.push_back(result(SendOutcome::kRetry, "http 500"));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(step(), 1);
    clock_.time = row(id).next_at;
  }
  EXPECT_EQ(row(id).state, MessageState::kDead);
  EXPECT_EQ(row(id).attempt, 10);
  ASSERT_THAT(troubles_, SizeIs(1));
  EXPECT_EQ(troubles_[0].detail, "http 500");
}

TEST_F(DispatcherTest, a_broken_channel_is_switched_off_and_its_rows_wait_until_it_is_mended) {
  const std::string first = put("a");
  const std::string second = put("b");
  mailer_.script.push_back(result(SendOutcome::kChannelBroken, "auth 535"));
  EXPECT_EQ(step(), 1);
  EXPECT_FALSE(channel(mail_).enabled);
  EXPECT_EQ(channel(mail_).disabled_why, "auth 535");
  ASSERT_THAT(troubles_, SizeIs(1));
  EXPECT_TRUE(troubles_[0].switched_off);
  EXPECT_EQ(step(), 0);
  EXPECT_EQ(next_due(), std::nullopt);

  ASSERT_TRUE(run_task(dispatcher_->channel_mended("mail")));
  EXPECT_EQ(step(), 2);
  EXPECT_EQ(row(first).state, MessageState::kSent);
  EXPECT_EQ(row(second).state, MessageState::kSent);
  EXPECT_EQ(channel(mail_).failing_since, Time{});
}

TEST_F(DispatcherTest,
       a_switched_off_channel_stays_off_over_a_restart_and_is_tried_after_a_reload) {
  put("a");
  mailer_.script.push_back(result(SendOutcome::kChannelBroken, "http 410"));
  step();
  restart();
  EXPECT_EQ(step(), 0);
  dispatcher_->set_senders(senders_);
  EXPECT_EQ(step(), 1);
  EXPECT_TRUE(channel(mail_).enabled);
}

TEST_F(DispatcherTest, a_channel_without_a_sender_waits_in_peace_and_returns_with_it) {
  const std::string id = put("a");
  auto mail_only_gone = senders_;
  mail_only_gone.erase("mail");
  dispatcher_->set_senders(mail_only_gone);
  EXPECT_EQ(next_due(), std::nullopt);
  EXPECT_EQ(step(), 0);
  EXPECT_EQ(row(id).state, MessageState::kPending);
  restart();
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row(id).state, MessageState::kSent);
}

TEST_F(DispatcherTest, failures_are_noted_on_the_channel_and_a_success_clears_them) {
  const std::string id = put("a");
  mailer_.script.push_back(result(SendOutcome::kRetry));
  step();
  EXPECT_EQ(channel(mail_).failing_since, clock_.time);
  clock_.time = row(id).next_at;
  step();
  EXPECT_EQ(channel(mail_).failing_since, Time{});
}

TEST_F(DispatcherTest, if_the_notice_cannot_be_written_the_attempt_is_not_written_either) {
  const std::string id = put("a");
  mailer_.script.push_back(result(SendOutcome::kDead));
  refuse_trouble_ = true;
  EXPECT_FALSE(run_task(dispatcher_->dispatch_due(clock_.time)));
  EXPECT_EQ(row(id).state, MessageState::kSending);  // the next start makes it unknown
  EXPECT_THAT(deliveries(id), IsEmpty());
  EXPECT_EQ(dispatcher_->in_flight(), 0);
}

// Ends only when the other channel has been asked to send.
class WaitingSender final : public Sender {
 public:
  Task<SendResult> send(Message) override {
    auto start = [this](Completion<SendResult> done) {
      if (other_sent_) {
        done(result(SendOutcome::kSent));
      } else {
        done_ = std::move(done);
      }
    };
    SendResult sent = co_await await_callback<SendResult>(start);
    co_return sent;
  }
  void other_sends() {
    other_sent_ = true;
    if (done_) std::exchange(done_, nullptr)(result(SendOutcome::kSent));
  }

 private:
  bool other_sent_ = false;
  Completion<SendResult> done_;
};

TEST_F(DispatcherTest, a_slow_channel_does_not_delay_another) {
  WaitingSender slow;
  for (const bool slow_is_mail : {true, false}) {
    ScriptedSender quick;
    quick.on_send = [&](const Message&) {
      EXPECT_GE(dispatcher_->in_flight(), 1);
      slow.other_sends();
    };
    senders_ = {{"mail", slow_is_mail ? static_cast<Sender*>(&slow) : &quick},
                {"erp", slow_is_mail ? static_cast<Sender*>(&quick) : &slow}};
    restart();
    put("m" + std::to_string(slow_is_mail));
    put("h" + std::to_string(slow_is_mail), {}, hook_);
    EXPECT_EQ(step(), 2);
    EXPECT_EQ(dispatcher_->in_flight(), 0);
  }
}

Task<> one_step(Dispatcher& dispatcher, Time now) {
  const auto sent = co_await dispatcher.dispatch_due(now);
  EXPECT_TRUE(sent);
}

TEST_F(DispatcherTest,
       a_step_that_waits_for_a_silent_receiver_does_not_keep_the_next_from_going_out) {
  WaitingSender silent;
  ScriptedSender quick;
  senders_ = {{"mail", &quick}, {"erp", &silent}};
  restart();
  put("event", {}, hook_);
  boost::asio::io_context& loop = fakes::ready_loop();
  int ended = 0;
  const auto step = [&] {
    boost::asio::co_spawn(loop, one_step(*dispatcher_, clock_.time),
                          [&](std::exception_ptr) { ++ended; });
  };
  const auto turn_until = [&](const std::function<bool()>& done) {
    while (!done()) loop.run_one();
  };
  step();
  turn_until([&] { return dispatcher_->in_flight() == 1; });
  put("letter");
  step();
  turn_until([&] { return ended == 1; });
  EXPECT_THAT(quick.sent, SizeIs(1));
  silent.other_sends();
  turn_until([&] { return ended == 2; });
}

TEST_F(DispatcherTest, a_channel_that_fails_as_a_whole_rests_and_spares_its_other_rows) {
  const std::string first = put("first");
  const std::string second = put("second");
  SendResult down = result(SendOutcome::kRetry, "connect");
  down.of_channel = true;
  mailer_.script = {down, down};
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(step(), 0);  // it rests
  EXPECT_EQ(next_due(), clock_.time + std::chrono::minutes(1));
  clock_.time += std::chrono::minutes(1);
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(next_due(), clock_.time + std::chrono::minutes(2));  // longer each time
  clock_.time += std::chrono::minutes(10);
  EXPECT_EQ(step(), 2);
  EXPECT_EQ(row(first).state, MessageState::kSent);
  EXPECT_EQ(row(second).state, MessageState::kSent);
  EXPECT_EQ(row(first).attempt + row(second).attempt, 4);  // two for nothing, not four
}

TEST_F(DispatcherTest, a_retry_of_a_calm_letter_does_not_disturb_the_night) {
  const Time morning = at("2026-11-24", 8);
  dispatcher_->set_quiet([morning](Time now) {
    const bool night = now >= at("2026-11-23", 20) && now < morning;
    return night ? std::optional(morning) : std::nullopt;
  });
  clock_.time = at("2026-11-23", 19, 59);
  mailer_.script = {result(SendOutcome::kRetry, "451")};
  Message calm;
  calm.channel = mail_;
  calm.address = "u5@example.com";
  calm.id = calm.dedup_key = "msg_calm";
  calm.body = R"({"text":"t"})";
  calm.calm = true;
  calm.created_at = calm.next_at = clock_.time;
  write<bool>([&calm](store::WriteContext& context) {
    return store::outbox::insert_once(context.db, calm);
  });
  EXPECT_EQ(step(), 1);
  clock_.time = at("2026-11-23", 22);
  const std::string urgent = put("urgent");
  EXPECT_EQ(step(), 1) << "the urgent one alone";
  EXPECT_THAT(mailer_.ids(), ElementsAre("msg_calm", urgent));
  EXPECT_EQ(next_due(), morning);
  clock_.time = morning;
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row("msg_calm").state, MessageState::kSent);
  EXPECT_EQ(row("msg_calm").attempt, 2) << "waiting costs no attempt";
}

TEST_F(DispatcherTest, what_waits_by_a_clock_that_was_ahead_goes_out_once_it_is_put_back) {
  const Time today = clock_.time;
  clock_.time += std::chrono::hours(24 * 365);
  const std::string id = put("first");
  SendResult down = result(SendOutcome::kRetry, "connect");
  down.of_channel = true;
  mailer_.script = {down, down};
  EXPECT_EQ(step(), 1);
  clock_.time = today;
  EXPECT_EQ(step(), 1);  // and fails again
  EXPECT_EQ(step(), 0);  // no loop: it rests by the new time
  EXPECT_LE(next_due(), today + std::chrono::minutes(6));
  clock_.time = today + std::chrono::minutes(6);
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(row(id).state, MessageState::kSent);
}

TEST_F(DispatcherTest, a_clock_that_jumps_ahead_tries_what_waits_once) {
  put("first");
  mailer_.script = {result(SendOutcome::kRetry, "451"), result(SendOutcome::kRetry, "451")};
  EXPECT_EQ(step(), 1);
  clock_.time += std::chrono::hours(24 * 365);
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(step(), 0);
}

TEST_F(DispatcherTest, a_turn_kept_by_a_clock_that_was_ahead_costs_one_empty_bucket) {
  const Rate rate{2, std::chrono::minutes(1)};
  const auto turn = [&] {
    return write<std::optional<Time>>(
        [&](store::WriteContext& context) { return take_channel_turn(context, mail_, rate); });
  };
  const Time today = clock_.time;
  clock_.time += std::chrono::hours(24 * 365);
  EXPECT_FALSE(turn());
  clock_.time = today;
  const auto wait = turn();
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, today + std::chrono::minutes(1));
  clock_.time = *wait;
  EXPECT_FALSE(turn());
  EXPECT_TRUE(turn());  // nor a burst
}

}  // namespace
}  // namespace vouch::alerts
