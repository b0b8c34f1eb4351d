#include "daemon/account_desk.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "core/totp.h"
#include "daemon/company_writes.h"
#include "store/audit.h"
#include "store/ledger.h"
#include "store/sessions.h"
#include "tests/daemon/account_world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::vector<std::string> actions(AccountWorld& world) {
  std::function<Result<std::vector<store::AuditEntry>>(store::Connection&)> job =
      [](store::Connection& db) { return store::audit::list(db, 0, 1000); };
  const auto entries = world.store->read_now<std::vector<store::AuditEntry>>(job).value();
  std::vector<std::string> out;
  for (const auto& entry : entries) out.push_back(entry.action);
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

TEST(SignIn, by_invitation_password_and_session) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.browser();
  const Answer in = lilei.sign_in("lilei");
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(json_text(in.body, "/login"), "lilei");
  EXPECT_EQ(json_text(in.body, "/role"), "employee");
  EXPECT_EQ(json_text(in.body, "/team"), "推广一组");
  EXPECT_EQ(lilei.get("/api/v1/session").status, 200);
  EXPECT_EQ(lilei.get("/api/v1/claims").status, 200) << "his entries";
  EXPECT_EQ(lilei.get("/api/v1/users").status, 403) << "not an administrator's";
  EXPECT_EQ(world.browser().get("/api/v1/claims").status, 401) << "another browser";

  EXPECT_EQ(lilei.ask("DELETE", "/api/v1/session").status, 200);
  EXPECT_EQ(lilei.get("/api/v1/session").status, 401);
  EXPECT_TRUE(has(actions(world), "user.invite"));
  EXPECT_TRUE(has(actions(world), "authn_login_success"));
  EXPECT_TRUE(has(actions(world), "session_logout"));
}

TEST(SignIn, a_session_ends_on_the_server_and_not_only_in_the_browser) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  const auto kept = lilei.cookies;
  lilei.ask("DELETE", "/api/v1/session");
  Browser thief = world.browser();
  thief.cookies = kept;
  EXPECT_EQ(thief.get("/api/v1/session").status, 401);
}

TEST(SignIn, the_cookie_is_out_of_reach_for_scripts_and_other_sites) {
  AccountWorld world(false, {"127.0.0.1"});
  world.let_in("lilei");
  Browser plain = world.signed_in("lilei");
  ASSERT_EQ(plain.set_cookie_lines.size(), 2U);
  for (const std::string& line : plain.set_cookie_lines) {
    EXPECT_NE(line.find("; HttpOnly"), std::string::npos) << line;
    EXPECT_NE(line.find("; SameSite=Strict"), std::string::npos) << line;
    EXPECT_NE(line.find("; Path=/"), std::string::npos) << line;
    EXPECT_EQ(line.find("Domain"), std::string::npos) << line;
    EXPECT_EQ(line.rfind("vouch", 0), 0U) << line;
  }
  Browser secure = world.browser();
  secure.extra = {"X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.7"};
  ASSERT_EQ(secure.sign_in("lilei").status, 200);
  for (const std::string& line : secure.set_cookie_lines) {
    EXPECT_EQ(line.rfind("__Host-vouch", 0), 0U) << line;
    EXPECT_NE(line.find("; Secure"), std::string::npos) << line;
  }
  EXPECT_EQ(secure.get("/api/v1/session").status, 200);
  EXPECT_NE(secure.get("/api/v1/sessions").body.find("203.0.113.7"), std::string::npos)
      << "the address that the proxy saw";
  // A cookie without the prefix could have been set by a neighbour: under TLS it counts for
  // nothing.
  Browser mixed = world.browser();
  mixed.extra = secure.extra;
  mixed.cookies["vouch"] = plain.cookies.at("vouch");
  EXPECT_EQ(mixed.get("/api/v1/session").status, 401);
}

TEST(SignIn, an_untrusted_peer_cannot_speak_for_a_proxy) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.browser();
  lilei.extra = {"X-Forwarded-Proto: https", "X-Forwarded-For: 203.0.113.7"};
  ASSERT_EQ(lilei.sign_in("lilei").status, 200);
  EXPECT_EQ(lilei.cookies.count("vouch"), 1U);
  const Answer sessions = lilei.get("/api/v1/sessions");
  EXPECT_NE(sessions.body.find("127.0.0.1"), std::string::npos) << sessions.body;
}

