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
constexpr std::string_view kNewest = R"sql(
  SELECT at, day, position, depth, state FROM rank
  WHERE series_id = $1 ORDER BY day DESC, at DESC, id DESC LIMIT $2)sql";
constexpr std::string_view kRows = R"sql(
  SELECT position, claim_id, domain, url, owner FROM rank_row
  WHERE rank_id = $1 ORDER BY position, owner, claim_id)sql";

void read_state(const Row& row, int column, RankState& out) {
  read_word(row, column, out, parse_rank_state, "state of a rank");
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

}  // namespace ranks
}  // namespace vouch::store
