#include "web/router.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/people.h"
#include "tests/web/web_world.h"
#include "web/keyed_writes.h"

namespace vouch::web::test {
namespace {

constexpr std::pair<char, const char*> kLetters[] = {
    {'e', "lilei"}, {'s', "wang"}, {'a', "root"}, {'o', "boss"}, {'v', "waibao"}};

// The one statement of who may call what, apart from the code's own table: e employee, s
// supervisor, a admin, o owner, v vendor (an employee from outside); "open", "link" and "capture"
// need no API token, "machine" loopback or an admin.
const std::map<std::string, std::string>& expected_access() {
  static const std::map<std::string, std::string> kRows = {
      {"POST /api/v1/reports", "esav"},
      {"POST /api/v1/reports/preview", "esav"},
      {"POST /api/v1/reports/bookmark", "esav"},
      {"GET /api/v1/report-sources", "a"},
      {"POST /api/v1/report-sources/{name}/pull", "a"},
      {"GET /api/v1/assets", "esa"},
      {"POST /api/v1/assets", "esa"},
      {"GET /api/v1/assets/{id}", "esa"},
      {"GET /api/v1/inquiries", "esa"},
      {"POST /api/v1/inquiries", "esa"},
      {"POST /api/v1/inquiries/import", "esa"},
      {"GET /api/v1/inquiries/summary", "esa"},
      {"GET /api/v1/inquiries/{id}", "esa"},
      {"PATCH /api/v1/inquiries/{id}", "esa"},
      {"GET /api/v1/inquiries/{id}/contact", "esa"},
      {"POST /api/v1/inquiries/{id}/notes", "esa"},
      {"PUT /api/v1/claims/{id}/asset", "esa"},
      {"GET /api/v1/claims/{id}/shares", "esav"},
      {"PUT /api/v1/claims/{id}/shares", "esa"},
      {"POST /api/v1/plans/{monday}/import", "sa"},
      {"POST /api/v1/keyword-plans/{monday}/import", "sa"},
      {"GET /api/v1/catalog", "esaov"},
      {"GET /api/v1/calendar", "esaov"},
      {"GET /api/v1/checks-notice", "esaov"},
      {"POST /api/v1/checks-notice", "esaov"},
      {"GET /api/v1/checks-notice/readers", "sa"},
      {"GET /api/v1/exports/{name}", "esa"},
      {"GET /api/v1/figures", "esav"},
      {"GET /api/v1/desk", "sa"},
      {"GET /api/v1/desk/{list}", "sa"},
      {"GET /api/v1/plans/{monday}", "sa"},
      {"PUT /api/v1/plans/{monday}", "sa"},
      {"GET /api/v1/plans/{monday}/offers", "sa"},
      {"POST /api/v1/plans/{monday}/publish", "sa"},
      {"POST /api/v1/plans/{monday}/lines", "sa"},
      {"PATCH /api/v1/plan-lines/{id}", "sa"},
      {"PATCH /api/v1/users/{login}/work-hours", "sa"},
      {"GET /api/v1/targets/{year}", "sao"},
      {"PUT /api/v1/targets/{year}", "sa"},
      {"PUT /api/v1/targets/{year}/{month}", "sa"},
      {"POST /api/v1/targets/{year}/roll", "sa"},
      {"GET /api/v1/target-strip", "esao"},
      {"POST /api/v1/target-answers", "esa"},
      {"GET /api/v1/actuals", "sao"},
      {"POST /api/v1/actuals", "sa"},
      {"POST /api/v1/actuals/{id}/correct", "sa"},
      {"GET /api/v1/paid/channels", "sao"},
      {"PUT /api/v1/paid/channels/{channel}", "sa"},
      {"POST /api/v1/paid/calculate", "sa"},
      {"GET /api/v1/paid/budgets/{month}", "sao"},
      {"PUT /api/v1/paid/budgets/{month}", "sa"},
      {"POST /api/v1/paid/budgets/{month}/replan", "sa"},
      {"PUT /api/v1/paid/spend", "sa"},
      {"GET /api/v1/numbers", "esav"},
      {"PUT /api/v1/numbers/{date}", "esav"},
      {"GET /api/v1/keyword-library", "sa"},
      {"POST /api/v1/keyword-library", "sa"},
      {"PATCH /api/v1/keywords/{id}", "sa"},
      {"GET /api/v1/keyword-plans/{monday}", "sa"},
      {"PUT /api/v1/keyword-plans/{monday}", "sa"},
      {"GET /api/v1/reviews/{monday}", "sa"},
      {"PUT /api/v1/reviews/{monday}", "sa"},
      {"POST /api/v1/reviews/{monday}/actions", "sa"},
      {"POST /api/v1/reviews/{monday}/spot-checks", "sa"},
      {"POST /api/v1/review-actions/{id}/close", "sa"},
      {"POST /api/v1/spot-checks/{id}", "sa"},
      {"GET /api/v1/matrix", "sao"},
      {"GET /api/v1/matrix/{login}", "sa"},
      {"GET /api/v1/centres/{centre}", "esaov"},
      {"GET /api/v1/day-reports/{date}", "esav"},
      {"PUT /api/v1/day-reports/{date}", "esav"},
      {"GET /api/v1/week-reports/{monday}", "esav"},
      {"PUT /api/v1/week-reports/{monday}", "esav"},
      {"GET /api/v1/blockers", "esav"},
      {"POST /api/v1/blockers", "esav"},
      {"POST /api/v1/blockers/{id}/close", "esav"},
      {"GET /api/v1/duties", "sa"},
      {"GET /api/v1/duties/mine", "esaov"},
      {"POST /api/v1/duties/mine/acknowledge", "esaov"},
      {"GET /api/v1/owner-links", "ao"},
      {"POST /api/v1/owner-links", "ao"},
      {"POST /api/v1/owner-links/{id}/end", "ao"},
      {"GET /o/{token}", "link"},
      {"GET /api/v1/disputes", "esav"},
      {"GET /api/v1/day", "esav"},
      {"GET /api/v1/claims", "esav"},
      {"GET /api/v1/claims/{id}/story", "esav"},
      {"GET /api/v1/claims/{id}", "esav"},
      {"POST /api/v1/claims/{id}/decisions", "esav"},
      {"GET /api/v1/claims/{id}/attachments", "esav"},
      {"POST /api/v1/claims/{id}/attachments", "esav"},
      {"POST /api/v1/claims/{id}/disputes", "esav"},
      {"POST /api/v1/claims/{id}/recheck", "esav"},
      {"POST /api/v1/disputes/{id}/close", "sa"},
      {"GET /api/v1/evidence/{id}", "esav"},
      {"GET /api/v1/captures", "esa"},
      {"POST /api/v1/captures/bookmark", "esa"},
      {"POST /api/v1/captures/{id}", "esa"},
      {"POST /api/v1/captures/{id}/skip", "esa"},
      {"GET /api/v1/status", "esao"},
      {"GET /api/v1/deliveries", "a"},
      {"GET /api/v1/teams", "a"},
      {"POST /api/v1/teams", "a"},
      {"PATCH /api/v1/teams/{name}", "a"},
      {"GET /api/v1/users", "a"},
      {"POST /api/v1/users", "a"},
      {"PATCH /api/v1/users/{login}", "a"},
      {"GET /api/v1/tokens", "esaov"},
      {"POST /api/v1/tokens", "esaov"},
      {"POST /api/v1/tokens/{id}/revoke", "esaov"},
      {"POST /api/v1/session", "open"},
      {"GET /api/v1/session", "esaov"},
      {"DELETE /api/v1/session", "esaov"},
      {"GET /api/v1/sessions", "esaov"},
      {"POST /api/v1/sessions/end-others", "esaov"},
      {"POST /api/v1/sessions/{id}/end", "esaov"},
      {"POST /api/v1/password", "esaov"},
      {"POST /api/v1/invitations", "a"},
      {"GET /api/v1/invitations/{code}", "open"},
      {"POST /api/v1/invitations/{code}", "open"},
      {"POST /api/v1/totp", "esaov"},
      {"POST /api/v1/totp/confirm", "esaov"},
      {"POST /api/v1/totp/remove", "esaov"},
      {"POST /api/v1/users/{login}/sessions/end", "a"},
      {"POST /api/v1/users/{login}/totp/remove", "a"},
      {"GET /api/v1/audit", "a"},
      {"GET /api/v1/events", "esaov"},
      {"GET /api/v1/leave", "a"},
      {"GET /api/v1/weeks", "esa"},
      {"GET /api/v1/waivers", "sa"},
      {"POST /api/v1/waivers", "sa"},
      {"POST /api/v1/waivers/{id}/end", "sa"},
      {"GET /api/v1/weeks/{monday}", "esa"},
      {"GET /p/{token}/weeks", "link"},
      {"GET /p/{token}/weeks/{monday}", "link"},
      {"GET /s/{token}/weeks", "link"},
      {"GET /s/{token}/weeks/{monday}", "link"},
      {"POST /api/v1/leave", "a"},
      {"GET /api/v1/sites", "a"},
      {"POST /api/v1/sites", "a"},
      {"GET /api/v1/keywords", "a"},
      {"POST /api/v1/keywords", "a"},
      {"GET /api/v1/ranks", "esao"},
      {"GET /api/v1/ranks/history", "esao"},
      {"GET /api/v1/ranks/movers", "esao"},
      {"GET /api/v1/ranks/visibility", "esao"},
      {"GET /api/v1/records", "a"},
      {"GET /api/v1/records/history", "a"},
      {"POST /api/v1/records", "a"},
      {"GET /api/v1/proposals", "sa"},
      {"POST /api/v1/proposals/{id}", "sa"},
      {"POST /api/v1/channels/{name}/test", "a"},
      {"POST /api/v1/providers/{name}/test", "a"},
      {"POST /api/v1/providers/{name}/withdraw", "a"},
      {"GET /api/v1/messages", "a"},
      {"POST /api/v1/messages/{id}/retry", "a"},
      {"GET /api/v1/silences", "sa"},
      {"POST /api/v1/silences", "sa"},
      {"POST /api/v1/silences/{id}/end", "sa"},
      {"GET /api/v1/troubles", "a"},
      {"GET /api/v1/inbox", "esaov"},
      {"POST /api/v1/inbox/read", "esaov"},
      {"GET /api/v1/preferences", "esaov"},
      {"POST /api/v1/preferences", "esaov"},
      {"POST /api/v1/backup", "a"},
      {"POST /api/v1/reload", "a"},
      {"GET /livez", "open"},
      {"GET /readyz", "open"},
      {"GET /metrics", "machine"},
      {"GET /", "open"},
      {"GET /app/{path*}", "open"},
      {"GET /practice", "open"},
      {"GET /assets/site.css", "open"},
      {"GET /assets/{name}", "open"},
      {"POST /captures", "capture"},
      {"GET /p/{token}", "link"},
      {"GET /p/{token}/captures", "link"},
      {"POST /p/{token}/captures/bookmark", "link"},
      {"POST /p/{token}/captures/{id}", "link"},
      {"POST /p/{token}/captures/{id}/skip", "link"},
      {"GET /p/{token}/claims/{id}", "link"},
      {"GET /p/{token}/claims/{id}/evidence/{evidence}", "link"},
      {"GET /p/{token}/inbox", "link"},
      {"POST /p/{token}/inbox/read", "link"},
      {"GET /p/{token}/preferences", "link"},
      {"POST /p/{token}/preferences", "link"},
      {"GET /p/{token}/ranks", "link"},
      {"GET /p/{token}/keywords/{id}", "link"},
      {"GET /s/{token}", "link"},
      {"GET /s/{token}/captures", "link"},
      {"POST /s/{token}/captures/bookmark", "link"},
      {"POST /s/{token}/captures/{id}", "link"},
      {"POST /s/{token}/captures/{id}/skip", "link"},
      {"POST /s/{token}/proposals/{id}", "link"},
      {"GET /s/{token}/inbox", "link"},
      {"POST /s/{token}/inbox/read", "link"},
      {"GET /s/{token}/preferences", "link"},
      {"POST /s/{token}/preferences", "link"},
      {"GET /s/{token}/ranks", "link"},
      {"GET /s/{token}/keywords/{id}", "link"},
      {"GET /s/{token}/index", "link"},
      {"GET /s/{token}/claims/{id}", "link"},
      {"GET /s/{token}/claims/{id}/evidence/{evidence}", "link"},
  };
  return kRows;
}

std::string name_of(const Route& route) {
  return fmt::format("{} {}", route.method, route.pattern);
}

// A target that fits the pattern and names things that do not exist.
std::string target_of(const Route& route) {
  std::string out(route.pattern);
  for (auto open = out.find('{'); open != std::string::npos; open = out.find('{'))
    out.replace(open, out.find('}') - open + 1, "999999");
  return out;
}

class AccessTest : public WorldTest {};

TEST_F(AccessTest, every_route_is_named_in_the_table_of_access) {
  std::set<std::string> named;
  for (const Route& route : routes()) {
    EXPECT_TRUE(expected_access().contains(name_of(route))) << name_of(route);
    EXPECT_TRUE(named.insert(name_of(route)).second) << "twice: " << name_of(route);
    EXPECT_NE(route.handler, nullptr);
  }
  EXPECT_EQ(named.size(), expected_access().size());
}

TEST_F(AccessTest, each_role_gets_what_the_table_says_over_a_socket) {
  for (const Route& route : routes()) {
    const std::string& access = expected_access().at(name_of(route));
    if (access == "open" || access == "link" || access == "capture" || access == "machine")
      continue;
    const std::string body = route.method == "GET" ? "" : "{}";
    for (const auto& [letter, login] : kLetters) {
      const Answer answer = world().ask(login, route.method, target_of(route), body);
      const bool may = access.find(letter) != std::string::npos;
      // In this world nobody signs in by browser: what needs it says so, after the role was let in.
      const bool let_in =
          answer.status != 403 || answer.body.find("your role") == std::string::npos;
      EXPECT_EQ(let_in, may) << name_of(route) << " as " << letter << ": " << answer.status;
      EXPECT_NE(answer.status, 401) << name_of(route);
    }
    EXPECT_EQ(world().ask("", route.method, target_of(route), body).status, 401) << name_of(route);
    EXPECT_EQ(world().ask("gone", route.method, target_of(route), body).status, 401)
        << "a disabled person's token: " << name_of(route);
    EXPECT_EQ(world().ask("nobody", route.method, target_of(route), body).status, 401);
  }
}

TEST_F(AccessTest, an_unknown_personal_link_is_404_on_every_link_route) {
  for (const Route& route : routes()) {
    if (route.gate != Gate::kLink) continue;
    EXPECT_EQ(world().ask("", route.method, target_of(route)).status, 404) << name_of(route);
    EXPECT_EQ(world().ask("root", route.method, target_of(route)).status, 404)
        << "a token is no key to a link: " << name_of(route);
  }
}

TEST_F(AccessTest, a_vendors_link_opens_his_entries_and_nothing_of_the_companys) {
  for (const char* open : {"", "/inbox", "/preferences"})
    EXPECT_EQ(world().get("", world().page("p", "waibao") + open).status, 200) << open;
  for (const char* shut : {"/ranks", "/keywords/1", "/weeks", "/weeks/2026-11-16", "/captures"})
    EXPECT_EQ(world().get("", world().page("p", "waibao") + shut).status, 404) << shut;
  EXPECT_FALSE(world().get("", world().page("p", "waibao")).has("/ranks"));
  EXPECT_TRUE(world().get("", world().page("p", "lilei")).has("/ranks"));
}

TEST_F(AccessTest, metrics_are_for_loopback_without_a_proxy_or_an_administrator) {
  const std::vector<std::string> proxied = {"X-Forwarded-For: 203.0.113.9"};
  EXPECT_EQ(world().get("", "/metrics").status, 200);
  EXPECT_EQ(world().ask("", "GET", "/metrics", "", proxied).status, 401);
  EXPECT_EQ(world().ask("wang", "GET", "/metrics", "", proxied).status, 403);
  EXPECT_EQ(world().ask("root", "GET", "/metrics", "", proxied).status, 200);
}

TEST_F(AccessTest, every_answer_carries_the_security_headers) {
  std::vector<Answer> answers;
  for (const Route& route : routes())
    answers.push_back(world().ask("root", route.method, target_of(route)));
  answers.push_back(world().get("", "/nothing/here"));
  answers.push_back(world().get("", "/p/none"));
  answers.push_back(world().ask("", "TRACE", "/"));
  answers.push_back(world().ask("", "OPTIONS", "/api/v1/claims"));
  for (const Answer& answer : answers) {
    EXPECT_NE(answer.status, 0);
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << answer.head;
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer") << answer.head;
    EXPECT_NE(answer.header("Content-Security-Policy").find("default-src 'none'"),
              std::string::npos);
    EXPECT_FALSE(answer.header("Cache-Control").empty());
    EXPECT_NE(answer.header("Content-Type").find('/'), std::string::npos);
    EXPECT_EQ(answer.header("Server"), "");
  }
}

TEST_F(AccessTest, methods_that_a_path_does_not_take_are_405_with_allow) {
  const Answer trace = world().ask("", "TRACE", "/livez");
  EXPECT_EQ(trace.status, 405);
  EXPECT_EQ(trace.header("Allow"), "GET, HEAD");
  const Answer deletion = world().ask("root", "DELETE", "/api/v1/claims/1");
  EXPECT_EQ(deletion.status, 405);
  const Answer users = world().ask("root", "PUT", "/api/v1/users");
  EXPECT_EQ(users.header("Allow"), "GET, HEAD, POST");
}

TEST_F(AccessTest, the_second_method_of_a_path_is_no_405) {
  const auto target = parse_target("/api/v1/users");
  ASSERT_TRUE(target);
  const Match found = match(routes(), "POST", *target);
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.allow, "");
}

struct CrossSite {
  const char* name;
  std::vector<std::string> headers;
  bool refused;
};

TEST_F(AccessTest, writes_of_other_sites_are_refused) {
  const CrossSite rows[] = {
      {"a_program", {}, false},
      {"same_origin", {"Sec-Fetch-Site: same-origin"}, false},
      {"typed_by_the_user", {"Sec-Fetch-Site: none"}, false},
      {"cross_site", {"Sec-Fetch-Site: cross-site"}, true},
      {"same_site", {"Sec-Fetch-Site: same-site"}, true},
      {"old_browser_same_origin", {"Origin: http://vouch"}, false},
      {"old_browser_other_origin", {"Origin: http://evil.example"}, true},
      {"sandboxed_frame", {"Origin: null"}, true},
  };
  for (const CrossSite& row : rows) {
    const Answer answer = world().ask("root", "POST", "/api/v1/reload", "", row.headers);
    EXPECT_EQ(answer.status, row.refused ? 403 : 200) << row.name;
  }
  EXPECT_EQ(world().ask("root", "GET", "/api/v1/sites", "", {"Sec-Fetch-Site: cross-site"}).status,
            200)
      << "reading changes nothing";
}

TEST_F(AccessTest, writes_need_a_json_body) {
  const std::string body = R"({"name":"x"})";
  const auto post = [&](const std::string& type) {
    return world().ask("root", "POST", "/api/v1/teams", body, {"Content-Type: " + type}).status;
  };
  EXPECT_EQ(post("application/json"), 201);
  EXPECT_EQ(post("application/json; charset=utf-8"), 201);
  EXPECT_EQ(post("text/plain"), 415);
  EXPECT_EQ(post("application/x-www-form-urlencoded"), 415);
  EXPECT_EQ(post("text/csv"), 415);
}

TEST(Match, fits_whole_segments_and_hands_out_parameters) {
  const auto of = [](std::string_view method, std::string_view target) {
    return match(routes(), method, parse_target(target).value());
  };
  EXPECT_EQ(of("GET", "/api/v1/claims/12").params, std::vector<std::string>{"12"});
  EXPECT_EQ(of("PATCH", "/api/v1/teams/%E6%8E%A8%E5%B9%BF").params,
            std::vector<std::string>{"推广"});
  EXPECT_EQ(of("GET", "/api/v1/claims").route->pattern, "/api/v1/claims");
  EXPECT_EQ(of("GET", "/api/v1/claims/1/x").route, nullptr);
  EXPECT_EQ(of("GET", "/api/v1").route, nullptr);
  for (const char* path : {"/app", "/app/", "/app/work", "/app/people/a%20b/days/2026-11-26"})
    EXPECT_EQ(of("GET", path).route->pattern, "/app/{path*}") << path;
  EXPECT_EQ(of("GET", "/app/work/12").params, (std::vector<std::string>{"work", "12"}));
  EXPECT_EQ(of("GET", "/apple").route, nullptr);
  EXPECT_EQ(of("HEAD", "/livez").route->pattern, "/livez");
  EXPECT_EQ(of("get", "/livez").route, nullptr) << "methods are case-sensitive";
}

// docs/openapi.yaml, read by line: two spaces and a slash are a path, four a method.
std::set<std::string> documented_routes() {
  std::ifstream file(VOUCH_SOURCE_DIR "/docs/openapi.yaml");
  std::set<std::string> out;
  std::string line;
  std::string path;
  bool in_paths = false;
  while (std::getline(file, line)) {
    if (!line.empty() && line[0] != ' ') in_paths = line == "paths:";
    if (!in_paths) continue;
    if (line.starts_with("  /") && line.ends_with(':')) path = line.substr(2, line.size() - 3);
    for (const std::string method : {"get", "post", "patch", "put", "delete"}) {
      if (line != "    " + method + ":") continue;
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      out.insert(upper + " " + path);
    }
  }
  return out;
}

// Those of them that take an Idempotency-Key.
std::set<std::string> documented_keys() {
  std::ifstream file(VOUCH_SOURCE_DIR "/docs/openapi.yaml");
  std::set<std::string> out;
  std::string line;
  std::string path;
  std::string method;
  while (std::getline(file, line)) {
    if (line.starts_with("  /") && line.ends_with(':')) path = line.substr(2, line.size() - 3);
    if (line.size() > 4 && line.starts_with("    ") && line[4] != ' ' && line.ends_with(':'))
      method = line.substr(4, line.size() - 5);
    if (line.find("parameters/IdempotencyKey'") == std::string::npos) continue;
    std::transform(method.begin(), method.end(), method.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    out.insert(method + " " + path);
  }
  return out;
}

TEST(OpenApi, names_the_key_of_exactly_the_writes_that_are_done_once) {
  std::set<std::string> once;
  HttpRequest request;
  request.headers.push_back(HeaderField{"Idempotency-Key", "k"});
  for (const Route& route : routes()) {
    if (is_keyed(route, request)) once.insert(name_of(route));
  }
  EXPECT_FALSE(once.empty());
  EXPECT_EQ(documented_keys(), once);
}

TEST(OpenApi, names_exactly_the_routes_of_the_table) {
  std::set<std::string> served;
  for (const Route& route : routes()) served.insert(name_of(route));
  EXPECT_EQ(documented_routes(), served);
}

}  // namespace
}  // namespace vouch::web::test
