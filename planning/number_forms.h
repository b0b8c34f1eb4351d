// What work without addresses hands in: numbers of a day, by form, with the arithmetic that must
// hold between them (domain §4.1, R03). A table; pure.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::planning {

enum class NumberUnit { kCount, kSeconds, kFen, kPermille };

struct NumberField {
  std::string_view key;  // "sessions"
  std::string_view zh;
  std::string_view en;
  NumberUnit unit = NumberUnit::kCount;
  std::string_view at_most{};  // key of a field that it is a part of; empty: of none
};

struct NumberForm {
  std::string_view key;  // of the work type: "cs_session_stats"
  std::string_view post;
  std::string_view zh;
  std::string_view en;
  std::span<const NumberField> fields;
};

std::span<const NumberForm> number_forms();
const NumberForm* number_form(std::string_view key);  // null: there is none

struct NumberProblem {
  std::string field;
  std::string zh;
  std::string en;
};
using Numbers = std::map<std::string, std::int64_t>;
// Unknown fields, numbers below zero or beyond reason, and parts larger than their whole.
std::vector<NumberProblem> check_numbers(const NumberForm& form, const Numbers& numbers);

}  // namespace vouch::planning