TEST(SignIn, wrong_password_wrong_login_and_disabled_look_the_same) {
  AccountWorld world;
  world.let_in("lilei");
  std::set<std::string> bodies;
  for (const char* login : {"lilei", "nobody", "hanmeimei", "gone"}) {
    const Answer answer = world.browser().sign_in(login, "not the right one");
    EXPECT_EQ(answer.status, 401) << login;
    EXPECT_TRUE(answer.header("Set-Cookie").empty());
    bodies.insert(answer.body);
  }
  EXPECT_EQ(bodies.size(), 1U);
  EXPECT_EQ(world.browser().sign_in("lilei", "Lamp river sugar").status, 401) << "case counts";
  EXPECT_EQ(world.browser().sign_in("lilei", "lamp river sugar ").status, 401) << "so do spaces";
}

TEST(SignIn, idle_and_old_sessions_end) {
  AccountWorld world;
  world.let_in("lilei");
  Browser busy = world.signed_in("lilei");
  Browser idle = world.signed_in("lilei");
  for (int i = 0; i < 15; ++i) {
    world.pass(hours(11));
    if (i < 14) world.thread->run([] {});
    EXPECT_EQ(busy.get("/api/v1/session").status, 200) << i;
    // Where it was seen is written beside the answer.
    std::function<Result<int>(store::WriteContext&)> after = [](store::WriteContext&) {
      return Result<int>(0);
    };
    ASSERT_TRUE(world.store->write_now<int>(after));
  }
  EXPECT_EQ(idle.get("/api/v1/session").status, 401) << "nobody used it for 12 hours";
  world.pass(hours(4));
  EXPECT_EQ(busy.get("/api/v1/session").status, 401) << "seven days, however busy";
}

TEST(SignIn, people_see_their_sessions_and_end_them) {
  AccountWorld world;
  world.let_in("lilei");
  world.let_in("wang");
  Browser here = world.signed_in("lilei");
  Browser there = world.signed_in("lilei");
  Browser wang = world.signed_in("wang");
  const Answer list = here.get("/api/v1/sessions");
  EXPECT_EQ(json_text(list.body, "/items/1/current"), "true") << list.body;
  const std::string other = json_text(list.body, "/items/0/id");
  EXPECT_EQ(wang.post("/api/v1/sessions/" + other + "/end").status, 404) << "not his";
  EXPECT_EQ(there.get("/api/v1/session").status, 200);
  EXPECT_EQ(here.post("/api/v1/sessions/" + other + "/end").status, 200);
  EXPECT_EQ(there.get("/api/v1/session").status, 401);
  Browser third = world.signed_in("lilei");
  EXPECT_EQ(here.post("/api/v1/sessions/end-others").status, 200);
  EXPECT_EQ(third.get("/api/v1/session").status, 401);
  EXPECT_EQ(here.get("/api/v1/session").status, 200);
  EXPECT_EQ(wang.post("/api/v1/users/lilei/sessions/end").status, 403) << "no administrator";
  world.let_in("root");
  EXPECT_EQ(world.signed_in("root").post("/api/v1/users/lilei/sessions/end").status, 200);
  EXPECT_EQ(here.get("/api/v1/session").status, 401);
}

TEST(SignIn, the_eleventh_session_ends_the_first) {
  AccountWorld world;
  world.let_in("lilei");
  Browser first = world.signed_in("lilei");
  for (int i = 0; i < 9; ++i) world.signed_in("lilei");
  EXPECT_EQ(first.get("/api/v1/session").status, 200);
  world.signed_in("lilei");
  EXPECT_EQ(first.get("/api/v1/session").status, 401);
}

TEST(SignIn, somebody_who_leaves_is_out_at_once) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  std::function<Result<int>(store::WriteContext&)> leave =
      [&](store::WriteContext& context) -> Result<int> {
    User user = store::people::find_user(context.db, world.company.users.at("lilei")).value();
    user.active = false;
    const Status done = store::people::update_user(context.db, user);
    if (!done) return tl::unexpected(done.error());
    return 0;
  };
  ASSERT_TRUE(world.store->write_now<int>(leave));
  EXPECT_EQ(lilei.get("/api/v1/session").status, 401);
  EXPECT_EQ(world.browser().sign_in("lilei").status, 401);
}

