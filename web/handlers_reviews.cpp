#include <fmt/format.h>

#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/list_query.h"
#include "web/plans.h"
#include "web/reviews.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kMostWords = 500;
constexpr std::size_t kNotesBytes = 20'000;
constexpr std::string_view kUnreadable = "没有读懂";

std::string team_of(const Call& call) {
  return call.target.get("team").value_or("");
}

int small(std::optional<std::int64_t> number, std::int64_t absent) {
  return static_cast<int>(std::clamp<std::int64_t>(number.value_or(absent), -1, 1'000'000));
}

}  // namespace

Task<HttpResponse> get_keyword_library(Services& services, Call call) {
  static_cast<void>(call);
  using Rows = std::vector<LibraryRow>;
  ReadJob<Rows> job = gather::keyword_library;
  const Result<Rows> rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  co_return json_answer(200, library_json(*rows));
}

Task<HttpResponse> import_keywords(Services& services, Call call) {
  ImportKeywords request;
  request.dry_run = call.target.get("dry_run").value_or("") == "true";
  const std::string_view type = header_value(call.request.headers, "Content-Type");
  if (type.starts_with("text/csv")) {
    request.text = std::move(call.request.body);
  } else {
    Result<JsonIn> body = JsonIn::parse(call.request.body);
    if (!body) co_return problem(body.error());
    request.text = body->need_text("text", kReportBody);
    const std::vector<Problem> problems = body->problems();
    if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  }
  const Result<ImportedKeywords> done =
      co_await services.commands.import_keywords(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, imported_json(*done));
}

Task<HttpResponse> patch_keyword(Services& services, Call call) {
  const auto id = parse_id<KeywordId>(call.params[0]);
  if (!id) co_return problem(404, "没有这个关键词");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PatchKeyword request;
  request.keyword = *id;
  request.group = body->text("group", 200);
  request.searches = body->number("searches");
  if (const auto number = body->number("intent")) request.intent = small(number, 0);
  if (const auto number = body->number("difficulty")) request.difficulty = small(number, 0);
  if (const auto number = body->number("priority")) request.priority = small(number, 0);
  request.target_url = body->text("target_url", 2000);
  request.site = body->text("site", 253);
  request.retire = body->flag("retire").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.patch_keyword(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> get_keyword_plan(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<KeywordPlanView> job = [day = *monday, team = team_of(call),
                                  viewer](store::Connection& db) {
    return gather::keyword_plan(db, day, team, viewer);
  };
  const Result<KeywordPlanView> view =
      co_await services.store.read<KeywordPlanView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, keyword_plan_json(*view));
}

Task<HttpResponse> put_keyword_plan(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutKeywordPlan request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  for (JsonIn& row : body->rows("lines", kMostWords)) {
    KeywordPlanRow line;
    line.row = row.row();
    line.keyword = row.need_text("keyword", 200);
    line.goal = row.text("goal", 20).value_or("");
    line.login = row.text("login", 80).value_or("");
    line.platforms = row.texts("platforms").value_or(std::vector<std::string>{});
    line.note = row.text("note", 600).value_or("");
    request.rows.push_back(std::move(line));
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PlanProblems> done =
      co_await services.commands.put_keyword_plan(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  if (!done->empty()) co_return problem(400, "有几行不能用，什么都没有改", *done);
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> get_review(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<ReviewView> job = [day = *monday, team = team_of(call), viewer](store::Connection& db) {
    return gather::review(db, day, team, viewer);
  };
  const Result<ReviewView> view = co_await services.store.read<ReviewView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, review_json(*view, services.health.names()));
}

Task<HttpResponse> put_review(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutReview request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  request.notes = body->text("notes", kNotesBytes).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.put_review(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> add_review_action(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddReviewAction request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  request.text = body->need_text("text", 1000);
  request.login = body->text("login", 80).value_or("");
  request.work_type = body->text("work_type", 80).value_or("");
  request.quantity = small(body->number("quantity"), 0);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<ReviewActionId> added =
      co_await services.commands.add_review_action(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> close_review_action(Services& services, Call call) {
  const auto id = parse_id<ReviewActionId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一项");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  CloseReviewAction request;
  request.action = *id;
  const auto finished = body->flag("done");
  if (!finished) body->reject("done", "is missing: true or false");
  request.done = finished.value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.close_review_action(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> draw_spot_checks(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  DrawSpotChecks request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<int> drawn =
      co_await services.commands.draw_spot_checks(std::move(call.actor), std::move(request));
  if (!drawn) co_return problem(drawn.error());
  co_return json_answer(201, fmt::format(R"({{"drawn":{}}})", *drawn));
}

Task<HttpResponse> judge_spot_check(Services& services, Call call) {
  const auto id = parse_id<SpotCheckId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一条抽查");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  JudgeSpotCheck request;
  request.check = *id;
  const auto right = body->flag("right");
  if (!right) body->reject("right", "is missing: true or false");
  request.right = right.value_or(false);
  request.note = body->text("note", 1000).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.judge_spot_check(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
