#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/log.h"
#include "store/owner_links.h"
#include "web/answers.h"
#include "web/desk.h"
#include "web/figures.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_parts.h"
#include "web/owner_page.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

using Links = std::vector<OwnerLink>;

constexpr int kMostShown = 200;
constexpr int kUsualDays = 31;
constexpr std::string_view kUnreadable = "the request could not be read";

json::object object_of(const OwnerLink& link, Time now) {
  return {{"id", link.id.value},
          {"label", parts::text(link.label)},
          {"author", parts::text(link.author)},
          {"at", to_rfc3339(link.at)},
          {"expires_at", to_rfc3339(link.expires_at)},
          {"active", link.opens(now)},
          {"ended_at", parts::moment(link.ended_at)},
          {"ended_by", parts::text(link.ended_by)},
          {"last_used_at", parts::moment(link.last_used_at)}};
}

std::string address_of(const std::string& public_url, const std::string& token) {
  return fmt::format("{}/o/{}", public_url, token);
}

struct Visit {
  OwnerLink link;
  gather::OwnerGround ground;
};

Result<Visit> visit_of(store::Connection& db, const std::string& token, const Zone& zone,
                       const gather::Viewer& viewer) {
  auto link = store::owner_links::opening(db, token, viewer.now);
  if (!link) return tl::unexpected(link.error());
  if (!*link) return fail(ErrorCode::kNotFound, "no such link");
  auto ground = gather::owner_ground(db, zone, viewer);
  if (!ground) return tl::unexpected(ground.error());
  return Visit{std::move(**link), std::move(*ground)};
}

}  // namespace

// An owner sees those that he made, an administrator all.
Task<HttpResponse> list_owner_links(Services& services, Call call) {
  const Time now = services.viewer(call.actor).now;
  std::optional<UserId> by;
  if (call.actor.role != Role::kAdmin) by = call.actor.user;
  ReadJob<Links> job = [by](store::Connection& db) {
    return store::owner_links::all(db, by, kMostShown);
  };
  const auto links = co_await services.store.read<Links>(std::move(job));
  if (!links) co_return problem(links.error());
  json::array items;
  for (const OwnerLink& link : *links) items.push_back(object_of(link, now));
  json::object answer;
  answer["items"] = std::move(items);
  co_return json_answer(200, json::serialize(answer));
}

Task<HttpResponse> add_owner_link(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddOwnerLink request;
  request.label = body->need_text("label", 200);
  const std::int64_t days = body->number("days").value_or(kUsualDays);
  if (days < 1 || days > 366) body->reject("days", "1 to 366");
  request.days = static_cast<int>(days);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const std::string label = request.label;
  const Result<AddedOwnerLink> added =
      co_await services.commands.add_owner_link(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  const HealthFacts facts = services.health.facts();
  json::object answer;
  answer["id"] = added->id.value;
  answer["label"] = parts::text(label);
  answer["url"] = address_of(facts.public_url, added->token);
  answer["expires_at"] = to_rfc3339(added->expires_at);
  co_return json_answer(201, json::serialize(answer));
}

Task<HttpResponse> end_owner_link(Services& services, Call call) {
  const auto id = parse_id<OwnerLinkId>(call.params[0]);
  if (!id) co_return problem(404, "no such link");
  const Status ended = co_await services.commands.end_owner_link(std::move(call.actor), *id);
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, "{}");
}

Task<HttpResponse> owner(Services& services, Call call) {
  using ByDay = std::map<Date, planning::Tally>;
  const gather::Viewer nobody = services.viewer(call.actor);
  ReadJob<Visit> job = [token = call.params[0], nobody, zone = services.health.zone()](
                           store::Connection& db) { return visit_of(db, token, zone, nobody); };
  Result<Visit> visit = co_await services.store.read<Visit>(std::move(job));
  if (!visit && visit.error().code == ErrorCode::kNotFound)
    co_return html_answer(404, owner_link_gone_page(lang_of(call.target)));
  if (!visit) co_return page_error(call, visit.error());
  OwnerPage& data = visit->ground.page;
  for (const UserId user : visit->ground.people) {
    ReadJob<ByDay> count = [user, days = data.days(), rules = services.health.rules(),
                            nobody](store::Connection& db) {
      return gather::tallies_of_days(db, user, days, rules, nobody);
    };
    const Result<ByDay> counted = co_await services.store.read<ByDay>(std::move(count));
    if (!counted) co_return page_error(call, counted.error());
    data.add(*counted);
  }
  if (!visit->link.noted_lately(nobody.now)) {
    const Status noted = co_await services.commands.note_owner_link_use(visit->link.id);
    if (!noted) log::warning("web", "an owner's link: {}", noted.error().text());
  }
  const std::string base = fmt::format("/o/{}", call.params[0]);
  const PageContext page = page_context(services, call, base, {});
  co_return html_answer(200, owner_page(data, visit->link.expires_at, page));
}

}  // namespace vouch::web::handlers
