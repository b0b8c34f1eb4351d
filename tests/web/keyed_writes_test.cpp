// Idempotency-Key: a write is carried out once, and answered again.
#include "web/keyed_writes.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

// The port over the store, without a daemon; `loses`: what the process forgets when it is killed
// before the answer is kept.
class StoredKeyedWrites final : public KeyedWrites {
 public:
  explicit StoredKeyedWrites(store::Store& store) : store_(store) {}
  std::atomic<bool> loses = false;

  Task<Result<store::Reservation>> reserve(store::KeyedWrite write) override {
    std::function<Result<store::Reservation>(store::WriteContext&)> job =
        [write = std::move(write)](store::WriteContext& context) {
          return store::keyed_writes::reserve(context.db, write);
        };
    co_return co_await store_.write<store::Reservation>(std::move(job));
  }
  Task<Status> keep(UserId actor, std::string key, store::KeyedAnswer answer) override {
    if (loses) co_return Status();
    std::function<Result<int>(store::WriteContext&)> job =
        [actor, key, answer](store::WriteContext& context) -> Result<int> {
      const Status kept = store::keyed_writes::answer(context.db, actor, key, answer);
      if (!kept) return tl::unexpected(kept.error());
      return 1;
    };
    const auto done = co_await store_.write<int>(std::move(job));
    EXPECT_TRUE(done);
    co_return Status();
  }
  Task<Status> take_back(UserId actor, std::string key) override {
    std::function<Result<int>(store::WriteContext&)> job =
        [actor, key](store::WriteContext& context) -> Result<int> {
      const Status gone = store::keyed_writes::take_back(context.db, actor, key);
      if (!gone) return tl::unexpected(gone.error());
      return 1;
    };
    const auto done = co_await store_.write<int>(std::move(job));
    EXPECT_TRUE(done);
    co_return Status();
  }

 private:
  store::Store& store_;
};

class KeyedWritesTest : public ::testing::Test {
 protected:
  KeyedWritesTest() : keyed(*world.store) {
    app = std::make_unique<App>(*world.store, world.commands, *world.health, world.service_uid,
                                &world.captures, Entrance(), &keyed);
    world.thread.run([&] {
      server = std::make_unique<HttpServer>(world.thread.loop(), *app, world.clock);
      port = server->listen_tcp("127.0.0.1:0").value();
    });
  }
  ~KeyedWritesTest() override {
    world.thread.run([&] { server.reset(); });
  }
  Answer ask(const std::string& login, const std::string& key, std::string_view target,
             std::string_view body, std::string_view method = "POST") {
    std::vector<std::string> headers = {"Authorization: Bearer " + token_of(login),
                                        "Content-Type: application/json"};
    if (!key.empty()) headers.push_back("Idempotency-Key: " + key);
    Client client = Client::tcp(port);
    client.send(request_text(method, target, headers, body));
    return client.read();
  }
  Answer add_team(const std::string& key, const std::string& name = "x",
                  const std::string& login = "root") {
    return ask(login, key, "/api/v1/teams", R"({"name":")" + name + "\"}");
  }
  [[nodiscard]] std::size_t acts() const { return world.commands.asked.size(); }
  std::int64_t rows() {
    const std::function<Result<std::int64_t>(store::Connection&)> job = [](store::Connection& db) {
      return db.scalar<std::int64_t>("SELECT count(*) FROM keyed_write");
    };
    return world.store->read_now<std::int64_t>(job).value();
  }

  WebWorld world;
  StoredKeyedWrites keyed;
  std::unique_ptr<App> app;
  std::unique_ptr<HttpServer> server;
  std::uint16_t port = 0;
};

TEST_F(KeyedWritesTest, the_same_again_is_answered_and_not_done) {
  const Answer first = add_team("k1");
  ASSERT_EQ(first.status, 201);
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  const Answer again = add_team("k1");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Content-Type"), first.header("Content-Type"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(acts(), 1U);
  EXPECT_EQ(add_team("k2").header("Idempotency-Replayed"), "");
  EXPECT_EQ(acts(), 2U);
}

TEST_F(KeyedWritesTest, without_a_key_nothing_is_kept) {
  EXPECT_EQ(add_team("").status, 201);
  EXPECT_EQ(add_team("").status, 201);
  EXPECT_EQ(acts(), 2U);
  EXPECT_EQ(rows(), 0);
}

TEST_F(KeyedWritesTest, a_key_stands_for_one_request) {
  ASSERT_EQ(add_team("k").status, 201);
  const Answer other_body = add_team("k", "y");
  EXPECT_EQ(other_body.status, 422);
  EXPECT_TRUE(other_body.has("take a new one"));
  EXPECT_TRUE(other_body.has("Idempotency-Key"));
  EXPECT_EQ(ask("root", "k", "/api/v1/teams?x=1", R"({"name":"x"})").status, 422);
  EXPECT_EQ(ask("root", "k", "/api/v1/sites", R"({"name":"x"})").status, 422);
  EXPECT_EQ(ask("root", "k", "/api/v1/teams/x", R"({"name":"x"})", "PATCH").status, 422);
  EXPECT_EQ(acts(), 1U);
}

TEST_F(KeyedWritesTest, another_persons_same_key_is_his_own) {
  ASSERT_EQ(ask("wang", "k", "/api/v1/inbox/read", R"({"entry":1})").status, 200);
  const Answer his = ask("zhao", "k", "/api/v1/inbox/read", R"({"entry":1})");
  EXPECT_EQ(his.status, 200);
  EXPECT_EQ(his.header("Idempotency-Replayed"), "");
  EXPECT_EQ(acts(), 2U);
}

