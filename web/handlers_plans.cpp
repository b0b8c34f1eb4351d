#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/plans.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kNoteBytes = 600;
constexpr std::string_view kUnreadable = "计划没有读懂";

LineSource source_of(JsonIn& row) {
  static constexpr std::pair<std::string_view, LineSource> kSources[] = {
      {"new", LineSource::kNew},
      {"copied", LineSource::kCopied},
      {"carried", LineSource::kCarried},
      {"action", LineSource::kAction}};
  const std::string given = row.text("source", 20).value_or("new");
  for (const auto& [word, source] : kSources) {
    if (word == given) return source;
  }
  row.reject("source", "new, copied, carried or action");
  return LineSource::kNew;
}

PlanRow read_row(JsonIn& row) {
  PlanRow out;
  out.row = row.row();
  out.login = row.need_text("login", 80);
  out.work_type = row.need_text("work_type", 80);
  out.quantity =
      static_cast<int>(std::clamp<std::int64_t>(row.number("quantity").value_or(0), -1, 1'000'000));
  out.keywords = row.texts("keywords").value_or(std::vector<std::string>{});
  out.platforms = row.texts("platforms").value_or(std::vector<std::string>{});
  out.source = source_of(row);
  if (const auto asset = row.number("asset")) out.asset = AssetId{*asset};
  out.note = row.text("note", kNoteBytes).value_or("");
  return out;
}

HttpResponse answer_of(const Result<PlanProblems>& done) {
  if (!done) return problem(done.error());
  if (!done->empty()) return problem(400, "有几行不能用，什么都没有改", *done);
  return json_answer(200, ok_json());
}

}  // namespace

Task<HttpResponse> get_plan(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<PlanView> job = [day = *monday, viewer, team = call.target.get("team").value_or(""),
                           rules = services.health.rules()](store::Connection& db) {
    return gather::plan(db, day, team, rules, viewer);
  };
  const Result<PlanView> view = co_await services.store.read<PlanView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, plan_json(*view, services.health.names()));
}

Task<HttpResponse> get_plan_offers(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<PlanOffers> job = [day = *monday, viewer,
                             team = call.target.get("team").value_or("")](store::Connection& db) {
    return gather::plan_offers(db, day, team, viewer);
  };
  const Result<PlanOffers> offers = co_await services.store.read<PlanOffers>(std::move(job));
  if (!offers) co_return problem(offers.error());
  co_return json_answer(200, offers_json(*offers, services.health.names()));
}

Task<HttpResponse> put_plan(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutPlan request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  for (JsonIn& row : body->rows("lines", kMostRows)) {
    request.rows.push_back(read_row(row));
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PlanProblems> done =
      co_await services.commands.put_plan(std::move(call.actor), std::move(request));
  co_return answer_of(done);
}

Task<HttpResponse> publish_plan(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PublishPlan request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PlanProblems> done =
      co_await services.commands.publish_plan(std::move(call.actor), std::move(request));
  co_return answer_of(done);
}

Task<HttpResponse> add_plan_line(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddPlanLine request;
  request.monday = *monday;
  request.team = body->text("team", 200).value_or("");
  request.reason = body->need_text("reason", 1000);
  request.row = read_row(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PlanProblems> done =
      co_await services.commands.add_plan_line(std::move(call.actor), std::move(request));
  co_return answer_of(done);
}

Task<HttpResponse> change_plan_line(Services& services, Call call) {
  const auto id = parse_id<PlanLineId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一行计划");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  ChangePlanLine request;
  request.line = *id;
  if (const auto quantity = body->number("quantity"))
    request.quantity = static_cast<int>(std::clamp<std::int64_t>(*quantity, -1, 1'000'000));
  request.login = body->text("login", 80);
  request.reason = body->need_text("reason", 1000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.change_plan_line(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> set_work_hours(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  SetWorkHours request;
  request.login = call.params[0];
  request.minutes_a_day = static_cast<int>(
      std::clamp<std::int64_t>(body->number("minutes_a_day").value_or(-1), -1, 10'000));
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status done =
      co_await services.commands.set_work_hours(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
