#include "store/ranks.h"

#include <algorithm>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr std::string_view kMakeSeries = R"sql(
  INSERT INTO rank_series(keyword_id, engine, place, device) VALUES($1, $2, $3, $4)
  ON CONFLICT(keyword_id, engine, place, device) DO NOTHING)sql";
constexpr std::string_view kFindSeries = R"sql(
  SELECT id FROM rank_series
  WHERE keyword_id = $1 AND engine = $2 AND place = $3 AND device = $4)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO rank(series_id, observation_id, at, day, state, position, depth, wrong_page,
    first_page, url)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kShow = R"sql(
  UPDATE rank_series SET rank_id = $2, at = $3, day = $4, state = $5, position = $6, depth = $7,
    wrong_page = $8, first_page = $9
  WHERE id = $1 AND at <= $3)sql";
constexpr std::string_view kInsertRow = R"sql(
  INSERT INTO rank_row(rank_id, position, owner, claim_id, domain, url)
  VALUES($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kInsertMove = R"sql(
  INSERT INTO rank_move(series_id, rank_id, at, from_place, to_place, lost, found)
  VALUES($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kLastMove = "SELECT max(at) FROM rank_move WHERE series_id = $1";
constexpr std::string_view kHistory = R"sql(
  SELECT id, series_id, observation_id, at, day, position, depth, wrong_page, first_page, url, state
  FROM rank WHERE series_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, at, id)sql";
constexpr std::string_view kNewest = R"sql(
  SELECT at, day, position, depth, state FROM rank
  WHERE series_id = $1 ORDER BY day DESC, at DESC, id DESC LIMIT $2)sql";
constexpr std::string_view kRows = R"sql(
  SELECT position, claim_id, domain, url, owner FROM rank_row
  WHERE rank_id = $1 ORDER BY position, owner, claim_id)sql";
constexpr std::string_view kCurrent = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.text, k.priority, s.rank_id, s.at, s.day,
    s.position, s.depth, s.wrong_page, s.first_page, s.state
  FROM rank_series s JOIN keyword k ON k.id = s.keyword_id
  WHERE s.engine = $1 AND s.place = $2 AND s.device = $3 AND k.retired = 0
  ORDER BY k.priority, k.text)sql";
constexpr std::string_view kAsOf = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.text, k.priority, r.id, r.at, r.day,
    r.position, r.depth, r.wrong_page, r.first_page, r.state
  FROM rank_series s JOIN keyword k ON k.id = s.keyword_id
  JOIN rank r ON r.id = (SELECT id FROM rank WHERE series_id = s.id AND day <= $4
                         ORDER BY day DESC, at DESC, id DESC LIMIT 1)
  WHERE s.engine = $1 AND s.place = $2 AND s.device = $3 AND k.retired = 0
  ORDER BY k.priority, k.text)sql";
constexpr std::string_view kMovers = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.text, k.priority,
    m.series_id, m.rank_id, m.at, m.from_place, m.to_place, m.lost, m.found
  FROM rank_move m JOIN rank_series s ON s.id = m.series_id JOIN keyword k ON k.id = s.keyword_id
  WHERE m.at >= $1 AND m.at < $2 ORDER BY m.at DESC, m.id DESC)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.text, s.at, min(w.position)
  FROM rank_row w JOIN rank_series s ON s.rank_id = w.rank_id JOIN keyword k ON k.id = s.keyword_id
  WHERE w.claim_id = $1 AND w.claim_id <> 0
  GROUP BY s.id ORDER BY min(w.position), k.text)sql";

void read_state(const Row& row, int column, RankState& out) {
  read_word(row, column, out, parse_rank_state, "state of a rank");
}

Rank read_rank(const Row& row) {
  Rank rank;
  row.read(rank.id, rank.series, rank.observation, rank.look.at, rank.look.day, rank.look.position,
           rank.look.depth, rank.wrong_page, rank.first_page, rank.url);
  read_state(row, 10, rank.look.state);
  return rank;
}

CurrentRank read_current(const Row& row) {
  CurrentRank current;
  RankSeries& series = current.series;
  row.read(series.id, series.keyword, series.engine, series.place, series.device, current.keyword,
           current.priority, current.rank, current.look.at, current.look.day, current.look.position,
           current.look.depth, current.wrong_page, current.first_page);
  read_state(row, 14, current.look.state);
  return current;
}

}  // namespace

