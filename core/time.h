// Moments, local dates and their text forms. Stored times are UTC milliseconds; people see the
// company's zone (Asia/Shanghai by default).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;  // UTC
using Date = std::chrono::local_days;        // a day in the company's zone

constexpr Time from_millis(std::int64_t milliseconds_since_1970) {
  return Time(Millis(milliseconds_since_1970));
}
constexpr std::int64_t to_millis(Time time) {
  return time.time_since_epoch().count();
}

// "2026-11-24T06:30:00.000Z" (RFC 3339).
std::string to_rfc3339(Time time);
Result<Time> parse_rfc3339(std::string_view text);

// "2026-11-24"; also accepts 2026/11/24 and 2026.11.24, with or without leading zeros.
std::string to_iso_date(Date date);
Result<Date> parse_date(std::string_view text);

// A named IANA zone; lookup happens once, conversion never fails.
class Zone {
 public:
  static Result<Zone> find(const std::string& name);  // kNotFound when unknown
  static Zone shanghai();

  [[nodiscard]] Date date_of(Time time) const;
  [[nodiscard]] Millis time_of_day(Time time) const;  // since local midnight
  [[nodiscard]] Time at(Date date, Millis since_midnight) const;
  [[nodiscard]] std::string minutes_text(Time time) const;  // "2026-11-24 14:30"
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  explicit Zone(std::string name, const void* handle) : name_(std::move(name)), handle_(handle) {}
  std::string name_;
  const void* handle_;  // date::time_zone, owned by the zone database
};

}  // namespace vouch
