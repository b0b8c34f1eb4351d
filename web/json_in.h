// Reading a JSON request body against an allow-list: what a handler does not ask for is refused by
// name (ASVS 15.3.3). Every problem is collected, so that people mend all of them at once. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "web/commands.h"

namespace vouch::web {

class JsonIn {
 public:
  // kInvalid: no JSON, or no object. At most 32 levels deep.
  static Result<JsonIn> parse(std::string_view body);
  ~JsonIn();
  JsonIn(JsonIn&&) noexcept;
  JsonIn& operator=(JsonIn&&) noexcept;

  // A missing or null field is none; a field of another type is a problem. Texts are trimmed, hold
  // no control characters but line breaks and tabs, and at most `max_bytes`.
  std::optional<std::string> text(std::string_view name, std::size_t max_bytes = 1000);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::int64_t> number(std::string_view name);
  std::optional<Date> date(std::string_view name);
  std::optional<Time> time(std::string_view name);
  std::optional<std::vector<std::string>> texts(std::string_view name);
  std::optional<std::vector<std::int64_t>> numbers(std::string_view name);

  // An object of whole numbers by name, at most `most` of them; needed.
  std::vector<std::pair<std::string, std::int64_t>> number_map(std::string_view name,
                                                               std::size_t most);

  // A password: every byte as it was sent, also spaces at its ends (ASVS 6.2.8). "" is a problem.
  std::string secret(std::string_view name, std::size_t max_bytes = 4096);
  std::string need_text(std::string_view name, std::size_t max_bytes = 1000);  // "" is a problem

  // Elements that are objects; their own problems carry the 1-based row.
  std::vector<JsonIn> rows(std::string_view name, std::size_t max_rows);
  [[nodiscard]] int row() const;

  void reject(std::string_view field, std::string message);
  // With one for each field that nobody asked for. Also collects those of `rows`.
  [[nodiscard]] std::vector<Problem> problems() const;
  void take_problems(const JsonIn& row);

 private:
  struct State;
  explicit JsonIn(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace vouch::web
