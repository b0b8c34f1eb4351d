#include <algorithm>
#include <charconv>

#include "web/answers.h"
#include "web/app.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/list_query.h"
#include "web/money_handlers.h"
#include "web/targets.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "没有读懂";
constexpr std::size_t kMostParts = 500;

std::optional<int> whole(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = error == std::errc() && end == text.data() + text.size();
  if (!read || value < least || value > most) return std::nullopt;
  return value;
}

TargetMetric metric_of(JsonIn& body) {
  const auto name = body.text("metric", 20);
  if (!name) return TargetMetric::kRevenue;
  const auto metric = parse_target_metric(*name);
  if (!metric) body.reject("metric", "revenue, orders, inquiries, visits, indexed or first_page");
  return metric.value_or(TargetMetric::kRevenue);
}

TargetPlace place_of(JsonIn& body, int year) {
  TargetPlace place;
  place.metric = metric_of(body);
  place.team = body.text("team", 200).value_or("");
  place.year = year;
  return place;
}

constexpr std::string_view kNoYear = "年份写 2000 到 2100";

}  // namespace

Task<HttpResponse> get_targets(Services& services, Call call) {
  const auto year = whole(call.params[0], 2000, 2100);
  if (!year) co_return problem(400, kNoYear);
  const auto metric = parse_target_metric(call.target.get("metric").value_or("revenue"));
  if (!metric) co_return problem(400, "没有这个指标");
  gather::TargetsWanted wanted;
  wanted.place.metric = *metric;
  wanted.place.team = call.target.get("team").value_or("");
  wanted.place.year = *year;
  const std::string month_text = call.target.get("month").value_or("");
  const auto month = whole(month_text, 1, 12);
  if (!month_text.empty() && !month) co_return problem(400, "月份写 1 到 12");
  wanted.month = month.value_or(0);
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<TargetsView> job = [wanted, rules = services.health.rules(),
                              viewer](store::Connection& db) {
    return gather::targets(db, wanted, rules, viewer);
  };
  const Result<TargetsView> view = co_await services.store.read<TargetsView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, targets_json(*view));
}

