// The outbox under SIGKILL: a worker process sends to a sink that kills it before it reads, after
// it has read and after it has answered, and fails in between (alerts-security-operations §1.5).
#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>

#include "alerts/dispatcher.h"
#include "alerts/outgoing.h"
#include "alerts/webhook.h"
#include "core/hash.h"
#include "core/log.h"
#include "crawler/net/curl_http_client.h"
#include "store/channels.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/smtp_process.h"
#include "tests/fakes/tcp_server.h"

namespace vouch::alerts {
namespace {

using fakes::run_task;
using fakes::TcpServer;
using testing::at;
using testing::FixedClock;

constexpr int kRows = 24;
constexpr int kGroups = 4;
const Time kStart = at("2026-11-23", 20);
const std::string kSecret = "whsec_" + base64_encode(std::string(32, 's'));

std::unique_ptr<store::Store> open_store(const std::filesystem::path& folder,
                                         const FixedClock& clock) {
  store::StoreOptions options;
  options.directory = folder;
  options.clock = &clock;
  options.quick_check = false;
  return store::Store::open(options).value();
}

// The worker: run as a process of its own by the test below; alone it has nothing to do.
TEST(OutboxWorker, sends_until_nothing_is_due) {
  const char* folder = std::getenv("VOUCH_TEST_OUTBOX");
  const char* port = std::getenv("VOUCH_TEST_SINK");
  if (folder == nullptr || port == nullptr) return;
  log::set_level(log::Level::kError);
  ASSERT_NE(std::getchar(), EOF);  // the sink knows whom to kill
  FixedClock clock(kStart);
  const SystemSteadyClock steady;
  auto store = open_store(folder, clock);
  crawler::CurlHttpClient http(
      {}, crawler::AddressGuard({crawler::AllowedRange::parse("127.0.0.1:1-65535").value()}, {}),
      clock);
  WebhookSender sender(
      http, clock,
      webhook_endpoint("erp", std::string("http://127.0.0.1:") + port + "/hook", kSecret, false)
          .value());
  Dispatcher dispatcher(*store, clock, steady, {{"erp", &sender}}, {});
  ASSERT_TRUE(run_task(dispatcher.recover()));
  while (true) {
    const auto next = run_task(dispatcher.next_due()).value();
    if (!next) break;
    clock.time = std::max(clock.time, *next);
    ASSERT_TRUE(run_task(dispatcher.dispatch_due(clock.time)));
  }
}

enum class Fault { kNone, kKillUnread, kKillUnanswered, kKillAnswered, kServerError, kReset };

class Sink {
 public:
  explicit Sink(std::vector<Fault> faults)
      : faults_(std::move(faults)),
        server_([this](TcpServer::Connection& connection) { serve(connection); }) {}

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  void watch(pid_t child) {
    const std::scoped_lock lock(mutex_);
    child_ = child;
  }
  struct Seen {
    std::vector<std::pair<std::string, std::string>> accepted;  // id and body, in order
    int kills = 0;
    int resets = 0;
  };
  [[nodiscard]] Seen seen() const {
    const std::scoped_lock lock(mutex_);
    return seen_;
  }

 private:
  void serve(TcpServer::Connection& connection) {
    while (true) {
      const std::size_t number = requests_;
      const Fault fault = number < faults_.size() ? faults_[number] : Fault::kNone;
      const std::string request = connection.read_request();
      if (request.empty()) return;
      ++requests_;
      switch (fault) {
        case Fault::kKillUnread:
          kill_child();
          return;
        case Fault::kKillUnanswered:
          accept(request);
          kill_child();
          return;
        case Fault::kKillAnswered:
          accept(request);
          connection.write(TcpServer::response("200 OK", "", "{}"));
          kill_child();
          return;
        case Fault::kServerError:
          connection.write(TcpServer::response("500 Oops", "", ""));
          break;
        case Fault::kReset:
          accept(request);
          count_reset();
          connection.reset_on_close();
          return;
        case Fault::kNone:
          accept(request);
          connection.write(TcpServer::response("200 OK", "", "{}"));
          break;
      }
    }
  }

  void accept(const std::string& request) {
    const std::size_t at = request.find("webhook-id: ") + 12;
    const std::scoped_lock lock(mutex_);
    seen_.accepted.emplace_back(request.substr(at, request.find("\r\n", at) - at),
                                request.substr(request.find("\r\n\r\n") + 4));
  }
  void count_reset() {
    const std::scoped_lock lock(mutex_);
    ++seen_.resets;
  }
  void kill_child() {
    const std::scoped_lock lock(mutex_);
    if (child_ <= 0) return;
    ++seen_.kills;
    ::kill(child_, SIGKILL);
  }

