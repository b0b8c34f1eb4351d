// From shown notices and digests to outbox rows: which channels, frozen bytes, stable ids. Pure;
// composed into the transaction that shows the notice.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/group_letter.h"
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
  std::vector<std::string> at_once;  // [alerts] at_once: rules whose supervisor rows get letters
  std::vector<std::string> urgent;   // [alerts] urgent: rules that do not wait for quiet time's end
  std::optional<Time> quiet_until{};  // of `now`; none: not quiet
  Time now;

  [[nodiscard]] bool is_urgent(NoticeKind kind) const;
};

// `notice` has just been judged kShow: events of webhooks and the system's condition for groups'
// robots, at once (a robot's row waits for the end of the quiet time unless its rule is urgent).
// They name no person: they go out before grace ends.
std::vector<Message> event_messages(const Notice& notice, const OutgoingContext& context);

// What decides by which of his channels a reader is told of one rule (ways.h).
struct Reach {
  std::set<ChannelId> off;     // he wants no letters of the rule there
  std::set<ChannelId> broken;  // nothing reaches him there, though the channel may work
  std::set<ChannelId> always;  // of a correction: the ways by which the negative went
};

// Is this notice told to this reader by letter, in his inbox at least? Not where the daily message
// covers it.
bool is_lettered(const Notice& notice, const NoticeFacts& facts, const User& reader,
                 const OutgoingContext& context);
// And has he a channel beside the inbox that may carry it?
bool has_letter(const Notice& notice, const NoticeFacts& facts, const User& reader,
                const OutgoingContext& context, const Reach& reach = {});

// One letter for all notices of a reader and rule that are told together, by mail and to the
// person's own robots. Items about a channel's own trouble stand in the letter of another channel
// only. One new notice alone is a letter of its own, in the thread of its claim. Ids are made from
// the keys of the items, and of a repetition from the letter before.
std::vector<Message> letter_messages(const GroupLetter& group, std::optional<Time> told_before,
                                     const User& reader, const OutgoingContext& context,
                                     const Reach& reach = {});
// What the letter is about, the same whenever it is made from the same notices.
std::string letter_key(const GroupLetter& group, std::optional<Time> told_before);

// Daily and weekly mails. `kind`: "daily" or "weekly"; `date` makes them unique.
std::vector<Message> digest_messages(std::string_view kind, Date date, const Letter& letter,
                                     const User& recipient, const OutgoingContext& context,
                                     const Reach& reach = {});
std::string digest_key(std::string_view kind, Date date, UserId recipient);

// `vouch channel test NAME`. `nonce`: makes each test a message of its own.
Message test_message(const Channel& channel, std::string_view address, std::string_view nonce,
                     const RenderContext& context, Time now);

// Event types of webhooks: "claim.needs_correction", "claim.regressed", "claim.corrected",
// "claim.could_not_check", "index.overdue", "report.missing", "system.trouble", "channel.test",
// "claim.evidence_wanted", "plan.changed", "plan.missing".
std::string_view event_type(NoticeKind kind);

// sha256 over key, channel and address; "msg_" + 26 characters made from it: the same notice gives
// the same webhook-id and Message-ID whenever it is made (alerts-security-operations §1.5).
std::string dedup_key(std::string_view what, ChannelId channel, std::string_view address);
std::string message_id(std::string_view dedup_key);

}  // namespace vouch::alerts
