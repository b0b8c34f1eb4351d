#include "web/handlers.h"

#include <fmt/format.h>

#include "store/outbox.h"
#include "web/answers.h"
#include "web/json_out.h"
#include "web/metrics.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

}  // namespace

Result<int> read_limit(const Target& target, int usual, int most) {
  const auto text = target.get("limit");
  if (!text) return usual;
  int value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stop != end || value < 1 || value > most)
    return fail(ErrorCode::kInvalid, fmt::format("must be 1 to {}", most), "limit");
  return value;
}

Task<HttpResponse> get_status(Services& services, Call call) {
  std::optional<Date> since;
  if (const auto text = call.target.get("since")) {
    const Result<Date> date = parse_date(*text);
    if (!date) co_return problem(400, "since must be a date like 2026-11-24");
    since = *date;
  }
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<StatusView> job = [since, viewer](store::Connection& db) {
    return gather::status(db, since, viewer);
  };
  Result<StatusView> status = co_await services.store.read<StatusView>(std::move(job));
  if (!status) co_return problem(status.error());
  co_return json_answer(200, to_json(*status, services.health.facts(), viewer.now));
}

Task<HttpResponse> list_deliveries(Services& services, Call call) {
  std::int64_t after = 0;
  if (const auto text = call.target.get("after")) {
    const auto id = parse_id<Id<struct DeliveryTag>>(*text);
    if (!id && *text != "0") co_return problem(400, "after must be a delivery's id");
    if (id) after = id->value;
  }
  const Result<int> limit = read_limit(call.target, 100, 500);
  if (!limit) co_return problem(limit.error());
  ReadJob<std::vector<store::Delivery>> job = [after, count = *limit](store::Connection& db) {
    return store::outbox::deliveries(db, after, count);
  };
  Result<std::vector<store::Delivery>> rows =
      co_await services.store.read<std::vector<store::Delivery>>(std::move(job));
  if (!rows) co_return problem(rows.error());
  std::optional<std::int64_t> next;
  if (static_cast<int>(rows->size()) == *limit) next = rows->back().id;
  co_return json_answer(200, to_json(*rows, next));
}

// Their addresses and bodies stay with their readers.
Task<HttpResponse> list_messages(Services& services, Call call) {
  std::optional<MessageState> state;
  if (const auto text = call.target.get("state")) {
    state = parse_message_state(*text);
    if (!state) co_return problem(400, "state: pending, sending, sent, dead, unknown or cancelled");
  }
  const Result<int> limit = read_limit(call.target, 100, 500);
  if (!limit) co_return problem(limit.error());
  using Rows = std::vector<Message>;
  ReadJob<Rows> job = [state, count = *limit](store::Connection& db) {
    return store::outbox::list(db, state, count);
  };
  const auto rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  co_return json_answer(200, messages_json(*rows));
}

Task<HttpResponse> retry_message(Services& services, Call call) {
  std::string message = call.params[0];
  const Status retried =
      co_await services.commands.retry_message(std::move(call.actor), std::move(message));
  if (!retried) co_return problem(retried.error());
  co_return json_answer(200, "{}");
}

// The event loop answers; a slow disk must not restart the daemon.
Task<HttpResponse> livez(Services& services, Call call) {
  static_cast<void>(services);
  static_cast<void>(call);
  co_return text_answer(200, "ok\n");
}

Task<HttpResponse> readyz(Services& services, Call call) {
  const bool verbose = call.target.get("verbose").has_value();
  std::string body;
  bool ready = true;
  for (const ReadyCheck& check : ready_checks(services.health.facts())) {
    ready = ready && check.ok;
    if (verbose) body += fmt::format("{} {}\n", check.ok ? "ok  " : "FAIL", check.name);
  }
  body += ready ? "ready\n" : "not ready\n";
  co_return text_answer(ready ? 200 : 503, std::move(body));
}

Task<HttpResponse> get_metrics(Services& services, Call call) {
  static_cast<void>(call);
  HttpResponse response =
      text_answer(200, metrics_text(services.health.facts(), services.store.stats(),
                                    services.counters, services.health.now()));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  co_return response;
}

}  // namespace vouch::web::handlers
