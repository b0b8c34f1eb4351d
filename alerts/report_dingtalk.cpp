// 钉钉日志: topapi/report/list, at most 20 a page.
#include "alerts/report_answer.h"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr int kPage = 20;
constexpr ReportCode kCodes[] = {
    {40014, ReportOutcome::kRenew, "令牌无效"},
    {40001, ReportOutcome::kRenew, "令牌无效"},
    {42001, ReportOutcome::kRenew, "令牌过期"},
    {90002, ReportOutcome::kPutOff, "请求太频繁，稍后再读"},
    {90018, ReportOutcome::kPutOff, "请求太频繁，稍后再读"},
    {90019, ReportOutcome::kPutOff, "请求太频繁，稍后再读"},
    {-1, ReportOutcome::kPutOff, "平台忙，稍后再读"},
    {60011, ReportOutcome::kFailed, "应用没有读取日志的权限：请在开放平台打开"},
    {60020, ReportOutcome::kFailed, "应用不允许本机的地址：请在开放平台加上"},
};

AppCall ask_list(const AppAccount& account, std::string_view token, const ReportSpan& span,
                 std::int64_t cursor) {
  json::object body{{"start_time", to_millis(span.from)},
                    {"end_time", to_millis(span.to)},
                    {"cursor", cursor},
                    {"size", kPage}};
  if (!span.report_template.empty()) body["template_name"] = span.report_template;
  return {fmt::format("{}/topapi/report/list?access_token={}", account.base, in_query(token)),
          json::serialize(body)};
}

WrittenReport report_of(const json::object& row) {
  WrittenReport out;
  out.id = text_at(row, "report_id");
  out.author_id = text_at(row, "creator_id");
  out.author_name = text_at(row, "creator_name");
  out.written_at = from_millis(number_at(row, "create_time"));
  const json::value* contents = row.if_contains("contents");
  if (contents != nullptr && contents->is_array()) {
    for (const json::value& field : contents->get_array()) {
      if (!field.is_object()) continue;
      std::string text = text_at(field.get_object(), "value");
      if (!text.empty()) out.texts.push_back(std::move(text));
    }
  }
  std::string remark = text_at(row, "remark");
  if (!remark.empty()) out.texts.push_back(std::move(remark));
  return out;
}

ReportPage read_list(const Exchange& exchange) {
  json::object body;
  ReportPage page = report_answer(exchange, kCodes, body);
  if (page.outcome != ReportOutcome::kOk) return page;
  const json::value* result = body.if_contains("result");
  const json::value* rows = result != nullptr && result->is_object()
                                ? result->get_object().if_contains("data_list")
                                : nullptr;
  if (rows == nullptr || !rows->is_array()) {
    page.outcome = ReportOutcome::kFailed;
    page.detail = "回答里没有日志列表";
    return page;
  }
  for (const json::value& row : rows->get_array()) {
    if (row.is_object()) page.reports.push_back(report_of(row.get_object()));
  }
  const json::object& object = result->get_object();
  page.cursor = number_at(object, "next_cursor");
  const json::value* more = object.if_contains("has_more");
  page.more = more != nullptr && more->is_bool() && more->get_bool();
  return page;
}

}  // namespace

const ReportForm kDingtalkReports = {
    RobotKind::kDingtalkApp, std::chrono::hours(24 * 31), ask_list, read_list, nullptr, nullptr};

}  // namespace vouch::alerts
