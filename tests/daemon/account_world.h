// Signing in over real sockets: App, HttpServer and AccountDesk on a loop thread, a real store with
// the small company, two clocks moved by hand, and browsers that keep cookies.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "core/log.h"
#include "daemon/account_desk.h"
#include "daemon/start.h"
#include "tests/daemon/small_fakes.h"
#include "tests/web/fake_daemon.h"
#include "tests/web/loop_thread.h"
#include "tests/web/small_company.h"
#include "tests/web/web_client.h"
#include "web/app.h"

namespace vouch::daemon::test {

using web::test::Answer;

inline constexpr std::string_view kGoodPassword = "lamp river sugar";

inline std::string json_text(const std::string& body, std::string_view pointer) {
  boost::system::error_code error;
  const auto value = boost::json::parse(body, error);
  if (error) return {};
  const auto* found = value.find_pointer({pointer.data(), pointer.size()}, error);
  if (error || found == nullptr) return {};
  if (found->is_string()) return std::string(found->get_string());
  return boost::json::serialize(*found);
}

class Browser {  // one cookie jar; sends what a browser sends to its own origin
 public:
  explicit Browser(std::uint16_t port) : port_(port) {}

  Answer ask(std::string_view method, std::string_view target, std::string_view body = {}) {
    std::vector<std::string> headers = extra;
    if (!origin_header.empty()) headers.push_back(origin_header);
    std::string line;
    for (const auto& [name, value] : cookies)
      line += (line.empty() ? "" : "; ") + name + "=" + value;
    if (!line.empty()) headers.push_back("Cookie: " + line);
    if (!body.empty()) headers.push_back("Content-Type: application/json");
    web::test::Client client = web::test::Client::tcp(port_);
    client.send(web::test::request_text(method, target, headers, body));
    Answer answer = client.read(method == "HEAD");
    for (const HeaderField& field : answer.headers) {
      if (field.name == "Set-Cookie") take(field.value);
    }
    return answer;
  }
  Answer get(std::string_view target) { return ask("GET", target); }
  Answer post(std::string_view target, std::string_view body = "{}") {
    return ask("POST", target, body);
  }
  Answer sign_in(std::string_view login, std::string_view password = kGoodPassword,
                 std::string_view code = "") {
    boost::json::object body{{"login", std::string(login)}, {"password", std::string(password)}};
    if (!code.empty()) body["code"] = std::string(code);
    return post("/api/v1/session", boost::json::serialize(body));
  }

  std::map<std::string, std::string> cookies;
  std::vector<std::string> set_cookie_lines;
  std::vector<std::string> extra;  // header lines
  std::string origin_header = "Sec-Fetch-Site: same-origin";

 private:
  void take(const std::string& line) {
    set_cookie_lines.push_back(line);
    const auto equals = line.find('=');
    const auto end = line.find(';');
    const std::string value = line.substr(equals + 1, end - equals - 1);
    if (value.empty()) {
      cookies.erase(line.substr(0, equals));
    } else {
      cookies[line.substr(0, equals)] = value;
    }
  }
  std::uint16_t port_;
};

struct AccountWorld {
  explicit AccountWorld(bool second_step_required = false, std::vector<std::string> proxies = {}) {
    log::set_level(log::Level::kError);
    char name[] = "/tmp/vouch-accounts-XXXXXX";
    folder = ::mkdtemp(name);
    options.second_step_required = second_step_required;
    options.proxies = std::move(proxies);
    open();
    company = web::test::found_company(*store, random);
  }
  ~AccountWorld() {
    close();
    std::filesystem::remove_all(folder);
  }
  AccountWorld(const AccountWorld&) = delete;
  AccountWorld& operator=(const AccountWorld&) = delete;

  void open() {
    store::StoreOptions opened;
    opened.directory = folder;
    opened.clock = &wall;
    opened.random = &random;
    opened.quick_check = false;
    store = store::Store::open(opened).value();
    settings.company.name = "蓝鲸网络";
    thread = std::make_unique<web::test::LoopThread>();
    alarms = std::make_unique<Alarms>(wall, activity);
    auto rules = make_rulebook(*store, settings, wall.now());
    context = std::make_unique<Context>(Context{thread->loop().get_executor(),
                                                wall,
                                                steady,
                                                random,
                                                activity,
                                                *alarms,
                                                *store,
                                                parse,
                                                queue,
                                                rules.value(),
                                                {},
                                                true,
                                                true,
                                                {},
                                                {},
                                                {}});
    context->store_failed = [](const Error&) {};
    health = std::make_unique<web::test::FakeHealth>(wall);
    desk = std::make_unique<AccountDesk>(*context, real, account_rules(settings));
    web::Entrance entrance = entrance_of(settings, *desk, real);
    entrance.second_step_required = options.second_step_required;
    entrance.proxies = options.proxies;
    app = std::make_unique<web::App>(*store, commands, *health, ::geteuid(), nullptr, entrance);
    thread->run([&] {
      server = std::make_unique<web::HttpServer>(thread->loop(), *app, wall);
      port = server->listen_tcp("127.0.0.1:0").value();
      EXPECT_TRUE(server->listen_unix(folder + "/v.sock"));
    });
  }
  void close() {
    thread->run([&] { server.reset(); });
    thread->stop();
    app.reset();
    desk.reset();
    context.reset();
    alarms.reset();
    thread.reset();
    store->stop();
    store.reset();
  }
  void restart() {
    close();
    open();
  }

  // With a password, by the way that everybody goes: an administrator's invitation.
  void let_in(const std::string& login, std::string_view password = kGoodPassword) {
    const std::string code = invite(login);
    const Answer set = browser().post("/api/v1/invitations/" + code,
                                      fmt::format(R"({{"password":"{}"}})", password));
    ASSERT_EQ(set.status, 200) << set.body;
  }
  // By the local administrator: nobody invites himself with his own token.
  std::string invite(const std::string& login) {
    web::test::Client client = web::test::Client::unix_socket(folder + "/v.sock");
    client.send(web::test::request_text("POST", "/api/v1/invitations",
                                        {"Content-Type: application/json"},
                                        fmt::format(R"({{"login":"{}"}})", login)));
    const Answer made = client.read();
    EXPECT_EQ(made.status, 201) << made.body;
    return json_text(made.body, "/code");
  }
  [[nodiscard]] Browser browser() const { return Browser(port); }
  Browser signed_in(const std::string& login) {
    Browser one = browser();
    const Answer answer = one.sign_in(login);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return one;
  }
  void pass(Millis time) { real.set(real.now() + time); }

  struct {
    bool second_step_required = false;
    std::vector<std::string> proxies;
  } options;
  std::string folder;
  web::test::SetClock wall{web::test::now()};
  web::test::SetClock real{web::test::now()};
  SystemSteadyClock steady;
  SafeRandom random;
  config::Settings settings;
  Activity activity;
  LookQueue queue;
  ParsePool parse{1};
  std::unique_ptr<store::Store> store;
  web::test::Company company;
  web::test::FakeCommands commands;
  std::unique_ptr<web::test::LoopThread> thread;
  std::unique_ptr<Alarms> alarms;
  std::unique_ptr<Context> context;
  std::unique_ptr<web::test::FakeHealth> health;
  std::unique_ptr<AccountDesk> desk;
  std::unique_ptr<web::App> app;
  std::unique_ptr<web::HttpServer> server;
  std::uint16_t port = 0;
};

}  // namespace vouch::daemon::test
