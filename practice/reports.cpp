#include "practice/reports.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/csv.h"
#include "practice/api_client.h"
#include "practice/charset.h"

namespace vouch::practice {
namespace {

namespace json = boost::json;

SetUpStep post(std::string target, const json::object& body) {
  return {"POST", std::move(target), json::serialize(body)};
}

std::string spreadsheet_date(const std::string& iso) {  // as a Chinese Excel shows it: 2026/11/2
  const auto date = parse_date(iso);
  const std::chrono::year_month_day day{date.value_or(Date{})};
  return fmt::format("{}/{}/{}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

}  // namespace

std::string report_json(const World& world, const Act& act) {
  json::array rows;
  for (const std::size_t n : act.claims) {
    const Claim& claim = world.claims[n];
    json::object row{{"url", claim.url},
                     {"work_type", claim.work_type},
                     {"title", claim.title},
                     {"keywords", json::array{claim.keyword}}};
    if (!claim.link_target.empty()) row["link_target"] = claim.link_target;
    rows.push_back(std::move(row));
  }
  for (const std::string& text : act.bad_rows) rows.push_back(json::object{{"url", text}});
  return json::serialize(json::object{{"date", act.date}, {"rows", std::move(rows)}});
}

std::string report_csv(const World& world, const Act& act) {
  std::string text = csv_line({"日期", "工作类型", "标题", "链接", "关键词", "外链目标"});
  const std::string date = spreadsheet_date(act.date);
  for (const std::size_t n : act.claims) {
    const Claim& claim = world.claims[n];
    text +=
        csv_line({date, claim.work_type, claim.title, claim.url, claim.keyword, claim.link_target});
  }
  for (const std::string& bad : act.bad_rows) text += csv_line({date, "其他", "", bad, "", ""});
  return encode(text, "gbk");
}

std::vector<SetUpStep> set_up_steps(const World& world) {
  std::vector<SetUpStep> steps;
  steps.push_back(post("/api/v1/teams", {{"name", world.team}}));
  std::string supervisor;
  std::vector<Person> everybody = world.people;
  everybody.insert(everybody.end(), world.colleagues.begin(), world.colleagues.end());
  for (const Person& person : everybody) {
    json::object user{{"login", person.login},
                      {"name", person.name},
                      {"email", person.email},
                      {"role", person.role},
                      {"post", person.post}};
    if (person.role != "owner") user["team"] = world.team;
    user["report_weekdays"] = json::array(person.weekdays.begin(), person.weekdays.end());
    steps.push_back(post("/api/v1/users", user));
    steps.push_back(
        post("/api/v1/tokens",
             {{"login", person.login}, {"label", "practice"}, {"token", person.token}}));
    if (person.role == "supervisor") supervisor = person.login;
  }
  steps.push_back({"PATCH", "/api/v1/teams/" + percent_encode(world.team),
                   json::serialize(json::object{{"supervisor", supervisor}})});
  const Site& own = *world.site(world.own_site);
  steps.push_back(post("/api/v1/sites", {{"domain", own.host}, {"name", own.name}}));
  for (const auto& [text, priority] : world.keywords)
    steps.push_back(post("/api/v1/keywords", {{"text", text}, {"priority", priority}}));
  for (const Leave& leave : world.leave) {
    steps.push_back(
        post("/api/v1/leave", {{"login", leave.login}, {"from", leave.from}, {"to", leave.to}}));
  }
  return steps;
}

}  // namespace vouch::practice
