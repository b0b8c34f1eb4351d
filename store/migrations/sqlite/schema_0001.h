// The parts of schema version 1.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kPeople0001;
extern const std::string_view kClaims0001;
extern const std::string_view kObservations0001;
extern const std::string_view kMessages0001;
extern const std::string_view kAppendOnly0001;

}  // namespace vouch::store::migrations
