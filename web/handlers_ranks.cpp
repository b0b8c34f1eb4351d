#include "web/answers.h"
#include "web/gather_ranks.h"
#include "web/handlers.h"
#include "web/json_ranks.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::chrono::days kWeek{7};
constexpr std::chrono::days kMonth{30};
constexpr std::chrono::days kLongest{366};

struct Span {
  Date since;
  Date until;  // the last day
};

Result<std::optional<Date>> read_day(const Target& target, const char* name) {
  const auto text = target.get(name);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (!date) return fail(ErrorCode::kInvalid, "must be a date like 2026-11-24", name);
  return *date;
}

// `usual` before the last day, where `since` is absent.
Result<Span> read_span(const Target& target, Date today, std::chrono::days usual) {
  const auto since = read_day(target, "since");
  if (!since) return tl::unexpected(since.error());
  const auto until = read_day(target, "until");
  if (!until) return tl::unexpected(until.error());
  Span span;
  span.until = until->value_or(today);
  span.since = since->value_or(span.until - usual);
  if (span.since > span.until)
    return fail(ErrorCode::kInvalid, "must not lie behind the last day", "since");
  if (span.until - span.since > kLongest)
    return fail(ErrorCode::kInvalid, "must lie at most 366 days before the last day", "since");
  return span;
}

}  // namespace

Task<HttpResponse> list_ranks(Services& services, Call call) {
  gather::BoardRequest request;
  if (const auto after = call.target.get("after")) {
    const auto id = parse_id<KeywordId>(*after);
    if (!id && *after != "0") co_return problem(400, "after must be a keyword's id");
    if (id) request.after = *id;
  }
  const Result<int> limit = read_limit(call.target, 100, 500);
  if (!limit) co_return problem(limit.error());
  request.limit = *limit;
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<std::string> job = [request, viewer](store::Connection& db) -> Result<std::string> {
    const auto board = gather::rank_board(db, request, viewer);
    if (!board) return tl::unexpected(board.error());
    return to_json(*board, viewer.today);
  };
  Result<std::string> answer = co_await services.store.read<std::string>(std::move(job));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, std::move(*answer));
}

Task<HttpResponse> get_rank_history(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const Result<Span> span = read_span(call.target, viewer.today, kMonth);
  if (!span) co_return problem(span.error());
  gather::HistoryRequest request;
  request.text = call.target.get("keyword").value_or("");
  if (request.text.empty()) co_return problem(400, "keyword is missing: its text");
  request.engine = call.target.get("engine").value_or("");
  request.since = span->since;
  request.until = span->until;
  ReadJob<std::string> job = [request](store::Connection& db) -> Result<std::string> {
    const auto history = gather::rank_history(db, request);
    if (!history) return tl::unexpected(history.error());
    return to_json(*history);
  };
  Result<std::string> answer = co_await services.store.read<std::string>(std::move(job));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, std::move(*answer));
}

Task<HttpResponse> list_rank_movers(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const Result<Span> span = read_span(call.target, viewer.today, kWeek);
  if (!span) co_return problem(span.error());
  const Result<int> limit = read_limit(call.target, 100, 500);
  if (!limit) co_return problem(limit.error());
  const gather::MoversRequest request{span->since, span->until, *limit};
  ReadJob<std::string> job =
      [request, zone = services.health.zone()](store::Connection& db) -> Result<std::string> {
    const auto movers = gather::rank_movers(db, request, zone);
    if (!movers) return tl::unexpected(movers.error());
    return to_json(*movers);
  };
  Result<std::string> answer = co_await services.store.read<std::string>(std::move(job));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, std::move(*answer));
}

Task<HttpResponse> get_rank_visibility(Services& services, Call call) {
  gather::FiguresRequest request;
  request.engines = services.health.engines();
  request.engine = call.target.get("engine").value_or("");
  const Result<std::optional<Date>> on = read_day(call.target, "on");
  if (!on) co_return problem(on.error());
  request.on = *on;
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<std::string> job = [request, viewer](store::Connection& db) -> Result<std::string> {
    const auto figures = gather::rank_figures(db, request, viewer);
    if (!figures) return tl::unexpected(figures.error());
    return to_json(*figures);
  };
  Result<std::string> answer = co_await services.store.read<std::string>(std::move(job));
  if (!answer) co_return problem(answer.error());
  co_return json_answer(200, std::move(*answer));
}

}  // namespace vouch::web::handlers
