// Builds a World step by step: leave, troubles, reports and the claims in them. One owner; the
// scripts (script.cpp) say what happens when.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "practice/claim_kinds.h"
#include "practice/company.h"
#include "practice/dice.h"
#include "practice/world.h"

namespace vouch::practice {

Millis minutes(int count);
Millis clock(int hour, int minute = 0);  // since midnight

// Working days count from 0, the first Monday; weekends are skipped. Calendar days count all.
int calendar_day(int working_day);
Time moment(int calendar_day, Millis since_midnight);

// A trouble on a working day; of all sites, or of one.
struct Storm {
  Trouble trouble;
  std::string_view site;  // key; empty: all, or not about sites
  int day;                // working day
  Millis from;            // since midnight
  Millis length;
};

std::span<const Storm> fortnight_storms();  // of ten working days

struct Shape {
  std::size_t people = kAllEmployees;
  int days = 5;  // working days with reports
  int least_claims = 2, most_claims = 3;
  int report_hour = 15;
  std::vector<std::pair<std::string_view, int>> wishes;   // kind and its working day
  std::vector<std::pair<int, std::size_t>> silent, late;  // working day and person
  std::vector<int> rough;  // days on which no claim is handed in that people act about
};

class ScriptMaker {
 public:
  ScriptMaker(std::string_view script, std::uint64_t seed, int site_port);

  World& world() { return world_; }
  Dice& dice() { return dice_; }

  void leave(std::string_view login, int from, int to);  // calendar days
  void storm(const Storm& storm);
  void hand_in_all(const Shape& shape);
  // The claims of one report; `kinds` of a person's working day.
  void hand_in(int day, std::size_t person, Time when, bool late,
               const std::vector<const ClaimKind*>& kinds);
  World finish();

 private:
  struct Slot {
    int day = 0;  // working day
    std::size_t person = 0;
    const ClaimKind* kind = nullptr;
  };
  [[nodiscard]] bool away(std::size_t person, int working_day) const;
  void wish(const Shape& shape, std::vector<Slot>& slots, const ClaimKind& kind, int day);
  const ClaimKind& filler();
  void add_claim(const ClaimKind& kind, const Act& act, bool late);
  const Site& site_for(const ClaimKind& kind);
  std::string path_on(const Site& site);
  void index(const ClaimKind& kind, Claim& claim, Page& page);
  void people_act(const ClaimKind& kind, std::size_t number, const Claim& claim, Page& page);
  void flap(const Page& page, Time handed_in);
  std::optional<std::size_t> repeatable(const Act& act);
  const Page* copyable(const Act& act);
  void add_duplicate(std::size_t first, const Act& act, bool late);
  void number_claims();

  World world_;
  Dice dice_;
  std::uint64_t number_ = 10'000;
};

}  // namespace vouch::practice
