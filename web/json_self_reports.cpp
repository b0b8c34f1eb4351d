#include <boost/json.hpp>

#include "web/json_centres.h"
#include "web/json_figures.h"
#include "web/json_parts.h"
#include "web/json_self_reports.h"
#include "web/self_reports.h"
#include "web/words.h"

namespace vouch::web {

namespace json = boost::json;
using parts::array_of;
using parts::claim_json;
using parts::moment;
using parts::text;

json::object blocker_json(const BlockerView& view) {
  const Blocker& blocker = view.blocker;
  const bool closed = blocker.closed_at.has_value();
  std::string_view state = "open";
  if (closed) state = blocker.closed_by == blocker.user ? "taken_back" : "closed";
  return {{"id", blocker.id.value},
          {"login", text(view.login)},
          {"name", text(view.name)},
          {"text", text(blocker.text)},
          {"to", text(view.to)},
          {"to_name", text(view.to_name)},
          {"at", moment(blocker.at)},
          {"age_days", view.age_days},
          {"state", state},
          {"closed_at", moment(blocker.closed_at)},
          {"closed_by", text(view.closed_by)},
          {"answer", text(blocker.answer)},
          {"may_close", view.may_close}};
}

namespace {

std::string_view word_of(PersonDaysView::Day::Kind kind) {
  using Kind = PersonDaysView::Day::Kind;
  switch (kind) {
    case Kind::kWorkday:
      return "workday";
    case Kind::kOff:
      return "off";
    case Kind::kLeave:
      return "leave";
  }
  return "workday";
}

json::object words_json(const ReportWords& words) {
  return {{"revision", words.revision},
          {"at", moment(words.at)},
          {"reflection", text(words.reflection)},
          {"unfinished_reason", text(words.unfinished_reason)},
          {"tomorrow", text(words.tomorrow)}};
}

json::object type_json(const std::string& type, const Names& names) {
  return {{"work_type", text(type)}, {"work_type_name", text(work_type_name(type, names))}};
}

json::array next_json(const std::map<std::string, ReportNext>& next, const Names& names) {
  json::array out;
  for (const auto& [type, row] : next) {
    json::object one = type_json(type, names);
    one["quantity"] = row.quantity;
    one["keywords"] = parts::texts(row.keywords);
    one["notes"] = parts::texts(row.notes);
    out.push_back(std::move(one));
  }
  return out;
}

json::array planned_json(const SelfReport& view, const Names& names) {
  json::array out;
  for (const auto& [type, row] : view.planned) {
    json::object one = type_json(type, names);
    one["planned"] = row.count.planned;
    one["done"] = row.count.done;
    one["left"] = row.count.planned - row.count.done;
    one["on_time"] = row.count.on_time;
    one["over"] = row.count.over;
    one["keywords"] = parts::texts(row.keywords);
    one["notes"] = parts::texts(row.notes);
    out.push_back(std::move(one));
  }
  return out;
}

void put_common(json::object& out, const SelfReport& view, const Names& names) {
  out["person"] = person_name_json(view.person);
  out["over"] = view.over;
  out["has_plan"] = view.has_plan;
  out["planned"] = planned_json(view, names);
  json::array unplanned;
  for (const auto& [type, pieces] : view.unplanned) {
    json::object one = type_json(type, names);
    one["done"] = pieces;
    unplanned.push_back(std::move(one));
  }
  out["unplanned"] = std::move(unplanned);
  out["verified"] = array_of(view.turned.verified, claim_json);
  out["came_back"] = array_of(view.turned.came_back, claim_json);
  out["changes"] = array_of(view.changes, [&](const ReportChange& row) {
    json::object one = type_json(row.work_type, names);
    one["at"] = moment(row.change.at);
    one["by"] = text(row.by);
    one["reason"] = text(row.change.reason);
    one["quantity_before"] = row.change.quantity_before;
    one["quantity_after"] = row.change.quantity_after;
    one["person_before"] = text(row.before);
    one["person_after"] = text(row.after);
    return one;
  });
  out["blockers"] = array_of(view.blockers, blocker_json);
  out["words"] = nullptr;
  if (!view.words.empty()) out["words"] = words_json(view.words.front());
  json::array before;
  for (std::size_t i = 1; i < view.words.size(); ++i) before.push_back(words_json(view.words[i]));
  out["words_before"] = std::move(before);
}

}  // namespace

std::string day_report_json(const DayReportView& view, const Names& names) {
  json::object out;
  out["date"] = text(to_iso_date(view.date));
  out["kind"] = word_of(view.kind);
  out["expected"] = view.expected;
  out["cut_off"] = moment(view.cut_off);
  out["reported_at"] = moment(view.reported_at);
  put_common(out, view, names);
  out["claims"] = array_of(view.claims, claim_json);
  out["numbers"] = array_of(view.numbers, [](const store::work_numbers::DayNumbers& row) {
    return json::object{{"form", text(row.form)},
                        {"numbers", parts::embedded(row.numbers)},
                        {"note", text(row.note)},
                        {"at", moment(row.at)},
                        {"revision", row.revision}};
  });
  out["tomorrow"] = json::object{{"date", parts::day_or_null(view.tomorrow)},
                                 {"planned", next_json(view.next, names)}};
  return json::serialize(out);
}

std::string week_report_json(const WeekReportView& view, const Names& names) {
  json::object out;
  out["monday"] = text(to_iso_date(view.monday));
  put_common(out, view, names);
  out["tally"] = tally_json(view.tally);
  out["days"] = array_of(view.days, [](const WeekReportView::Day& day) {
    json::object one{{"date", text(to_iso_date(day.date))},
                     {"kind", word_of(day.kind)},
                     {"expected", day.expected},
                     {"reported_at", moment(day.reported_at)},
                     {"late", day.late},
                     {"planned", day.planned},
                     {"done", day.done},
                     {"unplanned", day.unplanned},
                     {"words", nullptr}};
    if (day.words) one["words"] = words_json(*day.words);
    return one;
  });
  out["forms"] = array_of(view.forms, form_sum_json);
  out["next"] = json::object{{"monday", text(to_iso_date(view.monday + std::chrono::days(7)))},
                             {"planned", next_json(view.next, names)}};
  return json::serialize(out);
}

std::string blockers_json(const BlockerList& list) {
  json::object out;
  out["items"] = array_of(list.items, blocker_json);
  out["next"] = nullptr;
  if (list.next) out["next"] = list.next->value;
  return json::serialize(out);
}

}  // namespace vouch::web
