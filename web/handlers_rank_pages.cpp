#include <fmt/format.h>

#include "web/answers.h"
#include "web/desk.h"
#include "web/gather_ranks.h"
#include "web/handlers.h"
#include "web/rank_pages.h"
#include "web/team_scope.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kKeywordsShown = 50;
constexpr int kMoversShown = 10;
constexpr std::chrono::days kMoversOf{7};

// Whoever holds the link, with the rights of this desk; kNotFound where he has none.
Result<gather::Viewer> desk_viewer(store::Connection& db, const std::string& token, Desk desk,
                                   const gather::Viewer& nobody) {
  const auto user = link_holder(db, token);
  if (!user) return tl::unexpected(user.error());
  gather::Viewer viewer = nobody;
  viewer.actor = holder(*user, desk);
  if (desk == Desk::kEmployee) return viewer;
  const auto teams = gather::desk_teams(db, *user, viewer);
  if (!teams) return tl::unexpected(teams.error());
  return viewer;
}

int days_of(const Target& target, int usual) {
  const auto text = target.get("days");
  for (const int days : {7, 30, 90, 365}) {
    if (text && *text == std::to_string(days)) return days;
  }
  return usual;
}

Task<HttpResponse> ranks(Services& services, Call call, Desk desk) {
  gather::FiguresRequest figures;
  figures.engines = services.health.engines();
  gather::BoardRequest board;
  board.limit = kKeywordsShown;
  if (const auto after = call.target.get("after")) {
    const auto id = parse_id<KeywordId>(*after);
    if (id) board.after = *id;
  }
  const gather::Viewer nobody = services.viewer(call.actor);
  const gather::MoversRequest movers{nobody.today - kMoversOf, nobody.today, kMoversShown};
  ReadJob<RanksPage> job =
      [token = call.params[0], desk, nobody, figures, board, movers,
       zone = services.health.zone()](store::Connection& db) -> Result<RanksPage> {
    const auto viewer = desk_viewer(db, token, desk, nobody);
    if (!viewer) return tl::unexpected(viewer.error());
    RanksPage page;
    page.engines = figures.engines;
    auto numbers = gather::rank_figures(db, figures, *viewer);
    if (!numbers) return tl::unexpected(numbers.error());
    page.figures = std::move(*numbers);
    auto keywords = gather::rank_board(db, board, *viewer);
    if (!keywords) return tl::unexpected(keywords.error());
    page.board = std::move(*keywords);
    auto moves = gather::rank_movers(db, movers, zone);
    if (!moves) return tl::unexpected(moves.error());
    page.movers = std::move(*moves);
    return page;
  };
  Result<RanksPage> data = co_await services.store.read<RanksPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  co_return html_answer(
      200, ranks_page(*data, page_context(services, call, base_of(desk, call), "/ranks")));
}

Task<HttpResponse> keyword(Services& services, Call call, Desk desk) {
  const auto id = parse_id<KeywordId>(call.params[1]);
  if (!id) co_return not_found(call);
  const gather::Viewer nobody = services.viewer(call.actor);
  const int days = days_of(call.target, 30);
  gather::HistoryRequest request;
  request.keyword = *id;
  request.until = nobody.today;
  request.since = nobody.today - std::chrono::days(days);
  ReadJob<KeywordPage> job = [token = call.params[0], desk, nobody, request,
                              days](store::Connection& db) -> Result<KeywordPage> {
    const auto viewer = desk_viewer(db, token, desk, nobody);
    if (!viewer) return tl::unexpected(viewer.error());
    auto history = gather::rank_history(db, request);
    if (!history) return tl::unexpected(history.error());
    return KeywordPage{std::move(*history), days};
  };
  Result<KeywordPage> data = co_await services.store.read<KeywordPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string below = fmt::format("/keywords/{}", id->value);
  co_return html_answer(
      200, keyword_page(*data, page_context(services, call, base_of(desk, call), below)));
}

}  // namespace

Task<HttpResponse> employee_ranks(Services& services, Call call) {
  return ranks(services, std::move(call), Desk::kEmployee);
}

Task<HttpResponse> employee_keyword(Services& services, Call call) {
  return keyword(services, std::move(call), Desk::kEmployee);
}

Task<HttpResponse> supervisor_ranks(Services& services, Call call) {
  return ranks(services, std::move(call), Desk::kSupervisor);
}

Task<HttpResponse> supervisor_keyword(Services& services, Call call) {
  return keyword(services, std::move(call), Desk::kSupervisor);
}

Task<HttpResponse> supervisor_index(Services& services, Call call) {
  gather::IndexRequest request;
  request.days = days_of(call.target, 30);
  const auto verdict = parse_index_verdict(call.target.get("verdict").value_or(""));
  if (verdict) {
    request.engine = call.target.get("engine").value_or("");
    request.verdict = *verdict;
  }
  if (const auto after = call.target.get("after")) {
    const auto id = parse_id<ClaimId>(*after);
    if (id) request.after = *id;
  }
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<IndexPage> job = [token = call.params[0], nobody,
                            request](store::Connection& db) -> Result<IndexPage> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    gather::Viewer viewer = nobody;
    viewer.actor = holder(*user, Desk::kSupervisor);
    return gather::index(db, *user, request, viewer);
  };
  Result<IndexPage> data = co_await services.store.read<IndexPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string base = base_of(Desk::kSupervisor, call);
  co_return html_answer(200, index_page(*data, page_context(services, call, base, "/index")));
}

}  // namespace vouch::web::handlers
