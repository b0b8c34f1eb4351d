// The words under which the enums of core/policy.h stand in data files and stored records. Internal
// to config.
#pragma once

#include <optional>
#include <string_view>

#include "core/policy.h"

namespace vouch::config {

std::string_view word(LiveMode mode);            // "automatic" "low_rate" "assisted" "off"
std::string_view word(Expectation expectation);  // "expect" "measure" "not_applicable"
std::optional<LiveMode> parse_live_mode(std::string_view text);
std::optional<Expectation> parse_expectation(std::string_view text);

}  // namespace vouch::config
