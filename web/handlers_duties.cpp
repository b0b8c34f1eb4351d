#include "web/answers.h"
#include "web/duties.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/office.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

}  // namespace

Task<HttpResponse> list_duties(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DutiesView> job = [rules = services.health.rules(), viewer](store::Connection& db) {
    return gather::duties(db, rules, viewer);
  };
  const Result<DutiesView> view = co_await services.store.read<DutiesView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, duties_json(*view));
}

Task<HttpResponse> get_own_duty(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<OwnDuty> job = [rules = services.health.rules(), viewer](store::Connection& db) {
    return gather::own_duty(db, rules, viewer);
  };
  const Result<OwnDuty> duty = co_await services.store.read<OwnDuty>(std::move(job));
  if (!duty) co_return problem(duty.error());
  co_return json_answer(200, own_duty_json(*duty));
}

Task<HttpResponse> acknowledge_duty(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  const std::optional<int> version = read_version(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "看不懂确认的是哪一版", problems);
  const Status kept =
      co_await services.commands.acknowledge_duty(std::move(call.actor), version.value_or(0));
  if (!kept) co_return problem(kept.error());
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
