#include "alerts/retry.h"

#include <algorithm>
#include <array>

#include "core/hash.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Waits before attempts 2, 3, 4 ...
constexpr auto kWebhookWaits =
    std::to_array<Millis>({seconds(5), minutes(5), minutes(30), hours(2), hours(5), hours(10),
                           hours(14), hours(20), hours(24)});
constexpr auto kMailWaits =
    std::to_array<Millis>({minutes(1), minutes(5), minutes(15), minutes(30)});
constexpr Millis kMailRepeat = hours(1);
constexpr int kMailAttempts = 29;
constexpr Millis kLongestWait = hours(24);

std::optional<Millis> plain_wait(ChannelKind kind, int attempt) {
  const auto index = static_cast<std::size_t>(std::max(attempt, 1) - 1);
  switch (kind) {
    case ChannelKind::kMail:
      if (attempt >= kMailAttempts) return std::nullopt;
      return index < kMailWaits.size() ? kMailWaits[index] : kMailRepeat;
    case ChannelKind::kWebhook:
      if (index >= kWebhookWaits.size()) return std::nullopt;
      return kWebhookWaits[index];
  }
  return std::nullopt;
}

}  // namespace

std::optional<Millis> wait_after(ChannelKind kind, std::string_view id, int attempt) {
  const auto wait = plain_wait(kind, attempt);
  if (!wait) return std::nullopt;
  const std::uint64_t dice = hash64(id, static_cast<std::uint64_t>(attempt));
  return *wait + Millis(static_cast<std::int64_t>(
                     dice % static_cast<std::uint64_t>(wait->count() / 10 + 1)));
}

NextState next_state(ChannelKind kind, const Message& message, const SendResult& result, Time now) {
  switch (result.outcome) {
    case SendOutcome::kSent:
      return {MessageState::kSent, now};
    case SendOutcome::kDead:
      return {MessageState::kDead, now};
    case SendOutcome::kChannelBroken:
      return {MessageState::kPending, now};
    case SendOutcome::kRetry:
    case SendOutcome::kUnknown:
      break;
  }
  auto wait = wait_after(kind, message.id, message.attempt);
  if (!wait) return {MessageState::kDead, now};
  if (result.retry_after) wait = std::max(*wait, std::min(*result.retry_after, kLongestWait));
  const MessageState state =
      result.outcome == SendOutcome::kUnknown ? MessageState::kUnknown : MessageState::kPending;
  return {state, now + *wait};
}

ChannelChange channel_after(const Channel& channel, const SendResult& result, Time now) {
  const bool was_failing = channel.failing_since != Time{};
  ChannelChange change;
  change.failing_since = was_failing ? channel.failing_since : now;
  change.changed = !was_failing;
  change.why = result.detail.empty() ? result.code : result.code + ": " + result.detail;
  switch (result.outcome) {
    case SendOutcome::kSent:
      change.failing_since = Time{};
      change.changed = was_failing;
      break;
    case SendOutcome::kDead:
      change.failing_since = channel.failing_since;
      change.changed = false;
      break;
    case SendOutcome::kChannelBroken:
      change.switch_off = channel.enabled;
      break;
    case SendOutcome::kRetry:
    case SendOutcome::kUnknown:
      if (channel.enabled && channel.kind == ChannelKind::kWebhook &&
          now - change.failing_since >= kSwitchOffAfter) {
        change.switch_off = true;
        change.why = "no success for five days; last: " + change.why;
      }
      break;
  }
  change.changed = change.changed || change.switch_off;
  return change;
}

}  // namespace vouch::alerts
