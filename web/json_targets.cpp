#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/targets.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::text;

// A share, for people to read; money is never one.
json::value share(const std::optional<Exact>& value) {
  if (!value) return nullptr;
  return value->convert_to<double>();
}
// A whole amount, rounded once.
json::value amount(const std::optional<Exact>& value) {
  if (!value) return nullptr;
  return rounded(*value);
}

json::value count(const std::optional<std::int64_t>& value) {
  if (!value) return nullptr;
  return *value;
}

json::object attainment_json(const planning::Attainment& at) {
  constexpr std::string_view kBands[] = {"green", "amber", "red"};
  json::value band = nullptr;
  if (at.ahead) band = kBands[static_cast<std::size_t>(planning::band_of_progress(*at.ahead))];
  return {{"rate", share(at.rate)},      {"time", share(at.time)},
          {"ahead", share(at.ahead)},    {"band", band},
          {"a_day", amount(at.a_day)},   {"forecast", amount(at.forecast)},
          {"lately", amount(at.lately)}, {"needed", amount(at.needed)}};
}

json::value answer_json(const std::optional<TargetAnswer>& answer) {
  if (!answer) return nullptr;
  return json::object{
      {"agreed", answer->agreed}, {"note", text(answer->note)}, {"at", parts::moment(answer->at)}};
}

json::object row_json(const TargetRow& row) {
  return {{"id", row.target.id.value},
          {"scope", to_string(row.target.holder.scope)},
          {"name", text(row.name)},
          {"login", parts::text_or_null(row.login)},
          {"month", row.target.month},
          {"amount", row.target.amount},
          {"weight", row.target.weight},
          {"locked", row.target.locked},
          {"actual", count(row.actual)},
          {"at", parts::moment(row.target.at)},
          {"reason", text(row.target.reason)},
          {"answer", answer_json(row.answer)},
          {"unanswered", row.unanswered}};
}

}  // namespace

std::string targets_json(const TargetsView& view) {
  std::int64_t total = 0;
  std::optional<std::int64_t> actual, of_quarter;
  json::array quarters;
  for (std::size_t i = 0; i < view.months.size(); ++i) {
    const TargetRow& row = view.months[i];
    total += row.target.amount;
    if (row.actual) actual = actual.value_or(0) + *row.actual;
    if (i % 3 == 0) {
      quarters.push_back(json::object{{"amount", 0}, {"actual", nullptr}});
      of_quarter.reset();
    }
    if (row.actual) of_quarter = of_quarter.value_or(0) + *row.actual;
    json::object& quarter = quarters.back().as_object();
    quarter["amount"] = quarter["amount"].as_int64() + row.target.amount;
    quarter["actual"] = count(of_quarter);
  }
  return json::serialize(json::object{{"metric", to_string(view.place.metric)},
                                      {"year", view.place.year},
                                      {"team", parts::text_or_null(view.place.team)},
                                      {"may_set", view.may_set},
                                      {"total", total},
                                      {"actual", count(actual)},
                                      {"months", array_of(view.months, row_json)},
                                      {"quarters", std::move(quarters)},
                                      {"month", view.month},
                                      {"elapsed", view.progress.elapsed},
                                      {"workdays", view.progress.workdays},
                                      {"attainment", attainment_json(view.attainment)},
                                      {"parts", array_of(view.parts, row_json)}});
}

std::string target_strip_json(const std::vector<TargetStrip>& strip) {
  return json::serialize(json::object{{"items", array_of(strip, [](const TargetStrip& row) {
                                         return json::object{
                                             {"id", row.id.value},
                                             {"metric", to_string(row.metric)},
                                             {"scope", to_string(row.scope)},
                                             {"name", text(row.name)},
                                             {"target", row.target},
                                             {"actual", count(row.actual)},
                                             {"attainment", attainment_json(row.attainment)},
                                             {"answer", answer_json(row.answer)}};
                                       })}});
}

std::string actuals_json(const std::vector<ActualRow>& rows) {
  return json::serialize(json::object{{"items", array_of(rows, [](const ActualRow& row) {
                                         const Actual& actual = row.actual;
                                         return json::object{
                                             {"id", actual.id.value},
                                             {"metric", to_string(actual.metric)},
                                             {"scope", to_string(actual.holder.scope)},
                                             {"name", text(row.name)},
                                             {"from", to_iso_date(actual.from)},
                                             {"to", to_iso_date(actual.to)},
                                             {"amount", actual.amount},
                                             {"source", text(actual.source)},
                                             {"note", text(actual.note)},
                                             {"at", parts::moment(actual.at)},
                                             {"by", text(row.by)},
                                             {"revises", parts::id_or_null(actual.revises)},
                                             {"replaced", row.replaced}};
                                       })}});
}

std::string targets_set_json(const TargetsSet& set) {
  return json::serialize(json::object{
      {"changed", array_of(set.changed,
                           [](const MonthTarget& row) {
                             return json::object{{"scope", to_string(row.holder.scope)},
                                                 {"holder", row.holder.holder},
                                                 {"month", row.month},
                                                 {"amount", row.amount}};
                           })},
      {"steep", array_of(set.steep, [](const SteepTarget& row) {
         return json::object{{"scope", to_string(row.holder.scope)},
                             {"holder", row.holder.holder},
                             {"month", row.month},
                             {"amount", row.amount},
                             {"best", row.best}};
       })}});
}

}  // namespace vouch::web
