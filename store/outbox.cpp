#include "store/outbox.h"

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store::outbox {
namespace {

constexpr Millis kLongestWait = std::chrono::hours(48);
constexpr Millis kLongestQuiet = std::chrono::hours(24 * 60);  // holidays, of calm rows

constexpr std::string_view kTakeKey =
    "INSERT INTO outbox_key(dedup_key, created_at) VALUES($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO outbox(id, dedup_key, channel_id, recipient_id, address, subject, body, group_key,
    state, attempt, next_at, created_at, provider_ref, last_code, possible_duplicate, calm,
    inbox_id, instead)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, 'pending', 0, $9, $10, '', '', 0, $11, $12, $13))sql";
constexpr std::string_view kLetterRow = "SELECT inbox_id, instead FROM outbox WHERE id = $1";
constexpr std::string_view kDue = R"sql(
  SELECT o.id, o.dedup_key, o.channel_id, o.recipient_id, o.address, o.subject, o.body, o.group_key,
    o.state, o.attempt, o.next_at, o.created_at, o.sent_at, o.provider_ref, o.last_code,
    o.possible_duplicate, o.calm
  FROM outbox o JOIN channel c ON c.id = o.channel_id
  WHERE o.state IN ('pending', 'unknown') AND c.enabled <> 0 AND o.channel_id = $3
    AND (o.next_at <= $1 OR o.next_at > CASE o.calm WHEN 0 THEN $4 ELSE $5 END)
    AND (o.group_key = '' OR NOT EXISTS(
      SELECT 1 FROM outbox earlier
      WHERE earlier.channel_id = o.channel_id AND earlier.group_key = o.group_key
        AND earlier.sequence < o.sequence
        AND earlier.state IN ('pending', 'sending', 'unknown')))
  ORDER BY o.next_at, o.sequence LIMIT $2)sql";
constexpr std::string_view kNextDue = R"sql(
  SELECT o.channel_id, min(o.next_at) FROM outbox o JOIN channel c ON c.id = o.channel_id
  WHERE o.state IN ('pending', 'unknown') AND c.enabled <> 0
    AND (o.group_key = '' OR NOT EXISTS(
      SELECT 1 FROM outbox earlier
      WHERE earlier.channel_id = o.channel_id AND earlier.group_key = o.group_key
        AND earlier.sequence < o.sequence
        AND earlier.state IN ('pending', 'sending', 'unknown')))
  GROUP BY o.channel_id)sql";
constexpr std::string_view kBegin = R"sql(
  UPDATE outbox SET state = 'sending', attempt = attempt + 1, next_at = $3,
    possible_duplicate = CASE WHEN state = 'unknown' THEN 1 ELSE possible_duplicate END
  WHERE id = $1 AND attempt = $2 AND state IN ('pending', 'unknown')
  RETURNING attempt)sql";
constexpr std::string_view kComplete = R"sql(
  UPDATE outbox SET state = $3, next_at = $4, last_code = $5,
    provider_ref = CASE WHEN $6 = '' THEN provider_ref ELSE $6 END,
    sent_at = CASE WHEN $3 = 'sent' THEN $7 ELSE sent_at END,
    possible_duplicate = CASE WHEN $3 = 'unknown' THEN 1 ELSE possible_duplicate END
  WHERE id = $1 AND attempt = $2 AND state = 'sending')sql";
constexpr std::string_view kDelivered = R"sql(
  INSERT INTO delivery(message_id, attempt, at, outcome, code, detail, ms)
  VALUES($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kSending =
    "SELECT id, attempt FROM outbox WHERE state = 'sending' ORDER BY sequence";
constexpr std::string_view kUnknown =
    "UPDATE outbox SET state = 'unknown', next_at = $2, possible_duplicate = 1 "
    "WHERE id = $1 AND state = 'sending'";
constexpr std::string_view kCancel =
    "UPDATE outbox SET state = 'cancelled', next_at = $2 "
    "WHERE id = $1 AND state IN ('pending', 'unknown')";
constexpr std::string_view kCalmDue =
    "SELECT EXISTS(SELECT 1 FROM outbox WHERE calm = 1 AND state IN ('pending', 'unknown') "
    "AND next_at < $1)";
constexpr std::string_view kHoldCalm =
    "UPDATE outbox SET next_at = $1 "
    "WHERE calm = 1 AND state IN ('pending', 'unknown') AND next_at < $1";
constexpr std::string_view kRetry =
    "UPDATE outbox SET state = 'pending', next_at = $2 "
    "WHERE id = $1 AND state = 'dead'";
constexpr std::string_view kFind = R"sql(
  SELECT id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt,
    next_at, created_at, sent_at, provider_ref, last_code, possible_duplicate, calm
  FROM outbox WHERE id = $1)sql";
