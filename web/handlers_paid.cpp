#include <algorithm>

#include "web/answers.h"
#include "web/app.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/list_query.h"
#include "web/money_handlers.h"
#include "web/paid.h"

namespace vouch::web::handlers {
namespace {

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;

constexpr std::string_view kUnreadable = "没有读懂";
constexpr std::string_view kNoMonth = "月份写 2026-11 这样";
constexpr std::size_t kMostChannels = 60;
constexpr std::size_t kMostSpend = 5000;  // rows in one go

std::optional<Date> month_of(std::string_view text) {
  const auto date = parse_date(std::string(text) + "-01");
  if (!date) return std::nullopt;
  return *date;
}

Ppm ppm_of(JsonIn& body, std::string_view name) {
  return {body.number(name).value_or(0)};
}

planning::FunnelRates rates_of(JsonIn& body) {
  planning::FunnelRates rates;
  rates.clicked = ppm_of(body, "clicked_ppm");
  rates.arrived = ppm_of(body, "arrived_ppm");
  rates.inquired = ppm_of(body, "inquired_ppm");
  rates.valid = ppm_of(body, "valid_ppm");
  rates.closed = ppm_of(body, "closed_ppm");
  rates.click = {body.number("click").value_or(0)};
  rates.order = {body.number("order").value_or(0)};
  rates.margin = ppm_of(body, "margin_ppm");
  return rates;
}

int weight_of(JsonIn& body, std::string_view name, int usual) {
  return static_cast<int>(std::clamp<std::int64_t>(body.number(name).value_or(usual), -1, 100'000));
}

PaidSpend spend_of(JsonIn& row) {
  PaidSpend out;
  const auto date = row.date("date");
  if (!date) row.reject("date", "is missing: YYYY-MM-DD");
  out.day = date.value_or(Date{});
  out.channel = row.need_text("channel", 40);
  const auto spent = row.number("spent");
  if (!spent) row.reject("spent", "is missing: fen, a whole number");
  out.spent = {spent.value_or(0)};
  out.impressions = row.number("impressions");
  out.clicks = row.number("clicks");
  out.visits = row.number("visits");
  out.inquiries = row.number("inquiries");
  out.leads = row.number("leads");
  out.orders = row.number("orders");
  out.revenue = {row.number("revenue").value_or(0)};
  return out;
}

}  // namespace

Task<HttpResponse> list_paid_channels(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const auto on = parse_date(call.target.get("on").value_or(""));
  const Date day = on.value_or(viewer.today);
  ReadJob<PaidChannelsView> job = [day, viewer](store::Connection& db) {
    return gather::paid_channels(db, day, viewer);
  };
  const Result<PaidChannelsView> view =
      co_await services.store.read<PaidChannelsView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, paid_channels_json(*view));
}

Task<HttpResponse> put_paid_channel(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PaidChannel request;
  request.channel = call.params[0];
  request.name = body->need_text("name", 120);
  const auto from = body->date("effective_from");
  if (!from) body->reject("effective_from", "is missing: YYYY-MM-DD");
  request.effective_from = from.value_or(Date{});
  const planning::FunnelRates rates = rates_of(*body);
  request.clicked = rates.clicked;
  request.arrived = rates.arrived;
  request.inquired = rates.inquired;
  request.valid = rates.valid;
  request.closed = rates.closed;
  request.click = rates.click;
  request.order = rates.order;
  request.margin = rates.margin;
  request.most_clicks_a_day = body->number("most_clicks_a_day");
  request.active = body->flag("active").value_or(true);
  request.reason = body->text("reason", 600).value_or("");
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PaidChannelId> put =
      co_await services.ports.paid->put_paid_channel(std::move(call.actor), std::move(request));
  if (!put) co_return problem(put.error());
  co_return json_answer(200, id_json(put->value));
}

Task<HttpResponse> calculate_paid(Services& services, Call call) {
  static_cast<void>(services);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PaidQuestion question;
  const std::string from = body->need_text("from", 20);
  if (from != "revenue" && from != "budget") body->reject("from", "revenue or budget");
  question.from_revenue = from == "revenue";
  const std::int64_t amount = body->number("amount").value_or(0);
  if (amount <= 0 || amount > 1'000'000'000'000'000) body->reject("amount", "fen, above 0");
  question.amount = {amount};
  question.rates = rates_of(*body);
  if (const auto limit = body->number("limit")) {
    if (*limit <= 0) body->reject("limit", "fen, above 0");
    question.limit = Fen{*limit};
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Status fits = planning::check_rates(question.rates);
  if (!fits) co_return problem(fits.error());
  co_return json_answer(200, paid_answer_json(question));
}

Task<HttpResponse> get_paid_budget(Services& services, Call call) {
  const auto month = month_of(call.params[0]);
  if (!month) co_return problem(400, kNoMonth);
  const gather::Viewer viewer = services.viewer(call.actor);
  ReadJob<PaidBudgetView> job = [month = *month, rules = services.health.rules(),
                                 viewer](store::Connection& db) {
    return gather::paid_budget(db, month, rules->calendar, viewer);
  };
  const Result<PaidBudgetView> view = co_await services.store.read<PaidBudgetView>(std::move(job));
  if (!view) co_return problem(view.error());
  co_return json_answer(200, paid_budget_json(*view));
}

Task<HttpResponse> put_paid_budget(Services& services, Call call) {
  const auto month = month_of(call.params[0]);
  if (!month) co_return problem(400, kNoMonth);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutPaidBudget request;
  request.month = *month;
  if (const auto revenue = body->number("revenue")) {
    request.revenue = Fen{*revenue};
    request.method = BudgetMethod::kRevenue;
  }
  request.wanted_orders = body->number("wanted_orders");
  request.workday = weight_of(*body, "workday", 100);
  request.weekend = weight_of(*body, "weekend", 40);
  request.holiday = weight_of(*body, "holiday", 20);
  request.makeup = weight_of(*body, "makeup", 100);
  request.reason = body->text("reason", 600).value_or("");
  for (JsonIn& row : body->rows("channels", kMostChannels)) {
    const auto amount = row.number("amount");
    if (!amount) row.reject("amount", "is missing: fen, a whole number");
    request.channels.emplace_back(row.need_text("channel", 40), Fen{amount.value_or(0)});
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<PaidBudgetId> put =
      co_await services.ports.paid->put_paid_budget(std::move(call.actor), std::move(request));
  if (!put) co_return problem(put.error());
  co_return json_answer(200, id_json(put->value));
}

Task<HttpResponse> replan_paid(Services& services, Call call) {
  const auto month = month_of(call.params[0]);
  if (!month) co_return problem(400, kNoMonth);
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  ReplanPaid request;
  request.month = *month;
  request.reason = body->text("reason", 600).value_or("");
  request.dry_run = body->flag("dry_run").value_or(false);
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<ReplannedPaid> done =
      co_await services.ports.paid->replan_paid(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  co_return json_answer(200, replanned_json(*done));
}

Task<HttpResponse> put_paid_spend(Services& services, Call call) {
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutPaidSpend request;
  const bool imported = body->text("source", 20).value_or("manual") == "import";
  for (JsonIn& row : body->rows("rows", kMostSpend)) {
    request.rows.push_back(spend_of(row));
    request.rows.back().source = imported ? "import" : "manual";
    body->take_problems(row);
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, kUnreadable, problems);
  const Result<int> written =
      co_await services.ports.paid->put_paid_spend(std::move(call.actor), std::move(request));
  if (!written) co_return problem(written.error());
  co_return json_answer(200, "{\"written\":" + std::to_string(*written) + "}");
}

}  // namespace vouch::web::handlers
