// The parts of the step of the week's plan.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kPlans0017;
extern const std::string_view kKeywordFacts0017;
extern const std::string_view kReviews0017;
extern const std::string_view kNumbers0017;

}  // namespace vouch::store::migrations
