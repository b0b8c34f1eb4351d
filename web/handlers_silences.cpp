#include <boost/json.hpp>

#include "store/silences.h"
#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr int kMostShown = 200;
constexpr std::string_view kUnreadable = "the request could not be read";

json::object object_of(const Silence& silence, Time now) {
  json::object out = {{"id", silence.id.value},
                      {"rule", to_string(silence.rule)},
                      {"subject", silence.subject},
                      {"known_only", silence.known_only},
                      {"author", silence.author},
                      {"reason", silence.reason},
                      {"from", to_rfc3339(silence.from)},
                      {"to", to_rfc3339(silence.to)},
                      {"active", !silence.ended_at && now < silence.to},
                      {"ended_at", nullptr},
                      {"ended_by", silence.ended_by}};
  if (silence.ended_at) out["ended_at"] = to_rfc3339(*silence.ended_at);
  return out;
}

std::string silences_json(const std::vector<store::SilenceRow>& rows, Time now) {
  json::array items;
  for (const store::SilenceRow& row : rows) {
    json::object item = object_of(row.silence, now);
    item["holds_back"] = row.holds_back;
    items.push_back(std::move(item));
  }
  return json::serialize(json::object{{"items", std::move(items)}});
}

// The three fields of the notice's facts that people need.
json::object trouble_of(const store::TroubleRow& row, Time now) {
  boost::system::error_code error;
  const json::value facts = json::parse(row.body, error);
  const auto field = [&](std::string_view name) -> json::value {
    const json::value* value =
        !error && facts.is_object() ? facts.as_object().if_contains(name) : nullptr;
    return value == nullptr ? json::value("") : *value;
  };
  json::object out = {{"event", field("event")},   {"subject", field("subject")},
                      {"detail", field("detail")}, {"since", to_rfc3339(row.since)},
                      {"told_at", nullptr},        {"silence", nullptr}};
  if (row.told_at) out["told_at"] = to_rfc3339(*row.told_at);
  if (row.silence) out["silence"] = object_of(*row.silence, now);
  return out;
}

}  // namespace

Task<HttpResponse> list_silences(Services& services, Call call) {
  using Rows = std::vector<store::SilenceRow>;
  const Time now = services.viewer(call.actor).now;
  ReadJob<Rows> job = [](store::Connection& db) { return store::silences::all(db, kMostShown); };
  const auto rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  co_return json_answer(200, silences_json(*rows, now));
}

Task<HttpResponse> add_silence(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddSilence request;
  request.rule = body->need_text("rule", 40);
  request.subject = body->text("subject", 253).value_or("");
  request.known_only = body->flag("known_only").value_or(false);
  request.hours = static_cast<int>(body->number("hours").value_or(0));
  request.reason = body->need_text("reason", 1000);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<SilenceId> added =
      co_await services.commands.add_silence(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  json::object answer;
  answer["id"] = added->value;
  co_return json_answer(201, json::serialize(answer));
}

Task<HttpResponse> end_silence(Services& services, Call call) {
  const auto id = parse_id<SilenceId>(call.params[0]);
  if (!id) co_return problem(404, "no such silence");
  const Status ended = co_await services.commands.end_silence(std::move(call.actor), *id);
  if (!ended) co_return problem(ended.error());
  co_return json_answer(200, "{}");
}

Task<HttpResponse> list_troubles(Services& services, Call call) {
  using Rows = std::vector<store::TroubleRow>;
  const Time now = services.viewer(call.actor).now;
  ReadJob<Rows> job = [](store::Connection& db) {
    return store::silences::troubles(db, kMostShown);
  };
  const auto rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  json::array items;
  for (const store::TroubleRow& row : *rows) items.push_back(trouble_of(row, now));
  json::object answer;
  answer["items"] = std::move(items);
  co_return json_answer(200, json::serialize(answer));
}

}  // namespace vouch::web::handlers