TEST(SignIn, who_is_taken_on_again_signs_in_anew) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  const std::string code = world.invite("lilei");
  const auto patch = [&](bool active) {
    std::function<Result<int>(store::WriteContext&)> job = [&](store::WriteContext& context) {
      web::PatchUser request;
      request.login = "lilei";
      request.active = active;
      if (!active) request.successor = "";
      web::Actor root{world.company.users.at("root"), Role::kAdmin, "root"};
      return write_user_patch(context, root, request);
    };
    const auto done = world.store->write_now<int>(job);
    ASSERT_TRUE(done) << done.error().text();
  };
  patch(false);
  patch(true);
  EXPECT_EQ(lilei.get("/api/v1/session").status, 401);
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + code).status, 404);
  EXPECT_EQ(world.browser().sign_in("lilei").status, 200);
}

TEST(Events, a_stream_ends_with_the_session_that_opened_it) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  web::test::Client stream = web::test::Client::tcp(world.port);
  stream.send(web::test::request_text("GET", "/api/v1/events",
                                      {"Cookie: vouch=" + lilei.cookies.at("vouch")}));
  ASSERT_EQ(stream.read().status, 200);
  EXPECT_EQ(stream.read_until("\n\n"), "event: inbox\ndata: {\"unread\":0}\n\n");
  lilei.ask("DELETE", "/api/v1/session");
  EXPECT_TRUE(stream.is_closed());
}

TEST(Events, the_eleventh_window_ends_the_first_and_head_opens_none) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  const std::vector<std::string> cookie = {"Cookie: vouch=" + lilei.cookies.at("vouch")};
  std::vector<std::unique_ptr<web::test::Client>> windows;
  for (int i = 0; i < 11; ++i) {
    windows.push_back(std::make_unique<web::test::Client>(web::test::Client::tcp(world.port)));
    windows.back()->send(web::test::request_text("GET", "/api/v1/events", cookie));
    ASSERT_EQ(windows.back()->read().status, 200);
    windows.back()->read_until("\n\n");
  }
  EXPECT_TRUE(windows.front()->is_closed());
  web::test::Client head = web::test::Client::tcp(world.port);
  head.send(web::test::request_text("HEAD", "/api/v1/events", cookie));
  EXPECT_EQ(head.read(true).status, 200);
  head.send(web::test::request_text("GET", "/api/v1/session", cookie));
  EXPECT_EQ(head.read().status, 200) << "the connection goes on";
}

TEST(Csrf, a_write_with_the_cookie_must_come_from_our_own_pages) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  const struct {
    const char* header;
    int status;
  } cases[] = {
      {"Sec-Fetch-Site: same-origin", 200},
      {"Sec-Fetch-Site: same-site", 403},
      {"Sec-Fetch-Site: cross-site", 403},
      {"Sec-Fetch-Site: none", 403},
      {"Origin: http://vouch", 200},
      {"Origin: http://evil.example", 403},
      {"Origin: http://vouch.evil.example", 403},
      {"Origin: null", 403},
      {"", 403},
  };
  for (const auto& one : cases) {
    lilei.origin_header = one.header;
    EXPECT_EQ(lilei.post("/api/v1/inbox/read", R"({"up_to":1})").status, one.status) << one.header;
    EXPECT_EQ(lilei.get("/api/v1/session").status, 200) << "reading changes nothing";
  }
  lilei.origin_header = "Sec-Fetch-Site: same-origin";
  lilei.extra = {"Content-Type: text/plain"};
  EXPECT_EQ(lilei.ask("POST", "/api/v1/inbox/read", R"({"up_to":1})").status, 415);
}

TEST(Throttle, guessing_gets_slower_and_survives_a_restart) {
  AccountWorld world;
  world.let_in("lilei");
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(world.browser().sign_in("lilei", "wrong wrong wrong").status, 401) << i;
  Answer wait = world.browser().sign_in("lilei", "wrong wrong wrong");
  EXPECT_EQ(wait.status, 429);
  EXPECT_EQ(wait.header("Retry-After"), "1");
  EXPECT_EQ(world.browser().sign_in("lilei").status, 429) << "the right one is not even looked at";
  world.pass(seconds(1));
  EXPECT_EQ(world.browser().sign_in("lilei", "wrong wrong wrong").status, 401);
  world.restart();
  wait = world.browser().sign_in("lilei");
  EXPECT_EQ(wait.status, 429);
  EXPECT_EQ(wait.header("Retry-After"), "2");
  world.pass(seconds(2));
  EXPECT_EQ(world.browser().sign_in("lilei").status, 200);
  EXPECT_TRUE(has(actions(world), "authn_login_successafterfail"));
  EXPECT_EQ(world.browser().sign_in("lilei", "wrong wrong wrong").status, 401)
      << "a success takes the failures back";
}

