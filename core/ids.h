// Distinct integer ids, so that a claim's id can never be passed for a user's.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace vouch {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // 0: none; the store assigns from 1

  [[nodiscard]] explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

using UserId = Id<struct UserTag>;
using TeamId = Id<struct TeamTag>;
using SiteId = Id<struct SiteTag>;
using KeywordId = Id<struct KeywordTag>;
using ReportId = Id<struct ReportTag>;
using ClaimId = Id<struct ClaimTag>;
using LookId = Id<struct LookTag>;
using ObservationId = Id<struct ObservationTag>;
using EvidenceId = Id<struct EvidenceTag>;
using AttachmentId = Id<struct AttachmentTag>;
using DecisionId = Id<struct DecisionTag>;
using DisputeId = Id<struct DisputeTag>;
using NoticeId = Id<struct NoticeTag>;
using ChannelId = Id<struct ChannelTag>;
using TextId = Id<struct TextTag>;
using RecordVersionId = Id<struct RecordVersionTag>;

}  // namespace vouch

template <class Tag>
struct std::hash<vouch::Id<Tag>> {
  std::size_t operator()(vouch::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
