// What becomes of a row after an attempt: schedules and the end of patience. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "alerts/sender.h"
#include "core/message.h"
#include "core/time.h"

namespace vouch::alerts {

// Wait after failed attempt number `attempt` (1 = the first), with up to a tenth of jitter made
// from hash(id, attempt); none: no further attempt. Webhooks: Standard Webhooks' example schedule,
// ten attempts. Mail: 1, 5, 15, 30 minutes, then hourly, 29 attempts, a little under 25 hours.
std::optional<Millis> wait_after(ChannelKind kind, std::string_view id, int attempt);

struct NextState {
  MessageState state = MessageState::kPending;
  Time next_at;
};
// kSent -> sent; kDead -> dead; kRetry and kUnknown -> pending / unknown at the next time or dead;
// kChannelBroken -> pending, at once when the channel is back: the attempt was not the row's fault.
// A server's Retry-After lengthens a wait, up to a day, and never shortens it.
NextState next_state(ChannelKind kind, const Message& message, const SendResult& result, Time now);

// What an attempt says about its channel. A dead row says nothing: the next may well be accepted.
inline constexpr Millis kSwitchOffAfter = std::chrono::hours(120);  // webhooks, without a success
struct ChannelChange {
  bool changed = false;
  Time failing_since;  // epoch: healthy
  bool switch_off = false;
  std::string why;
};
ChannelChange channel_after(const Channel& channel, const SendResult& result, Time now);

}  // namespace vouch::alerts
