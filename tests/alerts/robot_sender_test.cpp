// Robots behind the dispatcher: merging, turns, refusals; real SQLite, a scripted platform.
#include "alerts/robot_sender.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "alerts/dispatcher.h"
#include "alerts/outgoing.h"
#include "alerts/robot_outgoing.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/http_fake.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/smtp_process.h"

namespace vouch::alerts {
namespace {

using fakes::FakeHttp;
using fakes::Reply;
using fakes::run_task;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::AllOf;
using testing::at;
using testing::FixedClock;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kWecomUrl = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K1";
constexpr const char* kPushUrl = "https://sctapi.ftqq.com/SCT1.send";
constexpr const char* kOk = R"({"errcode":0,"errmsg":"ok"})";

std::string err(int code) {
  return fmt::format(R"({{"errcode":{},"errmsg":"no"}})", code);
}

class RobotDispatch : public ::testing::Test {
 protected:
  RobotDispatch() : http_(&clock_) {
    log::set_level(log::Level::kError);
    store::StoreOptions options;
    options.directory = folder_.path();
    options.clock = &clock_;
    options.quick_check = false;
    store_ = store::Store::open(options).value();
    group_ = channel("group");
    push_ = channel("push");
    senders_["group"] = &group_sender_;
    senders_["push"] = &push_sender_;
    restart();
  }

  template <class T>
  T write(std::function<Result<T>(store::WriteContext&)> job) {
    return store_->write_now<T>(std::move(job)).value();
  }
  ChannelId channel(const std::string& name) {
    return write<ChannelId>([name](store::WriteContext& context) {
      return store::channels::upsert(context.db, name, ChannelKind::kWebhook);
    });
  }
  RobotEndpoint endpoint(const char* name, RobotKind kind, const char* address) {
    return robot_endpoint(name, kind, address, {}, false, Language::kChinese).value();
  }
  void restart() {
    dispatcher_ = std::make_unique<Dispatcher>(
        *store_, clock_, steady_, senders_,
        [this](store::WriteContext&, const ChannelTrouble& trouble) -> Status {
          troubles_.push_back(trouble);
          return {};
        });
  }
  std::string put(const std::string& title, std::size_t bytes = 10, ChannelId to = {}) {
    Message message;
    message.channel = to ? to : group_;
    message.address = message.channel == group_ ? "group" : "push";
    message.dedup_key = dedup_key(title, message.channel, message.address);
    message.id = message_id(message.dedup_key);
    message.body = to_json(RobotText{title, {{std::string(bytes, 'x'), ""}}, "https://v.example/"});
    message.created_at = clock_.time;
    message.next_at = clock_.time;
    write<bool>([message](store::WriteContext& context) {
      return store::outbox::insert_once(context.db, message);
    });
    return message.id;
  }
  Message row(const std::string& id) {
    return store_
        ->read_now<Message>([id](store::Connection& db) { return store::outbox::find(db, id); })
        .value();
  }
  std::vector<store::Delivery> deliveries(const std::string& id) {
    return store_
        ->read_now<std::vector<store::Delivery>>(
            [id](store::Connection& db) { return store::outbox::deliveries_of(db, id); })
        .value();
  }
  int step() { return run_task(dispatcher_->dispatch_due(clock_.time)).value(); }
  std::optional<Time> next_due() { return run_task(dispatcher_->next_due()).value(); }
  std::vector<std::string> said() {  // by the group's robot
    std::vector<std::string> all;
    for (const auto& request : http_.requests) {
      const auto body = boost::json::parse(request.body).as_object();
      if (body.contains("text")) {
        all.emplace_back(body.at("text").as_object().at("content").as_string());
      }
    }
    return all;
  }

