#include "store/ranks.h"

#include <algorithm>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr std::string_view kHistory = R"sql(
  SELECT r.id, r.series_id, r.observation_id, r.at, r.day, r.position, r.depth, r.wrong_page,
    r.first_page, r.url, r.state, s.keyword_id, s.engine, s.place, s.device
  FROM rank_series s JOIN rank r ON r.series_id = s.id AND r.day >= $3 AND r.day <= $4
  WHERE s.keyword_id = $1 AND ($2 = '' OR s.engine = $2)
  ORDER BY s.engine, s.place, s.device, r.day, r.at, r.id)sql";
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
  WHERE m.at >= $1 AND m.at < $2 AND k.retired = 0 ORDER BY m.at DESC, m.id DESC LIMIT $3)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT s.id, s.keyword_id, s.engine, s.place, s.device, k.text, s.at, s.day, s.depth,
    (SELECT min(w.position) FROM rank_row w
     WHERE w.claim_id = $1 AND w.claim_id <> 0 AND w.rank_id = s.rank_id),
    CASE WHEN s.at >= c.submitted_at THEN s.state ELSE 'unmeasured' END
  FROM claim c JOIN claim_keyword ck ON ck.claim_id = c.id
  JOIN keyword k ON k.folded = ck.folded JOIN rank_series s ON s.keyword_id = k.id
  WHERE c.id = $1 AND c.replaced_by IS NULL AND k.retired = 0
  ORDER BY k.priority, k.text, s.engine, s.place, s.device)sql";
constexpr std::string_view kGroups =
    "SELECT DISTINCT engine, place, device FROM rank_series ORDER BY engine, place, device";
constexpr std::string_view kDomainsAsOf = R"sql(
  SELECT s.keyword_id, k.priority, CASE WHEN w.owner = 'own_page' THEN '' ELSE w.domain END AS who,
    min(w.position)
  FROM rank_series s JOIN keyword k ON k.id = s.keyword_id
  JOIN rank r ON r.id = (SELECT id FROM rank WHERE series_id = s.id AND day <= $5
                         ORDER BY day DESC, at DESC, id DESC LIMIT 1)
  JOIN rank_row w ON w.rank_id = r.id
  WHERE s.engine = $1 AND s.place = $2 AND s.device = $3 AND k.retired = 0
    AND r.day >= $4 AND r.state <> 'unmeasured' AND w.owner IN ('own_page', 'competitor')
  GROUP BY s.keyword_id, k.priority, who)sql";
constexpr std::string_view kBoard = R"sql(
  SELECT k.id, k.text, k.priority, k.target_url,
    s.id, s.engine, s.place, s.device, s.at, s.day, s.position, s.depth, s.wrong_page, s.first_page,
    s.state, m.rank_id, m.at, m.from_place, m.to_place, m.lost, m.found,
    r.at, r.day, r.position, r.depth, r.state
  FROM (SELECT id, text, priority, target_url FROM keyword
        WHERE retired = 0 AND ($1 = 0 OR (priority, text, id) >
                               (SELECT priority, text, id FROM keyword WHERE id = $1))
        ORDER BY priority, text, id LIMIT $2) k
  LEFT JOIN rank_series s ON s.keyword_id = k.id
  LEFT JOIN rank_move m ON m.id = (SELECT id FROM rank_move
                                   WHERE series_id = s.id AND at >= $3
                                   ORDER BY at DESC, id DESC LIMIT 1)
  LEFT JOIN rank r ON s.state = 'unmeasured' AND r.id = (
    SELECT id FROM rank WHERE series_id = s.id AND day >= $4 AND state <> 'unmeasured'
    ORDER BY day DESC, at DESC, id DESC LIMIT 1)
  ORDER BY k.priority, k.text, k.id, s.engine, s.place, s.device)sql";

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