TEST(Throttle, whoever_guesses_elsewhere_does_not_lock_out_the_owners_own_browser) {
  AccountWorld world(false, {"127.0.0.1"});
  world.let_in("lilei");
  Browser own = world.signed_in("lilei");
  own.ask("DELETE", "/api/v1/session");
  Browser stranger = world.browser();
  stranger.extra = {"X-Forwarded-For: 203.0.113.66"};
  for (int i = 0; i < 40; ++i) {
    stranger.sign_in("lilei", "wrong wrong wrong");
    world.pass(seconds(3));
  }
  EXPECT_EQ(stranger.sign_in("lilei").status, 429);
  EXPECT_EQ(world.browser().sign_in("lilei").status, 429) << "a browser that nobody knows";
  EXPECT_EQ(own.sign_in("lilei").status, 200) << "the one he used before";
}

TEST(Throttle, one_address_guesses_at_twenty_logins_a_minute_and_leaves_other_addresses_alone) {
  AccountWorld world(false, {"127.0.0.1"});
  world.let_in("lilei");
  Browser spray = world.browser();
  spray.extra = {"X-Forwarded-For: 203.0.113.66"};
  int refused = 0;
  for (int i = 0; i < 30; ++i) {
    if (spray.sign_in("user" + std::to_string(i), "Summer 2026 !!").status == 429) ++refused;
  }
  EXPECT_EQ(refused, 9);
  EXPECT_EQ(world.browser().sign_in("lilei").status, 200);
}

TEST(Throttle, attempts_at_the_same_time_do_not_slip_past) {
  AccountWorld world;
  world.let_in("lilei");
  std::vector<std::thread> threads;
  std::atomic<int> looked_at{0};
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      if (world.browser().sign_in("lilei", "wrong wrong wrong").status == 401) ++looked_at;
    });
  }
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(looked_at, 6);
}

TEST(Passwords, weak_ones_come_back_in_words_and_the_invitation_stays_good) {
  AccountWorld world;
  const std::string code = world.invite("lilei");
  const Answer weak =
      world.browser().post("/api/v1/invitations/" + code, R"({"password":"lanjing12345"})");
  EXPECT_EQ(weak.status, 400);
  EXPECT_NE(weak.body.find("容易猜到"), std::string::npos) << weak.body;
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + code).status, 200);
  EXPECT_EQ(world.browser()
                .post("/api/v1/invitations/" + code, R"({"password":"lamp river sugar"})")
                .status,
            200);
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + code).status, 404) << "once";
  EXPECT_EQ(world.browser()
                .post("/api/v1/invitations/" + code, R"({"password":"other words here"})")
                .status,
            404);
}

TEST(Passwords, an_invitation_ends_after_72_hours_and_with_the_next_one) {
  AccountWorld world;
  const std::string first = world.invite("lilei");
  const std::string second = world.invite("lilei");
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + first).status, 404);
  world.pass(hours(71));
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + second).status, 200);
  world.pass(hours(1));
  EXPECT_EQ(world.browser().get("/api/v1/invitations/" + second).status, 404);
}