  std::vector<Fault> faults_;
  std::atomic<std::size_t> requests_{0};
  mutable std::mutex mutex_;
  pid_t child_ = 0;
  Seen seen_;
  TcpServer server_;
};

TEST(OutboxKills, no_message_is_lost_and_every_second_delivery_has_the_same_id_and_is_marked) {
  const fakes::TemporaryFolder folder;
  FixedClock clock(kStart);
  std::map<std::string, std::string> group_of;
  std::vector<std::string> ids;
  {
    auto store = open_store(folder.path(), clock);
    std::function<Result<bool>(store::WriteContext&)> fill = [&](store::WriteContext& context) {
      const auto channel = store::channels::upsert(context.db, "erp", ChannelKind::kWebhook);
      for (int i = 0; i < kRows; ++i) {
        Message message;
        message.channel = channel.value();
        message.address = "erp";
        message.dedup_key = dedup_key("m" + std::to_string(i), *channel, "erp");
        message.id = message_id(message.dedup_key);
        message.body = "{\"n\":" + std::to_string(i) + "}";
        message.group_key = "claim|" + std::to_string(i % kGroups);
        message.next_at = message.created_at = kStart;
        group_of[message.id] = message.group_key;
        ids.push_back(message.id);
        const auto added = store::outbox::insert_once(context.db, message);
        if (!added) return added;
      }
      return Result<bool>(true);
    };
    ASSERT_TRUE(store->write_now<bool>(std::move(fill)));
  }

  Sink sink({Fault::kNone, Fault::kKillUnanswered, Fault::kKillUnread, Fault::kKillAnswered,
             Fault::kNone, Fault::kServerError, Fault::kKillUnanswered, Fault::kReset,
             Fault::kKillAnswered, Fault::kNone, Fault::kNone, Fault::kKillUnread,
             Fault::kKillUnanswered, Fault::kKillUnanswered, Fault::kServerError,
             Fault::kKillAnswered, Fault::kNone, Fault::kReset, Fault::kKillUnanswered});
  ::setenv("VOUCH_TEST_OUTBOX", folder.path().c_str(), 1);
  ::setenv("VOUCH_TEST_SINK", std::to_string(sink.port()).c_str(), 1);
  int ended = -1;
  for (int run = 0; run < 50 && ended != 0; ++run) {
    fakes::ChildProcess worker(
        {"/proc/self/exe", "--gtest_filter=OutboxWorker.*", "--gtest_brief=1"});
    sink.watch(worker.id());
    worker.say("\n");
    worker.read_all();
    ended = worker.wait();
    sink.watch(0);
  }
  ASSERT_EQ(ended, 0);
  const Sink::Seen seen = sink.seen();
  ASSERT_EQ(seen.kills, 10);

  std::map<std::string, std::set<std::string>> bodies;
  std::map<std::string, int> times;
  std::map<std::string, std::vector<std::string>> first_arrivals;
  for (const auto& [id, body] : seen.accepted) {
    bodies[id].insert(body);
    if (++times[id] == 1) first_arrivals[group_of.at(id)].push_back(id);
  }
  EXPECT_EQ(times.size(), ids.size()) << "each message arrived at least once";
  EXPECT_LE(seen.accepted.size() - ids.size(), static_cast<std::size_t>(seen.kills + seen.resets));

  auto store = open_store(folder.path(), clock);
  for (const std::string& id : ids) {
    std::function<Result<Message>(store::Connection&)> find = [&](store::Connection& db) {
      return store::outbox::find(db, id);
    };
    const Message message = store->read_now<Message>(std::move(find)).value();
    EXPECT_EQ(message.state, MessageState::kSent);
    EXPECT_EQ(bodies[id].size(), 1U) << "retries are byte-identical";
    if (times[id] > 1) {
      EXPECT_TRUE(message.possible_duplicate) << id;
    }
  }
  for (int group = 0; group < kGroups; ++group) {
    std::vector<std::string> expected;
    for (int i = group; i < kRows; i += kGroups) {
      expected.push_back(ids[static_cast<std::size_t>(i)]);
    }
    EXPECT_EQ(first_arrivals["claim|" + std::to_string(group)], expected);
  }
}

}  // namespace
}  // namespace vouch::alerts
