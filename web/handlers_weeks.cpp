#include <boost/json.hpp>

#include "store/weeklies.h"
#include "web/answers.h"
#include "web/desk.h"
#include "web/handlers.h"
#include "web/page_week.h"
#include "web/team_scope.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kWeeksShown = 12;

std::set<TeamId> ids_of(const std::vector<Team>& teams) {
  std::set<TeamId> out;
  for (const Team& team : teams) out.insert(team.id);
  return out;
}

Result<planning::Weekly> load(store::Connection& db, Date monday) {
  const auto body = store::weeklies::find(db, monday);
  if (!body) return tl::unexpected(body.error());
  if (!*body) return fail(ErrorCode::kNotFound, "there is no digest of this week");
  return planning::weekly_from_json(**body);
}

Task<HttpResponse> week(Services& services, Call call, Desk desk) {
  std::optional<Date> wanted;
  if (call.params.size() > 1) {
    const auto date = parse_date(call.params[1]);
    if (!date) co_return not_found(call);
    wanted = *date;
  }
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<WeekPage> job = [token = call.params[0], desk, nobody,
                           wanted](store::Connection& db) -> Result<WeekPage> {
    const auto user = link_holder(db, token);
    if (!user) return tl::unexpected(user.error());
    if (gather::is_vendor(*user)) return fail(ErrorCode::kNotFound, "the company's own");
    WeekPage page;
    std::set<TeamId> teams;
    if (desk == Desk::kSupervisor) {
      gather::Viewer viewer = nobody;
      viewer.actor = holder(*user, desk);
      const auto led = gather::desk_teams(db, *user, viewer);
      if (!led) return tl::unexpected(led.error());
      teams = ids_of(*led);
      page.edition = planning::WeekEdition::kLeader;
    }
    auto mondays = store::weeklies::newest(db, kWeeksShown);
    if (!mondays) return tl::unexpected(mondays.error());
    page.mondays = std::move(*mondays);
    if (page.mondays.empty() && !wanted) return page;
    auto weekly = load(db, wanted ? *wanted : page.mondays.front());
    if (!weekly) return tl::unexpected(weekly.error());
    page.weekly = desk == Desk::kSupervisor ? planning::for_leader(std::move(*weekly), teams)
                                            : planning::for_person(std::move(*weekly), user->id);
    return page;
  };
  const Result<WeekPage> data = co_await services.store.read<WeekPage>(std::move(job));
  if (!data) co_return page_error(call, data.error());
  const std::string below = wanted ? "/weeks/" + to_iso_date(*wanted) : std::string("/weeks");
  const PageContext page = co_await personal_context(services, call, desk, below);
  co_return html_answer(200, week_page(*data, page));
}

}  // namespace

Task<HttpResponse> employee_week(Services& services, Call call) {
  return week(services, std::move(call), Desk::kEmployee);
}

Task<HttpResponse> supervisor_week(Services& services, Call call) {
  return week(services, std::move(call), Desk::kSupervisor);
}

Task<HttpResponse> list_weeks(Services& services, Call call) {
  static_cast<void>(call);
  using Mondays = std::vector<Date>;
  ReadJob<Mondays> job = [](store::Connection& db) {
    return store::weeklies::newest(db, kWeeksShown * 5);
  };
  const auto mondays = co_await services.store.read<Mondays>(std::move(job));
  if (!mondays) co_return problem(mondays.error());
  json::array items;
  for (const Date monday : *mondays) items.push_back(json::string(to_iso_date(monday)));
  json::object answer;
  answer["items"] = std::move(items);
  co_return json_answer(200, json::serialize(answer));
}

Task<HttpResponse> get_week(Services& services, Call call) {
  const auto monday = parse_date(call.params[0]);
  if (!monday) co_return problem(404, "there is no digest of this week");
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<std::string> job = [date = *monday,
                              viewer](store::Connection& db) -> Result<std::string> {
    auto weekly = load(db, date);
    if (!weekly) return tl::unexpected(weekly.error());
    if (viewer.actor.role == Role::kEmployee)
      return planning::weekly_to_json(planning::for_person(std::move(*weekly), viewer.actor.user));
    const auto teams = gather::teams_seen(db, viewer);
    if (!teams) return tl::unexpected(teams.error());
    return planning::weekly_to_json(planning::for_leader(std::move(*weekly), ids_of(*teams)));
  };
  const auto body = co_await services.store.read<std::string>(std::move(job));
  if (!body) co_return problem(body.error());
  co_return json_answer(200, *body);
}

}  // namespace vouch::web::handlers
