// Dates of HTTP headers and Retry-After (declared in politeness.h).
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/text.h"
#include "crawler/net/politeness.h"

namespace vouch::crawler {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (text.empty() || text.front() == '-' || result.ec != std::errc{} || result.ptr != end) {
    return std::nullopt;
  }
  return value;
}

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (ascii_iequals(name, kMonths[i])) return i + 1;
  }
  return std::nullopt;
}

// Words between blanks, commas and dashes: all three forms become lists of words.
std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBreaks = " \t,-";
  std::vector<std::string_view> words;
  for (auto start = text.find_first_not_of(kBreaks); start != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(kBreaks, start), text.size());
    words.push_back(text.substr(start, end - start));
    start = text.find_first_not_of(kBreaks, end);
  }
  return words;
}

// Two digits: the year of that ending nearest to now's century as of RFC 9110; 70 and above is
// 19xx.
int full_year(std::string_view text, int year) {
  if (text.size() != 2) return year;
  return year >= 70 ? 1900 + year : 2000 + year;
}

}  // namespace

std::optional<Time> parse_http_date(std::string_view value) {
  const auto words = words_of(value);
  // "Sun 06 Nov 1994 08:49:37 GMT", "Sunday 06 Nov 94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994"
  const bool zoned = words.size() == 6 && ascii_iequals(words[5], "GMT");
  if (!zoned && words.size() != 5) return std::nullopt;
  const std::string_view day_text = zoned ? words[1] : words[2];
  const std::string_view month_text = zoned ? words[2] : words[1];
  const std::string_view year_text = zoned ? words[3] : words[4];
  const std::string_view clock = zoned ? words[4] : words[3];
  const auto day = number(day_text);
  const auto month = month_number(month_text);
  const auto year = number(year_text);
  if (!day || !month || !year || clock.size() != 8 || clock[2] != ':' || clock[5] != ':') {
    return std::nullopt;
  }
  const auto hour = number(clock.substr(0, 2));
  const auto minute = number(clock.substr(3, 2));
  const auto second = number(clock.substr(6, 2));
  const std::chrono::year_month_day date{std::chrono::year(full_year(year_text, *year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60 || !date.ok() ||
      date.year() < std::chrono::year(1900) || date.year() > std::chrono::year(9999)) {
    return std::nullopt;
  }
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

std::optional<Millis> parse_retry_after(std::string_view value, Time now) {
  value = trim(value);
  const bool digits = !value.empty() && std::all_of(value.begin(), value.end(),
                                                    [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    // More digits than any limit needs: as long as can be said.
    if (value.size() > 9) return std::chrono::hours(24 * 365);
    return std::chrono::seconds(number(value).value_or(0));
  }
  const auto at = parse_http_date(value);
  if (!at) return std::nullopt;
  return std::max(*at - now, Millis(0));
}

}  // namespace vouch::crawler
