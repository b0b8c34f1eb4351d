#include "web/plan_sheets.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "planning/plan_file.h"
#include "web/json_parts.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::text;

using Words = std::pair<const char*, const char*>;

constexpr Words kPlanColumns[] = {
    {"员工", "Name"},      {"登录名", "Login"}, {"工作类型", "Work type"}, {"数量", "Quantity"},
    {"周一", "Mon"},       {"周二", "Tue"},     {"周三", "Wed"},           {"周四", "Thu"},
    {"周五", "Fri"},       {"周六", "Sat"},     {"周日", "Sun"},           {"关键词", "Keywords"},
    {"平台", "Platforms"}, {"素材", "Asset"},   {"备注", "Note"},          {"已完成", "Done"},
    {"计划状态", "Plan"}};
constexpr Words kWordColumns[] = {{"关键词", "Keyword"}, {"目标", "Goal"},      {"员工", "Name"},
                                  {"登录名", "Login"},   {"平台", "Platforms"}, {"备注", "Note"}};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "、") + word;
  return out;
}

std::string platforms_of(const std::vector<std::string>& keys, const Telling& telling) {
  std::vector<std::string> names;
  for (const std::string& key : keys) {
    const auto found = telling.names.platforms.find(key);
    names.push_back(found == telling.names.platforms.end() ? key : found->second);
  }
  return joined(names);
}

std::string word(const std::map<std::string, std::string>& names, const std::string& key) {
  const auto found = names.find(key);
  return found == names.end() ? key : found->second;
}

std::string person_name(const PlanView& view, const std::string& login) {
  for (const PlanPerson& person : view.people) {
    if (person.login == login) return person.name;
  }
  return login;
}

template <std::size_t N>
Sheet sheet_of(const char* title, const Words (&columns)[N], const Telling& telling) {
  Sheet out;
  out.title = title;
  for (const auto& [zh, en] : columns) out.columns.emplace_back(pick(telling.lang, zh, en));
  return out;
}

json::array problems_json(const std::vector<Problem>& problems) {
  return array_of(problems, [](const Problem& one) {
    return json::object{
        {"row", one.row}, {"field", text(one.field)}, {"message", text(one.message)}};
  });
}

}  // namespace

Sheet plan_sheet(const PlanView& view, const Telling& telling) {
  Sheet out = sheet_of(pick(telling.lang, "工作计划", "Plan").data(), kPlanColumns, telling);
  const std::string_view state = view.published_at ? pick(telling.lang, "已发布", "published")
                                                   : pick(telling.lang, "草稿", "draft");
  for (const PlanLineView& line : view.lines) {
    std::vector<SheetCell> row = {person_name(view, line.login), line.login,
                                  word(telling.names.work_types, line.line.work_type),
                                  static_cast<double>(line.line.quantity)};
    for (int i = 0; i < planning::kWeekDays; ++i) {
      const Date day = view.monday + std::chrono::days(i);
      SheetCell cell;
      for (const PlanDay& one : line.days) {
        if (one.day == day) cell = static_cast<double>(one.quantity);
      }
      row.push_back(std::move(cell));
    }
    row.emplace_back(joined(line.keywords));
    row.emplace_back(platforms_of(line.line.platforms, telling));
    row.emplace_back(line.line.asset
                         ? fmt::format("#{} {}", line.line.asset.value, line.asset_title)
                         : std::string());
    row.emplace_back(line.line.note);
    row.emplace_back(static_cast<double>(line.done));
    row.emplace_back(std::string(state));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Sheet keyword_plan_sheet(const KeywordPlanView& view, const Telling& telling) {
  Sheet out = sheet_of(pick(telling.lang, "关键词计划", "Keywords").data(), kWordColumns, telling);
  for (const KeywordPlanView::Line& line : view.lines) {
    out.rows.push_back({line.keyword,
                        planning::goal_words(line.line.goal, telling.lang == Lang::kEn), line.name,
                        line.login, platforms_of(line.line.platforms, telling), line.line.note});
  }
  return out;
}

std::string imported_plan_json(const ImportedPlan& imported,
                               const std::map<std::string, std::string>& people,
                               const Names& names) {
  json::object out;
  out["written"] = imported.written;
  out["columns"] = parts::texts(imported.columns);
  out["lines"] = array_of(imported.rows, [&](const PlanRow& row) {
    return json::object{{"row", row.row},
                        {"login", text(row.login)},
                        {"name", text(word(people, row.login))},
                        {"work_type", text(row.work_type)},
                        {"work_type_name", text(word(names.work_types, row.work_type))},
                        {"quantity", row.quantity},
                        {"keywords", parts::texts(row.keywords)},
                        {"platforms", parts::texts(row.platforms)},
                        {"asset", parts::id_or_null(row.asset)},
                        {"note", text(row.note)}};
  });
  out["problems"] = problems_json(imported.problems);
  return json::serialize(out);
}

std::string imported_keyword_plan_json(const ImportedKeywordPlan& imported) {
  json::object out;
  out["written"] = imported.written;
  out["columns"] = parts::texts(imported.columns);
  out["lines"] = array_of(imported.rows, [](const KeywordPlanRow& row) {
    return json::object{{"row", row.row},
                        {"keyword", text(row.keyword)},
                        {"goal", text(row.goal)},
                        {"login", text(row.login)},
                        {"platforms", parts::texts(row.platforms)},
                        {"note", text(row.note)}};
  });
  out["problems"] = problems_json(imported.problems);
  return json::serialize(out);
}

}  // namespace vouch::web