// Columns of kBoard from the series on; none: no engine looks at this keyword.
std::optional<BoardPlace> read_board_place(const Row& row) {
  std::optional<RankSeriesId> series;
  read_column(row, 4, series);
  if (!series) return std::nullopt;
  BoardPlace out;
  std::int64_t id = 0;  // of the keyword, read before
  std::string text;
  row.read(out.series.keyword, text, id, text, out.series.id, out.series.engine, out.series.place,
           out.series.device, out.look.at, out.look.day, out.look.position, out.look.depth,
           out.wrong_page, out.first_page);
  read_state(row, 14, out.look.state);
  std::optional<RankId> moved;
  read_column(row, 15, moved);
  if (moved) {
    RankMoveRow move{*series, *moved, {}, 0, 0, false, false};
    read_column(row, 16, move.at);
    read_column(row, 17, move.from_place);
    read_column(row, 18, move.to_place);
    read_column(row, 19, move.lost);
    read_column(row, 20, move.found);
    out.move = move;
  }
  std::optional<Time> measured_at;
  read_column(row, 21, measured_at);
  if (measured_at) {
    RankLook look;
    look.at = *measured_at;
    read_column(row, 22, look.day);
    read_column(row, 23, look.position);
    read_column(row, 24, look.depth);
    read_state(row, 25, look.state);
    out.last_measured = look;
  }
  return out;
}

DomainPlace read_domain(const Row& row) {
  DomainPlace out;
  row.read(out.keyword, out.priority, out.domain, out.position);
  return out;
}

ClaimRank read_claim_rank(const Row& row) {
  ClaimRank out;
  RankSeries& series = out.series;
  std::optional<int> position;
  row.read(series.id, series.keyword, series.engine, series.place, series.device, out.keyword,
           out.look.at, out.look.day, out.look.depth, position);
  RankState list = RankState::kUnmeasured;
  read_state(row, 10, list);
  if (list == RankState::kUnmeasured) {
    out.look = RankLook{};
  } else if (position) {
    out.look.state = RankState::kRanked;
    out.look.position = *position;
  } else {
    out.look.state = RankState::kNotInTop;
    out.look.depth = std::min(out.look.depth, kKeptPlaces);
  }
  return out;
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

Result<std::vector<SeriesHistory>> history(Connection& db, KeywordId keyword,
                                           std::string_view engine, Date from, Date to) {
  struct Seen {
    RankSeries series;
    Rank rank;
  };
  auto all = db.all<Seen>(
      kHistory,
      [](const Row& row) {
        Seen seen{{}, read_rank(row)};
        seen.series.id = seen.rank.series;
        read_column(row, 11, seen.series.keyword);
        read_column(row, 12, seen.series.engine);
        read_column(row, 13, seen.series.place);
        read_column(row, 14, seen.series.device);
        return seen;
      },
      keyword, engine, from, to);
  if (!all) return tl::unexpected(all.error());
  std::vector<SeriesHistory> out;
  for (Seen& seen : *all) {
    if (out.empty() || out.back().series.id != seen.series.id)
      out.push_back({std::move(seen.series), {}});
    out.back().looks.push_back(std::move(seen.rank));
  }
  return out;
}

Result<std::vector<CurrentRank>> as_of(Connection& db, std::string_view engine,
                                       std::string_view place, std::string_view device, Date day) {
  return db.all<CurrentRank>(kAsOf, read_current, engine, place, device, day);
}

Result<std::vector<RankSeries>> groups(Connection& db) {
  return db.all<RankSeries>(kGroups, [](const Row& row) {
    RankSeries group;
    row.read(group.engine, group.place, group.device);
    return group;
  });
}

Result<std::vector<DomainPlace>> domains_as_of(Connection& db, const RankSeries& group, Date since,
                                               Date day) {
  return db.all<DomainPlace>(kDomainsAsOf, read_domain, group.engine, group.place, group.device,
                             since, day);
}

Result<std::vector<BoardKeyword>> board(Connection& db, const BoardRequest& request) {
  struct Line {
    BoardKeyword keyword;
    std::optional<BoardPlace> place;
  };
  auto lines = db.all<Line>(
      kBoard,
      [](const Row& row) {
        Line line;
        row.read(line.keyword.id, line.keyword.text, line.keyword.priority,
                 line.keyword.target_url);
        line.place = read_board_place(row);
        return line;
      },
      request.after.value, request.limit, request.moves_since, request.measured_since);
  if (!lines) return tl::unexpected(lines.error());
  std::vector<BoardKeyword> out;
  for (Line& line : *lines) {
    if (out.empty() || out.back().id != line.keyword.id) out.push_back(std::move(line.keyword));
    if (line.place) out.back().places.push_back(std::move(*line.place));
  }
  return out;
}

Result<std::vector<Mover>> movers(Connection& db, Time from, Time to, std::int64_t limit) {
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
      from, to, limit);
}

Result<std::vector<ClaimRank>> of_claim(Connection& db, ClaimId claim) {
  return db.all<ClaimRank>(kOfClaim, read_claim_rank, claim);
}

}  // namespace ranks
}  // namespace vouch::store
