// One bound parameter of a statement, and how numbers, times, ids and the words of core become one.
// Times are UTC milliseconds, dates days since 1970-01-01, enums and stages their to_string text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/ids.h"
#include "core/message.h"
#include "core/observation.h"
#include "core/time.h"
#include "core/verdict.h"

namespace vouch::store {

struct Blob {  // bytes that are not text
  std::string_view bytes;
};

// One bound parameter. Views must live until the call returns.
using Value =
    std::variant<std::monostate, std::int64_t, double, std::string_view, Blob, std::string>;

inline Value to_value(std::nullopt_t) {
  return {};
}
inline Value to_value(std::int64_t value) {
  return value;
}
inline Value to_value(int value) {
  return std::int64_t{value};
}
inline Value to_value(unsigned value) {
  return std::int64_t{value};
}
inline Value to_value(bool value) {
  return std::int64_t{value ? 1 : 0};
}
inline Value to_value(double value) {
  return value;
}
inline Value to_value(const char* text) {
  return std::string_view(text);
}
inline Value to_value(std::string_view text) {
  return text;
}
inline Value to_value(const std::string& text) {
  return std::string_view(text);
}
inline Value to_value(std::string&& text) {
  return std::move(text);
}
inline Value to_value(Blob blob) {
  return blob;
}
inline Value to_value(Time time) {
  return to_millis(time);
}
inline Value to_value(Millis duration) {
  return std::int64_t{duration.count()};
}
inline Value to_value(Date date) {  // days since 1970-01-01
  return std::int64_t{date.time_since_epoch().count()};
}
inline Value to_value(const Stage& stage) {
  return to_string(stage);
}
inline Value to_value(Outcome value) {
  return to_string(value);
}
inline Value to_value(Reason value) {
  return to_string(value);
}
inline Value to_value(WorkVerdict value) {
  return to_string(value);
}
inline Value to_value(FailedPhase value) {
  return to_string(value);
}
inline Value to_value(IndexVerdict value) {
  return to_string(value);
}
inline Value to_value(DecisionKind value) {
  return to_string(value);
}
inline Value to_value(DisputeState value) {
  return to_string(value);
}
inline Value to_value(NoticeKind value) {
  return to_string(value);
}
inline Value to_value(Audience value) {
  return to_string(value);
}
inline Value to_value(NoticeState value) {
  return to_string(value);
}
inline Value to_value(MessageState value) {
  return to_string(value);
}
inline Value to_value(ChannelKind value) {
  return to_string(value);
}

template <class Tag>
Value to_value(Id<Tag> id) {  // none is NULL
  if (!id) return {};
  return id.value;
}
template <class T>
Value to_value(const std::optional<T>& value) {
  if (!value) return {};
  return to_value(*value);
}

}  // namespace vouch::store
