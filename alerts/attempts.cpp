#include "alerts/attempts.h"

#include <fmt/format.h>

#include "alerts/retry.h"
#include "store/channels.h"
#include "store/outbox.h"
#include "store/settings.h"

namespace vouch::alerts {
namespace {

std::string words(const SendResult& result) {
  return result.detail.empty() ? result.code : result.code + ": " + result.detail;
}

// Whatever a message of several rows was refused for, it may have been one row's fault.
SendResult shared_result(const std::vector<Message>& rows, SendResult result) {
  if (rows.size() < 2) return result;
  const std::string together =
      fmt::format("{} rows in one message, the first {}", rows.size(), rows.front().id);
  if (result.outcome == SendOutcome::kDead) {
    result.outcome = SendOutcome::kRetry;
    result.of_channel = false;
    result.code = std::string(kRefusedTogether) + result.code;
  }
  result.detail = result.detail.empty() ? together : result.detail + "; " + together;
  if (result.outcome == SendOutcome::kSent && result.provider_ref.empty()) {
    result.provider_ref = "together " + rows.front().id;
  }
  return result;
}

store::AttemptOutcome outcome_of(const Channel& channel, const Message& row,
                                 const SendResult& result, Millis took, Time now) {
  const NextState next = next_state(channel.kind, row, result, now);
  store::AttemptOutcome outcome;
  outcome.state = next.state;
  outcome.at = now;
  outcome.next_at = next.next_at;
  outcome.code = result.code;
  outcome.detail = result.detail;
  outcome.provider_ref = result.provider_ref;
  outcome.milliseconds = took.count();
  return outcome;
}

ChannelTrouble dead_row(const Channel& channel, const Message& row, const SendResult& result) {
  ChannelTrouble trouble;
  trouble.channel = channel;
  trouble.message_id = row.id;
  trouble.address = row.address;
  trouble.detail = words(result);
  return trouble;
}

// True: switched off just now.
Result<bool> note_health(store::WriteContext& context, const Channel& channel,
                         const SendResult& result, Time now, const OnTrouble& on_trouble) {
  ChannelTrouble trouble;
  trouble.channel = channel;
  trouble.detail = words(result);
  if (result.closed && on_trouble) {
    trouble.closed = true;
    if (auto told = on_trouble(context, trouble); !told) return tl::unexpected(told.error());
    trouble.closed = false;
  }
  const ChannelChange change = channel_after(channel, result, now);
  if (!change.changed) return false;
  auto noted = store::channels::set_failing_since(context.db, channel.id, change.failing_since);
  if (!noted) return tl::unexpected(noted.error());
  if (!change.switch_off) return false;
  auto off = store::channels::set_enabled(context.db, channel.id, false, change.why);
  if (!off) return tl::unexpected(off.error());
  trouble.channel.enabled = false;
  trouble.channel.disabled_why = change.why;
  trouble.switched_off = true;
  trouble.detail = change.why;
  if (on_trouble) {
    if (auto told = on_trouble(context, trouble); !told) return tl::unexpected(told.error());
  }
  return true;
}

}  // namespace

Result<std::optional<Time>> take_channel_turn(store::WriteContext& context, ChannelId channel,
                                              const Rate& rate) {
  const std::string key = fmt::format("channel_full_at:{}", channel.value);
  const auto full_at = store::settings::get_time(context.db, key);
  if (!full_at) return tl::unexpected(full_at.error());
  const Turn turn = take_turn(rate, *full_at, context.now);
  // A refused turn too: it may have mended a moment from a clock that was ahead.
  const Status kept = store::settings::put_time(context.db, key, turn.full_at);
  if (!kept) return tl::unexpected(kept.error());
  return turn.granted ? std::optional<Time>() : std::optional(turn.at);
}

Result<Begun> begin_attempts(store::WriteContext& context, std::vector<Message> rows,
                             const std::optional<Rate>& rate) {
  Begun begun;
  if (rate) {
    const auto wait = take_channel_turn(context, rows.front().channel, *rate);
    if (!wait) return tl::unexpected(wait.error());
    begun.wait_until = *wait;
    if (begun.wait_until) return begun;
  }
  begun.rows.reserve(rows.size());
  for (Message& row : rows) {
    const auto attempt = store::outbox::begin_attempt(context.db, row.id, row.attempt, context.now);
    if (!attempt) return tl::unexpected(attempt.error());
    if (!*attempt) continue;
    row.attempt = **attempt;
    begun.rows.push_back(std::move(row));
  }
  return begun;
}

Result<Ended> end_attempts(store::WriteContext& context, const std::vector<Message>& rows,
                           SendResult result, Millis took, Time now, const OnTrouble& on_trouble) {
  Ended ended;
  result = shared_result(rows, std::move(result));
  const auto channel = store::channels::find(context.db, rows.front().channel);
  if (!channel) return tl::unexpected(channel.error());
  for (const Message& row : rows) {
    const store::AttemptOutcome outcome = outcome_of(*channel, row, result, took, now);
    const auto completed = store::outbox::complete(context.db, row.id, row.attempt, outcome);
    if (!completed) return tl::unexpected(completed.error());
    if (!*completed) continue;
    ++ended.completed;
    if (outcome.state != MessageState::kDead || !on_trouble) continue;
    auto told = on_trouble(context, dead_row(*channel, row, result));
    if (!told) return tl::unexpected(told.error());
  }
  if (ended.completed == 0) return ended;
  const auto off = note_health(context, *channel, result, now, on_trouble);
  if (!off) return tl::unexpected(off.error());
  ended.switched_off = *off;
  return ended;
}

}  // namespace vouch::alerts
