// One table of a TOML file, read key by key: every wrong type, value out of range and key that
// nobody asked for becomes a Problem with its line, and reading goes on. Used by settings and
// records alike; internal to config, one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include "config/settings.h"
#include "core/policy.h"
#include "core/time.h"

namespace vouch::config {

struct Diagnostics {
  std::string file;
  std::vector<Problem> problems;
  std::vector<Problem> warnings;

  void problem(int line, std::string message) {
    problems.push_back(Problem{file, line, std::move(message)});
  }
  void warning(int line, std::string message) {
    warnings.push_back(Problem{file, line, std::move(message)});
  }
};

// None, with the syntax error reported, when the text is not TOML.
std::optional<toml::table> parse_toml(std::string_view text, Diagnostics& out);

class Section {
 public:
  // `label` as people know it: "[mail]", "[[provider]] \"main\"". `table` may be null: all
  // defaults.
  Section(const toml::table* table, std::string label, Diagnostics& out);

  [[nodiscard]] bool present() const { return table_ != nullptr; }
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] int line() const;                      // of the table; 0 when absent
  [[nodiscard]] int line(std::string_view key) const;  // of the key; else of the table
  void problem(std::string_view key, std::string message);
  void warning(std::string_view key, std::string message);
  void require(std::string_view key);  // a problem when it is absent

  // Each leaves `value` alone when the key is absent or wrong. True: read from the file.
  bool text(std::string_view key, std::string& value);
  bool word(std::string_view key, std::string& value, const std::vector<std::string>& allowed);
  bool texts(std::string_view key, std::vector<std::string>& value);
  bool boolean(std::string_view key, bool& value);
  bool integer(std::string_view key, int& value, std::int64_t least, std::int64_t most);
  bool integer(std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most);
  bool number(std::string_view key, double& value, double least, double most);
  bool numbers(std::string_view key, std::vector<double>& value, double least, double most);
  bool duration(std::string_view key, Millis& value, Millis least, Millis most);  // "90s", 3
  bool durations(std::string_view key, std::vector<Millis>& value);
  bool time_of_day(std::string_view key, Millis& value);  // "09:00"
  bool date(std::string_view key, Date& value);           // 2026-11-24, with or without quotes
  bool path(std::string_view key, std::filesystem::path& value,
            const std::filesystem::path& relative_to);
  bool secret(std::string_view stem, SecretRef& value, const std::filesystem::path& relative_to,
              std::string_view bare_credential_key = {});

  [[nodiscard]] const toml::table* table(std::string_view key);
  // The tables of [[key]]; a problem when it is something else.
  std::vector<const toml::table*> tables(std::string_view key);

  // Reports the keys that nobody asked for, with the nearest known one.
  void finish();

 private:
  const toml::node* find(std::string_view key);
  [[nodiscard]] std::string prefix() const;  // label and a space; empty for the file as a whole
  void wrong_type(std::string_view key, std::string_view wanted);

  const toml::table* table_;
  std::string label_;
  Diagnostics& out_;
  std::set<std::string, std::less<>> known_;
};

// "500ms" "90s" "10m" "2h" "7d"; a bare number counts seconds.
std::optional<Millis> parse_duration(std::string_view text);
std::optional<Millis> parse_time_of_day(std::string_view text);
// The candidate nearest to `word` by at most two edits; empty when none is near.
std::string nearest(std::string_view word, const std::set<std::string, std::less<>>& candidates);

}  // namespace vouch::config
