#include "store/inquiries.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace vouch::store::inquiries {
namespace {

constexpr int kMostSame = 20;

constexpr std::string_view kInsert = R"sql(
  INSERT INTO inquiry(received_on, source, keyword_id, page, claim_id, name, contact, need,
                      owner_id, state, lost_reason, amount_fen, next_on, created_at, changed_at,
                      closed_at)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id)sql";
constexpr std::string_view kUpdate = R"sql(
  UPDATE inquiry SET received_on = $2, source = $3, keyword_id = $4, page = $5, claim_id = $6,
    name = $7, contact = $8, need = $9, owner_id = $10, state = $11, lost_reason = $12,
    amount_fen = $13, next_on = $14, changed_at = $15, closed_at = $16
  WHERE id = $1)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, received_on, source, keyword_id, page, claim_id, name, contact, need, owner_id, state,
    lost_reason, amount_fen, next_on, created_at, changed_at, closed_at
  FROM inquiry WHERE id = $1)sql";
constexpr std::string_view kDropKeys = "DELETE FROM inquiry_contact WHERE inquiry_id = $1";
constexpr std::string_view kAddKey =
    "INSERT INTO inquiry_contact(inquiry_id, folded) VALUES($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view kAddChange = R"sql(
  INSERT INTO inquiry_change(inquiry_id, at, by_user, field, before, after)
  VALUES($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kChanges = R"sql(
  SELECT inquiry_id, at, by_user, field, before, after FROM inquiry_change
  WHERE inquiry_id = $1 ORDER BY id DESC)sql";
constexpr std::string_view kAddNote = R"sql(
  INSERT INTO inquiry_note(inquiry_id, at, by_user, text) VALUES($1, $2, $3, $4) RETURNING id)sql";
constexpr std::string_view kNotes = R"sql(
  SELECT id, inquiry_id, at, by_user, text FROM inquiry_note
  WHERE inquiry_id = $1 ORDER BY id DESC)sql";
constexpr std::string_view kSame = R"sql(
  SELECT i.id, i.received_on, i.owner_id, i.state
  FROM inquiry_contact c JOIN inquiry i ON i.id = c.inquiry_id
  WHERE c.folded = $1 AND (CAST($2 AS BIGINT) IS NULL OR i.id <> $2) ORDER BY i.id DESC
  LIMIT 20)sql";

// $1 all, $2 self, $3 teams as " 3 7 ".
constexpr std::string_view kList = R"sql(
  SELECT i.id, i.received_on, i.source, i.keyword_id, i.page, i.claim_id, i.name, i.contact, i.need,
    i.owner_id, i.state, i.lost_reason, i.amount_fen, i.next_on, i.created_at, i.changed_at,
    i.closed_at, u.login, u.name, coalesce(k.text, ''),
    (SELECT count(*) FROM inquiry_note n WHERE n.inquiry_id = i.id),
    (SELECT count(DISTINCT o.inquiry_id) FROM inquiry_contact m
       JOIN inquiry_contact o ON o.folded = m.folded AND o.inquiry_id <> m.inquiry_id
     WHERE m.inquiry_id = i.id)
  FROM inquiry i JOIN "user" u ON u.id = i.owner_id LEFT JOIN keyword k ON k.id = i.keyword_id
  WHERE ($1 = 1 OR i.owner_id = $2 OR $3 LIKE '% ' || u.team_id || ' %')
    AND (CAST($4 AS BIGINT) IS NULL OR i.id < $4)
    AND (CAST($5 AS TEXT) IS NULL OR i.state = $5)
    AND (CAST($6 AS BIGINT) IS NULL OR i.owner_id = $6)
    AND (CAST($7 AS TEXT) IS NULL OR i.source = $7)
    AND (CAST($8 AS BIGINT) IS NULL OR i.keyword_id = $8)
    AND ($9 = 0 OR (i.closed_at IS NULL
         AND ((i.next_on = $10 AND $9 = 1) OR (i.next_on < $10 AND $9 = 2))))
    AND (CAST($11 AS TEXT) IS NULL OR i.name LIKE $11 ESCAPE '!' OR i.need LIKE $11 ESCAPE '!')
    AND (CAST($12 AS BIGINT) IS NULL OR i.received_on >= $12)
    AND (CAST($13 AS BIGINT) IS NULL OR i.received_on <= $13)
    AND (CAST($14 AS BIGINT) IS NULL OR i.id = $14)
  ORDER BY i.id DESC LIMIT $15)sql";

constexpr std::string_view kBySource = R"sql(
  SELECT i.source, i.source, count(*),
    sum(CASE WHEN i.state IN ('valid', 'quoted', 'won') THEN 1 ELSE 0 END),
    sum(CASE WHEN i.state = 'won' THEN 1 ELSE 0 END), coalesce(sum(i.amount_fen), 0)
  FROM inquiry i JOIN "user" u ON u.id = i.owner_id
  WHERE ($1 = 1 OR i.owner_id = $2 OR $3 LIKE '% ' || u.team_id || ' %')
    AND i.received_on BETWEEN $4 AND $5
  GROUP BY i.source ORDER BY count(*) DESC, i.source)sql";
