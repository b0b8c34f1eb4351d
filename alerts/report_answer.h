// What answers of both platforms have in common (report_dingtalk.cpp, report_wecom.cpp, who include
// Boost.JSON first). Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "alerts/report_reader.h"

namespace boost::json {
class object;
}  // namespace boost::json

namespace vouch::alerts {

struct ReportCode {
  std::int64_t code = 0;
  ReportOutcome outcome = ReportOutcome::kFailed;
  std::string_view meaning;  // zh-CN
};

// HTTP 200 with an errcode is no success. Codes that nobody knows are failures. `body`: of kOk.
ReportPage report_answer(const Exchange& exchange, std::span<const ReportCode> codes,
                         boost::json::object& body);

std::string text_at(const boost::json::object& object, std::string_view name);
std::int64_t number_at(const boost::json::object& object, std::string_view name);

}  // namespace vouch::alerts
