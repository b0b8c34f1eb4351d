// Keywords and dates as people write them.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

constexpr std::size_t kLongestKeyword = 200;
constexpr std::size_t kMostKeywords = 50;

bool is_keyword_separator(char32_t c) {
  static constexpr std::u32string_view kSeparators = U"、,;/|，；／｜\r\n\t";
  return kSeparators.find(c) != std::u32string_view::npos;
}

std::string_view without_quotes(std::string_view text) {
  static constexpr auto kPairs = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"\"", "\""}, {"“", "”"}, {"‘", "’"}, {"「", "」"}, {"【", "】"}, {"《", "》"}, {"#", "#"}});
  text = trim(text);
  for (const auto& [open, close] : kPairs) {
    const bool wrapped =
        text.size() > open.size() + close.size() && text.starts_with(open) && text.ends_with(close);
    if (wrapped) {
      text.remove_prefix(open.size());
      text.remove_suffix(close.size());
      return trim(text);
    }
  }
  return text;
}

struct Digits {
  int value = 0;
  std::size_t width = 0;
};

// The groups of digits at the beginning, as long as date marks stand between them.
struct DateParts {
  std::vector<Digits> groups;
  std::string marks;  // first mark after each group: "-", "/", ".", "Y" (年), "M" (月), "D" (日)
  bool trailing_text = false;
};

DateParts split_date(std::string_view text) {
  DateParts parts;
  std::size_t position = 0;
  while (position < text.size() && parts.groups.size() < 3) {
    Digits digits;
    const std::size_t start = position;
    while (position < text.size() && text[position] >= '0' && text[position] <= '9') ++position;
    digits.width = position - start;
    if (digits.width == 0 || digits.width > 8) break;
    std::from_chars(text.data() + start, text.data() + position, digits.value);
    parts.groups.push_back(digits);
    if (position >= text.size()) break;
    std::size_t next = position;
    const char32_t mark = next_code_point(text, next);
    static constexpr std::u32string_view kMarks = U"-/.年月日号";
    static constexpr std::string_view kNames = "-/.YMDD";
    const std::size_t which = kMarks.find(mark);
    if (which == std::u32string_view::npos) break;
    parts.marks.push_back(kNames[which]);
    position = next;
    while (position < text.size() && text[position] == ' ') ++position;
  }
  parts.trailing_text = position < text.size();
  return parts;
}

std::optional<Date> valid(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (month < 1 || day < 1 || !date.ok() || year < 1990 || year > 2200) return std::nullopt;
  return Date(date);
}

int year_of(Date date) {
  return static_cast<int>(std::chrono::year_month_day(date).year());
}

// A day without a year: the year that brings it nearest to the report's own day.
std::optional<Date> nearest_year(int month, int day, Date near) {
  std::optional<Date> best;
  for (int year = year_of(near) - 1; year <= year_of(near) + 1; ++year) {
    const std::optional<Date> candidate = valid(year, month, day);
    if (!candidate) continue;
    if (!best || std::chrono::abs(*candidate - near) < std::chrono::abs(*best - near)) {
      best = candidate;
    }
  }
  return best;
}

// Excel's day number (1900 system, with its leap-year slip behind us).
std::optional<Date> from_serial(int serial) {
  constexpr int kFirst = 32874;  // 1990-01-01
  constexpr int kLast = 109574;  // 2199-12-31
  if (serial < kFirst || serial > kLast) return std::nullopt;
  constexpr Date kEpoch{std::chrono::year(1899) / 12 / 30};
  return kEpoch + std::chrono::days(serial);
}

// 26-11-24 as people write it here; 11/24/26 and 24/11/26 as Excel shows it elsewhere. Where only
// one reading lies near the report's own day it is that one.
std::optional<Date> from_short_year(int first, int second, int third, Date near) {
  const std::optional<Date> local = valid(2000 + first, second, third);
  const auto is_near = [&](const std::optional<Date>& date) {
    return date && std::chrono::abs(*date - near) <= std::chrono::days(366);
  };
  if (is_near(local)) return local;
  const std::optional<Date> month_first = valid(2000 + third, first, second);
  const std::optional<Date> day_first = valid(2000 + third, second, first);
  const bool both = month_first && day_first && *month_first != *day_first;
  if (is_near(month_first) || is_near(day_first)) {
    if (both && is_near(month_first) && is_near(day_first)) return std::nullopt;
    return is_near(month_first) ? month_first : day_first;
  }
  if (local || both) return local;
  return month_first ? month_first : day_first;
}

std::optional<Date> from_three(const std::vector<Digits>& groups, Date near) {
  const int first = groups[0].value;
  const int second = groups[1].value;
  const int third = groups[2].value;
  if (groups[0].width == 4) return valid(first, second, third);
  if (groups[2].width == 4) {  // month first or day first; told apart only where one is over 12
    if (first > 12 && second <= 12) return valid(third, second, first);
    if (second > 12 || first == second) return valid(third, first, second);
    return std::nullopt;
  }
  if (groups[0].width <= 2 && groups[2].width == 2) {
    return from_short_year(first, second, third, near);
  }
  if (groups[0].width == 2) return valid(2000 + first, second, third);
  return std::nullopt;
}

}  // namespace

std::vector<std::string> split_keywords(std::string_view text) {
  std::vector<std::string> out;
  std::vector<std::string> folded;
  const auto add = [&](std::string_view piece) {
    const std::string keyword = collapse_space(without_quotes(piece));
    const std::string key = fold(keyword);
    const bool known = std::find(folded.begin(), folded.end(), key) != folded.end();
    if (key.empty() || known || out.size() >= kMostKeywords) return;
    out.emplace_back(cut_utf8(keyword, kLongestKeyword));
    folded.push_back(key);
  };
  std::size_t start = 0;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t here = position;
    if (!is_keyword_separator(next_code_point(text, position))) continue;
    add(text.substr(start, here - start));
    start = position;
  }
  add(text.substr(start));
  return out;
}

std::optional<Date> read_date(std::string_view raw, Date near) {
  const std::string text = ascii_lower(trim(raw));
  if (text == "今天" || text == "今日" || text == "today") return near;
  if (text == "昨天" || text == "昨日" || text == "yesterday") return near - std::chrono::days(1);
  const DateParts parts = split_date(text);
  const std::vector<Digits>& groups = parts.groups;
  if (groups.size() == 3) return from_three(groups, near);
  if (groups.size() == 2 && groups[0].width == 5 && parts.marks.starts_with('.')) {
    return from_serial(groups[0].value);  // a day number with its time of day
  }
  if (groups.size() == 2) {
    const bool by_month = groups[0].width <= 2 && groups[1].width <= 2;
    return by_month ? nearest_year(groups[0].value, groups[1].value, near) : std::nullopt;
  }
  if (groups.size() != 1) return std::nullopt;
  if (groups[0].width == 8) {
    const int whole = groups[0].value;
    return valid(whole / 10000, whole / 100 % 100, whole % 100);
  }
  const bool alone = !parts.trailing_text && parts.marks.empty();
  return alone && groups[0].width == 5 ? from_serial(groups[0].value) : std::nullopt;
}

Time cutoff(Date work_date, const Calendar& calendar, Millis grace) {
  return calendar.zone().at(calendar.next_workday(work_date), grace);
}

}  // namespace vouch::planning
