// What a leader did in some days: plans, reviews, actions, answers (运营管理中心). Counts alone; a
// week asks for a plan from a team's first published one on. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace vouch::planning {

struct LedWork {
  std::int64_t weeks_due = 0;  // their plan should have been published by now
  std::int64_t weeks_in_time = 0;
  std::int64_t weeks_published = 0;
  std::int64_t weeks_over = 0;  // they have ended
  std::int64_t reviews = 0;     // of these
  std::int64_t actions_made = 0;
  std::int64_t actions_closed = 0;
  std::int64_t actions_open = 0;  // today
  std::int64_t disputes_due = 0;  // or answered before
  std::int64_t disputes_in_time = 0;
  std::int64_t disputes_open = 0;               // today
  std::map<std::string, std::int64_t> decided;  // by kind of decision
  std::int64_t waivers = 0;                     // of more than one entry

  LedWork& operator+=(const LedWork& other);
  [[nodiscard]] std::int64_t decisions() const;
  bool operator==(const LedWork&) const = default;
};

}  // namespace vouch::planning
