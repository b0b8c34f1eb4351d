#include "config/toml_section.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace vouch::config {
namespace {

int line_of(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

bool holds_control_byte(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
  });
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substitute = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[right.size()];
}

std::string duration_text(Millis value) {
  struct Unit {
    std::int64_t millis;
    std::string_view suffix;
  };
  static constexpr auto kUnits =
      std::to_array<Unit>({{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}});
  for (const Unit& unit : kUnits) {
    if (value.count() != 0 && value.count() % unit.millis == 0) {
      return fmt::format("{}{}", value.count() / unit.millis, unit.suffix);
    }
  }
  return fmt::format("{}ms", value.count());
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// toml++ bounds values within values, not the parts of a dotted key, and takes tables apart by
// recursion: a key of 100,000 parts would end the process.
constexpr int kMostKeyParts = 16;

// Where a string ends that begins at `at`.
std::size_t after_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
  const bool many_lines = text.substr(at, 3) == triple;
  const std::string_view close = many_lines ? triple : triple.substr(0, 1);
  for (at += close.size(); at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (!many_lines && text[at] == '\n') {
      return at;
    } else if (text.substr(at, close.size()) == close) {
      return at + close.size();
    }
  }
  return text.size();
}

// The line of the first key with too many parts; 0: there is none.
int line_of_a_deep_key(std::string_view text) {
  int line = 1;
  int parts = 1;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = after_string(text, at);
      const std::string_view string = text.substr(at, end - at);
      line += static_cast<int>(std::count(string.begin(), string.end(), '\n'));
      at = end;
      continue;
    }
    if (c == '#') at = std::min(text.find('\n', at), text.size());
    if (at == text.size()) break;
    if (c == '.' && ++parts > kMostKeyParts) return line;
    if (text[at] == '\n') ++line;
    if (std::string_view("\n=,{[").find(text[at]) != std::string_view::npos) parts = 1;
    ++at;
  }
  return 0;
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, Diagnostics& out) {
  if (const int line = line_of_a_deep_key(text); line > 0) {
    out.problem(line, fmt::format("a key of more than {} parts", kMostKeyParts));
    return std::nullopt;
  }
  try {
    return toml::parse(text, out.file);
  } catch (const toml::parse_error& error) {
    out.problem(static_cast<int>(error.source().begin.line),
                fmt::format("not valid TOML: {}", error.description()));
    return std::nullopt;
  }
}

std::optional<Millis> parse_duration(std::string_view text) {
  double count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || !std::isfinite(count) || count < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  double scale = 0;
  if (unit == "ms") scale = 1;
  if (unit == "s" || unit.empty()) scale = 1000;
  if (unit == "m") scale = 60'000;
  if (unit == "h") scale = 3'600'000;
  if (unit == "d") scale = 86'400'000;
  const double millis = count * scale;
  if (scale == 0 || millis > 1e14) return std::nullopt;
  return Millis(std::llround(millis));
}

