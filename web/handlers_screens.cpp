#include "web/answers.h"
#include "web/desk.h"
#include "web/gather_screens.h"
#include "web/handlers.h"
#include "web/json_screens.h"
#include "web/list_query.h"
#include "web/screen_handlers.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

}  // namespace

Task<HttpResponse> get_catalog(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<CatalogView> job = [viewer](store::Connection& db) {
    return gather::catalog(db, viewer);
  };
  const Result<CatalogView> view = co_await services.store.read<CatalogView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, catalog_json(*view, *services.health.rules(), services.health.names(),
                                          services.health.engines()));
}

Task<HttpResponse> get_day(Services& services, Call call) {
  const auto date = read_day(call.target, "date");
  if (!date) co_return problem(date.error());
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<DayView> job = [viewer, wanted = *date,
                          rules = services.health.rules()](store::Connection& db) {
    return gather::day(db, wanted, rules, viewer);
  };
  const Result<DayView> view = co_await services.store.read<DayView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, day_json(*view));
}

Task<HttpResponse> get_story(Services& services, Call call) {
  const auto id = parse_id<ClaimId>(call.params[0]);
  if (!id) co_return problem(404, "there is no such claim");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<StoryView> job = [viewer, claim = *id](store::Connection& db) {
    return gather::story(db, claim, viewer);
  };
  const Result<StoryView> view = co_await services.store.read<StoryView>(std::move(job));
  if (!view) co_return problem(view.error());
  const Names names = services.health.names();
  const Telling telling{lang_of(call.target), viewer.now, services.health.zone(), names, {}};
  co_return json_answer(200, story_json(*view, telling));
}

}  // namespace vouch::web::handlers
