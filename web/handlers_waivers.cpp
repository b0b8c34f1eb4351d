#include <boost/json.hpp>

#include "web/answers.h"
#include "web/gather_waivers.h"
#include "web/handlers.h"
#include "web/json_in.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

using Rows = std::vector<WaiverRow>;

constexpr int kMostShown = 200;
constexpr std::string_view kUnreadable = "the request could not be read";

json::value time_or_null(const std::optional<Time>& time) {
  return time ? json::value(json::string(to_rfc3339(*time))) : json::value(nullptr);
}

json::object object_of(const WaiverRow& row) {
  const Waiver& one = row.waiver;
  return {{"id", one.id.value},
          {"platform", one.platform},
          {"login", row.login},
          {"team", row.team},
          {"from", to_iso_date(one.from)},
          {"to", to_iso_date(one.to)},
          {"until", time_or_null(one.until)},
          {"reason", one.reason},
          {"author", one.author},
          {"at", to_rfc3339(one.at)},
          {"ended_at", time_or_null(one.ended_at)},
          {"ended_by", one.ended_by}};
}

}  // namespace

Task<HttpResponse> list_waivers(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<Rows> job = [viewer](store::Connection& db) {
    return gather::waivers(db, viewer, kMostShown);
  };
  const auto found = co_await services.store.read<Rows>(std::move(job));
  if (!found) co_return problem(found.error());
  json::array items;
  for (const WaiverRow& row : *found) items.push_back(object_of(row));
  json::object answer;
  answer["items"] = std::move(items);
  co_return json_answer(200, json::serialize(answer));
}

Task<HttpResponse> add_waiver(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddWaiver request;
  request.platform = body->text("platform", 80).value_or("");
  request.login = body->text("login", 80).value_or("");
  request.from = body->need_text("from", 10);
  request.to = body->text("to", 10).value_or(request.from);
  request.until = body->time("until");
  request.reason = body->need_text("reason", 1000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<WaiverId> added =
      co_await services.commands.add_waiver(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  json::object answer;
  answer["id"] = added->value;
  co_return json_answer(201, json::serialize(answer));
}

Task<HttpResponse> end_waiver(Services& services, Call call) {
  const auto id = parse_id<WaiverId>(call.params[0]);
  if (!id) co_return problem(404, "no such waiver");
  const Status ended = co_await services.commands.end_waiver(std::move(call.actor), *id);
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, "{}");
}

}  // namespace vouch::web::handlers