std::optional<Millis> parse_time_of_day(std::string_view text) {
  int hours = 0;
  int minutes = 0;
  const char* const end = text.data() + text.size();
  const auto [colon, bad_hours] = std::from_chars(text.data(), end, hours);
  if (bad_hours != std::errc{} || colon == end || *colon != ':' || end - colon != 3) {
    return std::nullopt;
  }
  const auto [rest, bad_minutes] = std::from_chars(colon + 1, end, minutes);
  const bool valid = bad_minutes == std::errc{} && rest == end && hours >= 0 && hours < 24 &&
                     minutes >= 0 && minutes < 60;
  if (!valid) return std::nullopt;
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

std::string nearest(std::string_view word, const std::set<std::string, std::less<>>& candidates) {
  std::string best;
  std::size_t best_distance = 3;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

Section::Section(const toml::table* table, std::string label, Diagnostics& out)
    : table_(table), label_(std::move(label)), out_(out) {}

std::string Section::prefix() const {
  return label_.empty() ? std::string() : label_ + " ";
}

bool Section::has(std::string_view key) const {
  return table_ != nullptr && table_->contains(key);
}

int Section::line() const {
  return table_ == nullptr ? 0 : line_of(*table_);
}

int Section::line(std::string_view key) const {
  if (table_ == nullptr) return 0;
  const auto found = table_->find(key);
  if (found == table_->end()) return line();
  return static_cast<int>(found->first.source().begin.line);
}

void Section::problem(std::string_view key, std::string message) {
  out_.problem(line(key), fmt::format("{}{}: {}", prefix(), key, message));
}

void Section::warning(std::string_view key, std::string message) {
  out_.warning(line(key), fmt::format("{}{}: {}", prefix(), key, message));
}

void Section::require(std::string_view key) {
  known_.emplace(key);
  if (!has(key)) out_.problem(line(), fmt::format("{}needs the key {}", prefix(), key));
}

const toml::node* Section::find(std::string_view key) {
  known_.emplace(key);
  return table_ == nullptr ? nullptr : table_->get(key);
}

void Section::wrong_type(std::string_view key, std::string_view wanted) {
  problem(key, fmt::format("wants {}", wanted));
}

bool Section::text(std::string_view key, std::string& value) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  if (!node->is_string()) {
    wrong_type(key, "a text in quotes");
    return false;
  }
  const std::string& given = **node->as_string();
  if (holds_control_byte(given)) {
    problem(key, "holds a control character or line break");
    return false;
  }
  value = given;
  return true;
}

bool Section::word(std::string_view key, std::string& value,
                   const std::vector<std::string>& allowed) {
  std::string given;
  if (!text(key, given)) return false;
  if (std::find(allowed.begin(), allowed.end(), given) == allowed.end()) {
    problem(key, fmt::format("\"{}\" is none of {}", given, joined(allowed)));
    return false;
  }
  value = given;
  return true;
}

bool Section::texts(std::string_view key, std::vector<std::string>& value) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const toml::array* const list = node->as_array();
  std::vector<std::string> given;
  if (list != nullptr) {
    for (const toml::node& entry : *list) {
      if (!entry.is_string()) break;
      given.push_back(**entry.as_string());
    }
  }
  if (list == nullptr || given.size() != list->size()) {
    wrong_type(key, "a list of texts, e.g. [\"a\", \"b\"]");
    return false;
  }
  if (std::any_of(given.begin(), given.end(), holds_control_byte)) {
    problem(key, "holds a control character or line break");
    return false;
  }
  value = std::move(given);
  return true;
}

bool Section::boolean(std::string_view key, bool& value) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  if (!node->is_boolean()) {
    wrong_type(key, "true or false");
    return false;
  }
  value = **node->as_boolean();
  return true;
}

bool Section::integer(std::string_view key, std::int64_t& value, std::int64_t least,
                      std::int64_t most) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  if (!node->is_integer()) {
    wrong_type(key, "a whole number");
    return false;
  }
  const std::int64_t given = **node->as_integer();
  if (given < least || given > most) {
    problem(key, fmt::format("{} is outside {}..{}", given, least, most));
    return false;
  }
  value = given;
  return true;
}

bool Section::integer(std::string_view key, int& value, std::int64_t least, std::int64_t most) {
  std::int64_t given = 0;
  if (!integer(key, given, least, most)) return false;
  value = static_cast<int>(given);
  return true;
}

bool Section::number(std::string_view key, double& value, double least, double most) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const std::optional<double> given =
      node->is_number() ? node->value<double>() : std::optional<double>();
  if (!given) {
    wrong_type(key, "a number");
    return false;
  }
  if (!(*given >= least && *given <= most)) {
    problem(key, fmt::format("{} is outside {}..{}", *given, least, most));
    return false;
  }
  value = *given;
  return true;
}

bool Section::numbers(std::string_view key, std::vector<double>& value, double least, double most) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  const toml::array* const list = node->as_array();
  std::vector<double> given;
  if (list != nullptr) {
    given.reserve(list->size());
    for (const toml::node& entry : *list) {
      if (!entry.is_number()) break;
      given.push_back(entry.value<double>().value_or(least));
    }
  }
  if (list == nullptr || given.size() != list->size()) {
    wrong_type(key, "a list of numbers, e.g. [18, 14.5]");
    return false;
  }
  for (const double number : given) {
    if (number >= least && number <= most) continue;
    problem(key, fmt::format("{} is outside {}..{}", number, least, most));
    return false;
  }
  value = std::move(given);
  return true;
}

bool Section::duration(std::string_view key, Millis& value, Millis least, Millis most) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  std::optional<Millis> given;
  if (node->is_string()) given = parse_duration(**node->as_string());
  if (node->is_number()) given = parse_duration(fmt::format("{}s", *node->value<double>()));
  if (!given) {
    wrong_type(key, "a duration, e.g. \"500ms\", \"3s\", \"10m\", \"2h\", \"7d\"");
    return false;
  }
  if (*given < least || *given > most) {
    problem(key, fmt::format("{} is outside {}..{}", duration_text(*given), duration_text(least),
                             duration_text(most)));
    return false;
  }
  value = *given;
  return true;
}

