// 企业微信汇报: oa/journal/get_record_list, at most 100 numbers a page and a month a question, then
// get_record_detail one by one.
#include "alerts/report_answer.h"

#include <fmt/format.h>
#include <boost/json.hpp>

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr int kPage = 100;
constexpr ReportCode kCodes[] = {
    {40014, ReportOutcome::kRenew, "令牌无效"},
    {42001, ReportOutcome::kRenew, "令牌过期"},
    {-1, ReportOutcome::kPutOff, "平台忙，稍后再读"},
    {45009, ReportOutcome::kPutOff, "请求太频繁，稍后再读"},
    {45033, ReportOutcome::kPutOff, "请求太频繁，稍后再读"},
    {48002, ReportOutcome::kFailed, "应用没有读取汇报的权限：自建应用要加到汇报的可调用应用里"},
    {60020, ReportOutcome::kFailed, "应用不允许本机的地址：请在管理后台加上可信 IP"},
};

std::int64_t seconds_of(Time time) {
  return to_millis(time) / 1000;
}

AppCall ask_list(const AppAccount& account, std::string_view token, const ReportSpan& span,
                 std::int64_t cursor) {
  json::object body{{"starttime", seconds_of(span.from)},
                    {"endtime", seconds_of(span.to)},
                    {"cursor", cursor},
                    {"limit", kPage}};
  if (!span.report_template.empty()) {
    body["filters"] =
        json::array{json::object{{"key", "template_id"}, {"value", span.report_template}}};
  }
  return {fmt::format("{}/cgi-bin/oa/journal/get_record_list?access_token={}", account.base,
                      in_query(token)),
          json::serialize(body)};
}

AppCall ask_one(const AppAccount& account, std::string_view token, std::string_view id) {
  return {fmt::format("{}/cgi-bin/oa/journal/get_record_detail?access_token={}", account.base,
                      in_query(token)),
          json::serialize(json::object{{"journaluuid", json::string(id.data(), id.size())}})};
}

ReportPage read_list(const Exchange& exchange) {
  json::object body;
  ReportPage page = report_answer(exchange, kCodes, body);
  if (page.outcome != ReportOutcome::kOk) return page;
  const json::value* list = body.if_contains("journaluuid_list");
  if (list != nullptr && list->is_array()) {
    for (const json::value& id : list->get_array()) {
      if (id.is_string()) page.ids.emplace_back(id.get_string());
    }
  }
  page.cursor = number_at(body, "next_cursor");
  page.more = body.contains("endflag") && number_at(body, "endflag") == 0;
  return page;
}

// Text and Textarea hold words, Table rows of such; what else there is (numbers, files) does not.
void add_texts(const json::array& contents, std::vector<std::string>& out, int depth) {
  constexpr int kDeepest = 4;
  if (depth > kDeepest) return;
  for (const json::value& control : contents) {
    const json::value* value =
        control.is_object() ? control.get_object().if_contains("value") : nullptr;
    if (value == nullptr || !value->is_object()) continue;
    std::string text = text_at(value->get_object(), "text");
    if (!text.empty()) out.push_back(std::move(text));
    const json::value* children = value->get_object().if_contains("children");
    if (children == nullptr || !children->is_array()) continue;
    for (const json::value& child : children->get_array()) {
      const json::value* list =
          child.is_object() ? child.get_object().if_contains("list") : nullptr;
      if (list != nullptr && list->is_array()) add_texts(list->get_array(), out, depth + 1);
    }
  }
}

ReportPage read_one(const Exchange& exchange) {
  json::object body;
  ReportPage page = report_answer(exchange, kCodes, body);
  if (page.outcome != ReportOutcome::kOk) return page;
  const json::value* found = body.if_contains("info");
  if (found == nullptr || !found->is_object()) {
    page.outcome = ReportOutcome::kFailed;
    page.detail = "回答里没有汇报";
    return page;
  }
  const json::object& info = found->get_object();
  WrittenReport report;
  report.id = text_at(info, "journal_uuid");
  report.written_at = from_millis(number_at(info, "report_time") * 1000);
  const json::value* author = info.if_contains("submitter");
  if (author != nullptr && author->is_object())
    report.author_id = text_at(author->get_object(), "userid");
  report.author_name = report.author_id;
  const json::value* data = info.if_contains("apply_data");
  const json::value* contents =
      data != nullptr && data->is_object() ? data->get_object().if_contains("contents") : nullptr;
  if (contents != nullptr && contents->is_array())
    add_texts(contents->get_array(), report.texts, 0);
  page.reports.push_back(std::move(report));
  return page;
}

}  // namespace

const ReportForm kWecomReports = {
    RobotKind::kWecomApp, std::chrono::hours(24 * 30), ask_list, read_list, ask_one, read_one};

}  // namespace vouch::alerts