constexpr std::string_view kByKeyword = R"sql(
  SELECT coalesce(CAST(i.keyword_id AS TEXT), ''), coalesce(max(k.text), ''), count(*),
    sum(CASE WHEN i.state IN ('valid', 'quoted', 'won') THEN 1 ELSE 0 END),
    sum(CASE WHEN i.state = 'won' THEN 1 ELSE 0 END), coalesce(sum(i.amount_fen), 0)
  FROM inquiry i JOIN "user" u ON u.id = i.owner_id LEFT JOIN keyword k ON k.id = i.keyword_id
  WHERE ($1 = 1 OR i.owner_id = $2 OR $3 LIKE '% ' || u.team_id || ' %')
    AND i.received_on BETWEEN $4 AND $5
  GROUP BY i.keyword_id ORDER BY count(*) DESC, i.keyword_id)sql";
constexpr std::string_view kByState = R"sql(
  SELECT i.state, i.state, count(*),
    sum(CASE WHEN i.state IN ('valid', 'quoted', 'won') THEN 1 ELSE 0 END),
    sum(CASE WHEN i.state = 'won' THEN 1 ELSE 0 END), coalesce(sum(i.amount_fen), 0)
  FROM inquiry i JOIN "user" u ON u.id = i.owner_id
  WHERE ($1 = 1 OR i.owner_id = $2 OR $3 LIKE '% ' || u.team_id || ' %')
    AND i.received_on BETWEEN $4 AND $5
  GROUP BY i.state ORDER BY i.state)sql";
constexpr std::string_view kWaiting = R"sql(
  SELECT i.owner_id, u.login, u.name, count(*),
    sum(CASE WHEN i.next_on = $4 THEN 1 ELSE 0 END),
    sum(CASE WHEN i.next_on < $4 THEN 1 ELSE 0 END)
  FROM inquiry i JOIN "user" u ON u.id = i.owner_id
  WHERE ($1 = 1 OR i.owner_id = $2 OR $3 LIKE '% ' || u.team_id || ' %') AND i.closed_at IS NULL
  GROUP BY i.owner_id, u.login, u.name ORDER BY u.name, i.owner_id)sql";
constexpr std::string_view kOver = R"sql(
  SELECT id FROM inquiry WHERE contact <> '' AND closed_at < $1 ORDER BY closed_at LIMIT $2)sql";
constexpr std::string_view kBlank = "UPDATE inquiry SET contact = '' WHERE id = $1";

Status ran(Result<std::int64_t> done) {
  if (!done) return tl::unexpected(done.error());
  return {};
}

std::string text_of(const std::vector<TeamId>& teams) {
  std::string out = " ";
  for (const TeamId team : teams) out += fmt::format("{} ", team.value);
  return out;
}

std::optional<std::string> pattern_of(const std::string& words) {
  if (words.empty()) return std::nullopt;
  std::string out = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

InquiryState state_of(const std::string& word) {
  return parse_inquiry_state(word).value_or(InquiryState::kNew);
}

Inquiry read_inquiry(const Row& row) {
  Inquiry out;
  std::string state;
  row.read(out.id, out.received_on, out.source, out.keyword, out.page, out.claim, out.name,
           out.contact, out.need, out.owner, state, out.lost_reason, out.amount_fen, out.next_on,
           out.created_at, out.changed_at, out.closed_at);
  out.state = state_of(state);
  return out;
}

Listed read_listed(const Row& row) {
  Listed out;
  Inquiry& one = out.inquiry;
  std::string state;
  row.read(one.id, one.received_on, one.source, one.keyword, one.page, one.claim, one.name,
           one.contact, one.need, one.owner, state, one.lost_reason, one.amount_fen, one.next_on,
           one.created_at, one.changed_at, one.closed_at, out.owner_login, out.owner_name,
           out.keyword, out.notes, out.duplicates);
  one.state = state_of(state);
  return out;
}

Count read_count(const Row& row) {
  Count out;
  row.read(out.key, out.name, out.count, out.valid, out.won, out.won_fen);
  return out;
}

Result<std::vector<Listed>> rows(Connection& db, const Filter& filter,
                                 std::optional<InquiryId> only) {
  std::optional<std::string> state;
  if (filter.state) state = std::string(to_string(*filter.state));
  std::optional<std::string> source;
  if (!filter.source.empty()) source = filter.source;
  const int due = static_cast<int>(filter.due);
  return db.all<Listed>(kList, read_listed, filter.scope.all, filter.scope.self,
                        text_of(filter.scope.teams), filter.before, state, filter.owner, source,
                        filter.keyword, due, filter.today, pattern_of(filter.words), filter.from,
                        filter.to, only, filter.limit);
}

}  // namespace