TEST(Passwords, a_change_needs_the_present_one_and_ends_the_other_sessions) {
  AccountWorld world;
  world.let_in("lilei");
  Browser here = world.signed_in("lilei");
  Browser there = world.signed_in("lilei");
  const Answer wrong =
      here.post("/api/v1/password", R"({"current":"no","new":"seven green boats"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(json_text(wrong.body, "/errors/0/field"), "current") << wrong.body;
  const Answer weak =
      here.post("/api/v1/password", R"({"current":"lamp river sugar","new":"password1234"})");
  EXPECT_EQ(json_text(weak.body, "/errors/0/field"), "new") << weak.body;
  EXPECT_EQ(
      here.post("/api/v1/password", R"({"current":"lamp river sugar","new":"seven green boats"})")
          .status,
      200);
  EXPECT_EQ(here.get("/api/v1/session").status, 200);
  EXPECT_EQ(there.get("/api/v1/session").status, 401);
  EXPECT_EQ(world.browser().sign_in("lilei").status, 401);
  EXPECT_EQ(world.browser().sign_in("lilei", "seven green boats").status, 200);
}

TEST(Passwords, after_a_change_strangers_still_do_not_slow_down_the_owners_browser) {
  AccountWorld world(false, {"127.0.0.1"});
  world.let_in("lilei");
  Browser own = world.signed_in("lilei");
  ASSERT_EQ(
      own.post("/api/v1/password", R"({"current":"lamp river sugar","new":"seven green boats"})")
          .status,
      200);
  own.ask("DELETE", "/api/v1/session");
  Browser stranger = world.browser();
  stranger.extra = {"X-Forwarded-For: 203.0.113.66"};
  for (int i = 0; i < 10; ++i) stranger.sign_in("lilei", "wrong wrong wrong");
  EXPECT_EQ(stranger.sign_in("lilei", "seven green boats").status, 429);
  EXPECT_EQ(own.sign_in("lilei", "seven green boats").status, 200);
}

TEST(Passwords, an_invitation_lets_in_whom_strangers_locked_out) {
  AccountWorld world;
  world.let_in("lilei");
  for (int i = 0; i < 12; ++i) world.browser().sign_in("lilei", "wrong wrong wrong");
  EXPECT_EQ(world.browser().sign_in("lilei").status, 429);
  world.let_in("lilei", "seven green boats");
  EXPECT_EQ(world.browser().sign_in("lilei", "seven green boats").status, 200);
}

TEST(Passwords, guessing_the_present_one_in_a_stolen_session_is_slowed_down_too) {
  AccountWorld world;
  world.let_in("lilei");
  Browser thief = world.signed_in("lilei");
  thief.cookies.erase("vouch-device");
  int refused = 0;
  for (int i = 0; i < 8; ++i) {
    const Answer answer = thief.post(
        "/api/v1/password", R"({"current":"guess guess guess","new":"seven green boats"})");
    if (answer.status == 503 || answer.status == 429) ++refused;
  }
  EXPECT_EQ(refused, 2);
}

TEST(Passwords, a_token_cannot_change_how_its_owner_signs_in) {
  AccountWorld world;
  world.let_in("lilei");
  Browser script = world.browser();
  script.extra = {"Authorization: Bearer " + web::test::token_of("lilei")};
  EXPECT_EQ(
      script.post("/api/v1/password", R"({"current":"lamp river sugar","new":"seven green boats"})")
          .status,
      403);
  EXPECT_EQ(script.post("/api/v1/totp", R"({"password":"lamp river sugar"})").status, 403);
  EXPECT_EQ(script.get("/api/v1/sessions").status, 403);
}

std::string phone_code(const std::string& secret_base32, Time now, int steps_later = 0) {
  std::string secret;
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : secret_base32) {
    buffer = (buffer << 5) | static_cast<unsigned>(kAlphabet.find(c));
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      secret.push_back(static_cast<char>((buffer >> bits) & 0xff));
    }
  }
  return totp::code(secret, totp::step_of(now) + steps_later);
}

struct SecondStep {
  std::string secret;
  std::vector<std::string> recovery;
};

SecondStep set_up(AccountWorld& world, Browser& browser) {
  SecondStep out;
  const Answer begun = browser.post("/api/v1/totp", R"({"password":"lamp river sugar"})");
  EXPECT_EQ(begun.status, 200) << begun.body;
  out.secret = json_text(begun.body, "/secret");
  const Answer on =
      browser.post("/api/v1/totp/confirm",
                   fmt::format(R"({{"code":"{}"}})", phone_code(out.secret, world.real.now())));
  EXPECT_EQ(on.status, 200) << on.body;
  for (int i = 0; i < 10; ++i)
    out.recovery.push_back(json_text(on.body, "/recovery_codes/" + std::to_string(i)));
  return out;
}

