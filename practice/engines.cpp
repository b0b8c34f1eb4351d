#include "practice/engines.h"

#include <algorithm>

namespace vouch::practice {
namespace {

// Nobody publishes such numbers: those of Baidu are near what the kinds of claims have, the others
// differ from them and from each other.
constexpr EngineHabits kHabits[] = {
    {"baidu", "baidu", 3, 0, false, 22, {6, 14, 30, 96, 200}, 4, 9, 12},
    {"so360", "360search", 2, 3, false, 30, {10, 30, 60, 110, 190}, 5, 9, 13},
    {"sogou", "sogou", 4, 5, false, 45, {20, 50, 90, 150, 230}, 8, 10, 13},
    {"bing", "bing", 3, 7, true, 15, {4, 8, 20, 48, 120}, 3, 8, 12},
    {"google", "google", 2, 2, true, 12, {3, 6, 12, 36, 90}, 2, 8, 12},
};

}  // namespace

std::span<const EngineHabits> engine_habits() {
  return kHabits;
}

const EngineHabits* engine_habits(std::string_view key) {
  const auto* const found = std::find_if(std::begin(kHabits), std::end(kHabits),
                                         [&](const EngineHabits& one) { return one.key == key; });
  return found == std::end(kHabits) ? nullptr : found;
}

const EngineHabits* engine_of_instance(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kHabits), std::end(kHabits),
                   [&](const EngineHabits& one) { return one.instance_name == name; });
  return found == std::end(kHabits) ? nullptr : found;
}

std::optional<IndexSpan> index_life(const EngineHabits& engine, Time handed_in, Dice& dice) {
  const int fate = dice.between(1, 100);
  const int quarter = dice.between(0, 3);
  const auto place = static_cast<std::size_t>(quarter);
  const int delay = dice.between(engine.delay[place] * 60, engine.delay[place + 1] * 60);
  const int end = dice.between(1, 100);
  const int days = dice.between(engine.dropped_from_day * 24, engine.dropped_to_day * 24);
  if (fate <= engine.never) return std::nullopt;
  IndexSpan span{std::string(engine.key), handed_in + std::chrono::minutes(delay), {}};
  const Time forgotten = handed_in + std::chrono::hours(days);
  if (end <= engine.dropped && forgotten > span.from + std::chrono::hours(24)) span.to = forgotten;
  return span;
}

}  // namespace vouch::practice