  fakes::TemporaryFolder folder_;
  FixedClock clock_{at("2026-11-23", 20)};
  SystemSteadyClock steady_;
  FakeHttp http_;
  RobotSender group_sender_{http_, clock_, endpoint("group", RobotKind::kWecom, kWecomUrl)};
  RobotSender push_sender_{http_, clock_, endpoint("push", RobotKind::kServerchan, "SCT1")};
  std::unique_ptr<store::Store> store_;
  ChannelId group_, push_;
  std::map<std::string, Sender*> senders_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::vector<ChannelTrouble> troubles_;
};

TEST_F(RobotDispatch, what_waits_together_goes_out_as_one_message_and_each_row_says_so) {
  http_.on(kWecomUrl, Reply::json(kOk));
  const std::vector<std::string> ids = {put("甲"), put("乙"), put("丙")};
  EXPECT_EQ(step(), 3);
  ASSERT_THAT(said(), SizeIs(1));
  EXPECT_THAT(said()[0], AllOf(HasSubstr("3 条"), HasSubstr("1. 甲"), HasSubstr("2. 乙"),
                               HasSubstr("3. 丙"), HasSubstr("https://v.example/")));
  for (const std::string& id : ids) {
    EXPECT_EQ(row(id).state, MessageState::kSent);
    EXPECT_EQ(row(id).provider_ref, "together " + ids[0]);
    ASSERT_THAT(deliveries(id), SizeIs(1));
    EXPECT_THAT(deliveries(id)[0].detail, HasSubstr("3 rows in one message, the first " + ids[0]));
  }
}

TEST_F(RobotDispatch, one_alone_goes_out_as_it_is) {
  http_.on(kWecomUrl, Reply::json(kOk));
  const std::string id = put("甲");
  EXPECT_EQ(step(), 1);
  EXPECT_EQ(said()[0], "甲\nxxxxxxxxxx\nhttps://v.example/");
  EXPECT_EQ(deliveries(id)[0].detail, "");
}

TEST_F(RobotDispatch, a_flood_is_merged_whole_and_stays_below_the_rate) {
  http_.on(kWecomUrl, Reply::json(kOk));
  std::vector<std::string> ids;
  ids.reserve(120);
  for (int i = 0; i < 120; ++i) ids.push_back(put(fmt::format("第{}条", i), 500));
  const Time start = clock_.time;
  EXPECT_LT(step(), 120);
  EXPECT_THAT(said(), SizeIs(kWecomForm.rate.burst));
  EXPECT_EQ(step(), 0) << "no turn is left";
  while (const auto next = next_due()) {
    ASSERT_GT(*next, clock_.time);
    clock_.time = *next;
    ASSERT_GT(step(), 0);
  }
  std::string all;
  for (const std::string& one : said()) all += one + "\n";
  EXPECT_THAT(all, Not(HasSubstr("太长")));
  for (int i = 0; i < 120; ++i) {
    const std::string title = fmt::format(" 第{}条\n", i);
    EXPECT_EQ(all.find(title), all.rfind(title)) << title;
    EXPECT_THAT(all, HasSubstr(title));
  }
  for (const std::string& id : ids) EXPECT_EQ(row(id).state, MessageState::kSent);
  const auto sends = static_cast<std::int64_t>(said().size());
  EXPECT_GE(clock_.time - start, kWecomForm.rate.every * (sends - kWecomForm.rate.burst));
}

TEST_F(RobotDispatch, a_restart_does_not_burst) {
  http_.on(kWecomUrl, Reply::json(kOk));
  for (int i = 0; i < kWecomForm.rate.burst; ++i) {
    put(fmt::format("第{}条", i));
    EXPECT_EQ(step(), 1);
  }
  const std::string id = put("再一条");
  restart();
  EXPECT_EQ(step(), 0);
  EXPECT_EQ(row(id).attempt, 0) << "waiting costs no attempt";
  EXPECT_EQ(next_due(), clock_.time + kWecomForm.rate.every);
  clock_.time += kWecomForm.rate.every;
  EXPECT_EQ(step(), 1);
}

TEST_F(RobotDispatch, a_test_message_takes_a_turn_too) {
  for (int i = 0; i < kWecomForm.rate.burst; ++i) {
    EXPECT_EQ(run_task(dispatcher_->take_turn("group")).value(), std::nullopt);
  }
  EXPECT_EQ(run_task(dispatcher_->take_turn("group")).value(), clock_.time + kWecomForm.rate.every);
  EXPECT_EQ(run_task(dispatcher_->take_turn("no such")).value(), std::nullopt);
}

TEST_F(RobotDispatch, a_kill_while_several_are_sent_loses_none_and_marks_all) {
  http_.on(kWecomUrl, Reply::json(kOk));
  const std::vector<std::string> ids = {put("甲"), put("乙")};
  write<Begun>([&](store::WriteContext& context) {
    return begin_attempts(context, {row(ids[0]), row(ids[1])}, kWecomForm.rate);
  });
  restart();
  EXPECT_EQ(run_task(dispatcher_->recover()).value(), 2);
  EXPECT_EQ(step(), 2);
  ASSERT_THAT(said(), SizeIs(1));
  for (const std::string& id : ids) {
    EXPECT_EQ(row(id).state, MessageState::kSent);
    EXPECT_TRUE(row(id).possible_duplicate);
    EXPECT_EQ(row(id).attempt, 2);
  }
}

TEST_F(RobotDispatch, after_a_refusal_in_company_each_goes_alone_and_only_the_bad_one_dies) {
  http_.on(kWecomUrl, Reply::json(err(40008)));
  const std::vector<std::string> ids = {put("甲"), put("乙"), put("丙")};
  EXPECT_EQ(step(), 3);
  EXPECT_THAT(troubles_, SizeIs(0));
  http_.now(kWecomUrl, Reply::json(kOk)).on(kWecomUrl, Reply::json(err(40008)));
  http_.on(kWecomUrl, Reply::json(kOk));
  clock_.time += std::chrono::minutes(1);  // all are due again at once
  EXPECT_EQ(step(), 3);
  EXPECT_THAT(said(), SizeIs(4));
  int dead = 0;
  for (const std::string& id : ids) dead += row(id).state == MessageState::kDead;
  EXPECT_EQ(dead, 1);
  EXPECT_THAT(troubles_, SizeIs(1));
}

TEST_F(RobotDispatch, an_error_under_status_200_is_not_sent) {
  http_.on(kWecomUrl, Reply::json(err(45009)));
  const std::string id = put("甲");
  step();
  EXPECT_EQ(row(id).state, MessageState::kPending);
  EXPECT_EQ(row(id).last_code, "errcode 45009");
  EXPECT_GE(next_due(), clock_.time + seconds(60));
}

TEST_F(RobotDispatch, an_unreadable_answer_is_unknown_and_comes_again_marked) {
  http_.on(kWecomUrl, Reply::page("<html>")).on(kWecomUrl, Reply::json(kOk));
  const std::string id = put("甲");
  step();
  EXPECT_EQ(row(id).state, MessageState::kUnknown);
  clock_.time = *next_due();
  step();
  EXPECT_EQ(row(id).state, MessageState::kSent);
  EXPECT_TRUE(row(id).possible_duplicate);
}

TEST_F(RobotDispatch, a_robot_that_is_gone_is_switched_off_and_told) {
  http_.on(kWecomUrl, Reply::json(err(93000)));
  const std::string id = put("甲");
  step();
  ASSERT_THAT(troubles_, SizeIs(1));
  EXPECT_TRUE(troubles_[0].switched_off);
  EXPECT_THAT(troubles_[0].detail, Not(HasSubstr("K1")));
  EXPECT_EQ(row(id).state, MessageState::kPending);
}

TEST_F(RobotDispatch, a_used_up_day_is_told_and_the_rest_goes_out_after_midnight) {
  http_.on(kPushUrl, Reply::with_status(400, R"({"code":40001,"message":"超过"})"));
  http_.on(kPushUrl, Reply::json(R"({"code":0,"message":"","data":{"errno":0,"pushid":"9"}})"));
  const std::string id = put("甲", 10, push_);
  step();
  ASSERT_THAT(troubles_, SizeIs(1));
  EXPECT_TRUE(troubles_[0].closed);
  EXPECT_FALSE(troubles_[0].switched_off);
  ASSERT_EQ(row(id).state, MessageState::kPending);
  clock_.time = *next_due();
  EXPECT_GE(clock_.time, at("2026-11-24", 0));
  EXPECT_LT(clock_.time, at("2026-11-24", 2));
  step();
  EXPECT_EQ(row(id).state, MessageState::kSent);
  EXPECT_EQ(row(id).provider_ref, "9");
}

TEST_F(RobotDispatch, a_body_that_is_no_robots_is_dead_and_never_leaves) {
  Message message;
  message.channel = group_;
  message.id = "msg_x";
  message.address = "group";
  message.dedup_key = "x";
  message.body = R"({"text":"letter","html":"<p>"})";
  message.created_at = clock_.time;
  message.next_at = clock_.time;
  write<bool>([message](store::WriteContext& context) {
    return store::outbox::insert_once(context.db, message);
  });
  step();
  EXPECT_EQ(row("msg_x").state, MessageState::kDead);
  EXPECT_THAT(http_.requests, SizeIs(0));
}

TEST(RobotRequest, what_was_written_for_one_reader_goes_to_no_other) {
  FixedClock clock(at("2026-11-23", 20));
  FakeHttp http(&clock);
  http.on(kWecomUrl, Reply::json(kOk));
  RobotEndpoint endpoint =
      robot_endpoint("r", RobotKind::kWecom, kWecomUrl, {}, false, Language::kChinese).value();
  Message message;
  message.body = to_json(RobotText{"甲", {}, ""});
  message.recipient = UserId{4};
  message.address = robot_row_address("r", "wang");
  for (const char* user : {"", "li"}) {  // the name was given to a group, or to somebody else
    endpoint.user = user;
    RobotSender sender(http, clock, endpoint);
    EXPECT_EQ(run_task(sender.send(message)).outcome, SendOutcome::kDead) << user;
  }
  EXPECT_THAT(http.requests, SizeIs(0));
  endpoint.user = "wang";
  RobotSender sender(http, clock, endpoint);
  EXPECT_EQ(run_task(sender.send(message)).outcome, SendOutcome::kSent);
}

TEST(RobotRequest, is_json_in_utf8_to_a_secret_address) {
  FixedClock clock(at("2026-11-23", 20));
  FakeHttp http(&clock);
  http.on(kWecomUrl, Reply::json(kOk));
  RobotSender sender(
      http, clock,
      robot_endpoint("r", RobotKind::kWecom, kWecomUrl, {}, false, Language::kChinese).value());
  Message message;
  message.address = "r";
  message.body = to_json(RobotText{"甲", {}, ""});
  EXPECT_EQ(run_task(sender.send(message)).outcome, SendOutcome::kSent);
  ASSERT_THAT(http.requests, SizeIs(1));
  const auto& request = http.requests[0];
  EXPECT_EQ(request.method, crawler::Method::kPost);
  EXPECT_EQ(request.secrecy, crawler::Secrecy::kSecretUrl);
  EXPECT_EQ(request.address_class, crawler::AddressClass::kGuarded);
  EXPECT_EQ(header_value(request.headers, "content-type"), "application/json; charset=utf-8");
}

TEST(RobotEndpoint, plain_http_only_on_this_machine_or_where_the_operator_says_so) {
  const auto made = [](const char* address, bool allowed) {
    return robot_endpoint("r", RobotKind::kWecom, address, {}, allowed, Language::kChinese)
        .has_value();
  };
  EXPECT_FALSE(made("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", false));
  EXPECT_TRUE(made("http://10.0.0.1/cgi-bin/webhook/send?key=K", true));
  EXPECT_TRUE(made("http://127.0.0.1:80/cgi-bin/webhook/send?key=K", false));
}

}  // namespace
}  // namespace vouch::alerts