TEST(SecondStep, the_code_is_asked_for_and_taken_once) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  const SecondStep step = set_up(world, wang);
  EXPECT_EQ(json_text(wang.get("/api/v1/session").body, "/totp/on"), "true");

  const Answer asked = world.browser().sign_in("wang");
  EXPECT_EQ(asked.status, 403);
  EXPECT_EQ(json_text(asked.body, "/errors/0/field"), "code") << asked.body;
  EXPECT_TRUE(asked.header("Set-Cookie").empty());
  EXPECT_EQ(world.browser().sign_in("wang", "wrong wrong wrong", "123456").status, 401);

  EXPECT_EQ(world.browser()
                .sign_in("wang", kGoodPassword, phone_code(step.secret, world.real.now()))
                .status,
            401)
      << "it was used to set it up";
  world.pass(seconds(30));
  const std::string code = phone_code(step.secret, world.real.now());
  EXPECT_EQ(world.browser().sign_in("wang", kGoodPassword, code).status, 200);
  EXPECT_EQ(world.browser().sign_in("wang", kGoodPassword, code).status, 401) << "a replay";
}

TEST(SecondStep, codes_cannot_be_guessed_by_whoever_knows_the_password) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  set_up(world, wang);
  int looked_at = 0;
  for (int i = 0; i < 20; ++i) {
    const Answer answer =
        world.browser().sign_in("wang", kGoodPassword, fmt::format("{:06}", 100 + i));
    if (answer.status == 401) ++looked_at;
  }
  EXPECT_EQ(looked_at, 6);
}

TEST(SecondStep, the_right_password_alone_does_not_wash_wrong_codes_away) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  set_up(world, wang);
  Browser thief = world.browser();
  int looked_at = 0;
  for (int i = 0; i < 40; ++i) {
    const Answer guess = thief.sign_in("wang", kGoodPassword, fmt::format("{:06}", 100 + i));
    if (guess.status == 401) ++looked_at;
    thief.sign_in("wang");  // asks for a code, and would clear the count
  }
  EXPECT_EQ(looked_at, 6);
}

TEST(SecondStep, another_phone_does_not_replace_the_owners) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  const SecondStep step = set_up(world, wang);
  EXPECT_EQ(wang.post("/api/v1/totp", R"({"password":"lamp river sugar"})").status, 409);
  EXPECT_EQ(wang.post("/api/v1/totp/confirm", R"({"code":"123456"})").status, 409);
  world.pass(seconds(60));
  EXPECT_EQ(world.browser()
                .sign_in("wang", kGoodPassword, phone_code(step.secret, world.real.now()))
                .status,
            200);
}

TEST(SecondStep, whoever_guesses_codes_to_remove_it_is_slowed_down) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  set_up(world, wang);
  int looked_at = 0;
  for (int i = 0; i < 12; ++i) {
    const Answer answer =
        wang.post("/api/v1/totp/remove",
                  fmt::format(R"({{"password":"lamp river sugar","code":"{:06}"}})", 100 + i));
    if (answer.status == 400) ++looked_at;
  }
  EXPECT_EQ(looked_at, 6);
  EXPECT_TRUE(has(actions(world), "authn_login_fail"));
}

TEST(SecondStep, a_recovery_code_works_once_in_either_spelling) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  const SecondStep step = set_up(world, wang);
  EXPECT_EQ(world.browser().sign_in("wang", kGoodPassword, step.recovery[0]).status, 200);
  EXPECT_EQ(world.browser().sign_in("wang", kGoodPassword, step.recovery[0]).status, 401);
  std::string typed;
  for (const char c : step.recovery[1])
    if (c != '-') typed += static_cast<char>(std::toupper(c));
  EXPECT_EQ(world.browser().sign_in("wang", kGoodPassword, typed).status, 200);
  EXPECT_EQ(json_text(wang.get("/api/v1/session").body, "/totp/recovery_left"), "8");
}

TEST(SecondStep, a_new_password_does_not_go_round_it) {
  AccountWorld world;
  world.let_in("wang");
  Browser wang = world.signed_in("wang");
  set_up(world, wang);
  world.let_in("wang", "seven green boats");
  EXPECT_EQ(world.browser().sign_in("wang", "seven green boats").status, 403);
}

