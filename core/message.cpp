#include "core/message.h"

#include <algorithm>
#include <array>

namespace vouch {
namespace {

constexpr auto kNoticeKinds = std::to_array<std::string_view>(
    {"needs_correction", "regressed", "index_overdue", "not_reported", "could_not_check",
     "correction", "system", "evidence_wanted", "plan", "plan_missing", "blocker", "follow_up"});
constexpr auto kAudiences = std::to_array<std::string_view>({"employee", "supervisor", "operator"});
constexpr auto kNoticeStates = std::to_array<std::string_view>({"pending", "shown", "dropped"});
constexpr auto kChannelKinds = std::to_array<std::string_view>({"mail", "webhook"});
constexpr auto kMessageStates =
    std::to_array<std::string_view>({"pending", "sending", "sent", "dead", "unknown", "cancelled"});

static_assert(kNoticeKinds.size() == static_cast<std::size_t>(NoticeKind::kFollowUp) + 1);
static_assert(kAudiences.size() == static_cast<std::size_t>(Audience::kOperator) + 1);
static_assert(kNoticeStates.size() == static_cast<std::size_t>(NoticeState::kDropped) + 1);
static_assert(kChannelKinds.size() == static_cast<std::size_t>(ChannelKind::kWebhook) + 1);
static_assert(kMessageStates.size() == static_cast<std::size_t>(MessageState::kCancelled) + 1);

template <class Enum, std::size_t N>
constexpr std::string_view word(const std::array<std::string_view, N>& table, Enum value) {
  return table[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& table, std::string_view text) {
  const auto found = std::find(table.begin(), table.end(), text);
  if (found == table.end()) return std::nullopt;
  return static_cast<Enum>(found - table.begin());
}

}  // namespace

std::string_view to_string(NoticeKind kind) {
  return word(kNoticeKinds, kind);
}
std::string_view to_string(Audience audience) {
  return word(kAudiences, audience);
}
std::string_view to_string(NoticeState state) {
  return word(kNoticeStates, state);
}
std::string_view to_string(MessageState state) {
  return word(kMessageStates, state);
}
std::string_view to_string(ChannelKind kind) {
  return word(kChannelKinds, kind);
}

std::optional<NoticeKind> parse_notice_kind(std::string_view text) {
  return parse<NoticeKind>(kNoticeKinds, text);
}
std::optional<Audience> parse_audience(std::string_view text) {
  return parse<Audience>(kAudiences, text);
}
std::optional<NoticeState> parse_notice_state(std::string_view text) {
  return parse<NoticeState>(kNoticeStates, text);
}
std::optional<MessageState> parse_message_state(std::string_view text) {
  return parse<MessageState>(kMessageStates, text);
}
std::optional<ChannelKind> parse_channel_kind(std::string_view text) {
  return parse<ChannelKind>(kChannelKinds, text);
}

}  // namespace vouch
