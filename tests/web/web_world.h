// The whole room over real sockets: App and HttpServer on a loop thread, a real store in a folder
// of its own, fakes for what the daemon brings.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "core/log.h"
#include "tests/web/fake_captures.h"
#include "tests/web/fake_daemon.h"
#include "tests/web/loop_thread.h"
#include "tests/web/small_company.h"
#include "tests/web/web_client.h"
#include "web/app.h"

namespace vouch::web::test {

class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<char>(next_++ * 37 + 11));
    return out;
  }

 private:
  unsigned next_ = 0;
};

struct WebWorld {
  WebWorld() {
    log::set_level(log::Level::kError);  // refusals are asked for here
    char name[] = "/tmp/vouch-web-XXXXXX";
    folder = ::mkdtemp(name);
    store::StoreOptions options;
    options.directory = folder;
    options.clock = &clock;
    options.random = &random;
    options.quick_check = false;
    store = store::Store::open(options).value();
    company = found_company(*store, random);
    health = std::make_unique<FakeHealth>(clock);
    // The service user of this world is nobody, so that a test's own uid may be a stranger.
    app = std::make_unique<App>(*store, commands, *health, service_uid, &captures);
    thread.run([&] {
      server = std::make_unique<HttpServer>(thread.loop(), *app, clock);
      port = server->listen_tcp("127.0.0.1:0").value();
      EXPECT_TRUE(server->listen_unix(socket()));
    });
  }
  ~WebWorld() {
    thread.run([&] { server.reset(); });
    thread.stop();
    store->stop();
    store.reset();
    std::filesystem::remove_all(folder);
  }
  WebWorld(const WebWorld&) = delete;
  WebWorld& operator=(const WebWorld&) = delete;

  [[nodiscard]] std::string socket() const { return folder + "/v.sock"; }

  // Over TCP, with the token of `login` ("": none).
  Answer ask(const std::string& login, std::string_view method, std::string_view target,
             std::string_view body = {}, std::vector<std::string> headers = {}) const {
    if (!login.empty()) headers.push_back("Authorization: Bearer " + token_of(login));
    if (!body.empty() && !has_type(headers)) headers.push_back("Content-Type: application/json");
    Client client = Client::tcp(port);
    client.send(request_text(method, target, headers, body));
    return client.read(method == "HEAD");
  }
  [[nodiscard]] Answer get(const std::string& login, std::string_view target) const {
    return ask(login, "GET", target);
  }
  [[nodiscard]] std::string claim(const std::string& what) const {
    return std::to_string(company.claims.at(what).value);
  }
  [[nodiscard]] std::string page(const std::string& desk, const std::string& login) const {
    return "/" + desk + "/" + link_token_of(login);
  }

  std::string folder;
  SetClock clock{now()};
  CountingRandom random;
  std::uint32_t service_uid = ::geteuid();
  std::unique_ptr<store::Store> store;
  Company company;
  FakeCommands commands;
  FakeCaptures captures;
  std::unique_ptr<FakeHealth> health;
  std::unique_ptr<App> app;
  LoopThread thread;
  std::unique_ptr<HttpServer> server;
  std::uint16_t port = 0;

 private:
  static bool has_type(const std::vector<std::string>& headers) {
    for (const std::string& header : headers) {
      if (header.rfind("Content-Type:", 0) == 0) return true;
    }
    return false;
  }
};

// One world for all tests of a suite: they only read, or write to the fake.
class WorldTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { world_ = new WebWorld; }
  static void TearDownTestSuite() {
    delete world_;
    world_ = nullptr;
  }
  void SetUp() override {
    world().commands = FakeCommands{};
    world().captures = FakeCaptures{};
  }
  static WebWorld& world() { return *world_; }

 private:
  static inline WebWorld* world_ = nullptr;
};

}  // namespace vouch::web::test