namespace ranks {

Result<RankSeriesId> series(Connection& db, const RankSeries& wanted) {
  const auto made = db.run(kMakeSeries, wanted.keyword, wanted.engine, wanted.place, wanted.device);
  if (!made) return tl::unexpected(made.error());
  return db.scalar<RankSeriesId>(kFindSeries, wanted.keyword, wanted.engine, wanted.place,
                                 wanted.device);
}

Result<RankId> insert(Connection& db, const Rank& rank) {
  const RankLook& look = rank.look;
  const std::string_view state = to_string(look.state);
  const auto id =
      db.scalar<RankId>(kInsert, rank.series, rank.observation, look.at, look.day, state,
                        look.position, look.depth, rank.wrong_page, rank.first_page, rank.url);
  if (!id) return tl::unexpected(id.error());
  const auto shown = db.run(kShow, rank.series, *id, look.at, look.day, state, look.position,
                            look.depth, rank.wrong_page, rank.first_page);
  if (!shown) return tl::unexpected(shown.error());
  for (const RankRow& row : rank.rows) {
    const auto kept = db.run(kInsertRow, *id, row.position, to_string(row.owner), row.claim.value,
                             row.domain, row.url);
    if (!kept) return tl::unexpected(kept.error());
  }
  return *id;
}

Status insert_move(Connection& db, const RankMoveRow& move) {
  const auto done = db.run(kInsertMove, move.series, move.rank, move.at, move.from_place,
                           move.to_place, move.lost, move.found);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<Time>> last_move_at(Connection& db, RankSeriesId series) {
  return db.scalar<std::optional<Time>>(kLastMove, series);
}

Result<std::vector<Rank>> history(Connection& db, RankSeriesId series, Date from, Date to) {
  return db.all<Rank>(kHistory, read_rank, series, from, to);
}

Result<std::vector<RankLook>> newest(Connection& db, RankSeriesId series, std::int64_t count) {
  auto looks = db.all<RankLook>(
      kNewest,
      [](const Row& row) {
        RankLook look;
        row.read(look.at, look.day, look.position, look.depth);
        read_state(row, 4, look.state);
        return look;
      },
      series, count);
  if (looks) std::reverse(looks->begin(), looks->end());
  return looks;
}

Result<std::vector<RankRow>> rows(Connection& db, RankId rank) {
  return db.all<RankRow>(
      kRows,
      [](const Row& row) {
        RankRow out;
        row.read(out.position, out.claim, out.domain, out.url);
        read_word(row, 4, out.owner, parse_row_owner, "owner of a row");
        return out;
      },
      rank);
}

Result<std::vector<CurrentRank>> current(Connection& db, std::string_view engine,
                                         std::string_view place, std::string_view device) {
  return db.all<CurrentRank>(kCurrent, read_current, engine, place, device);
}

Result<std::vector<CurrentRank>> as_of(Connection& db, std::string_view engine,
                                       std::string_view place, std::string_view device, Date day) {
  return db.all<CurrentRank>(kAsOf, read_current, engine, place, device, day);
}

Result<std::vector<Mover>> movers(Connection& db, Time from, Time to) {
  return db.all<Mover>(
      kMovers,
      [](const Row& row) {
        Mover mover;
        RankSeries& series = mover.series;
        row.read(series.id, series.keyword, series.engine, series.place, series.device,
                 mover.keyword, mover.priority, mover.move.series, mover.move.rank, mover.move.at,
                 mover.move.from_place, mover.move.to_place, mover.move.lost, mover.move.found);
        return mover;
      },
      from, to);
}

Result<std::vector<ClaimRank>> of_claim(Connection& db, ClaimId claim) {
  return db.all<ClaimRank>(
      kOfClaim,
      [](const Row& row) {
        ClaimRank rank;
        RankSeries& series = rank.series;
        row.read(series.id, series.keyword, series.engine, series.place, series.device,
                 rank.keyword, rank.at, rank.position);
        return rank;
      },
      claim);
}

}  // namespace ranks
}  // namespace vouch::store
