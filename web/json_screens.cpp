#include "web/json_screens.h"

#include <boost/json.hpp>

#include "web/decision_reasons.h"
#include "web/json_parts.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::claim_json;
using parts::counts_json;
using parts::day_or_null;
using parts::moment;
using parts::text;
using parts::text_or_null;
using parts::texts;

std::string_view word_of(LiveMode mode) {
  switch (mode) {
    case LiveMode::kAutomatic:
      return "auto";
    case LiveMode::kLowRate:
      return "low";
    case LiveMode::kAssisted:
      return "assisted";
    case LiveMode::kOff:
      return "off";
  }
  return "off";
}

json::object person_json(const PersonName& person) {
  return {{"login", text(person.login)},
          {"name", text(person.name)},
          {"post", text(person.post)},
          {"team", text_or_null(person.team)},
          {"active", person.active}};
}

}  // namespace

std::string catalog_json(const CatalogView& view, const ReadingRules& rules, const Names& names,
                         const std::vector<EngineFacts>& engines) {
  json::object out;
  out["work_types"] = array_of(rules.work_types, [](const WorkType& type) {
    return json::object{{"key", text(type.key)},
                        {"name", text(type.name)},
                        {"posts", parts::texts(type.roles)},
                        {"has_url", type.has_url},
                        {"standard_minutes", type.standard_minutes}};
  });
  out["platforms"] = array_of(rules.platforms, [](const Platform& platform) {
    return json::object{{"key", text(platform.key)},
                        {"name", text(platform.name)},
                        {"live", word_of(platform.live_mode)}};
  });
  out["engines"] = array_of(engines, [&](const EngineFacts& engine) {
    return json::object{{"key", text(engine.key)},
                        {"name", text(engine_name(Lang::kZh, engine.key, names))},
                        {"connected", engine.connected}};
  });
  json::array keywords;
  if (view.keywords) {
    keywords = array_of(*view.keywords, [](const Keyword& keyword) {
      return json::object{
          {"id", keyword.id.value}, {"text", text(keyword.text)}, {"priority", keyword.priority}};
    });
  }
  out["keywords"] = std::move(keywords);
  out["reasons"] = array_of(kPresetReasons, [](const PresetReason& reason) {
    return json::object{{"kind", to_string(reason.kind)}, {"text", text(reason.text)}};
  });
  out["people"] = array_of(view.people, person_json);
  return json::serialize(out);
}

namespace {

json::object plan_row_json(const OwnPlanRow& row) {
  return {{"work_type", row.work_type},
          {"today", row.today},
          {"today_done", row.today_done},
          {"week", row.week},
          {"week_done", row.week_done},
          {"keywords", texts(row.keywords)},
          {"assets",
           parts::array_of(row.assets,
                           [](const Asset& one) {
                             return json::object{{"id", one.id.value}, {"title", text(one.title)}};
                           })},
          {"note", text(row.note)}};
}

}  // namespace

std::string day_json(const DayView& view) {
  json::object out;
  out["date"] = text(to_iso_date(view.date));
  out["expected"] = view.expected;
  out["on_leave"] = view.on_leave;
  out["cut_off"] = moment(view.cut_off);
  out["reported_at"] = moment(view.reported_at);
  out["plan"] = nullptr;
  if (!view.plan.empty()) out["plan"] = array_of(view.plan, plan_row_json);
  out["counts"] = counts_json(view.counts);
  out["needs"] = array_of(view.needs, [](const NeedView& need) {
    json::object item = claim_json(need.claim);
    item["answer_until"] = moment(need.answer_until);
    return item;
  });
  out["today"] = array_of(view.today, claim_json);
  out["before"] = json::object{{"date", day_or_null(view.before)},
                               {"claims", array_of(view.before_claims, claim_json)}};
  out["disputes_open"] = view.disputes_open;
  out["pages_to_open"] = view.pages_to_open;
  out["blockers"] = view.blockers;
  out["false_alerts"] = nullptr;
  if (view.false_alerts) {
    out["false_alerts"] = json::object{{"told", view.false_alerts->told},
                                       {"overturned", view.false_alerts->overturned},
                                       {"withdrawn", view.false_alerts->withdrawn}};
  }
  return json::serialize(out);
}

}  // namespace vouch::web
