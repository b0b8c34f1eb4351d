#include "planning/week_plan.h"
#include "web/answers.h"
#include "web/desk.h"
#include "web/exceptions.h"
#include "web/handlers.h"
#include "web/health_lines.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kMostDays = 92;  // of one look at figures

Date first_of_month(Date date) {
  const std::chrono::year_month_day day{date};
  return Date(day.year() / day.month() / 1);
}

}  // namespace

Task<HttpResponse> get_desk(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DeskView> job = [viewer](store::Connection& db) { return gather::desk(db, viewer); };
  const Result<DeskView> view = co_await services.store.read<DeskView>(std::move(job));
  if (!view) co_return problem(view.error());
  const std::vector<std::string> banners =
      health_lines(services.health.facts(), lang_of(call.target));
  co_return json_answer(200, desk_json(*view, banners, services.health.names()));
}

Task<HttpResponse> get_desk_list(Services& services, Call call) {
  const Result<std::int64_t> after = read_after(call.target);
  if (!after) co_return problem(after.error());
  const Result<int> limit = read_limit(call.target, 50, 200);
  if (!limit) co_return problem(limit.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DeskListView> job = [viewer, list = call.params[0], from = *after,
                               count = *limit](store::Connection& db) {
    return gather::desk_list(db, list, from, count, viewer);
  };
  const Result<DeskListView> view = co_await services.store.read<DeskListView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, desk_list_json(*view));
}

Task<HttpResponse> get_figures(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const Days month{first_of_month(viewer.today), viewer.today};
  const Result<Days> days = read_days(call.target, month, kMostDays);
  if (!days) co_return problem(days.error());
  ReadJob<FiguresView> job = [viewer, wanted = *days,
                              rules = services.health.rules()](store::Connection& db) {
    return gather::figures(db, wanted, rules, viewer);
  };
  const Result<FiguresView> view = co_await services.store.read<FiguresView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, figures_json(*view));
}

Task<HttpResponse> get_matrix(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const Date monday = planning::monday_of(viewer.today);
  const Days week{monday, monday + std::chrono::days(6)};
  const Result<Days> days = read_days(call.target, week, kMostDays);
  if (!days) co_return problem(days.error());
  ReadJob<MatrixView> job = [viewer, wanted = *days, team = call.target.get("team").value_or(""),
                             rules = services.health.rules()](store::Connection& db) {
    return gather::matrix(db, wanted, team, rules, viewer);
  };
  const Result<MatrixView> view = co_await services.store.read<MatrixView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, matrix_json(*view, services.health.names()));
}

Task<HttpResponse> get_matrix_person(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const Date monday = planning::monday_of(viewer.today);
  const Days week{monday, monday + std::chrono::days(6)};
  const Result<Days> days = read_days(call.target, week, kMostDays);
  if (!days) co_return problem(days.error());
  ReadJob<PersonDaysView> job = [viewer, wanted = *days, login = call.params[0],
                                 rules = services.health.rules()](store::Connection& db) {
    return gather::person_days(db, login, wanted, rules, viewer);
  };
  const Result<PersonDaysView> view = co_await services.store.read<PersonDaysView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, person_days_json(*view));
}

Task<HttpResponse> list_disputes(Services& services, Call call) {
  gather::DisputeRequest request;
  const std::string state = call.target.get("state").value_or("open");
  if (state != "open" && state != "closed" && state != "all") {
    const Error wrong{ErrorCode::kInvalid, "open, closed or all", "state"};
    co_return problem(wrong);
  }
  if (state != "all") request.open = state == "open";
  const Result<std::int64_t> before = read_after(call.target);
  if (!before) co_return problem(before.error());
  request.before = *before;
  const Result<int> limit = read_limit(call.target, 50, 200);
  if (!limit) co_return problem(limit.error());
  request.limit = *limit;
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DisputeList> job = [viewer, request](store::Connection& db) {
    return gather::disputes(db, request, viewer);
  };
  const Result<DisputeList> list = co_await services.store.read<DisputeList>(std::move(job));
  if (!list) co_return problem(list.error());
  co_return json_answer(200, disputes_json(*list));
}

}  // namespace vouch::web::handlers
