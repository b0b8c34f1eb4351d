// The in-app inbox: what a person was told, as he reads it on his page; and the rules by which he
// says where letters go beside it.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using InboxId = Id<struct InboxTag>;

struct InboxLine {
  std::string text;
  std::string url;  // http or https; empty: none
  bool operator==(const InboxLine&) const = default;
};

struct InboxEntry {
  InboxId id;
  UserId reader;
  std::string rule;    // one of kLetterRules
  std::string letter;  // what the letter is about: with a channel and an address the key of a row
  std::string title;
  std::vector<InboxLine> lines;
  Time created_at;
  std::optional<Time> read_at;  // none: unread
};

// Kinds of notices, the two digests, and what deputies and owners hear of.
inline constexpr std::array<std::string_view, 15> kLetterRules = {
    "needs_correction", "regressed", "index_overdue", "not_reported", "could_not_check",
    "correction",       "system",    "daily",         "weekly",       "escalation",
    "evidence_wanted",  "plan",      "plan_missing",  "blocker",      "follow_up"};
inline bool is_letter_rule(std::string_view text) {
  return std::find(kLetterRules.begin(), kLetterRules.end(), text) != kLetterRules.end();
}

// Do letters of a rule go by this channel? The newest of a person, rule and channel holds; none:
// yes.
struct Preference {
  std::string rule;
  std::string channel;  // name
  bool letters = true;
};

}  // namespace vouch
