#include "core/time.h"

#include <charconv>

#include <date/tz.h>
#include <fmt/format.h>

namespace vouch {
namespace {

const date::time_zone& zone_of(const void* handle) {
  return *static_cast<const date::time_zone*>(handle);
}

// Reads exactly `count` digits at `position`.
bool read_digits(std::string_view text, std::size_t position, std::size_t count, int& value) {
  if (position + count > text.size()) return false;
  const char* first = text.data() + position;
  for (std::size_t i = 0; i < count; ++i) {
    if (first[i] < '0' || first[i] > '9') return false;
  }
  return std::from_chars(first, first + count, value).ec == std::errc{};
}

}  // namespace

std::string to_rfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Result<Time> parse_rfc3339(std::string_view text) {
  const auto bad = [&] {
    return fail(ErrorCode::kInvalid,
                fmt::format("not a time as in 2026-11-24T06:30:00Z: {}", text));
  };
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (text.size() < 20 || !read_digits(text, 0, 4, year) || text[4] != '-' ||
      !read_digits(text, 5, 2, month) || text[7] != '-' || !read_digits(text, 8, 2, day) ||
      (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || !read_digits(text, 11, 2, hour) ||
      text[13] != ':' || !read_digits(text, 14, 2, minute) || text[16] != ':' ||
      !read_digits(text, 17, 2, second)) {
    return bad();
  }
  std::size_t position = 19;
  int milliseconds = 0;
  if (text[position] == '.') {
    int scale = 100;
    const std::size_t first = position + 1;
    for (++position; position < text.size() && text[position] >= '0' && text[position] <= '9';
         ++position) {
      milliseconds += (text[position] - '0') * scale;
      scale /= 10;
    }
    if (position == first) return bad();
  }
  Millis offset{};
  if (position >= text.size()) return bad();
  const char sign = text[position];
  if (sign == '+' || sign == '-') {
    int offset_hours = 0, offset_minutes = 0;
    if (!read_digits(text, position + 1, 2, offset_hours) || position + 6 != text.size() ||
        text[position + 3] != ':' || !read_digits(text, position + 4, 2, offset_minutes) ||
        offset_hours > 23 || offset_minutes > 59) {
      return bad();
    }
    offset = std::chrono::hours(offset_hours) + std::chrono::minutes(offset_minutes);
    if (sign == '-') offset = -offset;
  } else if ((sign != 'Z' && sign != 'z') || position + 1 != text.size()) {
    return bad();
  }
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok() || hour > 23 || minute > 59 || second > 60) return bad();
  return Time(std::chrono::sys_days(ymd)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + Millis(milliseconds) -
         offset;
}

std::string to_iso_date(Date date) {
  const std::chrono::year_month_day ymd{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

Result<Date> parse_date(std::string_view text) {
  int parts[3] = {0, 0, 0};
  int part = 0;
  int digits = 0;
  bool good = true;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      parts[part] = parts[part] * 10 + (c - '0');
      if (++digits > (part == 0 ? 4 : 2)) good = false;
    } else if ((c == '-' || c == '/' || c == '.') && digits > 0 && part < 2) {
      ++part;
      digits = 0;
    } else {
      good = false;
    }
    if (!good) break;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(parts[0]),
                                        std::chrono::month(static_cast<unsigned>(parts[1])),
                                        std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!good || part != 2 || digits == 0 || parts[0] < 1990 || parts[0] > 2200 || !ymd.ok()) {
    return fail(ErrorCode::kInvalid, fmt::format("not a date as in 2026-11-24: {}", text));
  }
  return Date(ymd);
}

Result<Zone> Zone::find(const std::string& name) {
  try {
    return Zone(name, date::locate_zone(name));
  } catch (const std::exception&) {
    return fail(ErrorCode::kNotFound, fmt::format("unknown time zone: {}", name));
  }
}

Zone Zone::shanghai() {
  static const Zone zone = Zone::find("Asia/Shanghai").value();
  return zone;
}

Date Zone::date_of(Time time) const {
  const auto local = zone_of(handle_).to_local(time);
  return Date(std::chrono::floor<std::chrono::days>(local.time_since_epoch()));
}

Millis Zone::time_of_day(Time time) const {
  const auto local = zone_of(handle_).to_local(time).time_since_epoch();
  return local - std::chrono::floor<std::chrono::days>(local);
}

Time Zone::at(Date date, Millis since_midnight) const {
  const date::local_time<Millis> local(date.time_since_epoch() + since_midnight);
  return zone_of(handle_).to_sys(local, date::choose::earliest);
}

std::string Zone::minutes_text(Time time) const {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time_of_day(time));
  return fmt::format("{} {:02}:{:02}", to_iso_date(date_of(time)), minutes.count() / 60,
                     minutes.count() % 60);
}

}  // namespace vouch
