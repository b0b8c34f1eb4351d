#include "planning/led_work.h"

namespace vouch::planning {

LedWork& LedWork::operator+=(const LedWork& other) {
  weeks_due += other.weeks_due;
  weeks_in_time += other.weeks_in_time;
  weeks_published += other.weeks_published;
  weeks_over += other.weeks_over;
  reviews += other.reviews;
  actions_made += other.actions_made;
  actions_closed += other.actions_closed;
  actions_open += other.actions_open;
  disputes_due += other.disputes_due;
  disputes_in_time += other.disputes_in_time;
  disputes_open += other.disputes_open;
  for (const auto& [kind, count] : other.decided) decided[kind] += count;
  waivers += other.waivers;
  return *this;
}

std::int64_t LedWork::decisions() const {
  std::int64_t sum = 0;
  for (const auto& [kind, count] : decided) sum += count;
  return sum;
}

}  // namespace vouch::planning
