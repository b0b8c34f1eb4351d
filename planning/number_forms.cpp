#include "planning/number_forms.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace vouch::planning {
namespace {

using enum NumberUnit;

constexpr std::int64_t kMost = 1'000'000'000'000;  // ten billion yuan in fen

constexpr auto kService = std::to_array<NumberField>({
    {"sessions", "接待会话", "Sessions"},
    {"valid_sessions", "有效会话", "Valid sessions", kCount, "sessions"},
    {"contacts_left", "留资（电话/微信）", "Contacts left", kCount, "valid_sessions"},
    {"handed_to_sales", "转销售", "Handed to sales", kCount, "valid_sessions"},
    {"missed", "未接", "Missed", kCount, "sessions"},
    {"first_answer", "首次响应", "First answer", kSeconds},
    {"mean_answer", "平均响应", "Mean answer", kSeconds},
    {"satisfied", "满意度", "Satisfied", kPermille},
    {"complaints", "投诉", "Complaints", kCount, "sessions"},
});
constexpr auto kSales = std::to_array<NumberField>({
    {"new_customers", "新增客户", "New customers"},
    {"calls", "电话", "Calls"},
    {"valid_calls", "有效通话", "Valid calls", kCount, "calls"},
    {"follow_ups", "跟进", "Follow-ups"},
    {"quotes", "报价", "Quotes"},
    {"orders", "成交单数", "Orders"},
    {"order_amount", "成交金额", "Order amount", kFen},
    {"paid_amount", "回款", "Paid", kFen},
    {"lost", "丢单", "Lost"},
});
constexpr auto kAds = std::to_array<NumberField>({
    {"impressions", "展现", "Impressions"},
    {"clicks", "点击", "Clicks", kCount, "impressions"},
    {"visits", "访问", "Visits", kCount, "clicks"},
    {"dialogues", "对话", "Dialogues", kCount, "visits"},
    {"spend", "消费", "Spend", kFen},
});
constexpr auto kForms = std::to_array<NumberForm>({
    {"cs_session_stats", "service", "客服数据", "Customer service", kService},
    {"sales_activity", "sales", "销售数据", "Sales", kSales},
    {"ad_operation", "promoter", "付费推广", "Paid promotion", kAds},
});

const NumberField* field_of(const NumberForm& form, std::string_view key) {
  const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                  [&](const NumberField& field) { return field.key == key; });
  return found == form.fields.end() ? nullptr : &*found;
}

std::int64_t most_of(NumberUnit unit) {
  return unit == kPermille ? 1000 : kMost;
}

}  // namespace

std::span<const NumberForm> number_forms() {
  return kForms;
}

const NumberForm* number_form(std::string_view key) {
  const auto found = std::find_if(kForms.begin(), kForms.end(),
                                  [&](const NumberForm& form) { return form.key == key; });
  return found == kForms.end() ? nullptr : &*found;
}

std::vector<NumberProblem> check_numbers(const NumberForm& form, const Numbers& numbers) {
  std::vector<NumberProblem> out;
  for (const auto& [key, value] : numbers) {
    const NumberField* field = field_of(form, key);
    if (field == nullptr) {
      out.push_back({key, "这张表里没有这一项", "the form has no such field"});
      continue;
    }
    if (value < 0 || value > most_of(field->unit)) {
      out.push_back({key, fmt::format("{}不能是负数，也不能大得离谱", field->zh),
                     fmt::format("{} must be a sensible number", field->en)});
      continue;
    }
    const auto whole = numbers.find(std::string(field->at_most));
    if (field->at_most.empty() || whole == numbers.end() || value <= whole->second) continue;
    const NumberField* of = field_of(form, field->at_most);
    out.push_back(
        {key, fmt::format("{} {} 多于{} {}", field->zh, value, of->zh, whole->second),
         fmt::format("{} {} are more than {} {}", field->en, value, of->en, whole->second)});
  }
  return out;
}

}  // namespace vouch::planning