Task<HttpResponse> put_target_year(Services& services, Call call) {
  const auto year = whole(call.params[0], 2000, 2100);
  if (!year) co_return problem(400, kNoYear);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutTargetYear request;
  request.place = place_of(*body, *year);
  request.total = body->number("total").value_or(-1);
  request.reason = body->text("reason", 600).value_or("");
  request.dry_run = body->flag("dry_run").value_or(false);
  for (JsonIn& row : body->rows("months", 12)) {
    planning::TargetShare share;
    share.weight = row.number("weight").value_or(0);
    share.locked = row.number("locked");
    request.months.push_back(share);
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<TargetsSet> set =
      co_await services.ports.targets->put_target_year(std::move(call.actor), std::move(request));
  if (!set) co_return problem(set.error());
  co_return json_answer(200, targets_set_json(*set));
}

Task<HttpResponse> put_target_parts(Services& services, Call call) {
  const auto year = whole(call.params[0], 2000, 2100);
  if (!year) co_return problem(400, kNoYear);
  const auto month = whole(call.params[1], 1, 12);
  if (!month) co_return problem(400, "月份写 1 到 12");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutTargetParts request;
  request.place = place_of(*body, *year);
  request.month = *month;
  request.reason = body->text("reason", 600).value_or("");
  request.dry_run = body->flag("dry_run").value_or(false);
  for (JsonIn& row : body->rows("parts", kMostParts)) {
    TargetPart part;
    part.row = row.row();
    part.name = row.need_text("name", 200);
    part.weight = row.number("weight");
    part.capacity =
        static_cast<int>(std::clamp<std::int64_t>(row.number("capacity").value_or(100), -1, 1000));
    part.locked = row.number("locked");
    request.parts.push_back(std::move(part));
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<TargetsSet> set =
      co_await services.ports.targets->put_target_parts(std::move(call.actor), std::move(request));
  if (!set) co_return problem(set.error());
  co_return json_answer(200, targets_set_json(*set));
}

Task<HttpResponse> roll_targets(Services& services, Call call) {
  const auto year = whole(call.params[0], 2000, 2100);
  if (!year) co_return problem(400, kNoYear);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  RollTargets request;
  request.place = place_of(*body, *year);
  request.reason = body->text("reason", 600).value_or("");
  request.dry_run = body->flag("dry_run").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<TargetsSet> set =
      co_await services.ports.targets->roll_targets(std::move(call.actor), std::move(request));
  if (!set) co_return problem(set.error());
  co_return json_answer(200, targets_set_json(*set));
}

Task<HttpResponse> get_target_strip(Services& services, Call call) {
  using Strip = std::vector<TargetStrip>;
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<Strip> job = [rules = services.health.rules(), viewer](store::Connection& db) {
    return gather::target_strip(db, rules, viewer);
  };
  const Result<Strip> strip = co_await services.store.read<Strip>(std::move(job));
  if (!strip) co_return problem(strip.error());
  co_return json_answer(200, target_strip_json(*strip));
}

Task<HttpResponse> answer_target(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AnswerTarget request;
  request.target = TargetId{body->number("target").value_or(0)};
  const auto agreed = body->flag("agreed");
  if (!agreed) body->reject("agreed", "is missing: true or false");
  request.agreed = agreed.value_or(false);
  request.note = body->text("note", 600).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status answered =
      co_await services.ports.targets->answer_target(std::move(call.actor), std::move(request));
  if (!answered) co_return problem(answered.error());
  co_return json_answer(200, ok_json());
}

Task<HttpResponse> list_actuals(Services& services, Call call) {
  using Rows = std::vector<ActualRow>;
  const auto metric = parse_target_metric(call.target.get("metric").value_or("revenue"));
  if (!metric) co_return problem(400, "没有这个指标");
  const gather::Viewer viewer = services.viewer(call.actor);
  const auto from = parse_date(call.target.get("from").value_or(""));
  const auto to = parse_date(call.target.get("to").value_or(""));
  const Date first = from.value_or(viewer.today - std::chrono::days(31));
  const Date last = to.value_or(viewer.today);
  ReadJob<Rows> job = [metric = *metric, first, last, viewer](store::Connection& db) {
    return gather::actuals(db, metric, first, last, viewer);
  };
  const Result<Rows> rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  co_return json_answer(200, actuals_json(*rows));
}

Task<HttpResponse> add_actual(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  AddActual request;
  request.metric = metric_of(*body);
  request.team = body->text("team", 200).value_or("");
  request.login = body->text("login", 80).value_or("");
  const auto from = body->date("from");
  if (!from) body->reject("from", "is missing: YYYY-MM-DD");
  request.from = from.value_or(Date{});
  request.to = body->date("to").value_or(request.from);
  const auto amount = body->number("amount");
  if (!amount) body->reject("amount", "is missing: a whole number");
  request.amount = amount.value_or(0);
  request.note = body->text("note", 600).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<ActualId> added =
      co_await services.ports.targets->add_actual(std::move(call.actor), std::move(request));
  if (!added) co_return problem(added.error());
  co_return json_answer(201, id_json(added->value));
}

Task<HttpResponse> correct_actual(Services& services, Call call) {
  const auto id = parse_id<ActualId>(call.params[0]);
  if (!id) co_return problem(404, "没有这一条实际数");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  CorrectActual request;
  request.actual = *id;
  const auto amount = body->number("amount");
  if (!amount) body->reject("amount", "is missing: a whole number");
  request.amount = amount.value_or(0);
  request.reason = body->text("reason", 600).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<ActualId> corrected =
      co_await services.ports.targets->correct_actual(std::move(call.actor), std::move(request));
  if (!corrected) co_return problem(corrected.error());
  co_return json_answer(201, id_json(corrected->value));
}

}  // namespace vouch::web::handlers
