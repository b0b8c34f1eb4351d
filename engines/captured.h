// What people's captures of one question prove together (decision 075). One person shows what is
// there; that something is not there takes a second one; who gains by it counts only beside
// another. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "engines/answer.h"
#include "engines/question.h"

namespace vouch::engines {

struct Capture {
  std::int64_t id = 0;
  UserId person;
  bool gains = false;  // the person's own claim is asked about
  Time at;
  EvidenceId evidence;
  SerpOutcome outcome = SerpOutcome::kRankedList;  // a valid one
  std::vector<SearchRow> rows;
  int depth = 0;
};

// Captures further apart are of two different days of the engine.
inline constexpr Millis kSecondPersonWithin = std::chrono::hours(24);

// The answer, once there is one; none: more people are wanted, or time. `until` is when nobody is
// asked any more: from then on there always is an answer, be it a refusal.
std::optional<SearchAnswer> answer_of(const Question& question, std::span<const Capture> captures,
                                      Time now, Time until);

// Has this person something to add? A second capture by the same one proves nothing more.
bool wanted_of(std::span<const Capture> captures, UserId person, Time now);

// Outcome, rows and depth on one line, as the store keeps them.
std::string to_json(const Capture& capture);
Status read_json(std::string_view text, Capture& capture);

}  // namespace vouch::engines
