#include "web/answers.h"
#include "web/centres.h"
#include "web/handlers.h"
#include "web/screen_handlers.h"

namespace vouch::web {

namespace {

constexpr int kMostDays = 92;

}  // namespace

Result<gather::CentreRequest> read_centre(const Target& target, const std::string& name,
                                          Date today) {
  gather::CentreRequest out;
  const auto centre = parse_centre(name);
  if (!centre) {
    return fail(ErrorCode::kNotFound, "没有这个中心；有 editing、promotion、customers、operations",
                "centre");
  }
  out.centre = *centre;
  const Date monday = today - (std::chrono::weekday(today) - std::chrono::Monday);
  const Result<Days> days =
      read_days(target, Days{monday, monday + std::chrono::days(6)}, kMostDays);
  if (!days) return tl::unexpected(days.error());
  out.days = *days;
  out.team = target.get("team").value_or("");
  return out;
}

namespace handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

}  // namespace

Task<HttpResponse> get_centre(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  Result<gather::CentreRequest> wanted = read_centre(call.target, call.params[0], viewer.today);
  if (!wanted) co_return problem(wanted.error());
  for (const EngineFacts& engine : services.health.engines()) {
    if (engine.connected) wanted->engines.push_back(engine.key);
  }
  ReadJob<CentreView> job = [viewer, wanted = *wanted,
                             rules = services.health.rules()](store::Connection& db) {
    return gather::centre(db, wanted, rules, viewer);
  };
  const Result<CentreView> view = co_await services.store.read<CentreView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, centre_json(*view, services.health.names()));
}

}  // namespace handlers
}  // namespace vouch::web