bool Section::durations(std::string_view key, std::vector<Millis>& value) {
  std::vector<std::string> given;
  if (!texts(key, given)) return false;
  std::vector<Millis> read;
  for (const std::string& entry : given) {
    const std::optional<Millis> one = parse_duration(entry);
    if (!one) {
      problem(key, fmt::format("\"{}\" is no duration, e.g. \"10m\", \"2h\", \"7d\"", entry));
      return false;
    }
    read.push_back(*one);
  }
  if (!std::is_sorted(read.begin(), read.end())) {
    problem(key, "durations must rise");
    return false;
  }
  value = std::move(read);
  return true;
}

bool Section::time_of_day(std::string_view key, Millis& value) {
  std::string given;
  if (!text(key, given)) return false;
  const std::optional<Millis> read = parse_time_of_day(given);
  if (!read) {
    problem(key, fmt::format("\"{}\" is no time of day, e.g. \"09:00\"", given));
    return false;
  }
  value = *read;
  return true;
}

bool Section::date(std::string_view key, Date& value) {
  const toml::node* const node = find(key);
  if (node == nullptr) return false;
  std::string given;
  if (node->is_date()) {
    const toml::date& day = **node->as_date();
    given = fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
  } else if (node->is_string()) {
    given = **node->as_string();
  }
  const Result<Date> read = parse_date(given);
  if (!read) {
    wrong_type(key, "a date, e.g. 2026-11-24");
    return false;
  }
  value = *read;
  return true;
}

bool Section::path(std::string_view key, std::filesystem::path& value,
                   const std::filesystem::path& relative_to) {
  std::string given;
  if (!text(key, given)) return false;
  if (given.empty()) {
    value.clear();
    return true;
  }
  const std::filesystem::path read(given);
  value = (read.is_absolute() ? read : relative_to / read).lexically_normal();
  return true;
}

bool Section::secret(std::string_view stem, SecretRef& value,
                     const std::filesystem::path& relative_to,
                     std::string_view bare_credential_key) {
  const std::string file_key = fmt::format("{}_file", stem);
  const std::string credential_key = bare_credential_key.empty()
                                         ? fmt::format("{}_credential", stem)
                                         : std::string(bare_credential_key);
  SecretRef read;
  const bool by_file = path(file_key, read.file, relative_to);
  const bool by_credential = text(credential_key, read.credential);
  if (by_file && by_credential) {
    problem(credential_key, fmt::format("{} names the secret already; keep one of them", file_key));
    return false;
  }
  const bool plain_name = read.credential.find('/') == std::string::npos &&
                          read.credential != "." && read.credential != "..";
  if (by_credential && (!plain_name || read.credential.empty())) {
    problem(credential_key, "wants the name of a systemd credential (LoadCredential=), no path");
    return false;
  }
  // A secret written into the configuration itself is the mistake people make; say where it
  // belongs.
  if (stem != bare_credential_key && has(stem)) {
    known_.emplace(stem);
    problem(stem, fmt::format("a secret does not stand in the configuration: write it into a file "
                              "(mode 0600) and name it with {}, or use {}",
                              file_key, credential_key));
    return false;
  }
  if (by_file || by_credential) value = std::move(read);
  return by_file || by_credential;
}

const toml::table* Section::table(std::string_view key) {
  const toml::node* const node = find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) {
    wrong_type(key, fmt::format("a section [{}]", key));
    return nullptr;
  }
  return node->as_table();
}

std::vector<const toml::table*> Section::tables(std::string_view key) {
  std::vector<const toml::table*> out;
  const toml::node* const node = find(key);
  if (node == nullptr) return out;
  const toml::array* const list = node->as_array();
  if (list != nullptr) {
    for (const toml::node& entry : *list) {
      if (entry.is_table()) out.push_back(entry.as_table());
    }
  }
  if (list == nullptr || out.size() != list->size()) {
    wrong_type(key, fmt::format("sections [[{}]]", key));
  }
  return out;
}

void Section::finish() {
  if (table_ == nullptr) return;
  for (const auto& [key, node] : *table_) {
    if (known_.contains(key.str())) continue;
    const std::string near = nearest(key.str(), known_);
    const std::string hint = near.empty() ? std::string() : fmt::format("; did you mean {}?", near);
    const std::string where = label_.empty() ? "at the top of the file" : "in " + label_;
    out_.problem(static_cast<int>(key.source().begin.line),
                 fmt::format("unknown key {} {}{}", key.str(), where, hint));
  }
}

}  // namespace vouch::config
