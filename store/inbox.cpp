#include "store/inbox.h"

#include <boost/json.hpp>

#include "store/columns.h"

namespace vouch::store::inbox {
namespace {

namespace json = boost::json;

constexpr std::string_view kTakeKey =
    "INSERT INTO outbox_key(dedup_key, created_at) VALUES($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO inbox(reader_id, rule, letter, title, lines, created_at)
  VALUES($1, $2, $3, $4, $5, $6) RETURNING id)sql";
constexpr std::string_view kTold = "SELECT id FROM inbox WHERE reader_id = $1 AND letter = $2";
constexpr std::string_view kFind = R"sql(
  SELECT id, reader_id, rule, letter, title, lines, created_at, read_at
  FROM inbox WHERE id = $1)sql";
constexpr std::string_view kList = R"sql(
  SELECT id, reader_id, rule, letter, title, lines, created_at, read_at
  FROM inbox WHERE reader_id = $1 AND ($2 = 0 OR id < $2)
  ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view kListUnread = R"sql(
  SELECT id, reader_id, rule, letter, title, lines, created_at, read_at
  FROM inbox WHERE reader_id = $1 AND read_at IS NULL AND ($2 = 0 OR id < $2)
  ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view kFindings = R"sql(
  SELECT n.claim_id, EXISTS(
    SELECT 1 FROM notice c WHERE c.key = n.key || '|correction' AND c.state = 'shown')
  FROM letter_item i JOIN notice n ON n.id = i.notice_id
  WHERE i.inbox_id = $1 AND n.claim_id IS NOT NULL ORDER BY n.claim_id)sql";
constexpr std::string_view kUnread =
    "SELECT count(*) FROM inbox WHERE reader_id = $1 AND read_at IS NULL";
constexpr std::string_view kMarkRead =
    "UPDATE inbox SET read_at = $3 WHERE reader_id = $1 AND id = $2 AND read_at IS NULL";
constexpr std::string_view kIsHis =
    "SELECT EXISTS(SELECT 1 FROM inbox WHERE reader_id = $1 AND id = $2)";
constexpr std::string_view kMarkUpTo =
    "UPDATE inbox SET read_at = $3 WHERE reader_id = $1 AND id <= $2 AND read_at IS NULL";
// The newest stays: an id that was used is not used again.
constexpr std::string_view kPurge = R"sql(
  DELETE FROM inbox WHERE id IN (
    SELECT id FROM inbox WHERE created_at < $1 AND id < (SELECT max(id) FROM inbox)
    ORDER BY id LIMIT $2))sql";

std::string to_json(const std::vector<InboxLine>& lines) {
  json::array out;
  for (const InboxLine& line : lines) out.push_back({{"text", line.text}, {"url", line.url}});
  return json::serialize(out);
}

// What cannot be read is left out: the entry is shown with what there is.
std::vector<InboxLine> lines_of(std::string_view text) {
  std::vector<InboxLine> out;
  boost::system::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error || !parsed.is_array()) return out;
  const auto field = [](const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string().c_str())
                                                  : std::string();
  };
  for (const json::value& line : parsed.as_array()) {
    if (!line.is_object()) continue;
    out.push_back({field(line.as_object(), "text"), field(line.as_object(), "url")});
  }
  return out;
}

InboxEntry read_entry(const Row& row) {
  InboxEntry entry;
  std::string lines;
  row.read(entry.id, entry.reader, entry.rule, entry.letter, entry.title, lines, entry.created_at,
           entry.read_at);
  entry.lines = lines_of(lines);
  return entry;
}

}  // namespace

Result<InboxId> insert_once(Connection& db, const InboxEntry& entry, std::string_view key) {
  const auto fresh = db.run(kTakeKey, key, entry.created_at);
  if (!fresh) return tl::unexpected(fresh.error());
  if (*fresh == 0) {
    const auto told = db.first<InboxId>(
        kTold, [](const Row& row) { return InboxId{row.integer(0)}; }, entry.reader, entry.letter);
    if (!told) return tl::unexpected(told.error());
    return told->value_or(InboxId{});
  }
  return db.scalar<InboxId>(kInsert, entry.reader, entry.rule, entry.letter, entry.title,
                            to_json(entry.lines), entry.created_at);
}

Result<std::optional<InboxEntry>> find(Connection& db, InboxId id) {
  return db.first<InboxEntry>(kFind, read_entry, id);
}

Result<std::vector<InboxRow>> list(Connection& db, UserId reader, bool unread_only, InboxId before,
                                   int limit) {
  auto rows = db.all<InboxRow>(
      unread_only ? kListUnread : kList,
      [](const Row& row) {
        return InboxRow{read_entry(row), 0, {}};
      },
      reader, before.value, limit);
  if (!rows) return rows;
  for (InboxRow& row : *rows) {
    const auto read = db.each(
        kFindings,
        [&](const Row& finding) {
          ++row.findings;
          if (finding.integer(1) != 0) row.corrected.push_back(ClaimId{finding.integer(0)});
        },
        row.entry.id);
    if (!read) return tl::unexpected(read.error());
  }
  return rows;
}

Result<std::int64_t> unread(Connection& db, UserId reader) {
  return db.scalar<std::int64_t>(kUnread, reader);
}

Result<bool> mark_read(Connection& db, UserId reader, InboxId id, Time at) {
  const auto marked = db.run(kMarkRead, reader, id, at);
  if (!marked) return tl::unexpected(marked.error());
  if (*marked == 1) return true;
  return db.scalar<bool>(kIsHis, reader, id);
}

Result<std::int64_t> mark_read_up_to(Connection& db, UserId reader, InboxId last, Time at) {
  return db.run(kMarkUpTo, reader, last, at);
}

Result<std::int64_t> purge(Connection& db, Time before, int limit) {
  return db.run(kPurge, before, limit);
}

}  // namespace vouch::store::inbox
