// The parts of the step of inquiries, what is handed on, credit and written reports.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kInquiries0019;
extern const std::string_view kAssets0019;
extern const std::string_view kCredit0019;
extern const std::string_view kReportSources0019;

}  // namespace vouch::store::migrations
