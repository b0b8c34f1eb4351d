// Values as the API writes them: texts in valid UTF-8, moments, lists. For the files that make
// JSON.
#pragma once

#include <string_view>

#include <boost/json.hpp>

#include "core/text.h"
#include "core/time.h"

namespace vouch::web::json_parts {

inline boost::json::string text(std::string_view words) {
  if (is_valid_utf8(words)) return boost::json::string(words.data(), words.size());
  return boost::json::string(to_valid_utf8(words));
}

inline boost::json::value moment(Time time) {
  if (time == Time{}) return nullptr;
  return text(to_rfc3339(time));
}

template <class List, class Make>
boost::json::array array_of(const List& list, const Make& make) {
  boost::json::array out;
  out.reserve(list.size());
  for (const auto& item : list) out.push_back(make(item));
  return out;
}

}  // namespace vouch::web::json_parts
