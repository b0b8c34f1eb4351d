#include "daemon/cli/answer.h"

#include <boost/json.hpp>

#include "core/time.h"

namespace vouch::daemon::cli {

namespace json = boost::json;

const json::value& child(const json::value& object, std::string_view key) {
  static const json::value kNull;
  const json::value* value = object.is_object() ? object.as_object().if_contains(key) : nullptr;
  return value == nullptr ? kNull : *value;
}

std::string text(const json::value& object, std::string_view key) {
  const json::value& value = child(object, key);
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.as_string());
  return json::serialize(value);
}

const json::array& list(const json::value& object, std::string_view key) {
  static const json::array kEmpty;
  const json::value& value = child(object, key);
  return value.is_array() ? value.as_array() : kEmpty;
}

double number(const json::value& object, std::string_view key) {
  const json::value& value = child(object, key);
  return value.is_number() ? value.to_number<double>() : 0;
}

std::string local(const std::string& rfc3339) {
  const auto time = parse_rfc3339(rfc3339);
  return time ? Zone::shanghai().minutes_text(*time) : "-";
}

}  // namespace vouch::daemon::cli
