#include "store/silences.h"

#include "store/columns.h"

namespace vouch::store::silences {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO silence(rule, subject, known_only, reader_id, by_user, author, reason, from_at, to_at)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id)sql";
constexpr std::string_view kEnd =
    "UPDATE silence SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view kFind = R"sql(
  SELECT id, rule, subject, known_only, reader_id, by_user, author, reason, from_at, to_at,
    ended_at, ended_by
  FROM silence WHERE id = $1)sql";
constexpr std::string_view kActive = R"sql(
  SELECT id, rule, subject, known_only, reader_id, by_user, author, reason, from_at, to_at,
    ended_at, ended_by
  FROM silence WHERE ended_at IS NULL AND to_at > $1 AND from_at <= $1 ORDER BY id)sql";
constexpr std::string_view kAll = R"sql(
  SELECT s.id, s.rule, s.subject, s.known_only, s.reader_id, s.by_user, s.author, s.reason,
    s.from_at, s.to_at, s.ended_at, s.ended_by,
    (SELECT count(*) FROM letter_item i WHERE i.silence_id = s.id)
  FROM silence s ORDER BY s.id DESC LIMIT $1)sql";
// Each operator has a notice of his own with the same body.
constexpr std::string_view kTroubles = R"sql(
  SELECT min(i.since), min(CASE WHEN i.state = 'told' THEN i.at END), n.body, max(i.silence_id)
  FROM letter_item i JOIN notice n ON n.id = i.notice_id
  WHERE i.rule = 'system' AND i.state IN ('waiting', 'told', 'inhibited')
  GROUP BY n.body ORDER BY min(i.since) DESC, n.body LIMIT $1)sql";

Silence read_silence(const Row& row) {
  Silence one;
  row.read(one.id, one.rule, one.subject, one.known_only, one.reader, one.by, one.author,
           one.reason, one.from, one.to, one.ended_at, one.ended_by);
  return one;
}

}  // namespace

Result<SilenceId> insert(Connection& db, const Silence& silence) {
  return db.scalar<SilenceId>(kInsert, silence.rule, silence.subject, silence.known_only,
                              silence.reader, silence.by, silence.author, silence.reason,
                              silence.from, silence.to);
}

Result<bool> end(Connection& db, SilenceId id, Time at, std::string_view by) {
  const auto ended = db.run(kEnd, id, at, by);
  if (!ended) return tl::unexpected(ended.error());
  return *ended == 1;
}

Result<std::optional<Silence>> find(Connection& db, SilenceId id) {
  return db.first<Silence>(kFind, read_silence, id);
}

Result<std::vector<Silence>> active(Connection& db, Time now) {
  return db.all<Silence>(kActive, read_silence, now);
}

Result<std::vector<SilenceRow>> all(Connection& db, int limit) {
  return db.all<SilenceRow>(
      kAll,
      [](const Row& row) {
        SilenceRow out{read_silence(row), 0};
        read_column(row, 12, out.holds_back);
        return out;
      },
      limit);
}

Result<std::vector<TroubleRow>> troubles(Connection& db, int limit) {
  std::vector<SilenceId> held;
  auto rows = db.all<TroubleRow>(
      kTroubles,
      [&held](const Row& row) {
        TroubleRow out;
        SilenceId silence;
        row.read(out.since, out.told_at, out.body, silence);
        held.push_back(silence);
        return out;
      },
      limit);
  if (!rows) return rows;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    if (!held[i]) continue;
    auto silence = find(db, held[i]);
    if (!silence) return tl::unexpected(silence.error());
    (*rows)[i].silence = std::move(*silence);
  }
  return rows;
}

}  // namespace vouch::store::silences
