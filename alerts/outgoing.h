// From shown notices and digests to outbox rows: which channels, frozen bytes, stable ids. Pure;
// composed into the transaction that shows the notice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/render.h"
#include "config/settings.h"
#include "core/message.h"

namespace vouch::alerts {

// A channel with what decides whether a row is meant for it.
struct Endpoint {
  Channel channel;
  std::vector<std::string> events;               // webhooks: event types wanted; empty: all
  std::optional<config::RobotSettings> robot{};  // what it may carry: robot_outgoing.h
};

struct OutgoingContext {
  RenderContext render;
  std::vector<Endpoint> endpoints;   // disabled ones still get rows: they wait, nothing is lost
  std::vector<std::string> at_once;  // [alerts] at_once: rules whose supervisor rows go out alone
  Time now;
};

// `notice` has just been judged kShow. Empty when no channel fits: the page and the banner are then
// the message. Webhook events name no person (they go out before grace ends).
std::vector<Message> messages_for(const Notice& notice, const User& recipient,
                                  const OutgoingContext& context);

// Daily and weekly mails. `kind`: "daily" or "weekly"; `date` makes them unique.
std::vector<Message> digest_messages(std::string_view kind, Date date, const Letter& letter,
                                     const User& recipient, const OutgoingContext& context);

// `vouch channel test NAME`. `nonce`: makes each test a message of its own.
Message test_message(const Channel& channel, std::string_view address, std::string_view nonce,
                     const RenderContext& context, Time now);

// Event types of webhooks: "claim.needs_correction", "claim.regressed", "claim.corrected",
// "claim.could_not_check", "index.overdue", "report.missing", "system.trouble", "channel.test".
std::string_view event_type(NoticeKind kind);

// sha256 over key, channel and address; "msg_" + 26 characters made from it: the same notice gives
// the same webhook-id and Message-ID whenever it is made (alerts-security-operations §1.5).
std::string dedup_key(std::string_view what, ChannelId channel, std::string_view address);
std::string message_id(std::string_view dedup_key);

}  // namespace vouch::alerts
