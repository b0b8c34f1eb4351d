// The outbox: frozen messages on their way out (alerts-security-operations §1.5). The attempt is
// counted and committed before the first byte is sent; a completion with a stale attempt changes
// nothing; keys outlive purged rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/inbox.h"
#include "core/message.h"
#include "store/sql.h"

namespace vouch::store {

struct AttemptOutcome {
  MessageState state = MessageState::kSent;  // kSent, kPending (try again at next_at), kDead
  Time at;
  Time next_at;
  std::string code;    // "250", "403 errcode 45009", "timeout"
  std::string detail;  // for people, no secrets
  std::string provider_ref;
  std::int64_t milliseconds = 0;
};

struct Delivery {  // one attempt, append-only
  std::int64_t id = 0;
  std::string message;
  int attempt = 0;
  Time at;
  MessageState outcome = MessageState::kUnknown;  // kUnknown: the daemon died in the send window
  std::string code;
  std::string detail;
  std::int64_t milliseconds = 0;
};

struct OutboxCounts {
  std::int64_t pending = 0;
  std::int64_t sending = 0;
  std::int64_t sent = 0;
  std::int64_t dead = 0;
  std::int64_t unknown = 0;
  std::int64_t cancelled = 0;
  std::optional<Time> oldest_pending_at;  // created_at; pending, sending or unknown
};

// Of which letter a row is.
struct LetterRow {
  InboxId inbox;         // the letter's entry in its reader's inbox; none: it has none
  bool instead = false;  // goes this way because another was broken for its reader
};

// How the newest finished message to an address ended.
struct AddressEnd {
  MessageState state = MessageState::kSent;  // kSent or kDead
  std::string code;
};

namespace outbox {

// false: the dedup key was used before, nothing was changed.
Result<bool> insert_once(Connection& db, const Message& message, const LetterRow& letter = {});
Result<LetterRow> letter_row(Connection& db, std::string_view id);  // kNotFound
// All rows of one letter: to this person with its entry or, of letters older than inboxes, written
// at that moment.
Result<std::vector<Message>> rows_of(Connection& db, UserId recipient, Time created_at,
                                     InboxId inbox);
// Those among them that are not at an end yet.
Result<std::vector<Message>> open_of(Connection& db, UserId recipient, Time created_at,
                                     InboxId inbox);
// Has this letter gone another way than it was meant to?
Result<bool> has_substitute(Connection& db, InboxId inbox);
// Letters to people that wait in this channel, by age.
Result<std::vector<Message>> letters_in(Connection& db, ChannelId channel, int limit);
// None: nothing was ever finished there.
Result<std::optional<AddressEnd>> last_end(Connection& db, UserId recipient, ChannelId channel,
                                           std::string_view address);
// pending or unknown with next_at <= now, of this channel if it is enabled; of each group_key only
// the oldest unfinished message, so that order is kept. Further ahead than any wait: of a clock
// that was put back, and due.
Result<std::vector<Message>> due(Connection& db, ChannelId channel, Time now, int limit);
// Of each enabled channel that has something to send, the earliest.
struct ChannelDue {
  ChannelId channel;
  Time at;
};
Result<std::vector<ChannelDue>> next_due(Connection& db);
// pending or unknown -> sending with attempt + 1, to be committed before the first byte. The new
// attempt; none: the row has changed meanwhile, do not send.
Result<std::optional<int>> begin_attempt(Connection& db, std::string_view id, int attempt, Time at);
// Only while sending with this attempt; false: a late worker, nothing was changed. Adds a delivery
// row.
Result<bool> complete(Connection& db, std::string_view id, int attempt,
                      const AttemptOutcome& outcome);
// At start: what was being sent when the daemon died is unknown, marked a possible duplicate and
// tried again with the same id. How many.
Result<std::int64_t> recover_sending_to_unknown(Connection& db, Time now);
// pending or unknown -> cancelled; false: too late.
Result<bool> cancel(Connection& db, std::string_view id, Time at);
// Calm rows (Message::calm) that would be sent before `end`: are there any, and moves them there.
// How many. No attempt is counted.
Result<bool> has_calm_before(Connection& db, Time end);
Result<std::int64_t> hold_calm(Connection& db, Time end);
// Dead or cancelled -> pending again, by a person.
Result<bool> retry(Connection& db, std::string_view id, Time at);

Result<Message> find(Connection& db, std::string_view id);  // kNotFound
Result<std::vector<Message>> list(Connection& db, std::optional<MessageState> state, int limit);
Result<OutboxCounts> counts(Connection& db);
// Ascending by id, those after `after`.
Result<std::vector<Delivery>> deliveries(Connection& db, std::int64_t after, int limit);
Result<std::vector<Delivery>> deliveries_of(Connection& db, std::string_view message);
// Removes sent, dead and cancelled rows created before `before`; their keys stay. How many.
Result<std::int64_t> purge(Connection& db, Time before, int limit);

}  // namespace outbox
}  // namespace vouch::store
