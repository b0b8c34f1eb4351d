// The register of inquiries (domain §1, 1.14): who asked, where from, who looks after it and when
// he comes back to it. Plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using InquiryId = Id<struct InquiryTag>;
using InquiryNoteId = Id<struct InquiryNoteTag>;

enum class InquiryState { kNew, kContacted, kValid, kQuoted, kWon, kLost };
inline constexpr std::array<std::string_view, 6> kInquiryStates = {"new",    "contacted", "valid",
                                                                   "quoted", "won",       "lost"};
inline std::string_view to_string(InquiryState state) {
  return kInquiryStates[static_cast<std::size_t>(state)];
}
inline std::optional<InquiryState> parse_inquiry_state(std::string_view text) {
  for (std::size_t i = 0; i < kInquiryStates.size(); ++i) {
    if (kInquiryStates[i] == text) return static_cast<InquiryState>(i);
  }
  return std::nullopt;
}
inline bool is_closed(InquiryState state) {
  return state == InquiryState::kWon || state == InquiryState::kLost;
}

struct Inquiry {
  InquiryId id;
  Date received_on;
  std::string source;  // a channel in words, or the key of a platform
  KeywordId keyword;   // none: not known
  std::string page;    // address; may be empty
  ClaimId claim;       // the entry it came from; none: not known
  std::string name;
  std::string contact;  // as it is; empty: blanked when its term was over
  std::string need;
  UserId owner;
  InquiryState state = InquiryState::kNew;
  std::string lost_reason;                 // of kLost
  std::optional<std::int64_t> amount_fen;  // of kWon
  std::optional<Date> next_on;             // the next follow-up
  Time created_at;
  Time changed_at;
  std::optional<Time> closed_at;
};

// What a field was and became. Append-only; a contact stands here masked alone.
struct InquiryChange {
  InquiryId inquiry;
  Time at;
  UserId by;  // none: the daemon, or the local administrator
  std::string field;
  std::string before;
  std::string after;
};

struct InquiryNote {  // append-only
  InquiryNoteId id;
  InquiryId inquiry;
  Time at;
  UserId by;
  std::string text;
};

}  // namespace vouch
