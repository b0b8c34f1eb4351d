#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/plans.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::text;

constexpr std::string_view kSources[] = {"new", "copied", "carried", "action"};

std::string word(const std::map<std::string, std::string>& names, const std::string& key) {
  const auto found = names.find(key);
  return found == names.end() ? key : found->second;
}

json::value asset_or_null(AssetId id, const std::string& title) {
  if (!id) return nullptr;
  return json::object{{"id", id.value}, {"title", text(title)}};
}

json::object line_json(const PlanLineView& view, const Names& names) {
  const PlanLine& line = view.line;
  return {{"id", parts::id_or_null(line.id)},
          {"login", text(view.login)},
          {"work_type", line.work_type},
          {"work_type_name", text(word(names.work_types, line.work_type))},
          {"quantity", line.quantity},
          {"keywords", parts::texts(view.keywords)},
          {"platforms", parts::texts(line.platforms)},
          {"source", kSources[static_cast<std::size_t>(line.source)]},
          {"asset", asset_or_null(line.asset, view.asset_title)},
          {"note", text(line.note)},
          {"done", view.done},
          {"days", array_of(view.days, [](const PlanDay& day) {
             return json::object{{"date", text(to_iso_date(day.day))}, {"quantity", day.quantity}};
           })}};
}

json::object person_json(const PlanPerson& person, Date monday) {
  json::array days;
  for (std::size_t i = 0; i < person.days.size(); ++i) {
    days.push_back(json::object{{"date", text(to_iso_date(monday + std::chrono::days(i)))},
                                {"minutes", person.days[i]},
                                {"on_leave", person.on_leave[i]}});
  }
  return {{"login", text(person.login)},
          {"name", text(person.name)},
          {"post", text(person.post)},
          {"minutes_a_day", person.minutes_a_day},
          {"days", std::move(days)},
          {"capacity", json::object{{"needed", person.capacity.needed},
                                    {"available", person.capacity.available},
                                    {"percent", person.capacity.percent()},
                                    {"over", person.capacity.is_over()}}}};
}

json::object change_json(const PlanChangeView& view, const Names& names) {
  const PlanChange& change = view.change;
  return {{"line", change.line.value},
          {"work_type_name", text(word(names.work_types, view.work_type))},
          {"at", moment(change.at)},
          {"by", text(view.by)},
          {"reason", text(change.reason)},
          {"quantity_before", change.quantity_before},
          {"quantity_after", change.quantity_after},
          {"person_before", text(view.before)},
          {"person_after", text(view.after)}};
}

}  // namespace

std::string plan_json(const PlanView& view, const Names& names) {
  const auto name_of = [&](UserId id) {
    for (const PlanPerson& person : view.people) {
      if (person.id == id) return person.name;
    }
    return std::string();
  };
  const auto overlap_json = [&](const planning::Overlap& overlap) {
    std::string keyword;
    for (const PlanLineView& line : view.lines) {
      for (std::size_t i = 0; i < line.line.keywords.size(); ++i) {
        if (line.line.keywords[i] == overlap.keyword && i < line.keywords.size())
          keyword = line.keywords[i];
      }
    }
    std::vector<std::string> people;
    for (const UserId id : overlap.people) people.push_back(name_of(id));
    return json::object{{"keyword", text(keyword)},
                        {"platform", overlap.platform},
                        {"platform_name", text(word(names.platforms, overlap.platform))},
                        {"people", parts::texts(people)}};
  };
  json::object out;
  out["monday"] = text(to_iso_date(view.monday));
  out["team"] = text(view.team);
  out["published_at"] = moment(view.published_at);
  out["published_by"] = text(view.published_by);
  out["calendar_known"] = view.calendar_known;
  out["people"] = array_of(
      view.people, [&](const PlanPerson& person) { return person_json(person, view.monday); });
  out["lines"] =
      array_of(view.lines, [&](const PlanLineView& line) { return line_json(line, names); });
  out["overlaps"] = array_of(view.overlaps, overlap_json);
  out["changes"] = array_of(
      view.changes, [&](const PlanChangeView& change) { return change_json(change, names); });
  return json::serialize(out);
}

std::string offers_json(const PlanOffers& offers, const Names& names) {
  const auto line = [&](const PlanLineView& view) { return line_json(view, names); };
  return json::serialize(json::object{{"copied", array_of(offers.copied, line)},
                                      {"carried", array_of(offers.carried, line)},
                                      {"actions", array_of(offers.actions, line)}});
}

}  // namespace vouch::web
