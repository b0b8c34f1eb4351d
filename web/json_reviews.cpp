#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/reviews.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

constexpr std::string_view kStates[] = {"open", "planned", "done", "dropped"};

json::value or_null(std::optional<int> number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object library_row(const LibraryRow& row) {
  return {{"id", row.keyword.id.value},
          {"text", text(row.keyword.text)},
          {"priority", row.keyword.priority},
          {"group", text(row.card.group)},
          {"intent", row.card.intent},
          {"searches", row.card.searches},
          {"difficulty", row.card.difficulty},
          {"site", text(row.site)},
          {"target_url", text(row.target_url)},
          {"position", or_null(row.position)},
          {"value", json::object{{"volume", row.value.volume},
                                 {"intent", row.value.intent},
                                 {"ease", row.value.ease},
                                 {"gap", row.value.gap},
                                 {"priority", row.value.priority},
                                 {"class", planning::priority_class(row.value.priority)}}}};
}

json::object action_json(const ReviewView::Action& view, const Names& names) {
  const ReviewAction& action = view.action;
  const auto type = names.work_types.find(action.work_type);
  return {
      {"id", action.id.value},
      {"monday", text(to_iso_date(action.monday))},
      {"text", text(action.text)},
      {"login", text(view.login)},
      {"name", text(view.name)},
      {"work_type", action.work_type},
      {"work_type_name", text(type == names.work_types.end() ? action.work_type : type->second)},
      {"quantity", action.quantity},
      {"state", kStates[static_cast<std::size_t>(action.state)]},
      {"at", moment(action.at)},
      {"closed_at", moment(action.closed_at)}};
}

json::object check_json(const ReviewView::Check& view) {
  const SpotCheck& check = view.check;
  return {{"id", check.id.value},
          {"drawn_at", moment(check.drawn_at)},
          {"right", check.right ? json::value(*check.right) : json::value(nullptr)},
          {"by", text(view.by)},
          {"at", moment(check.at)},
          {"note", text(check.note)},
          {"claim", parts::claim_json(view.claim)}};
}

}  // namespace

std::string library_json(const std::vector<LibraryRow>& rows) {
  const json::object weights{{"volume", planning::kVolumeWeight},
                             {"intent", planning::kIntentWeight},
                             {"ease", planning::kEaseWeight},
                             {"gap", planning::kGapWeight}};
  return json::serialize(
      json::object{{"weights", weights}, {"items", array_of(rows, library_row)}});
}

std::string keyword_plan_json(const KeywordPlanView& view) {
  json::object out;
  out["monday"] = text(to_iso_date(view.monday));
  out["team"] = text(view.team);
  out["lines"] = array_of(view.lines, [](const KeywordPlanView::Line& line) {
    return json::object{{"keyword", text(line.keyword)},
                        {"goal", text(line.line.goal)},
                        {"login", text(line.login)},
                        {"platforms", parts::texts(line.line.platforms)},
                        {"note", text(line.line.note)}};
  });
  return json::serialize(out);
}

std::string review_json(const ReviewView& view, const Names& names) {
  json::object out;
  out["monday"] = text(to_iso_date(view.monday));
  out["team"] = text(view.team);
  out["notes"] = text(view.notes);
  out["actions"] = array_of(
      view.actions, [&](const ReviewView::Action& action) { return action_json(action, names); });
  out["spot_checks"] = array_of(view.checks, check_json);
  json::object error{{"looked_at", view.looked_at}, {"wrong", view.wrong}};
  error["share"] = view.looked_at == 0
                       ? json::value(nullptr)
                       : json::value(static_cast<double>(view.wrong) / view.looked_at);
  error["low"] = view.error.low;
  error["high"] = view.error.high;
  out["checker_error"] = std::move(error);
  return json::serialize(out);
}

std::string imported_json(const ImportedKeywords& imported) {
  json::object out;
  out["added"] = imported.added;
  out["changed"] = imported.changed;
  out["same"] = imported.same;
  out["repeated"] = array_of(imported.repeated, [](const SameKeyword& one) {
    return json::object{
        {"row", one.row}, {"text", text(one.text)}, {"same_as_row", one.same_as_row}};
  });
  out["problems"] = array_of(imported.problems, [](const Problem& one) {
    return json::object{
        {"row", one.row}, {"field", text(one.field)}, {"message", text(one.message)}};
  });
  return json::serialize(out);
}

}  // namespace vouch::web
