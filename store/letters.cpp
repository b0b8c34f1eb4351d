#include "store/letters.h"

#include <array>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr std::array<std::string_view, 4> kStates = {"waiting", "told", "over", "inhibited"};

}  // namespace

// Found by Row::read.
static void read_column(const Row& row, int column, LetterState& out) {
  const std::string_view text = row.text(column);
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] != text) continue;
    out = static_cast<LetterState>(i);
    return;
  }
  row.reject(column, "state of a letter");
}

std::string_view to_string(LetterState state) {
  return kStates[static_cast<std::size_t>(state)];
}

namespace letters {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO letter_item(notice_id, reader_id, rule, since, state, waits_for_way)
  VALUES($1, $2, $3, $4, 'waiting', $5)
  ON CONFLICT(notice_id) DO NOTHING)sql";
constexpr std::string_view kWake = R"sql(
  INSERT INTO letter_group(reader_id, rule, told_at, due_at) VALUES($1, $2, NULL, $3)
  ON CONFLICT(reader_id, rule) DO UPDATE SET due_at =
    CASE WHEN due_at IS NULL OR due_at > $3 THEN $3 ELSE due_at END)sql";
constexpr std::string_view kDue = R"sql(
  SELECT reader_id, rule, told_at, due_at FROM letter_group
  WHERE due_at <= $1 ORDER BY due_at, reader_id, rule LIMIT $2)sql";
constexpr std::string_view kNextDue =
    "SELECT min(due_at) FROM letter_group WHERE due_at IS NOT NULL";
constexpr std::string_view kFindGroup =
    "SELECT reader_id, rule, told_at, due_at FROM letter_group "
    "WHERE reader_id = $1 AND rule = $2";
constexpr std::string_view kPutGroup = R"sql(
  INSERT INTO letter_group(reader_id, rule, told_at, due_at) VALUES($1, $2, $3, $4)
  ON CONFLICT(reader_id, rule) DO UPDATE SET told_at = $3, due_at = $4)sql";
constexpr std::string_view kWakeAll = "UPDATE letter_group SET due_at = $1 WHERE due_at > $1";
constexpr std::string_view kHandOver =
    "UPDATE letter_item SET reader_id = $2 WHERE notice_id = $1 AND state = 'waiting'";
constexpr std::string_view kItems = R"sql(
  SELECT notice_id, reader_id, rule, since, state, at, message_id, silence_id, inbox_id,
    waits_for_way
  FROM letter_item
  WHERE reader_id = $1 AND rule = $2 AND state = $3 AND state IN ('waiting', 'told', 'inhibited')
  ORDER BY notice_id)sql";
constexpr std::string_view kFindItem =
    "SELECT notice_id, reader_id, rule, since, state, at, message_id, silence_id, "
    "inbox_id, waits_for_way FROM letter_item WHERE notice_id = $1";
constexpr std::string_view kToldAt = R"sql(
  SELECT i.notice_id, i.reader_id, i.rule, i.since, i.state, i.at, i.message_id, i.silence_id,
    i.inbox_id, i.waits_for_way
  FROM letter_item i LEFT JOIN outbox o ON o.id = i.message_id
  WHERE i.reader_id = $1 AND (i.inbox_id = $3 OR o.recipient_id = $1
    AND (o.inbox_id = $3 OR CAST($3 AS INTEGER) IS NULL AND o.created_at = $2))
  ORDER BY i.notice_id)sql";
constexpr std::string_view kPutInbox = "UPDATE letter_item SET inbox_id = $2 WHERE notice_id = $1";
constexpr std::string_view kMark = R"sql(
  UPDATE letter_item SET state = $2, at = $3,
    message_id = CASE WHEN $4 = '' THEN message_id ELSE $4 END, silence_id = NULL
  WHERE notice_id = $1)sql";
constexpr std::string_view kHoldBack =
    "UPDATE letter_item SET silence_id = $2 WHERE notice_id = $1";
constexpr std::string_view kWaiting = "SELECT count(*) FROM letter_item WHERE state = 'waiting'";

LetterItem read_item(const Row& row) {
  LetterItem item;
  row.read(item.notice, item.reader, item.rule, item.since, item.state, item.at, item.message,
           item.silence, item.inbox, item.waits_for_way);
  return item;
}

LetterGroup read_group(const Row& row) {
  LetterGroup group;
  row.read(group.reader, group.rule, group.told_at, group.due_at);
  return group;
}

}  // namespace

Result<bool> add(Connection& db, const LetterItem& item, Time decide_at) {
  const auto added =
      db.run(kAdd, item.notice, item.reader, item.rule, item.since, item.waits_for_way);
  if (!added) return tl::unexpected(added.error());
  if (*added == 0) return false;
  const auto woken = db.run(kWake, item.reader, item.rule, decide_at);
  if (!woken) return tl::unexpected(woken.error());
  return true;
}

Result<std::vector<LetterGroup>> due(Connection& db, Time now, int limit) {
  return db.all<LetterGroup>(kDue, read_group, now, limit);
}

Result<std::optional<Time>> next_due(Connection& db) {
  return db.scalar<std::optional<Time>>(kNextDue);
}

Result<std::optional<LetterGroup>> find_group(Connection& db, UserId reader, NoticeKind rule) {
  return db.first<LetterGroup>(kFindGroup, read_group, reader, rule);
}

Status put_group(Connection& db, const LetterGroup& group) {
  const auto put = db.run(kPutGroup, group.reader, group.rule, group.told_at, group.due_at);
  if (!put) return tl::unexpected(put.error());
  return {};
}

Status wake_all(Connection& db, Time at) {
  const auto woken = db.run(kWakeAll, at);
  if (!woken) return tl::unexpected(woken.error());
  return {};
}

Status hand_over(Connection& db, const LetterItem& item, UserId reader, Time decide_at) {
  const auto moved = db.run(kHandOver, item.notice, reader);
  if (!moved) return tl::unexpected(moved.error());
  const auto woken = db.run(kWake, reader, item.rule, decide_at);
  if (!woken) return tl::unexpected(woken.error());
  return {};
}

Result<std::vector<LetterItem>> items(Connection& db, UserId reader, NoticeKind rule,
                                      LetterState state) {
  return db.all<LetterItem>(kItems, read_item, reader, rule, to_string(state));
}

Result<std::vector<LetterItem>> told_at(Connection& db, UserId reader, Time at, InboxId inbox) {
  return db.all<LetterItem>(kToldAt, read_item, reader, at, inbox);
}

Status put_inbox(Connection& db, NoticeId notice, InboxId inbox) {
  const auto put = db.run(kPutInbox, notice, inbox);
  if (!put) return tl::unexpected(put.error());
  return {};
}

Result<std::optional<LetterItem>> find_item(Connection& db, NoticeId notice) {
  return db.first<LetterItem>(kFindItem, read_item, notice);
}

Status hold_back(Connection& db, NoticeId notice, SilenceId silence) {
  const auto held = db.run(kHoldBack, notice, silence);
  if (!held) return tl::unexpected(held.error());
  return {};
}

Result<bool> mark(Connection& db, NoticeId notice, LetterState state, Time at,
                  std::string_view message) {
  const auto changed = db.run(kMark, notice, to_string(state), at, message);
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

Result<std::int64_t> waiting(Connection& db) {
  return db.scalar<std::int64_t>(kWaiting);
}

}  // namespace letters
}  // namespace vouch::store
