// What the JSON texts of the API are put together from (json_*.cpp, who include Boost.JSON first).
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/views.h"

namespace boost::json {
class array;
class object;
class string;
class value;
}  // namespace boost::json

namespace vouch::web::parts {

namespace json = boost::json;

json::string text(std::string_view words);  // made valid UTF-8
json::value moment(Time time);              // null: never
json::value moment(const std::optional<Time>& time);
json::value units(const std::optional<std::int64_t>& micros);
json::value stage_or_null(const std::optional<Stage>& stage);
json::value text_or_null(std::string_view words);
json::value number_or_null(const std::optional<double>& number);
json::value day_or_null(const std::optional<Date>& date);
json::array texts(const std::vector<std::string>& list);
json::value embedded(std::string_view stored);  // stored JSON as JSON, anything else as text

// Complete where they are used.
template <class Tag, class Value = json::value>
Value id_or_null(Id<Tag> id) {
  if (!id) return nullptr;
  return id.value;
}

template <class List, class Make, class Array = json::array>
Array array_of(const List& list, const Make& make) {
  Array out;
  out.reserve(list.size());
  for (const auto& item : list) out.push_back(make(item));
  return out;
}

template <class Counts, class Object = json::object>
Object counts_json(const Counts& counts) {
  Object out;
  for (const auto& [verdict, count] : counts) out[to_string(verdict)] = count;
  return out;
}

json::object marks(const ClaimMarks& marks);
json::object stage_json(const StageResult& stage);
json::object claim_json(const ClaimView& view);
json::object evidence_json(const EvidenceView& evidence);
json::object dispute_json(const DisputeView& view);
json::object text_match_json(const TextMatchView& match);

}  // namespace vouch::web::parts
