// Sums of the forms of numbers over people and days (domain §4.1): what was not handed in is not
// zero, and a part stands beside the whole of the same days. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "planning/number_forms.h"
#include "planning/share.h"

namespace vouch::planning {

struct FieldSum {
  const NumberField* field = nullptr;
  int days = 0;             // of a person each: on which it was handed in
  std::int64_t sum = 0;     // of seconds and per mille it says nothing
  std::int64_t part = 0;    // of days on which its whole was handed in too
  std::int64_t of_sum = 0;  // that whole, of the same days
  int days_with_whole = 0;

  [[nodiscard]] bool adds_up() const {
    return field->unit == NumberUnit::kCount || field->unit == NumberUnit::kFen;
  }
  [[nodiscard]] std::optional<double> mean() const { return planning::share(sum, days); }
  [[nodiscard]] std::optional<double> share() const { return planning::share(part, of_sum); }
};

struct FormSum {
  const NumberForm* form = nullptr;
  std::vector<FieldSum> fields;  // in the form's order

  explicit FormSum(const NumberForm& of);
  void add(const Numbers& one_day);
  FormSum& operator+=(const FormSum& other);  // of the same form
};

}  // namespace vouch::planning
