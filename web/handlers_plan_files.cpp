#include <algorithm>
#include <map>

#include "store/people.h"
#include "web/answers.h"
#include "web/content_commands.h"
#include "web/desk_handlers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/plan_sheets.h"
#include "web/plans.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kMostWords = 500;
constexpr std::size_t kNoteBytes = 600;
constexpr std::string_view kUnreadable = "计划没有读懂";

HttpResponse not_served() {
  return problem(503, "这个程序不收计划 (plans are not taken here)");
}

bool is_csv(const HttpRequest& request) {
  return header_value(request.headers, "Content-Type").starts_with("text/csv");
}

bool dry_run(const Call& call) {
  return call.target.get("dry_run").value_or("") == "true";
}

std::string team_of(const Call& call) {
  return call.target.get("team").value_or("");
}

PlanRow read_row(JsonIn& row) {
  PlanRow out;
  out.row = row.row();
  out.login = row.text("login", 80).value_or("");
  out.work_type = row.text("work_type", 80).value_or("");
  out.quantity =
      static_cast<int>(std::clamp<std::int64_t>(row.number("quantity").value_or(0), -1, 1'000'000));
  out.keywords = row.texts("keywords").value_or(std::vector<std::string>{});
  out.platforms = row.texts("platforms").value_or(std::vector<std::string>{});
  row.text("source", 20);
  out.asset = AssetId{row.number("asset").value_or(0)};
  out.note = row.text("note", kNoteBytes).value_or("");
  return out;
}

KeywordPlanRow read_word(JsonIn& row) {
  KeywordPlanRow out;
  out.row = row.row();
  out.keyword = row.text("keyword", 200).value_or("");
  out.goal = row.text("goal", 40).value_or("");
  out.login = row.text("login", 80).value_or("");
  out.platforms = row.texts("platforms").value_or(std::vector<std::string>{});
  out.note = row.text("note", kNoteBytes).value_or("");
  return out;
}

using People = std::map<std::string, std::string>;

Result<People> names_by_login(store::Connection& db) {
  const auto users = store::people::users(db);
  if (!users) return tl::unexpected(users.error());
  People out;
  for (const User& user : *users) out[user.login] = user.name;
  return out;
}

}  // namespace

Task<HttpResponse> import_plan(Services& services, Call call) {
  if (services.ports.content == nullptr) co_return not_served();
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  ImportPlan request;
  request.monday = *monday;
  request.team = team_of(call);
  request.dry_run = dry_run(call);
  request.is_text = is_csv(call.request);
  if (request.is_text) {
    request.text = std::move(call.request.body);
  } else {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    if (auto text = body->text("text", kReportBody)) {
      request.is_text = true;
      request.text = std::move(*text);
    } else {
      for (JsonIn& row : body->rows("rows", kMostRows)) {
        request.rows.push_back(read_row(row));
        body->take_problems(row);
      }
    }
    const std::vector<Problem> problems = body->problems();
    if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  }
  const Result<ImportedPlan> done =
      co_await services.ports.content->import_plan(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  ReadJob<People> job = names_by_login;
  const Result<People> people = co_await services.store.read<People>(std::move(job));
  if (!people) co_return problem(people.error());
  co_return json_answer(200, imported_plan_json(*done, *people, services.health.names()));
}

Task<HttpResponse> import_keyword_plan(Services& services, Call call) {
  if (services.ports.content == nullptr) co_return not_served();
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  ImportKeywordPlan request;
  request.monday = *monday;
  request.team = team_of(call);
  request.dry_run = dry_run(call);
  request.is_text = is_csv(call.request);
  if (request.is_text) {
    request.text = std::move(call.request.body);
  } else {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    if (auto text = body->text("text", kReportBody)) {
      request.is_text = true;
      request.text = std::move(*text);
    } else {
      for (JsonIn& row : body->rows("rows", kMostWords)) {
        request.rows.push_back(read_word(row));
        body->take_problems(row);
      }
    }
    const std::vector<Problem> problems = body->problems();
    if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  }
  const Result<ImportedKeywordPlan> done = co_await services.ports.content->import_keyword_plan(
      std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, imported_keyword_plan_json(*done));
}

}  // namespace vouch::web::handlers
