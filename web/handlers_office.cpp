#include <charconv>

#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/office.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2200;

HttpResponse no_notice() {
  return problem(404, "还没有检测说明");
}

}  // namespace

Task<HttpResponse> get_calendar(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  int year = static_cast<int>(std::chrono::year_month_day(viewer.today).year());
  if (const auto text = call.target.get("year")) {
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, year);
    const bool good =
        error == std::errc() && stop == end && year >= kFirstYear && year <= kLastYear;
    if (!good) co_return problem(400, "year must be a year like 2026");
  }
  co_return json_answer(200, calendar_json(*services.health.rules(), year, viewer.today));
}

Task<HttpResponse> get_checks_notice(Services& services, Call call) {
  const auto rules = services.health.rules();
  if (!rules->checks_notice) co_return no_notice();
  const gather::Viewer viewer = services.viewer(call.actor);
  using When = std::optional<Time>;
  ReadJob<When> job = [viewer, version = rules->checks_notice->version](store::Connection& db) {
    return gather::acknowledged(db, version, viewer);
  };
  const Result<When> at = co_await services.store.read<When>(std::move(job));
  if (!at) co_return problem(at.error());
  co_return json_answer(200, checks_notice_json(*rules->checks_notice, *at));
}

Task<HttpResponse> acknowledge_checks(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  const std::optional<int> version = read_version(*body);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "看不懂确认的是哪一版", problems);
  const Status kept =
      co_await services.commands.acknowledge_checks(std::move(call.actor), version.value_or(0));
  if (!kept) co_return problem(kept.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> list_checks_readers(Services& services, Call call) {
  const auto rules = services.health.rules();
  if (!rules->checks_notice) co_return no_notice();
  const gather::Viewer viewer = services.viewer(call.actor);
  using Readers = std::vector<NoticeReader>;
  ReadJob<Readers> job = [viewer, version = rules->checks_notice->version](store::Connection& db) {
    return gather::notice_readers(db, version, viewer);
  };
  const Result<Readers> readers = co_await services.store.read<Readers>(std::move(job));
  if (!readers) co_return problem(readers.error());
  co_return json_answer(200, readers_json(*readers));
}

}  // namespace vouch::web::handlers