constexpr std::string_view kList = R"sql(
  SELECT id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt,
    next_at, created_at, sent_at, provider_ref, last_code, possible_duplicate, calm
  FROM outbox WHERE CAST($1 AS TEXT) IS NULL OR state = $1 ORDER BY sequence DESC LIMIT $2)sql";
constexpr std::string_view kRowsOf = R"sql(
  SELECT id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt,
    next_at, created_at, sent_at, provider_ref, last_code, possible_duplicate, calm
  FROM outbox WHERE recipient_id = $1 AND (inbox_id = $3 OR CAST($3 AS INTEGER) IS NULL AND created_at = $2)
  ORDER BY sequence)sql";
constexpr std::string_view kOpenOf = R"sql(
  SELECT id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt,
    next_at, created_at, sent_at, provider_ref, last_code, possible_duplicate, calm
  FROM outbox WHERE state IN ('pending', 'sending', 'unknown') AND recipient_id = $1
    AND (inbox_id = $3 OR CAST($3 AS INTEGER) IS NULL AND created_at = $2)
  ORDER BY sequence)sql";
constexpr std::string_view kHasSubstitute =
    "SELECT EXISTS(SELECT 1 FROM outbox WHERE inbox_id = $1 AND instead = 1)";
constexpr std::string_view kLettersIn = R"sql(
  SELECT id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt,
    next_at, created_at, sent_at, provider_ref, last_code, possible_duplicate, calm
  FROM outbox WHERE channel_id = $1 AND state IN ('pending', 'sending', 'unknown')
    AND inbox_id IS NOT NULL AND instead = 0
  ORDER BY sequence LIMIT $2)sql";
constexpr std::string_view kLastEnd = R"sql(
  SELECT state, last_code FROM outbox
  WHERE recipient_id = $1 AND channel_id = $2 AND address = $3 AND state IN ('sent', 'dead')
  ORDER BY sequence DESC LIMIT 1)sql";
constexpr std::string_view kCounts = "SELECT state, count(*) FROM outbox GROUP BY state";
constexpr std::string_view kOldest =
    "SELECT min(created_at) FROM outbox WHERE state IN ('pending', 'sending', 'unknown')";
constexpr std::string_view kDeliveries =
    "SELECT id, message_id, attempt, at, outcome, code, detail, ms FROM delivery "
    "WHERE id > $1 ORDER BY id LIMIT $2";
constexpr std::string_view kDeliveriesOf =
    "SELECT id, message_id, attempt, at, outcome, code, detail, ms FROM delivery "
    "WHERE message_id = $1 ORDER BY attempt";
constexpr std::string_view kPurge = R"sql(
  DELETE FROM outbox WHERE sequence IN (
    SELECT sequence FROM outbox
    WHERE state IN ('sent', 'dead', 'cancelled') AND created_at < $1
    ORDER BY sequence LIMIT $2))sql";

Message read_message(const Row& row) {
  Message m;
  row.read(m.id, m.dedup_key, m.channel, m.recipient, m.address, m.subject, m.body, m.group_key,
           m.state, m.attempt, m.next_at, m.created_at, m.sent_at, m.provider_ref, m.last_code,
           m.possible_duplicate, m.calm);
  return m;
}

Delivery read_delivery(const Row& row) {
  Delivery d;
  row.read(d.id, d.message, d.attempt, d.at, d.outcome, d.code, d.detail, d.milliseconds);
  return d;
}

Result<bool> changed_one(Result<std::int64_t> changed) {
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

}  // namespace

Result<bool> insert_once(Connection& db, const Message& m, const LetterRow& letter) {
  auto fresh = changed_one(db.run(kTakeKey, m.dedup_key, m.created_at));
  if (!fresh || !*fresh) return fresh;
  return changed_one(db.run(kInsert, m.id, m.dedup_key, m.channel, m.recipient, m.address,
                            m.subject, m.body, m.group_key, m.next_at, m.created_at, m.calm,
                            letter.inbox, letter.instead));
}

