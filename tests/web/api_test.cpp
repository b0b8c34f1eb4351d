#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>

#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

std::vector<std::int64_t> ids_of(const Answer& answer) {
  std::vector<std::int64_t> out;
  const json::object list = object_of(answer);
  if (!list.contains("items")) return out;
  for (const json::value& item : list.at("items").as_array())
    out.push_back(item.at("id").as_int64());
  return out;
}

class ApiTest : public WorldTest {
 protected:
  static std::vector<std::int64_t> ids(std::initializer_list<const char*> names) {
    std::vector<std::int64_t> out;
    for (const char* name : names) out.push_back(world().company.claims.at(name).value);
    return out;
  }
  static std::string path(const std::string& what, const std::string& tail = {}) {
    return "/api/v1/claims/" + world().claim(what) + tail;
  }
};

TEST_F(ApiTest, a_claim_names_its_text_match_with_the_passages) {
  const Answer own = world().get("lilei", "/api/v1/claims/" + world().claim("hostile"));
  ASSERT_EQ(own.status, 200);
  EXPECT_TRUE(own.has(R"("text_match":{"first_claim":)" + world().claim("verified") +
                      R"(,"share":6.14E-1,"same_asset":false})"));
  EXPECT_TRUE(own.has(R"("passages":[{"start":4,"end":90,)"));
  EXPECT_TRUE(own.has(R"("first_url":"http://bbs.example/t/1")"));
  const Answer early = world().get("wang", "/api/v1/claims/" + world().claim("hostile"));
  ASSERT_EQ(early.status, 200);
  EXPECT_TRUE(early.has(R"("text_match":null)"));
  EXPECT_TRUE(early.has(R"("text_matches":[])"));
  EXPECT_TRUE(world()
                  .get("root", "/api/v1/claims?limit=500")
                  .has(R"("text_match":{"first_claim":)" + world().claim("verified")));
}

TEST_F(ApiTest, employees_list_their_own_entries_only) {
  EXPECT_EQ(ids_of(world().get("zhangsan", "/api/v1/claims")), ids({"long", "other_team"}));
  EXPECT_EQ(ids_of(world().get("hanmeimei", "/api/v1/claims")),
            ids({"regressed", "disputed", "waived", "corrected"}));
  EXPECT_EQ(world().get("lilei", "/api/v1/claims?user=hanmeimei").status, 403);
  EXPECT_EQ(world().get("lilei", "/api/v1/claims?user=nobody").status, 403)
      << "whether a login exists is not told";
  EXPECT_EQ(world().get("lilei", "/api/v1/claims?user=lilei").status, 200);
}

TEST_F(ApiTest, supervisors_list_their_team_and_administrators_all) {
  const auto team = ids_of(world().get("wang", "/api/v1/claims"));
  EXPECT_EQ(team.size(), 10U);
  EXPECT_EQ(ids_of(world().get("zhao", "/api/v1/claims")), ids({"long", "other_team"}));
  EXPECT_EQ(world().get("wang", "/api/v1/claims?user=zhangsan").status, 403);
  EXPECT_EQ(ids_of(world().get("root", "/api/v1/claims")).size(), 12U);
  EXPECT_EQ(world().get("root", "/api/v1/claims?user=nobody").status, 404);
}

TEST_F(ApiTest, a_finding_in_its_grace_is_pending_for_the_supervisor_in_every_answer) {
  const Answer one = world().get("wang", path("failed_private"));
  const json::object claim = object_of(one);
  EXPECT_EQ(claim.at("work").at("verdict").as_string(), "PENDING");
  EXPECT_EQ(claim.at("work").at("phase").as_string(), "NONE");
  EXPECT_EQ(claim.at("work").at("reason").as_string(), "timer");
  EXPECT_TRUE(claim.at("observations").as_array().empty());
  EXPECT_TRUE(claim.at("work").at("public_at").is_null());
  EXPECT_FALSE(one.has("404")) << one.body;
  EXPECT_FALSE(one.has("FAIL")) << one.body;
  EXPECT_TRUE(claim.at("work").at("since").is_null());
  EXPECT_FALSE(one.has("2026-11-25T04:30")) << "the timer tells when grace ends: " << one.body;

  EXPECT_EQ(ids_of(world().get("wang", "/api/v1/claims?work=FAILED")), ids({"failed_public"}));
  EXPECT_EQ(ids_of(world().get("wang", "/api/v1/claims?work=PENDING")),
            ids({"pending", "failed_private", "hostile"}));
  EXPECT_EQ(ids_of(world().get("wang", "/api/v1/claims?work=PENDING&user=lilei")),
            ids({"pending", "failed_private", "hostile"}));
  EXPECT_EQ(ids_of(world().get("wang", "/api/v1/claims?work=FAILED&user=lilei")),
            ids({"failed_public"}));
  const std::string evidence =
      fmt::format("/api/v1/evidence/{}", world().company.negative_evidence.value);
  EXPECT_EQ(world().get("wang", evidence).status, 403);
  EXPECT_EQ(world().get("lilei", evidence).status, 200);
}

TEST_F(ApiTest, an_early_miss_is_not_shown_to_the_supervisor) {
  const Answer seen = world().get("wang", path("pending"));
  EXPECT_FALSE(seen.has("SUSPECT"));
  EXPECT_FALSE(seen.has("http_404"));
  EXPECT_TRUE(world().get("lilei", path("pending")).has("SUSPECT"));
}

TEST_F(ApiTest, the_employee_sees_the_finding_with_all_evidence) {
  const json::object claim = object_of(world().get("lilei", path("failed_private")));
  EXPECT_EQ(claim.at("work").at("verdict").as_string(), "FAILED");
  EXPECT_EQ(claim.at("work").at("phase").as_string(), "WITH_EMPLOYEE");
  EXPECT_EQ(claim.at("work").at("public_at").as_string(), "2026-11-25T04:30:00.000Z");
  const json::array& observations = claim.at("observations").as_array();
  ASSERT_EQ(observations.size(), 3U);
  const json::object& last = observations[1].as_object();
  EXPECT_EQ(last.at("reason").as_string(), "http_404");
  EXPECT_TRUE(last.at("negative_proved").as_bool());
  EXPECT_EQ(last.at("http_status").as_int64(), 404);
  EXPECT_EQ(last.at("detail").at("words").as_string(), "您访问的帖子不存在");
  EXPECT_EQ(last.at("evidence").as_array().at(0).at("state").as_string(), "present");
  EXPECT_EQ(claim.at("next_look_at").as_string(), "2026-11-24T08:30:00.000Z");
  EXPECT_EQ(claim.at("looks").as_array().size(), 2U);
}

TEST_F(ApiTest, a_list_says_when_each_is_looked_at_next_and_one_entry_names_its_looks) {
  const json::object one = object_of(world().get("lilei", path("failed_private")));
  const json::object list = object_of(world().get("lilei", "/api/v1/claims?work=FAILED"));
  int listed = 0;
  for (const json::value& item : list.at("items").as_array()) {
    EXPECT_FALSE(item.as_object().contains("looks"));
    if (item.at("id") != one.at("id")) continue;
    ++listed;
    EXPECT_EQ(item.at("next_look_at"), one.at("next_look_at"));
  }
  EXPECT_EQ(listed, 1);
}

TEST_F(ApiTest, somebody_elses_entry_is_403_and_none_is_404) {
  for (const char* what : {"verified", "failed_public", "pending"}) {
    EXPECT_EQ(world().get("hanmeimei", path(what)).status, 403) << what;
    EXPECT_EQ(world().get("zhao", path(what)).status, 403) << what;
  }
  EXPECT_EQ(world().get("lilei", "/api/v1/claims/99999").status, 404);
  for (const char* id : {"0", "-1", "x", "1x", "99999999999999999999"})
    EXPECT_EQ(world().get("lilei", std::string("/api/v1/claims/") + id).status, 404) << id;
}

TEST_F(ApiTest, pages_of_a_list_hold_every_entry_once) {
  std::vector<std::int64_t> seen;
  std::string after = "0";
  for (int page = 0; page < 10; ++page) {
    const Answer answer = world().get("wang", "/api/v1/claims?limit=3&after=" + after);
    for (const std::int64_t id : ids_of(answer)) seen.push_back(id);
    const json::object list = object_of(answer);
    if (list.at("next").is_null()) break;
    after = std::to_string(list.at("next").as_int64());
  }
  EXPECT_EQ(seen, ids_of(world().get("wang", "/api/v1/claims")));
}

TEST_F(ApiTest, wrong_list_parameters_are_named) {
  for (const char* query : {"since=yesterday", "work=GOOD", "after=x", "limit=0", "limit=501"}) {
    const Answer answer = world().get("root", std::string("/api/v1/claims?") + query);
    EXPECT_EQ(answer.status, 400) << query;
    const std::string field = std::string(query).substr(0, std::string(query).find('='));
    EXPECT_TRUE(answer.has("\"field\":\"" + field + "\"")) << answer.body;
  }
}

TEST_F(ApiTest, evidence_is_a_download_that_no_browser_renders) {
  const Answer answer =
      world().get("lilei", fmt::format("/api/v1/evidence/{}", world().company.page_evidence.value));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, kPageBytes);
  EXPECT_EQ(answer.header("Content-Type"), "application/octet-stream");
  EXPECT_NE(answer.header("Content-Disposition").find("attachment"), std::string::npos);
  EXPECT_NE(answer.header("Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_EQ(
      world()
          .get("hanmeimei", fmt::format("/api/v1/evidence/{}", world().company.page_evidence.value))
          .status,
      403);
  EXPECT_EQ(world().get("lilei", "/api/v1/evidence/99999").status, 404);
}

TEST_F(ApiTest, status_holds_only_what_the_reader_may_know) {
  const json::object own = object_of(world().get("hanmeimei", "/api/v1/status"));
  ASSERT_EQ(own.at("users").as_array().size(), 1U);
  EXPECT_EQ(own.at("users").as_array()[0].at("counts").at("REGRESSED").as_int64(), 1);
  EXPECT_EQ(own.at("false_alerts").at("disputes").as_int64(), 1) << "staff see it too";

  const json::object team = object_of(world().get("wang", "/api/v1/status"));
  for (const json::value& user : team.at("users").as_array()) {
    if (user.at("login").as_string() != "lilei") continue;
    EXPECT_EQ(user.at("counts").at("PENDING").as_int64(), 3) << "with the one in its grace";
    EXPECT_EQ(user.at("counts").at("FAILED").as_int64(), 1);
  }
  EXPECT_EQ(team.at("with_employees").as_int64(), 1);

  const json::object owner = object_of(world().get("boss", "/api/v1/status"));
  EXPECT_TRUE(owner.at("users").as_array().empty());
  EXPECT_EQ(owner.at("totals").at("work").at("VERIFIED").as_int64(), 2);

  const json::object all = object_of(world().get("root", "/api/v1/status"));
  EXPECT_EQ(all.at("totals").at("work").at("FAILED").as_int64(), 3);
  EXPECT_EQ(all.at("totals").at("index").at("baidu").at("INDEXED").as_int64(), 2);
  EXPECT_EQ(all.at("now").as_string(), "2026-11-24T06:30:00.000Z");
  EXPECT_EQ(all.at("company").as_string(), "蓝鲸网络");
}

TEST_F(ApiTest, the_unix_socket_is_an_administrator_for_root_and_the_service_user) {
  Client client = Client::unix_socket(world().socket());
  client.send(request_text("GET", "/api/v1/users"));
  const Answer users = client.read();
  EXPECT_EQ(users.status, 200);
  EXPECT_TRUE(users.has(link_token_of("lilei")));
  client.send(request_text("POST", "/api/v1/reload"));
  EXPECT_EQ(client.read().status, 200);
  ASSERT_EQ(world().commands.asked.size(), 1U);
  EXPECT_EQ(world().commands.asked[0].actor.via, Via::kSocket);
  EXPECT_EQ(world().commands.asked[0].actor.login, "local");
  EXPECT_FALSE(world().commands.asked[0].actor.user);

  client.send(request_text("GET", "/api/v1/users", {"Authorization: Bearer " + token_of("lilei")}));
  EXPECT_EQ(client.read().status, 403) << "a token names the actor on the socket too";
}

TEST_F(ApiTest, a_stranger_on_the_unix_socket_needs_a_token) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/api/v1/users";
  request.peer.unix_socket = true;
  request.peer.uid = world().service_uid + 1;
  auto answer = boost::asio::co_spawn(world().thread.loop(), world().app->handle(request),
                                      boost::asio::use_future);
  EXPECT_EQ(answer.get().status, 401);
}

TEST_F(ApiTest, a_json_report_reaches_the_command_row_by_row) {
  world().commands.report_answer.reports = {ReportId{5}};
  AcceptedRow accepted;
  accepted.row = 1;
  accepted.claim = ClaimId{50};
  accepted.marks.late = true;
  world().commands.report_answer.accepted = {accepted};
  world().commands.report_answer.returned = {ReturnedRow{2, "不是网址", {"abc", ""}}};
  const Answer answer = world().ask(
      "lilei", "POST", "/api/v1/reports",
      R"({"date":"2026-11-23","rows":[{"url":"http://a.example/1","title":"题","keywords":["净化器"]},{"url":"abc"}]})",
      {"Idempotency-Key: k-1"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"report_ids":[5],"accepted":[{"row":1,"claim_id":50,"marks":{"late":true,)"
      R"("unplanned":false,"duplicate_of":null,"off_list":false,"baseline":false,)"
      R"("historic":false},"remarks":[]}],"returned":[{"row":2,"reason":"不是网址","cells":["abc",""]}]})");
  const SubmitReport& asked = world().commands.report;
  EXPECT_EQ(asked.idempotency_key, "k-1");
  EXPECT_EQ(to_iso_date(asked.date.value()), "2026-11-23");
  ASSERT_EQ(asked.rows.size(), 2U);
  EXPECT_EQ(asked.rows[0].keywords, std::vector<std::string>{"净化器"});
  EXPECT_EQ(asked.rows[1].row, 2);
  EXPECT_EQ(world().commands.asked[0].actor.login, "lilei");
}

TEST_F(ApiTest, a_csv_report_passes_its_bytes_untouched) {
  const std::string gbk = "\xcd\xf8\xd6\xb7\r\nhttp://a.example/1\r\n";
  const Answer answer =
      world().ask("root", "POST", "/api/v1/reports?as=lilei&date=2026-11-20&baseline=1&name=a.csv",
                  gbk, {"Content-Type: text/csv"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(world().commands.report.is_csv);
  EXPECT_EQ(world().commands.report.csv, gbk);
  EXPECT_EQ(world().commands.report.as, "lilei");
  EXPECT_TRUE(world().commands.report.baseline);
  EXPECT_EQ(world().commands.report.file_name, "a.csv");
}

TEST_F(ApiTest, employees_report_as_themselves_and_import_no_baseline) {
  const std::string body = R"({"rows":[{"url":"http://a.example/"}]})";
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports?as=hanmeimei", body).status, 403);
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports?baseline=1", body).status, 403);
  EXPECT_TRUE(world().commands.asked.empty());
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports?as=lilei", body).status, 200);
}

TEST_F(ApiTest, a_report_of_10_MB_is_taken_and_a_larger_one_is_not) {
  const std::string row = "http://a.example/" + std::string(1000, 'x') + "\n";
  std::string csv;
  while (csv.size() + row.size() < kReportBody) csv += row;
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports", csv, {"Content-Type: text/csv"}).status,
            200);
  EXPECT_EQ(world().commands.report.csv.size(), csv.size());
  csv.resize(kReportBody + 1, 'x');
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports", csv, {"Content-Type: text/csv"}).status,
            413);
  const std::string name = R"({"name":")" + std::string(kSmallBody, 'x') + R"("})";
  EXPECT_EQ(world().ask("root", "POST", "/api/v1/teams", name).status, 413);
}

struct Unreadable {
  const char* name;
  const char* target;
  const char* body;
  const char* field;
};

TEST_F(ApiTest, wrong_bodies_are_refused_with_their_field_and_nothing_is_done) {
  const Unreadable rows[] = {
      {"no_json", "/api/v1/teams", "x", ""},
      {"no_name", "/api/v1/teams", "{}", "name"},
      {"unknown_field", "/api/v1/users", R"({"login":"a","name":"b","is_admin":true})", "is_admin"},
      {"unknown_role", "/api/v1/users", R"({"login":"a","name":"b","role":"king"})", "role"},
      {"login_with_space", "/api/v1/users", R"({"login":"a b","name":"b"})", "login"},
      {"weekday_8", "/api/v1/users", R"({"login":"a","name":"b","report_weekdays":[8]})",
       "report_weekdays"},
      {"short_token", "/api/v1/tokens", R"({"login":"a","label":"b","token":"x"})", "token"},
      {"leave_backwards", "/api/v1/leave", R"({"login":"a","from":"2026-11-25","to":"2026-11-24"})",
       "to"},
      {"priority_0", "/api/v1/keywords", R"({"text":"a","priority":0})", "priority"},
      {"relative_backup", "/api/v1/backup", R"({"dir":"backup"})", "dir"},
      {"no_rows", "/api/v1/reports", R"({"rows":[]})", "rows"},
      {"row_with_verdict", "/api/v1/reports", R"({"rows":[{"url":"a","verdict":"b"}]})", "verdict"},
      {"unknown_kind", "/api/v1/claims/1/decisions", R"({"kind":"accuse","reason":"x"})", "kind"},
      {"no_reason", "/api/v1/claims/1/decisions", R"({"kind":"waive"})", "reason"},
      {"unknown_stage", "/api/v1/claims/1/decisions",
       R"({"kind":"waive","reason":"x","stage":"rank"})", "stage"},
      {"replace_by_nothing", "/api/v1/claims/1/decisions", R"({"kind":"replace","reason":"x"})",
       "replaced_by"},
      {"no_text", "/api/v1/claims/1/disputes", "{}", "text"},
      {"no_accept", "/api/v1/disputes/1/close", R"({"answer":"x"})", "accept"},
  };
  for (const Unreadable& row : rows) {
    const Answer answer = world().ask("root", "POST", row.target, row.body);
    EXPECT_EQ(answer.status, 400) << row.name << answer.body;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json; charset=utf-8");
    const std::string field = fmt::format("\"field\":\"{}\"", row.field);
    EXPECT_TRUE(*row.field == 0 || answer.has(field)) << row.name << answer.body;
  }
  EXPECT_TRUE(world().commands.asked.empty());
}

TEST_F(ApiTest, decisions_are_made_by_the_right_people_only) {
  const auto decide = [&](const std::string& login, const std::string& what, const char* kind) {
    return world()
        .ask(login, "POST", path(what, "/decisions"),
             fmt::format(R"({{"kind":"{}","reason":"平台活动结束","replaced_by":2}})", kind))
        .status;
  };
  EXPECT_EQ(decide("lilei", "failed_public", "answer"), 201);
  EXPECT_EQ(decide("lilei", "failed_public", "waive"), 403);
  EXPECT_EQ(decide("hanmeimei", "failed_public", "answer"), 403);
  EXPECT_EQ(decide("wang", "failed_public", "waive"), 201);
  EXPECT_EQ(decide("wang", "failed_public", "withdraw"), 403);
  EXPECT_EQ(decide("wang", "other_team", "waive"), 403);
  EXPECT_EQ(decide("zhao", "other_team", "confirm"), 201);
  EXPECT_EQ(decide("root", "failed_public", "answer"), 201) << "recorded for somebody";
  EXPECT_EQ(decide("wang", "failed_private", "confirm"), 409) << "before grace has ended";
  EXPECT_EQ(decide("wang", "pending", "confirm"), 409) << "the same where there is nothing";
  EXPECT_EQ(decide("wang", "failed_private", "reject_manual"), 409);
  EXPECT_EQ(decide("wang", "pending", "reject_manual"), 409);
  EXPECT_EQ(decide("wang", "failed_private", "waive"), 201);
  EXPECT_EQ(decide("boss", "failed_public", "waive"), 403);
  EXPECT_EQ(world().commands.asked.size(), 5U);
}

TEST_F(ApiTest, disputes_are_opened_by_the_owner_and_closed_by_another) {
  const std::string text = R"({"text":"关键词在图片下方","stage":"content"})";
  EXPECT_EQ(world().ask("lilei", "POST", path("failed_public", "/disputes"), text).status, 201);
  EXPECT_EQ(world().commands.dispute.stage->kind, StageKind::kContent);
  EXPECT_EQ(world().ask("wang", "POST", path("failed_public", "/disputes"), text).status, 403);
  EXPECT_EQ(world().ask("hanmeimei", "POST", path("failed_public", "/disputes"), text).status, 403);
  EXPECT_EQ(world().ask("root", "POST", path("failed_public", "/disputes"), text).status, 201);

  const std::string close = fmt::format("/api/v1/disputes/{}/close", world().company.dispute.value);
  const std::string body = R"({"accept":true,"answer":"图片说明里确实有"})";
  EXPECT_EQ(world().ask("hanmeimei", "POST", close, body).status, 403);
  EXPECT_EQ(world().ask("zhao", "POST", close, body).status, 403);
  EXPECT_EQ(world().ask("wang", "POST", close, body).status, 200);
  EXPECT_TRUE(world().commands.closing.accept);
}

TEST_F(ApiTest, recheck_that_is_used_up_is_429) {
  EXPECT_EQ(world().ask("lilei", "POST", path("manual", "/recheck")).status, 202);
  EXPECT_EQ(world().commands.text, world().claim("manual"));
  world().commands.refusal = Error{ErrorCode::kUnavailable, "3 looks a day are used up", ""};
  EXPECT_EQ(world().ask("lilei", "POST", path("manual", "/recheck")).status, 429);
  EXPECT_EQ(world().ask("zhao", "POST", path("manual", "/recheck")).status, 403);
}

TEST_F(ApiTest, errors_of_commands_become_problems) {
  const std::pair<ErrorCode, int> rows[] = {
      {ErrorCode::kInvalid, 400},     {ErrorCode::kNotFound, 404},    {ErrorCode::kConflict, 409},
      {ErrorCode::kDenied, 403},      {ErrorCode::kUnavailable, 503}, {ErrorCode::kTimeout, 504},
      {ErrorCode::kNetwork, 502},     {ErrorCode::kIo, 500},          {ErrorCode::kCorrupt, 500},
      {ErrorCode::kUnsupported, 501}, {ErrorCode::kCancelled, 503},   {ErrorCode::kInternal, 500},
      {ErrorCode::kNoSpace, 507},
  };
  for (const auto& [code, status] : rows) {
    world().commands.refusal = Error{code, "told to people", "login"};
    const Answer answer =
        world().ask("root", "POST", "/api/v1/users", R"({"login":"x","name":"y"})");
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.has("told to people"), status != 500 && status != 507) << answer.body;
  }
}

TEST_F(ApiTest, set_up_requests_reach_their_commands) {
  const auto post = [&](const char* target, const char* body) {
    return world().ask("root", "POST", target, body);
  };
  EXPECT_EQ(
      post(
          "/api/v1/users",
          R"({"login":"li","name":"李四","role":"supervisor","team":"推广一组","report_weekdays":[1,2]})")
          .body,
      R"({"id":73,"login":"li","link_token":"abcdefghijklmnopqrstuvwxyz012345"})");
  EXPECT_EQ(world().commands.user.role, Role::kSupervisor);
  EXPECT_EQ(world().commands.user.report_weekdays, (std::vector<int>{1, 2}));
  EXPECT_EQ(world().ask("root", "PATCH", "/api/v1/users/li", R"({"active":false})").status, 200);
  EXPECT_EQ(world().commands.user_patch.active, false);
  EXPECT_EQ(world().commands.user_patch.name, std::nullopt);
  EXPECT_EQ(
      world().ask("root", "PATCH", "/api/v1/teams/%E6%8E%A8", R"({"supervisor":"li"})").status,
      200);
  EXPECT_EQ(world().commands.team_patch.name, "推");
  EXPECT_EQ(post("/api/v1/tokens", R"({"login":"li","label":"script"})").status, 201);
  EXPECT_EQ(post("/api/v1/sites", R"({"domain":"a.example","name":"x"})").body, R"({"id":75})");
  EXPECT_EQ(post("/api/v1/keywords", R"({"text":"净化器","priority":1})").body, R"({"id":76})");
  EXPECT_EQ(post("/api/v1/leave", R"({"login":"li","from":"2026-11-24","to":"2026-11-25"})").status,
            201);
  EXPECT_EQ(post("/api/v1/channels/mail/test", "").body,
            R"({"ok":false,"detail":"refused by the server"})");
  EXPECT_EQ(post("/api/v1/providers/searxng%3Amain/test", "").status, 200);
  EXPECT_EQ(world().commands.text, "searxng:main");
  EXPECT_EQ(
      post("/api/v1/proposals/4", R"({"say":"accept","as":"measure","reason":"两个月没有收录过"})")
          .status,
      200);
  EXPECT_EQ(world().commands.platform.proposal, 4);
  EXPECT_EQ(world().commands.platform.say, PlatformSay::kAccept);
  EXPECT_EQ(world().commands.platform.as, "measure");
  EXPECT_EQ(post("/api/v1/proposals/4", R"({"say":"maybe","reason":"x"})").status, 400);
  EXPECT_EQ(post("/api/v1/proposals/x", R"({"say":"accept","reason":"x"})").status, 404);
  const auto withdrawn = post(
      "/api/v1/providers/main/withdraw",
      R"({"from":"2026-11-23","to":"2026-11-24 09:30","reason":"那两天返回空页","dry_run":true})");
  EXPECT_EQ(withdrawn.status, 200);
  EXPECT_NE(withdrawn.body.find(R"("looks":7,"claims":3)"), std::string::npos) << withdrawn.body;
  EXPECT_EQ(world().commands.withdraw.source, "main");
  EXPECT_EQ(world().commands.withdraw.to, "2026-11-24 09:30");
  EXPECT_TRUE(world().commands.withdraw.dry_run);
  EXPECT_EQ(post("/api/v1/providers/main/withdraw", R"({"from":"2026-11-23"})").status, 400);
  EXPECT_EQ(post("/api/v1/messages/msg_1/retry", "").status, 200);
  EXPECT_EQ(world().commands.text, "msg_1");
  EXPECT_EQ(post("/api/v1/silences",
                 R"({"rule":"system","subject":"mail","hours":4,"reason":"机房今天搬迁"})")
                .body,
            R"({"id":79})");
  EXPECT_EQ(world().commands.silence.subject, "mail");
  EXPECT_EQ(world().commands.silence.hours, 4);
  EXPECT_FALSE(world().commands.silence.known_only);
  EXPECT_EQ(post("/api/v1/silences", R"({"rule":"system","hours":4})").status, 400);
  EXPECT_EQ(post("/api/v1/silences/79/end", "").status, 200);
  EXPECT_EQ(world().commands.text, "79");
  EXPECT_EQ(post("/api/v1/silences/x/end", "").status, 404);
  EXPECT_EQ(
      post("/api/v1/waivers", R"({"platform":"bbs","from":"2026-11-23","reason":"平台故障"})").body,
      R"({"id":81})");
  EXPECT_EQ(world().commands.waiver.platform, "bbs");
  EXPECT_EQ(world().commands.waiver.to, "2026-11-23");
  EXPECT_EQ(post("/api/v1/waivers", R"({"platform":"bbs","reason":"平台故障"})").status, 400);
  EXPECT_EQ(post("/api/v1/waivers/81/end", "").status, 200);
  EXPECT_EQ(post("/api/v1/backup", R"({"dir":"/var/backup"})").body,
            R"({"path":"/var/backup/vouch.db","bytes":0})");
}

TEST_F(ApiTest, set_up_lists_show_what_is_stored) {
  EXPECT_TRUE(world().get("root", "/api/v1/sites").has("lanjing.example"));
  EXPECT_TRUE(world().get("root", "/api/v1/keywords").has("空气净化器"));
  EXPECT_EQ(world().get("root", "/api/v1/leave").body,
            R"({"items":[{"login":"hanmeimei","from":"2026-11-24","to":"2026-11-24"}]})");
  const Answer users = world().get("root", "/api/v1/users");
  EXPECT_TRUE(users.has(R"("team":"推广一组","active":true,"report_weekdays":[1,2,3,4,5])"))
      << users.body;
  EXPECT_FALSE(users.has(token_of("lilei"))) << "API tokens are kept as digests only";
  EXPECT_EQ(world().get("root", "/api/v1/deliveries").body, R"({"items":[],"next":null})");
  EXPECT_EQ(world().get("root", "/api/v1/messages").body, R"({"items":[]})");
  EXPECT_EQ(world().get("root", "/api/v1/messages?state=gone").status, 400);
  EXPECT_EQ(world().get("root", "/api/v1/silences").body, R"({"items":[]})");
  EXPECT_EQ(world().get("root", "/api/v1/troubles").body, R"({"items":[]})");
  EXPECT_EQ(world().get("root", "/api/v1/waivers").body, R"({"items":[]})");
}

TEST_F(ApiTest, health_pages_tell_ready_from_not_ready) {
  EXPECT_EQ(world().get("", "/livez").body, "ok\n");
  EXPECT_EQ(world().get("", "/readyz").status, 200);
  HealthFacts& facts = world().health->value;
  const HealthFacts before = facts;
  facts.writer_poisoned = true;
  EXPECT_EQ(world().get("", "/readyz").status, 503);
  EXPECT_EQ(world().get("", "/livez").status, 200) << "a damaged disk must not restart the daemon";
  EXPECT_TRUE(world().get("", "/readyz?verbose").has("FAIL writer_not_poisoned"));
  facts = before;
  facts.writer_answered_ago = Millis(6000);
  EXPECT_EQ(world().get("", "/readyz").status, 503);
  facts = before;
  facts.draining = true;
  EXPECT_EQ(world().get("", "/readyz").status, 503);
  facts = before;
}

TEST_F(ApiTest, metrics_are_prometheus_text) {
  const Answer answer = world().get("", "/metrics");
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  for (const char* line : {"vouch_build_info{version=\"0.1.0\"} 1\n", "vouch_ready 1\n",
                           "# TYPE vouch_outbox_pending gauge\n", "vouch_db_jobs_total ",
                           "vouch_channel_healthy{channel=\"mail\",type=\"mail\"} 1\n"})
    EXPECT_TRUE(answer.has(line)) << line << answer.body;
  EXPECT_FALSE(answer.has("lilei")) << "no person in a label";
}

}  // namespace
}  // namespace vouch::web::test
