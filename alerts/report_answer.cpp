#include "alerts/report_answer.h"

#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestBody = 8 * 1024 * 1024;

ReportPage ended(ReportOutcome outcome, std::string detail) {
  ReportPage out;
  out.outcome = outcome;
  out.detail = std::move(detail);
  return out;
}

}  // namespace

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->get_string());
  if (value->is_int64()) return std::to_string(value->get_int64());
  return {};
}

std::int64_t number_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  if (!value->is_string()) return 0;
  std::int64_t number = 0;
  const json::string& digits = value->get_string();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

ReportPage report_answer(const Exchange& exchange, std::span<const ReportCode> codes,
                         json::object& body) {
  if (exchange.failure || exchange.hops.empty() || exchange.hops.back().status == 0)
    return ended(ReportOutcome::kPutOff, "没有收到回答，稍后再读");
  const Hop& hop = exchange.hops.back();
  if (hop.status == 429 || hop.status >= 500)
    return ended(ReportOutcome::kPutOff, fmt::format("HTTP {}，稍后再读", hop.status));
  if (hop.status != 200) return ended(ReportOutcome::kFailed, fmt::format("HTTP {}", hop.status));
  if (hop.truncated || !hop.body || hop.body->size() > kLongestBody)
    return ended(ReportOutcome::kFailed, "回答太长");
  boost::system::error_code error;
  const json::value parsed = json::parse(*hop.body, error);
  if (error || !parsed.is_object() || !parsed.get_object().contains("errcode"))
    return ended(ReportOutcome::kFailed, "回答不是预期的格式");
  body = parsed.get_object();
  std::int64_t code = number_at(body, "errcode");
  const std::int64_t sub_code = number_at(body, "sub_code");
  if (code == 88 && sub_code != 0) code = sub_code;
  if (code == 0) return {};
  for (const ReportCode& known : codes) {
    if (known.code == code)
      return ended(known.outcome, fmt::format("{}（{}）", known.meaning, code));
  }
  return ended(ReportOutcome::kFailed, fmt::format("平台拒绝了请求（{}）", code));
}

}  // namespace vouch::alerts