Result<LetterRow> letter_row(Connection& db, std::string_view id) {
  const auto found = db.first<LetterRow>(
      kLetterRow,
      [](const Row& row) {
        LetterRow out;
        row.read(out.inbox, out.instead);
        return out;
      },
      id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no message {}", id));
  return **found;
}

Result<std::vector<Message>> rows_of(Connection& db, UserId recipient, Time created_at,
                                     InboxId inbox) {
  return db.all<Message>(kRowsOf, read_message, recipient, created_at, inbox);
}

Result<std::vector<Message>> open_of(Connection& db, UserId recipient, Time created_at,
                                     InboxId inbox) {
  return db.all<Message>(kOpenOf, read_message, recipient, created_at, inbox);
}

Result<bool> has_substitute(Connection& db, InboxId inbox) {
  return db.scalar<bool>(kHasSubstitute, inbox);
}

Result<std::vector<Message>> letters_in(Connection& db, ChannelId channel, int limit) {
  return db.all<Message>(kLettersIn, read_message, channel, limit);
}

Result<std::optional<AddressEnd>> last_end(Connection& db, UserId recipient, ChannelId channel,
                                           std::string_view address) {
  return db.first<AddressEnd>(
      kLastEnd,
      [](const Row& row) {
        AddressEnd out;
        row.read(out.state, out.code);
        return out;
      },
      recipient, channel, address);
}

Result<std::vector<Message>> due(Connection& db, ChannelId channel, Time now, int limit) {
  return db.all<Message>(kDue, read_message, now, limit, channel, now + kLongestWait,
                         now + kLongestQuiet);
}

Result<std::vector<ChannelDue>> next_due(Connection& db) {
  return db.all<ChannelDue>(kNextDue, [](const Row& row) {
    ChannelDue due;
    row.read(due.channel, due.at);
    return due;
  });
}

Result<std::optional<int>> begin_attempt(Connection& db, std::string_view id, int attempt,
                                         Time at) {
  return db.first<int>(
      kBegin, [](const Row& row) { return static_cast<int>(row.integer(0)); }, id, attempt, at);
}

Result<bool> complete(Connection& db, std::string_view id, int attempt, const AttemptOutcome& o) {
  auto changed =
      changed_one(db.run(kComplete, id, attempt, o.state, o.next_at, o.code, o.provider_ref, o.at));
  if (!changed || !*changed) return changed;
  auto noted = db.run(kDelivered, id, attempt, o.at, o.state, o.code, o.detail, o.milliseconds);
  if (!noted) return tl::unexpected(noted.error());
  return true;
}

Result<std::int64_t> recover_sending_to_unknown(Connection& db, Time now) {
  struct Sending {
    std::string id;
    int attempt = 0;
  };
  auto rows = db.all<Sending>(kSending, [](const Row& row) {
    Sending out;
    row.read(out.id, out.attempt);
    return out;
  });
  if (!rows) return tl::unexpected(rows.error());
  for (const Sending& row : *rows) {
    auto changed = db.run(kUnknown, row.id, now);
    if (changed) {
      changed = db.run(kDelivered, row.id, row.attempt, now, MessageState::kUnknown, "",
                       "the daemon ended while this was being sent", 0);
    }
    if (!changed) return tl::unexpected(changed.error());
  }
  return static_cast<std::int64_t>(rows->size());
}

Result<bool> cancel(Connection& db, std::string_view id, Time at) {
  return changed_one(db.run(kCancel, id, at));
}
Result<bool> has_calm_before(Connection& db, Time end) {
  return db.scalar<bool>(kCalmDue, end);
}
Result<std::int64_t> hold_calm(Connection& db, Time end) {
  return db.run(kHoldCalm, end);
}
Result<bool> retry(Connection& db, std::string_view id, Time at) {
  return changed_one(db.run(kRetry, id, at));
}

Result<Message> find(Connection& db, std::string_view id) {
  auto found = db.first<Message>(kFind, read_message, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no message {}", id));
  return std::move(**found);
}

Result<std::vector<Message>> list(Connection& db, std::optional<MessageState> state, int limit) {
  return db.all<Message>(kList, read_message, state, limit);
}

Result<OutboxCounts> counts(Connection& db) {
  OutboxCounts out;
  auto done = db.each(kCounts, [&](const Row& row) {
    MessageState state{};
    std::int64_t count = 0;
    row.read(state, count);
    switch (state) {
      case MessageState::kPending:
        out.pending = count;
        break;
      case MessageState::kSending:
        out.sending = count;
        break;
      case MessageState::kSent:
        out.sent = count;
        break;
      case MessageState::kDead:
        out.dead = count;
        break;
      case MessageState::kUnknown:
        out.unknown = count;
        break;
      case MessageState::kCancelled:
        out.cancelled = count;
        break;
    }
  });
  if (!done) return tl::unexpected(done.error());
  auto oldest = db.scalar<std::optional<Time>>(kOldest);
  if (!oldest) return tl::unexpected(oldest.error());
  out.oldest_pending_at = *oldest;
  return out;
}

Result<std::vector<Delivery>> deliveries(Connection& db, std::int64_t after, int limit) {
  return db.all<Delivery>(kDeliveries, read_delivery, after, limit);
}
Result<std::vector<Delivery>> deliveries_of(Connection& db, std::string_view message) {
  return db.all<Delivery>(kDeliveriesOf, read_delivery, message);
}

Result<std::int64_t> purge(Connection& db, Time before, int limit) {
  return db.run(kPurge, before, limit);
}

}  // namespace vouch::store::outbox