TEST(SecondStep, who_must_have_one_reaches_nothing_else_before) {
  AccountWorld world(true);
  world.let_in("wang");
  world.let_in("lilei");
  Browser wang = world.signed_in("wang");
  EXPECT_EQ(wang.get("/api/v1/claims").status, 403);
  EXPECT_EQ(wang.post("/api/v1/disputes/1/close").status, 403);
  EXPECT_EQ(wang.get("/api/v1/session").status, 200);
  EXPECT_EQ(json_text(wang.get("/api/v1/session").body, "/totp/required"), "true");
  set_up(world, wang);
  EXPECT_EQ(wang.get("/api/v1/claims").status, 200);
  Browser lilei = world.signed_in("lilei");
  EXPECT_EQ(lilei.get("/api/v1/claims").status, 200) << "an employee is offered it";
}

TEST(SecondStep, who_is_half_way_cannot_touch_other_peoples_tokens) {
  AccountWorld world(true);
  world.let_in("root");
  Browser root = world.signed_in("root");
  EXPECT_EQ(root.get("/api/v1/tokens").status, 200);
  EXPECT_EQ(root.get("/api/v1/tokens?user=lilei").status, 403);
  EXPECT_EQ(root.post("/api/v1/tokens/1/revoke", R"({"login":"lilei"})").status, 403);
}

TEST(SecondStep, it_is_taken_away_with_password_and_code_or_by_an_administrator) {
  AccountWorld world;
  world.let_in("wang");
  world.let_in("root");
  Browser wang = world.signed_in("wang");
  const SecondStep step = set_up(world, wang);
  EXPECT_EQ(
      wang.post("/api/v1/totp/remove", R"({"password":"lamp river sugar","code":"000000"})").status,
      400);
  EXPECT_EQ(world.browser().sign_in("wang").status, 403) << "still asked for";
  EXPECT_EQ(world.signed_in("root").post("/api/v1/users/wang/totp/remove").status, 200);
  EXPECT_EQ(wang.get("/api/v1/session").status, 401) << "his sessions end";
  Browser again = world.signed_in("wang");
  const SecondStep fresh = set_up(world, again);
  EXPECT_EQ(
      again
          .post("/api/v1/totp/remove",
                fmt::format(R"({{"password":"lamp river sugar","code":"{}"}})", fresh.recovery[0]))
          .status,
      200);
  EXPECT_EQ(world.browser().sign_in("wang").status, 200);
}

TEST(Tokens, an_administrators_own_token_does_not_give_him_a_password) {
  AccountWorld world;
  Browser script = world.browser();
  script.extra = {"Authorization: Bearer " + web::test::token_of("root")};
  EXPECT_EQ(script.post("/api/v1/invitations", R"({"login":"root"})").status, 403);
  EXPECT_EQ(script.post("/api/v1/invitations", R"({"login":"lilei"})").status, 201);
}

TEST(Tokens, people_make_and_end_their_own_and_a_reading_one_writes_nothing) {
  AccountWorld world;
  world.let_in("lilei");
  Browser lilei = world.signed_in("lilei");
  std::function<Result<int>(store::WriteContext&)> add =
      [&](store::WriteContext& context) -> Result<int> {
    store::ApiToken token;
    token.user = world.company.users.at("lilei");
    token.label = "报表";
    token.read_only = true;
    token.created_at = context.now;
    const auto added = store::people::add_token(context.db, token, std::string(64, 'r'));
    if (!added) return tl::unexpected(added.error());
    return 0;
  };
  ASSERT_TRUE(world.store->write_now<int>(add));
  Browser script = world.browser();
  script.extra = {"Authorization: Bearer " + std::string(64, 'r')};
  EXPECT_EQ(script.get("/api/v1/claims").status, 200);
  EXPECT_EQ(script.post("/api/v1/inbox/read", R"({"up_to":1})").status, 403);
  const Answer list = lilei.get("/api/v1/tokens");
  EXPECT_EQ(json_text(list.body, "/items/1/scope"), "read") << list.body;
  EXPECT_EQ(list.body.find("rrrr"), std::string::npos) << "never the token itself";
  EXPECT_EQ(lilei.get("/api/v1/tokens?user=wang").status, 403);
  const std::string id = json_text(list.body, "/items/1/id");
  world.let_in("wang");
  EXPECT_EQ(world.signed_in("wang").post("/api/v1/tokens/" + id + "/revoke").status, 404);
  EXPECT_EQ(lilei.post("/api/v1/tokens/" + id + "/revoke").status, 200);
  EXPECT_EQ(script.get("/api/v1/claims").status, 401);
}

