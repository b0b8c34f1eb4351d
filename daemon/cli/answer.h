// Reading an answer of vouchd field by field: what is missing or of another type is empty. Pure.
#pragma once

#include <string>
#include <string_view>

namespace boost::json {  // its header stays out of ours
class array;
class value;
}  // namespace boost::json

namespace vouch::daemon::cli {

const boost::json::value& child(const boost::json::value& object, std::string_view key);
std::string text(const boost::json::value& object, std::string_view key);  // numbers as written
const boost::json::array& list(const boost::json::value& object, std::string_view key);
double number(const boost::json::value& object, std::string_view key);
std::string local(const std::string& rfc3339);  // "2026-11-24T06:30:00Z" -> "2026-11-24 14:30"

}  // namespace vouch::daemon::cli
