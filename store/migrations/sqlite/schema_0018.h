// The parts of the step of work reports.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kCentres0018;
extern const std::string_view kReports0018;

}  // namespace vouch::store::migrations
