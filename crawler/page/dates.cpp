#include "crawler/page/dates.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr int kFirstYear = 1995;
constexpr int kLastYear = 2099;
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Day {
  int year = 0, month = 0, day = 0;
};

bool is_day(const Day& day) {
  if (day.year < kFirstYear || day.year > kLastYear || day.month < 1 || day.day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(day.year),
                                     std::chrono::month(static_cast<unsigned>(day.month)),
                                     std::chrono::day(static_cast<unsigned>(day.day)))
      .ok();
}

// Reads forward through one text; a failed step leaves the position where it was.
class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  [[nodiscard]] std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at; }
  [[nodiscard]] bool at_digit() const { return at_ < text_.size() && is_digit(text_[at_]); }

  void skip_space() {
    for (;;) {
      if (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
        ++at_;
      } else if (text_.substr(at_).starts_with("\u00A0")) {
        at_ += 2;
      } else if (text_.substr(at_).starts_with("\u3000")) {
        at_ += 3;
      } else {
        return;
      }
    }
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t end = at_;
    int value = 0;
    while (end < text_.size() && is_digit(text_[end]) && end - at_ < most + 1) {
      value = value * 10 + (text_[end] - '0');
      ++end;
    }
    if (end - at_ < least || end - at_ > most) return std::nullopt;
    at_ = end;
    return value;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

std::optional<int> month_named(std::string_view word) {
  const std::string lower = ascii_lower(word);
  if (lower == "sept") return 9;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (lower == kMonths[i] || lower == kMonths[i].substr(0, 3)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

// "2026年11月24日", "2026-11-24", "2026/11/24", "2026.11.24", one separator throughout.
std::optional<Day> numeric_day(Reader& reader) {
  const auto year = reader.number(4, 4);
  if (!year) return std::nullopt;
  reader.skip_space();
  std::string_view second;
  std::string_view last;
  if (reader.take("年")) {
    second = "月";
    last = "日";
  } else {
    for (const std::string_view mark : {"-", "/", "."}) {
      if (second.empty() && reader.take(mark)) second = mark;
    }
    if (second.empty()) return std::nullopt;
  }
  reader.skip_space();
  const auto month = reader.number(1, 2);
  reader.skip_space();
  if (!month || !reader.take(second)) return std::nullopt;
  reader.skip_space();
  const auto day = reader.number(1, 2);
  if (!day) return std::nullopt;
  if (!last.empty()) {
    reader.skip_space();
    if (!reader.take(last) && !reader.take("号")) return std::nullopt;
  }
  const Day found{*year, *month, *day};
  return is_day(found) ? std::optional(found) : std::nullopt;
}

void take_ordinal(Reader& reader) {
  for (const std::string_view tail : {"st", "nd", "rd", "th"}) {
    if (reader.take(tail)) return;
  }
}

// "24 November 2026", "24-Nov-2026", "24th Nov, 2026".
std::optional<Day> day_first(Reader& reader) {
  const auto day = reader.number(1, 2);
  if (!day) return std::nullopt;
  take_ordinal(reader);
  if (!reader.take("-")) reader.skip_space();
  const auto month = month_named(reader.word());
  if (!month) return std::nullopt;
  reader.take(".");
  reader.take(",");
  if (!reader.take("-")) reader.skip_space();
  const auto year = reader.number(4, 4);
  if (!year) return std::nullopt;
  const Day found{*year, *month, *day};
  return is_day(found) ? std::optional(found) : std::nullopt;
}

// "November 24, 2026", "Nov. 24 2026".
std::optional<Day> month_first(Reader& reader) {
  const auto month = month_named(reader.word());
  if (!month) return std::nullopt;
  reader.take(".");
  reader.skip_space();
  const auto day = reader.number(1, 2);
  if (!day) return std::nullopt;
  take_ordinal(reader);
  reader.take(",");
  reader.skip_space();
  const auto year = reader.number(4, 4);
  if (!year) return std::nullopt;
  const Day found{*year, *month, *day};
  return is_day(found) ? std::optional(found) : std::nullopt;
}

std::string zone_text(Reader& reader) {
  const std::size_t begin = reader.at();
  reader.skip_space();
  if (reader.take("Z") || reader.take("GMT") || reader.take("UTC")) return "Z";
  const char sign = reader.take("+") ? '+' : reader.take("-") ? '-' : ' ';
  if (sign != ' ') {
    const auto hours = reader.number(2, 2);
    if (hours && reader.take(":")) {
      if (const auto minutes = reader.number(2, 2)) {
        return fmt::format("{}{:02}:{:02}", sign, *hours, *minutes);
      }
    }
    reader.go_to(begin);
    reader.skip_space();
    reader.take(std::string_view(&sign, 1));
    if (const auto both = reader.number(4, 4)) {
      return fmt::format("{}{:02}:{:02}", sign, *both / 100, *both % 100);
    }
  }
  reader.go_to(begin);
  return {};
}

// "T10:20:00+08:00", " 10:20", "10时20分"; empty, and the reader stays, where there is none.
std::string time_text(Reader& reader) {
  const std::size_t begin = reader.at();
  if (!reader.take("T") && !reader.take("t")) {
    reader.take(",");
    reader.skip_space();
    reader.take("at ");
  }
  const bool pm_before = reader.take("下午") || reader.take("晚上");
  if (!pm_before) reader.take("上午");
  reader.skip_space();
  auto hour = reader.number(1, 2);
  const bool chinese = hour && (reader.take("时") || reader.take("点"));
  if (!hour || (!chinese && !reader.take(":") && !reader.take("："))) {
    reader.go_to(begin);
    return {};
  }
  const auto minute = reader.number(2, 2);
  if (!minute || *hour > 23 || *minute > 59) {
    reader.go_to(begin);
    return {};
  }
  std::string seconds;
  std::size_t behind = reader.at();
  if (reader.take(":") || (chinese && reader.take("分"))) {
    const auto second = reader.number(2, 2);
    if (second && *second <= 60) {
      seconds = fmt::format(":{:02}", *second);
      behind = reader.at();
      if (reader.take(".")) {  // fractions say nothing here
        while (reader.number(1, 1)) behind = reader.at();
        while (reader.at_digit() && reader.number(1, 9)) behind = reader.at();
      }
    }
  }
  reader.go_to(behind);
  reader.skip_space();
  const bool pm = reader.take("PM") || reader.take("pm") || reader.take("p.m.");
  const bool am = !pm && (reader.take("AM") || reader.take("am") || reader.take("a.m."));
  if (!pm && !am) reader.go_to(behind);
  if ((pm || pm_before) && *hour < 12) *hour += 12;
  if (am && *hour == 12) *hour = 0;
  const std::string zone = zone_text(reader);
  return fmt::format("T{:02}:{:02}{}{}", *hour, *minute, seconds, zone);
}

std::optional<FoundDate> date_at(std::string_view text, std::size_t at) {
  const bool digit = is_digit(text[at]);
  for (const auto& form : {&numeric_day, &day_first, &month_first}) {
    if (digit == (form == &month_first)) continue;
    Reader reader(text, at);
    const auto day = form(reader);
    // "日10时" is no longer number, "2410:20" is.
    if (!day || (reader.at_digit() && is_digit(text[reader.at() - 1]))) continue;
    FoundDate found;
    found.begin = at;
    found.value = fmt::format("{:04}-{:02}-{:02}", day->year, day->month, day->day);
    found.value += time_text(reader);
    found.end = reader.at();
    return found;
  }
  return std::nullopt;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  std::size_t from = 0;
  while (from < path.size()) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    if (end > from) segments.push_back(path.substr(from, end - from));
    from = end + 1;
  }
  return segments;
}

std::optional<int> all_digits(std::string_view text, std::size_t least, std::size_t most) {
  Reader reader(text, 0);
  const auto value = reader.number(least, most);
  return value && reader.at() == text.size() ? value : std::nullopt;
}

std::string iso(const Day& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

// Eight digits in a row that are a day: "20261124", "t20261124_1.html".
std::optional<Day> eight_digits(std::string_view segment) {
  for (std::size_t at = 0; at < segment.size();) {
    std::size_t end = at;
    while (end < segment.size() && is_digit(segment[end])) ++end;
    if (end - at == 8) {
      Reader reader(segment.substr(at, 8), 0);
      const int value = reader.number(8, 8).value_or(0);
      const Day day{value / 10000, value / 100 % 100, value % 100};
      if (is_day(day)) return day;
    }
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FoundDate> find_date(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    const bool word_begins = at == 0 || (!is_digit(text[at - 1]) && !is_letter(text[at - 1]));
    const bool year_behind_letters = at > 0 && is_letter(text[at - 1]) && is_digit(text[at]);
    if (!word_begins && !year_behind_letters) continue;
    if (!is_digit(text[at]) && !is_letter(text[at])) continue;
    if (auto found = date_at(text, at)) return found;
  }
  return std::nullopt;
}

std::optional<std::string> date_in_path(std::string_view path) {
  const std::vector<std::string_view> segments = segments_of(path);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string_view next = i + 1 < segments.size() ? segments[i + 1] : std::string_view();
    const std::string_view third = i + 2 < segments.size() ? segments[i + 2] : std::string_view();
    if (const auto day = eight_digits(segments[i])) return iso(*day);
    if (const auto found = find_date(segments[i]); found && found->begin == 0) {
      return found->value.substr(0, 10);
    }
    if (const auto year = all_digits(segments[i], 4, 4)) {
      if (const auto both = all_digits(next, 4, 4)) {
        const Day day{*year, *both / 100, *both % 100};
        if (is_day(day)) return iso(day);
      }
      const auto month = all_digits(next, 1, 2);
      const auto date = all_digits(third, 1, 2);
      if (month && date && is_day({*year, *month, *date})) return iso({*year, *month, *date});
      if (month && !third.empty() && is_day({*year, *month, 1})) {
        return fmt::format("{:04}-{:02}", *year, *month);
      }
    }
    if (const auto both = all_digits(segments[i], 6, 6)) {
      const auto date = all_digits(next, 1, 2);
      const Day day{*both / 100, *both % 100, date.value_or(0)};
      if (date && is_day(day)) return iso(day);
    }
  }
  return std::nullopt;
}

}  // namespace vouch::crawler
