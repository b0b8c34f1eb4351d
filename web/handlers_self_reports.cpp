#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/plans.h"
#include "web/screen_handlers.h"
#include "web/self_reports.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::size_t kWordsBytes = 12'000;  // 4,000 Han characters
constexpr std::string_view kNoDay = "看不懂日期，写成 2026-11-24";

Task<HttpResponse> put_words(Services& services, Call call, PutReportWords request) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  request.reflection = body->text("reflection", kWordsBytes).value_or("");
  request.unfinished_reason = body->text("unfinished_reason", kWordsBytes).value_or("");
  request.tomorrow = body->text("tomorrow", kWordsBytes).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "没有读懂", problems);
  const Status done =
      co_await services.commands.put_report_words(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, ok_json());
}

}  // namespace

Task<HttpResponse> get_day_report(Services& services, Call call) {
  const auto day = parse_date(call.params[0]);
  if (!day) co_return problem(400, kNoDay);
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DayReportView> job = [day = *day, login = call.target.get("user").value_or(""),
                                rules = services.health.rules(), viewer](store::Connection& db) {
    return gather::day_report(db, day, login, rules, viewer);
  };
  const Result<DayReportView> view = co_await services.store.read<DayReportView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, day_report_json(*view, services.health.names()));
}

Task<HttpResponse> put_day_report(Services& services, Call call) {
  const auto day = parse_date(call.params[0]);
  if (!day) co_return problem(400, kNoDay);
  PutReportWords request;
  request.day = *day;
  co_return co_await put_words(services, std::move(call), std::move(request));
}

Task<HttpResponse> get_week_report(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<WeekReportView> job = [day = *monday, login = call.target.get("user").value_or(""),
                                 rules = services.health.rules(), viewer](store::Connection& db) {
    return gather::week_report(db, day, login, rules, viewer);
  };
  const Result<WeekReportView> view = co_await services.store.read<WeekReportView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, week_report_json(*view, services.health.names()));
}

Task<HttpResponse> put_week_report(Services& services, Call call) {
  const auto monday = read_monday(call.params[0]);
  if (!monday) co_return problem(monday.error());
  PutReportWords request;
  request.span = ReportSpan::kWeek;
  request.day = *monday;
  co_return co_await put_words(services, std::move(call), std::move(request));
}

}  // namespace vouch::web::handlers
