#include <fmt/format.h>

#include "web/answers.h"
#include "web/desk.h"
#include "web/form_data.h"
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
  if (gather::is_vendor(*user)) return fail(ErrorCode::kNotFound, "the company's own");
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
  const std::string below = "/ranks";
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(200, ranks_page(*data, page));
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
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(200, keyword_page(*data, page));
}

// The matrix, with what became of an act above it.
Task<HttpResponse> show_index(Services& services, Call call, std::string message, bool refused) {
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
  data->message = std::move(message);
  data->refused = refused;
  const int status = refused ? 422 : 200;
  const std::string below = "/index";
  const PageContext page = co_await personal_context(services, call, Desk::kSupervisor, below);
  co_return html_answer(status, index_page(*data, page));
}

// The button of a proposal's form.
std::optional<DecidePlatform> decision_of(const std::string& say) {
  DecidePlatform out;
  if (say == "accept" || say == "measure") {
    out.say = PlatformSay::kAccept;
    if (say == "measure") out.as = say;
    return out;
  }
  if (say != "decline") return std::nullopt;
  out.say = PlatformSay::kDecline;
  return out;
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
  return show_index(services, std::move(call), {}, false);
}

Task<HttpResponse> supervisor_decides(Services& services, Call call) {
  ReadJob<User> job = [token = call.params[0]](store::Connection& db) {
    return link_holder(db, token);
  };
  const Result<User> user = co_await services.store.read<User>(std::move(job));
  if (!user) co_return page_error(call, user.error());
  if (!gather::may_decide_platforms(*user)) co_return not_found(call);
  const auto id = parse_id<Id<struct ProposalTag>>(call.params[1]);
  const auto form =
      FormData::parse(header_value(call.request.headers, "Content-Type"), call.request.body);
  auto decision = form ? decision_of(form->text("say")) : std::nullopt;
  Status done = fail(ErrorCode::kInvalid, "表单没有读懂，请重试");
  if (id && decision) {
    decision->proposal = id->value;
    decision->reason = form->text("reason");
    Actor actor = holder(*user, Desk::kSupervisor);
    done = co_await services.commands.decide_platform(std::move(actor), std::move(*decision));
  }
  std::string message = done ? std::string("已记下这个决定") : told(done.error());
  const bool refused = !done.has_value();
  co_return co_await show_index(services, std::move(call), std::move(message), refused);
}

}  // namespace vouch::web::handlers
