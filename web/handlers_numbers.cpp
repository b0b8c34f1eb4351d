#include <boost/json.hpp>

#include "planning/number_forms.h"
#include "store/people.h"
#include "store/work_numbers.h"
#include "web/answers.h"
#include "web/handlers.h"
#include "web/json_in.h"
#include "web/json_out.h"
#include "web/json_parts.h"
#include "web/list_query.h"
#include "web/screen_handlers.h"
#include "web/team_scope.h"

namespace vouch::web::handlers {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::text;

template <class T>
using ReadJob = std::function<Result<T>(store::Connection&)>;
using Rows = std::vector<store::work_numbers::DayNumbers>;

constexpr std::string_view kUnits[] = {"count", "seconds", "fen", "permille"};
constexpr std::chrono::days kShown{31};

json::object form_json(const planning::NumberForm& form) {
  return {{"key", text(form.key)},
          {"post", text(form.post)},
          {"zh", text(form.zh)},
          {"en", text(form.en)},
          {"fields", array_of(form.fields, [](const planning::NumberField& field) {
             return json::object{{"key", text(field.key)},
                                 {"zh", text(field.zh)},
                                 {"en", text(field.en)},
                                 {"unit", kUnits[static_cast<std::size_t>(field.unit)]},
                                 {"at_most", text(field.at_most)}};
           })}};
}

json::object row_json(const store::work_numbers::DayNumbers& row) {
  return {{"date", text(to_iso_date(row.day))},
          {"form", text(row.form)},
          {"numbers", parts::embedded(row.numbers)},
          {"note", text(row.note)},
          {"at", parts::moment(row.at)},
          {"revision", row.revision}};
}

struct Wanted {
  std::string login;  // empty: one's own
  Date from;
  Date to;
};

// One's own; of somebody else his leader and administrators.
Result<Rows> numbers_of(store::Connection& db, const Wanted& wanted, const gather::Viewer& viewer) {
  UserId user = viewer.actor.user;
  if (!wanted.login.empty() && wanted.login != viewer.actor.login) {
    const auto named = store::people::user_by_login(db, wanted.login);
    if (!named) return tl::unexpected(named.error());
    bool sees = viewer.actor.role == Role::kAdmin;
    if (!sees && *named && viewer.actor.role == Role::kSupervisor) {
      const auto leads = gather::leads_owner(db, viewer.actor.user, (*named)->id, viewer.today);
      if (!leads) return tl::unexpected(leads.error());
      sees = *leads;
    }
    if (!sees) return fail(ErrorCode::kDenied, "you may not see this person's numbers");
    if (!*named) return fail(ErrorCode::kNotFound, "there is no user " + wanted.login, "user");
    user = (*named)->id;
  }
  return store::work_numbers::of_user(db, user, wanted.from, wanted.to);
}

}  // namespace

Task<HttpResponse> list_numbers(Services& services, Call call) {
  const gather::Viewer viewer = services.viewer(call.actor);
  const auto from = read_day(call.target, "from");
  if (!from) co_return problem(from.error());
  const auto to = read_day(call.target, "to");
  if (!to) co_return problem(to.error());
  Wanted wanted;
  wanted.login = call.target.get("user").value_or("");
  wanted.to = to->value_or(viewer.today);
  wanted.from = from->value_or(wanted.to - kShown);
  ReadJob<Rows> job = [wanted, viewer](store::Connection& db) {
    return numbers_of(db, wanted, viewer);
  };
  const Result<Rows> rows = co_await services.store.read<Rows>(std::move(job));
  if (!rows) co_return problem(rows.error());
  json::object out;
  out["forms"] = array_of(planning::number_forms(), form_json);
  out["items"] = array_of(*rows, row_json);
  co_return json_answer(200, json::serialize(out));
}

Task<HttpResponse> put_numbers(Services& services, Call call) {
  const auto day = parse_date(call.params[0]);
  if (!day) co_return problem(400, "看不懂日期，写成 2026-11-24");
  Result<JsonIn> body = JsonIn::parse(call.request.body);
  if (!body) co_return problem(body.error());
  PutNumbers request;
  request.day = *day;
  request.form = body->need_text("form", 60);
  request.note = body->text("note", 1000).value_or("");
  if (const planning::NumberForm* form = planning::number_form(request.form)) {
    for (const planning::NumberField& field : form->fields) {
      if (const auto value = body->number(field.key))
        request.numbers[std::string(field.key)] = *value;
    }
  }
  const std::vector<Problem> problems = body->problems();
  if (!problems.empty()) co_return problem(400, "数字没有读懂", problems);
  const Result<PlanProblems> done =
      co_await services.commands.put_numbers(std::move(call.actor), std::move(request));
  if (!done) co_return problem(done.error());
  if (!done->empty()) co_return problem(400, "有几项对不上，什么都没有改", *done);
  co_return json_answer(200, ok_json());
}

}  // namespace vouch::web::handlers