TEST_F(KeyedWritesTest, who_may_not_is_not_told_what_another_was_answered) {
  ASSERT_EQ(add_team("k").status, 201);
  EXPECT_EQ(add_team("k", "x", "lilei").status, 403);
  EXPECT_EQ(rows(), 1) << "a refusal at the door leaves nothing";
}

TEST_F(KeyedWritesTest, a_refusal_is_an_answer_too) {
  world.commands.refusal = Error{ErrorCode::kConflict, "已经有了", {}};
  EXPECT_EQ(add_team("k").status, 409);
  world.commands.refusal.reset();
  const Answer again = add_team("k");
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(again.has("已经有了"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(acts(), 1U);
}

TEST_F(KeyedWritesTest, our_own_failures_are_not_kept) {
  for (const ErrorCode code : {ErrorCode::kUnavailable, ErrorCode::kIo, ErrorCode::kTimeout}) {
    world.commands.refusal = Error{code, "not now", {}};
    EXPECT_GE(add_team("k").status, 500);
  }
  EXPECT_EQ(rows(), 0);
  world.commands.refusal.reset();
  EXPECT_EQ(add_team("k").status, 201);
  EXPECT_EQ(acts(), 4U);
}

TEST_F(KeyedWritesTest, too_often_is_not_kept) {
  world.commands.refusal = Error{ErrorCode::kUnavailable, "used up", {}};
  const std::string recheck = "/api/v1/claims/" + world.claim("verified") + "/recheck";
  EXPECT_EQ(ask("lilei", "k", recheck, "{}").status, 429);
  EXPECT_EQ(rows(), 0);
}

TEST_F(KeyedWritesTest, after_a_kill_before_the_answer_the_outcome_is_not_known) {
  keyed.loses = true;
  ASSERT_EQ(add_team("k").status, 201);
  keyed.loses = false;
  const Answer again = add_team("k");
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(again.has("its outcome is not known, look before you repeat it"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "");
  EXPECT_EQ(acts(), 1U);
  EXPECT_EQ(add_team("another").status, 201);
}

TEST_F(KeyedWritesTest, of_two_at_once_one_is_carried_out) {
  std::atomic<int> done = 0;
  std::atomic<int> unknown_or_replayed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const Answer answer = add_team("k");
      const bool first = answer.status == 201 && answer.header("Idempotency-Replayed").empty();
      ++(first ? done : unknown_or_replayed);
      EXPECT_TRUE(answer.status == 201 || answer.status == 409) << answer.status;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(unknown_or_replayed, 7);
  EXPECT_EQ(acts(), 1U);
}

TEST_F(KeyedWritesTest, an_answer_that_is_too_long_is_told_by_its_status) {
  RecordChange change{"platform", "forum", 1, 2, "", "\"" + std::string(70'000, 'x') + "\""};
  ImportedRecords long_one;
  long_one.changes.push_back(change);
  world.commands.imported = long_one;
  const std::string body = R"({"toml":"x"})";
  ASSERT_EQ(ask("root", "k", "/api/v1/records", body).status, 200);
  const Answer again = ask("root", "k", "/api/v1/records", body);
  EXPECT_EQ(again.status, 409);
  EXPECT_TRUE(again.has("carried out before with status 200"));
  EXPECT_EQ(acts(), 1U);
}

TEST_F(KeyedWritesTest, keys_that_are_none_are_refused) {
  EXPECT_EQ(add_team(std::string(200, 'k')).status, 201);
  EXPECT_EQ(add_team(std::string(201, 'k')).status, 400);
  EXPECT_EQ(add_team("a b").status, 400);
  EXPECT_EQ(add_team("\xE9").status, 400);
  EXPECT_EQ(acts(), 1U);
}

TEST_F(KeyedWritesTest, what_holds_a_secret_is_kept_nowhere) {
  world.health->value.public_url = "http://vouch.lan:8480";
  EXPECT_EQ(ask("root", "k", "/api/v1/users", R"({"login":"x","name":"x"})").status, 201);
  EXPECT_EQ(ask("root", "k", "/api/v1/tokens", R"({"label":"x"})").status, 201);
  EXPECT_EQ(ask("root", "k", "/api/v1/owner-links", R"({"label":"x"})").status, 201);
  EXPECT_EQ(ask("wang", "k", "/api/v1/captures/bookmark", "").status, 201);
  EXPECT_EQ(ask("wang", "k", "/api/v1/reports", R"({"rows":[{"url":"x"}]})").status, 200);
  EXPECT_EQ(world.commands.report.idempotency_key, "k") << "its own";
  EXPECT_EQ(rows(), 0);
}

TEST(KeyedRoutes, nothing_that_lets_people_in_is_kept) {
  const HttpRequest request = [] {
    HttpRequest out;
    out.headers.push_back(HeaderField{"Idempotency-Key", "k"});
    return out;
  }();
  for (const Route& route : routes()) {
    if (!is_keyed(route, request)) continue;
    EXPECT_TRUE(route.gate == Gate::kPeople || route.gate == Gate::kSelf) << route.pattern;
    for (const char* word : {"/session\"", "password", "invitation", "/tokens", "totp"})
      EXPECT_EQ((std::string(route.pattern) + "\"").find(word), std::string::npos) << route.pattern;
  }
}

}  // namespace
}  // namespace vouch::web::test