TEST(Audit, administrators_read_it_newest_first_and_nobody_else) {
  AccountWorld world;
  world.let_in("lilei");
  world.let_in("root");
  Browser lilei = world.signed_in("lilei");
  world.browser().sign_in("lilei", "wrong wrong wrong");
  EXPECT_EQ(lilei.get("/api/v1/audit").status, 403);
  Browser root = world.signed_in("root");
  const Answer all = root.get("/api/v1/audit?limit=2");
  EXPECT_EQ(json_text(all.body, "/items/0/action"), "authn_login_success") << all.body;
  EXPECT_EQ(json_text(all.body, "/items/0/actor"), "root");
  EXPECT_EQ(json_text(all.body, "/items/1/action"), "authn_login_fail");
  const Answer next = root.get("/api/v1/audit?limit=2&before=" + json_text(all.body, "/next"));
  EXPECT_EQ(json_text(next.body, "/items/0/actor"), "lilei") << next.body;
  const Answer fails = root.get("/api/v1/audit?action=authn_login_fail");
  EXPECT_EQ(json_text(fails.body, "/items/0/subject"), "user:lilei");
  EXPECT_EQ(json_text(fails.body, "/items/1"), "");
  EXPECT_EQ(root.get("/api/v1/audit?actor=nobody").status, 404);
}

TEST(Audit, what_somebody_typed_as_a_login_is_not_kept) {
  AccountWorld world;
  world.browser().sign_in("lamp-river-sugar", "wang");
  std::function<Result<std::vector<store::AuditEntry>>(store::Connection&)> job =
      [](store::Connection& db) { return store::audit::list(db, 0, 1000); };
  const auto entries = world.store->read_now<std::vector<store::AuditEntry>>(job).value();
  EXPECT_FALSE(entries.empty());
  for (const auto& entry : entries)
    EXPECT_EQ((entry.subject + entry.detail).find("lamp-river"), std::string::npos);
}

TEST(Audit, guesses_at_nobody_do_not_fill_it) {
  AccountWorld world;
  for (int i = 0; i < 15; ++i) world.browser().sign_in("nobody-of-that-name", "wrong wrong wrong");
  const auto list = actions(world);
  EXPECT_EQ(std::count(list.begin(), list.end(), "authn_login_fail"), 1);
}

TEST(Audit, the_ledger_knows_each_row) {
  AccountWorld world;
  world.let_in("lilei");
  world.signed_in("lilei");
  const auto verify = [&] {
    std::function<Result<store::LedgerReport>(store::Connection&)> job = [](store::Connection& db) {
      return store::ledger::verify(db);
    };
    return world.store->read_now<store::LedgerReport>(job).value();
  };
  EXPECT_FALSE(verify().first_bad) << verify().why;
  std::function<Result<int>(store::WriteContext&)> forge =
      [](store::WriteContext& context) -> Result<int> {
    const Status done = context.db.script(
        "INSERT INTO audit(at, via, action, subject, detail) "
        "VALUES(1, 'socket', 'user.add', 'user:x', '{}')");
    if (!done) return tl::unexpected(done.error());
    return 0;
  };
  ASSERT_TRUE(world.store->write_now<int>(forge));
  EXPECT_TRUE(verify().first_bad) << "a row that was put in beside it";
}

TEST(Tidy, what_says_nothing_any_more_goes) {
  AccountWorld world;
  world.let_in("lilei");
  world.signed_in("lilei");
  world.browser().sign_in("lilei", "wrong wrong wrong");
  const auto purge = [&](Millis later) {
    std::function<Result<std::int64_t>(store::WriteContext&)> job =
        [now = world.real.now() + later](store::WriteContext& context) {
          return store::sessions::purge(context.db, now);
        };
    return world.store->write_now<std::int64_t>(job).value();
  };
  EXPECT_EQ(purge(hours(1)), 0);
  EXPECT_EQ(purge(hours(25)), 2) << "failures by login and by address";
  EXPECT_EQ(purge(hours(24 * 40)), 2) << "session and invitation";
  EXPECT_EQ(purge(hours(24 * 181)), 1) << "the device";
}

}  // namespace
}  // namespace vouch::daemon::test