Result<InquiryId> insert(Connection& db, const Inquiry& one) {
  return db.scalar<InquiryId>(kInsert, one.received_on, one.source, one.keyword, one.page,
                              one.claim, one.name, one.contact, one.need, one.owner,
                              to_string(one.state), one.lost_reason, one.amount_fen, one.next_on,
                              one.created_at, one.changed_at, one.closed_at);
}

Status update(Connection& db, const Inquiry& one) {
  return ran(db.run(kUpdate, one.id, one.received_on, one.source, one.keyword, one.page, one.claim,
                    one.name, one.contact, one.need, one.owner, to_string(one.state),
                    one.lost_reason, one.amount_fen, one.next_on, one.changed_at, one.closed_at));
}

Result<std::optional<Inquiry>> find(Connection& db, InquiryId id) {
  return db.first<Inquiry>(kFind, read_inquiry, id);
}

Status put_contact_keys(Connection& db, InquiryId id, const std::vector<std::string>& keys) {
  if (const Status dropped = ran(db.run(kDropKeys, id)); !dropped) return dropped;
  for (const std::string& key : keys) {
    if (const Status added = ran(db.run(kAddKey, id, key)); !added) return added;
  }
  return {};
}

Status add_change(Connection& db, const InquiryChange& change) {
  return ran(db.run(kAddChange, change.inquiry, change.at, change.by, change.field, change.before,
                    change.after));
}

Result<std::vector<InquiryChange>> changes(Connection& db, InquiryId id) {
  return db.all<InquiryChange>(
      kChanges,
      [](const Row& row) {
        InquiryChange out;
        row.read(out.inquiry, out.at, out.by, out.field, out.before, out.after);
        return out;
      },
      id);
}

Result<InquiryNoteId> add_note(Connection& db, const InquiryNote& note) {
  return db.scalar<InquiryNoteId>(kAddNote, note.inquiry, note.at, note.by, note.text);
}

Result<std::vector<InquiryNote>> notes(Connection& db, InquiryId id) {
  return db.all<InquiryNote>(
      kNotes,
      [](const Row& row) {
        InquiryNote out;
        row.read(out.id, out.inquiry, out.at, out.by, out.text);
        return out;
      },
      id);
}

Result<std::vector<Same>> with_contact(Connection& db, const std::vector<std::string>& keys,
                                       InquiryId except) {
  std::vector<Same> out;
  std::set<InquiryId> seen;
  for (const std::string& key : keys) {
    const auto found = db.all<Same>(
        kSame,
        [](const Row& row) {
          Same one;
          std::string state;
          row.read(one.id, one.received_on, one.owner, state);
          one.state = state_of(state);
          return one;
        },
        key, except);
    if (!found) return tl::unexpected(found.error());
    for (const Same& one : *found) {
      if (seen.insert(one.id).second) out.push_back(one);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Same& left, const Same& right) { return right.id < left.id; });
  if (out.size() > kMostSame) out.resize(kMostSame);
  return out;
}

Result<std::vector<Listed>> list(Connection& db, const Filter& filter) {
  return rows(db, filter, std::nullopt);
}

Result<std::optional<Listed>> find_listed(Connection& db, InquiryId id) {
  Filter filter;
  filter.scope.all = true;
  const auto found = rows(db, filter, id);
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) return std::optional<Listed>();
  return std::optional<Listed>(found->front());
}

Result<std::vector<Count>> counts(Connection& db, const Scope& scope, By by, Date from, Date to) {
  const std::string_view sql = by == By::kSource    ? kBySource
                               : by == By::kKeyword ? kByKeyword
                                                    : kByState;
  return db.all<Count>(sql, read_count, scope.all, scope.self, text_of(scope.teams), from, to);
}

Result<std::vector<Waiting>> waiting(Connection& db, const Scope& scope, Date today) {
  return db.all<Waiting>(
      kWaiting,
      [](const Row& row) {
        Waiting out;
        row.read(out.owner, out.login, out.name, out.open, out.due_today, out.overdue);
        return out;
      },
      scope.all, scope.self, text_of(scope.teams), today);
}

Result<std::vector<InquiryId>> blank_contacts(Connection& db, Time closed_before, int limit) {
  const auto over = db.all<InquiryId>(
      kOver,
      [](const Row& row) {
        InquiryId id;
        row.read(id);
        return id;
      },
      closed_before, limit);
  if (!over) return tl::unexpected(over.error());
  for (const InquiryId id : *over) {
    if (const Status blanked = ran(db.run(kBlank, id)); !blanked)
      return tl::unexpected(blanked.error());
    if (const Status dropped = put_contact_keys(db, id, {}); !dropped)
      return tl::unexpected(dropped.error());
  }
  return over;
}

}  // namespace vouch::store::inquiries
