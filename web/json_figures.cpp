#include <boost/json.hpp>

#include "web/figures.h"
#include "web/json_figures.h"
#include "web/json_parts.h"
#include "web/words.h"

namespace vouch::web {

namespace json = boost::json;
using parts::array_of;
using parts::moment;
using parts::number_or_null;
using parts::text;

namespace {

json::object count_json(const planning::PlanCount& count) {
  return {{"planned", count.planned},
          {"done", count.done},
          {"on_time", count.on_time},
          {"over", count.over},
          {"unplanned", count.unplanned}};
}

json::value plan_tally_json(const std::optional<planning::PlanTally>& plan) {
  if (!plan) return nullptr;
  const planning::PlanCount& pieces = plan->pieces;
  const planning::PlanCount& minutes = plan->minutes;
  json::object out = count_json(pieces);
  out["minutes"] = nullptr;
  if (minutes != planning::PlanCount()) {
    out["minutes"] = json::object{
        {"planned", minutes.planned}, {"done", minutes.done}, {"on_time", minutes.on_time}};
  }
  out["rates"] = json::object{{"completion", number_or_null(pieces.completion())},
                              {"on_time", number_or_null(pieces.on_time_rate())},
                              {"completion_minutes", number_or_null(minutes.completion())},
                              {"on_time_minutes", number_or_null(minutes.on_time_rate())},
                              {"on_time_of_done", number_or_null(pieces.on_time_of_done())}};
  json::array by_work;
  for (const auto& [type, count] : plan->by_work) {
    json::object one = count_json(count);
    one["work_type"] = text(type);
    by_work.push_back(std::move(one));
  }
  out["by_work"] = std::move(by_work);
  return out;
}

}  // namespace

json::object tally_json(const planning::Tally& tally) {
  json::object out;
  out["expected"] = tally.expected;
  out["reported"] = tally.reported;
  out["claims"] = tally.claims;
  out["on_time"] = tally.on_time;
  out["late"] = tally.late;
  out["verified"] = tally.verified;
  out["failed"] = tally.failed;
  out["regressed"] = tally.regressed;
  out["pending"] = tally.pending;
  out["with_employee"] = tally.with_employee;
  out["disputed"] = tally.disputed;
  out["manual"] = tally.manual;
  out["waived"] = tally.waived;
  out["void"] = tally.withdrawn;
  out["plan"] = plan_tally_json(tally.plan);
  out["rates"] = json::object{{"reported", number_or_null(tally.reported_rate())},
                              {"on_time", number_or_null(tally.on_time_rate())},
                              {"verified", number_or_null(tally.verified_rate())},
                              {"index", number_or_null(tally.index.rate())},
                              {"survival", number_or_null(tally.survival.rate())},
                              {"coverage", number_or_null(tally.coverage())}};
  out["index"] = json::object{{"eligible", tally.index.eligible()},
                              {"indexed", tally.index.indexed},
                              {"watching", tally.index.watching},
                              {"not_indexed", tally.index.not_indexed},
                              {"unknown", tally.index.unknown},
                              {"not_sampled", tally.index.not_sampled},
                              {"lost", tally.index.lost}};
  out["survival"] =
      json::object{{"ended", tally.survival.ended}, {"survived", tally.survival.survived}};
  return out;
}

json::object person_name_json(const PersonName& person) {
  return {{"login", text(person.login)},
          {"name", text(person.name)},
          {"post", text(person.post)},
          {"team", parts::text_or_null(person.team)},
          {"active", person.active}};
}

json::array coverage_json(const std::vector<StageCoverage>& coverage, const Names& names) {
  constexpr double kEnough = 0.9;  // domain §5.9 AL13
  return array_of(coverage, [&](const StageCoverage& one) {
    const auto share = planning::share(one.answered, one.claims);
    return json::object{{"stage", text(to_string(one.stage))},
                        {"name", text(stage_name(Lang::kZh, one.stage, names))},
                        {"claims", one.claims},
                        {"answered", one.answered},
                        {"share", number_or_null(share)},
                        {"enough", !share || *share >= kEnough}};
  });
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

void put_days(json::object& out, const Days& days) {
  out["from"] = text(to_iso_date(days.from));
  out["to"] = text(to_iso_date(days.to));
}

json::object credit_json(const Credit& credit) {
  return {{"entries", credit.entries}, {"hundredths", credit.hundredths}};
}

}  // namespace

std::string figures_json(const FiguresView& view) {
  json::object out;
  put_days(out, view.days);
  out["credit"] = credit_json(view.credit);
  out["tally"] = tally_json(view.tally);
  out["earlier"] = array_of(view.earlier, [](const FiguresView::Period& period) {
    json::object one;
    put_days(one, period.days);
    one["tally"] = tally_json(period.tally);
    return one;
  });
  out["team"] = nullptr;
  if (view.with_team) {
    json::value median = nullptr;
    if (view.median) {
      median = json::object{{"completion", number_or_null(view.median->completion)},
                            {"on_time_rate", number_or_null(view.median->on_time_rate)},
                            {"verified_rate", number_or_null(view.median->verified_rate)},
                            {"index_rate", number_or_null(view.median->index_rate)}};
    }
    out["team"] = json::object{{"people", view.people}, {"median", std::move(median)}};
  }
  return json::serialize(out);
}

std::string matrix_json(const MatrixView& view, const Names& names) {
  json::object out;
  put_days(out, view.days);
  out["teams"] = parts::texts(view.teams);
  out["rows"] = array_of(view.rows, [](const MatrixView::Row& row) {
    json::object one = person_name_json(row.person);
    one["tally"] = tally_json(row.tally);
    return one;
  });
  out["sum"] = tally_json(view.sum);
  out["coverage"] = coverage_json(view.coverage, names);
  return json::serialize(out);
}

std::string person_days_json(const PersonDaysView& view) {
  json::object out;
  put_days(out, view.days);
  out["credit"] = credit_json(view.credit);
  out["person"] = person_name_json(view.person);
  out["days"] = array_of(view.rows, [](const PersonDaysView::Day& day) {
    return json::object{{"date", text(to_iso_date(day.date))},
                        {"kind", word_of(day.kind)},
                        {"expected", day.expected},
                        {"reported_at", moment(day.reported_at)},
                        {"late", day.late},
                        {"tally", tally_json(day.tally)}};
  });
  out["sum"] = tally_json(view.sum);
  return json::serialize(out);
}

}  // namespace vouch::web
