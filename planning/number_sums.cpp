#include "planning/number_sums.h"

#include <string>

namespace vouch::planning {

FormSum::FormSum(const NumberForm& of) : form(&of) {
  for (const NumberField& field : of.fields) fields.emplace_back().field = &field;
}

void FormSum::add(const Numbers& one_day) {
  for (FieldSum& sum : fields) {
    const auto value = one_day.find(std::string(sum.field->key));
    if (value == one_day.end()) continue;
    ++sum.days;
    sum.sum += value->second;
    const auto whole = one_day.find(std::string(sum.field->at_most));
    if (sum.field->at_most.empty() || whole == one_day.end()) continue;
    ++sum.days_with_whole;
    sum.part += value->second;
    sum.of_sum += whole->second;
  }
}

FormSum& FormSum::operator+=(const FormSum& other) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    fields[i].days += other.fields[i].days;
    fields[i].sum += other.fields[i].sum;
    fields[i].part += other.fields[i].part;
    fields[i].of_sum += other.fields[i].of_sum;
    fields[i].days_with_whole += other.fields[i].days_with_whole;
  }
  return *this;
}

}  // namespace vouch::planning
