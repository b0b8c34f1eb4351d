#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/url_percent.h"
#include "planning/platform_learning.h"
#include "planning/week_plan.h"
#include "web/centres.h"
#include "web/json_centres.h"
#include "web/json_figures.h"
#include "web/json_parts.h"
#include "web/words.h"

namespace vouch::web {

namespace json = boost::json;
using parts::array_of;
using parts::number_or_null;
using parts::text;

namespace {

constexpr std::string_view kUnits[] = {"count", "seconds", "fen", "permille"};
constexpr std::chrono::days kWeek{7};

// Of a query: what is no letter, digit or one of - . _ ~ (RFC 3986 2.3).
std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const bool plain =
        is_ascii_alpha(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

json::array list_of(std::initializer_list<std::string> queries) {
  json::array out;
  for (const std::string& query : queries) out.push_back(text(query));
  return out;
}

// Lists whose rows together are what the numbers of a person's tally count.
json::object claim_lists(const std::string& base, const std::vector<std::string>& engines) {
  const auto work = [&](std::string_view verdict) {
    return fmt::format("{}&work={}", base, verdict);
  };
  const auto index = [&](std::string_view verdict) {
    json::array out;
    for (const std::string& engine : engines)
      out.push_back(text(fmt::format("{}&engine={}&index={}", base, escaped(engine), verdict)));
    return out;
  };
  return {{"claims", list_of({base})},
          {"late", list_of({base + "&late=true"})},
          {"verified", list_of({work("VERIFIED"), work("ACCEPTED")})},
          {"failed", list_of({work("FAILED"), work("CONFIRMED")})},
          {"regressed", list_of({work("REGRESSED")})},
          {"pending", list_of({work("PENDING")})},
          {"disputed", list_of({work("DISPUTED")})},
          {"manual", list_of({work("MANUAL")})},
          {"waived", list_of({work("WAIVED")})},
          {"void", list_of({work("VOID")})},
          {"indexed", index("INDEXED")},
          {"not_indexed", index("NOT_INDEXED")},
          {"watching", index("WATCHING")},
          {"unknown", index("COULD_NOT_CHECK")},
          {"lost", index("LOST")}};
}

std::vector<Date> mondays_of(const Days& days) {
  std::vector<Date> out;
  for (Date monday = planning::monday_of(days.from); monday <= days.to; monday += kWeek)
    out.push_back(monday);
  return out;
}

json::array weekly(const Days& days, const std::vector<std::string>& teams, std::string_view what) {
  json::array out;
  for (const std::string& team : teams) {
    for (const Date monday : mondays_of(days))
      out.push_back(text(fmt::format("{}/{}?team={}", what, to_iso_date(monday), escaped(team))));
  }
  return out;
}

std::string base_of(const CentreView::Row& row, const Days& days) {
  return fmt::format("claims?user={}&since={}&until={}", escaped(row.person.login),
                     to_iso_date(days.from), to_iso_date(days.to));
}

json::object opens_json(const CentreView::Row& row, const CentreView& view) {
  json::object out = claim_lists(base_of(row, view.days), view.engines);
  json::array reports;
  for (const Date monday : mondays_of(view.days)) {
    reports.push_back(text(
        fmt::format("week-reports/{}?user={}", to_iso_date(monday), escaped(row.person.login))));
  }
  out["plan"] = reports;
  out["reported"] = std::move(reports);
  out["numbers"] = list_of({fmt::format("numbers?user={}&from={}&to={}", escaped(row.person.login),
                                        to_iso_date(view.days.from), to_iso_date(view.days.to))});
  if (!row.figures.led) return out;
  out["weeks"] = weekly(view.days, row.led_teams, "plans");
  out["reviews"] = weekly(view.days, row.led_teams, "reviews");
  out["actions"] = weekly({view.days.to, view.days.to}, row.led_teams, "reviews");
  out["disputes"] = list_of({"disputes?state=all"});
  out["waivers"] = list_of({"waivers"});
  if (view.reads_audit)
    out["decisions"] =
        list_of({fmt::format("audit?actor={}&action=claim.", escaped(row.person.login))});
  return out;
}

json::object field_json(const planning::FieldSum& sum) {
  const planning::NumberField& field = *sum.field;
  const bool there = sum.days > 0;
  const bool whole = sum.days_with_whole > 0;
  json::object out{{"key", text(field.key)}, {"zh", text(field.zh)},
                   {"en", text(field.en)},   {"unit", kUnits[static_cast<std::size_t>(field.unit)]},
                   {"days", sum.days},       {"sum", nullptr},
                   {"mean", nullptr},        {"of", text(field.at_most)},
                   {"of_sum", nullptr},      {"share", number_or_null(sum.share())}};
  if (there && sum.adds_up()) out["sum"] = sum.sum;
  if (there && !sum.adds_up()) out["mean"] = number_or_null(sum.mean());
  if (whole) out["of_sum"] = sum.of_sum;
  return out;
}

json::value led_json(const std::optional<planning::LedWork>& led) {
  if (!led) return nullptr;
  json::object decided;
  for (const auto& [kind, count] : led->decided) decided[kind] = count;
  return json::object{{"weeks_due", led->weeks_due},
                      {"weeks_in_time", led->weeks_in_time},
                      {"weeks_published", led->weeks_published},
                      {"weeks_over", led->weeks_over},
                      {"reviews", led->reviews},
                      {"actions_made", led->actions_made},
                      {"actions_closed", led->actions_closed},
                      {"actions_open", led->actions_open},
                      {"disputes_due", led->disputes_due},
                      {"disputes_in_time", led->disputes_in_time},
                      {"disputes_open", led->disputes_open},
                      {"decisions", led->decisions()},
                      {"decided", std::move(decided)},
                      {"waivers", led->waivers}};
}

json::object index_share_json(const planning::IndexTally& index) {
  json::object out{{"eligible", index.eligible()},
                   {"due", index.due()},
                   {"decided", index.decided()},
                   {"indexed", index.indexed},
                   {"rate", number_or_null(index.rate())},
                   {"low", nullptr},
                   {"high", nullptr}};
  if (index.decided() == 0) return out;
  const planning::Interval range = planning::wilson(index.indexed, index.decided());
  out["low"] = range.low;
  out["high"] = range.high;
  return out;
}

// `base`: of the lists of one person; empty: of several, whose rows open them.
json::object figures_json(const CentreFigures& figures, const std::string& base,
                          const CentreView& view, const Names& names) {
  json::object out;
  out["tally"] = tally_json(figures.tally);
  out["index"] = index_share_json(figures.tally.index);
  json::array work;
  for (const auto& [type, part] : figures.work) {
    json::object one;
    one["work_type"] = text(type);
    one["work_type_name"] = text(work_type_name(type, names));
    one["tally"] = tally_json(part);
    one["index"] = index_share_json(part.index);
    one["opens"] = base.empty() ? json::object()
                                : claim_lists(base + "&work_type=" + escaped(type), view.engines);
    work.push_back(std::move(one));
  }
  out["work"] = std::move(work);
  out["forms"] = array_of(figures.forms, form_sum_json);
  out["led"] = led_json(figures.led);
  out["opens"] = json::object();
  return out;
}

}  // namespace

json::object form_sum_json(const planning::FormSum& sum) {
  return {{"form", text(sum.form->key)},
          {"zh", text(sum.form->zh)},
          {"en", text(sum.form->en)},
          {"fields", array_of(sum.fields, field_json)}};
}

std::string centre_json(const CentreView& view, const Names& names) {
  json::object out;
  out["centre"] = to_string(view.centre);
  out["from"] = text(to_iso_date(view.days.from));
  out["to"] = text(to_iso_date(view.days.to));
  out["coverage"] = coverage_json(view.coverage, names);
  out["teams"] = parts::texts(view.teams);
  out["people"] = view.people;
  out["sum"] = nullptr;
  if (view.sum) out["sum"] = figures_json(*view.sum, {}, view, names);
  out["rows"] = array_of(view.rows, [&](const CentreView::Row& row) {
    json::object one = person_name_json(row.person);
    for (auto& [name, value] : figures_json(row.figures, base_of(row, view.days), view, names))
      one[name] = value;
    one["opens"] = opens_json(row, view);
    return one;
  });
  return json::serialize(out);
}

}  // namespace vouch::web
