// Targets of months and what was reached (domain §3.5, T01 to T08). Amounts are whole numbers in
// the unit of their metric: fen of revenue, pieces of all else. Plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using TargetId = Id<struct TargetTag>;
using ActualId = Id<struct ActualTag>;

enum class TargetMetric { kRevenue, kOrders, kInquiries, kVisits, kIndexed, kPageOne };
inline constexpr auto kTargetMetrics = std::to_array<std::string_view>(
    {"revenue", "orders", "inquiries", "visits", "indexed", "first_page"});
static_assert(kTargetMetrics.size() == static_cast<std::size_t>(TargetMetric::kPageOne) + 1);

enum class TargetScope { kCompany, kTeam, kUser };
inline constexpr auto kTargetScopes = std::to_array<std::string_view>({"company", "team", "user"});

constexpr std::string_view to_string(TargetMetric metric) {
  return kTargetMetrics[static_cast<std::size_t>(metric)];
}
constexpr std::string_view to_string(TargetScope scope) {
  return kTargetScopes[static_cast<std::size_t>(scope)];
}
std::optional<TargetMetric> parse_target_metric(std::string_view text);
std::optional<TargetScope> parse_target_scope(std::string_view text);

// Whose target it is. A person's stands below the team that gave it to him.
struct TargetHolder {
  TargetScope scope = TargetScope::kCompany;
  std::int64_t holder = 0;  // id of the team or person; 0 of the company
  std::int64_t parent = 0;  // id of a person's team; 0 of all others

  auto operator<=>(const TargetHolder&) const = default;
  static TargetHolder company() { return {}; }
  static TargetHolder of(TeamId team) { return {TargetScope::kTeam, team.value, 0}; }
  static TargetHolder of(UserId user, TeamId team) {
    return {TargetScope::kUser, user.value, team.value};
  }
};

struct MonthTarget {
  TargetId id;
  TargetMetric metric = TargetMetric::kRevenue;
  TargetHolder holder;
  int year = 0;
  int month = 1;  // 1 .. 12
  std::int64_t amount = 0;
  std::int64_t weight = 0;  // its share among those that it is split with; 0: none any more
  bool locked = false;      // stays when the others are split anew
  Time at;
  UserId by;
  std::string reason;
};

// What was reached on some days of one month. A correction is a row of its own.
struct Actual {
  ActualId id;
  TargetMetric metric = TargetMetric::kRevenue;
  TargetHolder holder;
  Date from;
  Date to;
  std::int64_t amount = 0;
  std::string source;  // "manual", "import"
  std::string note;
  Time at;
  UserId by;
  ActualId revises;  // in its place; none: a first entry
};

struct TargetAnswer {  // 确认, or 异议 with its reason
  TargetId target;
  UserId user;
  bool agreed = false;
  std::string note;
  Time at;
};

}  // namespace vouch
