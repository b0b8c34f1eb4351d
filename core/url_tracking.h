// Which query parameters say how a reader came, not which page it is. Facts in a table, each with
// its source; used by loose_key alone. Pure; any thread.
#pragma once

#include <span>
#include <string_view>

namespace vouch {

struct TrackingParameter {
  std::string_view host;    // this domain and those below it; empty: everywhere
  std::string_view name;    // a trailing '*' stands for any ending
  std::string_view values;  // only with one of these ("a|b"); empty: with any
  std::string_view source;
};

std::span<const TrackingParameter> tracking_parameters();
bool is_tracking_parameter(std::string_view host, std::string_view name, std::string_view value);

// `host` is `domain` or lies below it.
bool host_is_below(std::string_view host, std::string_view domain);

}  // namespace vouch
