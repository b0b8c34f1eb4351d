// The five engines as a table: how a SearXNG instance calls them, in which order they list, and how
// fast and how long they know a page. Pure data, and the index lives that follow from a seed.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "practice/dice.h"
#include "practice/world.h"

namespace vouch::practice {

struct EngineHabits {
  std::string_view key;
  std::string_view instance_name;  // as SearXNG calls it
  int row_step;                    // places between two of the company's rows
  int stranger;                    // the first row that is about something else
  bool keeps_out;                  // honours noindex
  int never;                       // of a hundred pages, so many never get in
  // Hours after the hand-in: the fastest page, a quarter, half, three quarters and all of those
  // that get in.
  std::array<int, 5> delay;
  int dropped;                           // of a hundred pages that got in, so many are forgotten,
  int dropped_from_day, dropped_to_day;  // so many days after the hand-in
};

std::span<const EngineHabits> engine_habits();
const EngineHabits* engine_habits(std::string_view key);        // null: no such engine
const EngineHabits* engine_of_instance(std::string_view name);  // null: none is called so

// When this engine knows a page that was handed in then; none: never.
std::optional<IndexSpan> index_life(const EngineHabits& engine, Time handed_in, Dice& dice);

}  // namespace vouch::practice
