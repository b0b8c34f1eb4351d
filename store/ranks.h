// The history of ranks: one row a look at a keyword's list, the rows of it that somebody asks
// about, and the moves that were told. Written on the writer thread with the look's observation,
// read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/rank.h"
#include "store/sql.h"

namespace vouch::store {

struct RankSeries {
  RankSeriesId id;
  KeywordId keyword;
  std::string engine;
  std::string place;   // empty: wherever the provider asks from
  std::string device;  // "desktop", "mobile"
};

struct Rank {
  RankId id;
  RankSeriesId series;
  ObservationId observation;
  RankLook look;
  bool wrong_page = false;  // another own page than the keyword's target ranks
  int first_page = 0;       // rows of the first ten that are claims' URLs
  std::string url;          // that ranks; empty unless ranked
  std::vector<RankRow> rows;
};

struct RankMoveRow {
  RankSeriesId series;
  RankId rank;
  Time at;
  double from_place = 0;
  double to_place = 0;
  bool lost = false;
  bool found = false;
};

struct CurrentRank {  // newest look of a series, with its keyword
  RankSeries series;
  std::string keyword;
  int priority = 0;
  RankId rank;  // none: never looked at
  RankLook look;
  bool wrong_page = false;
  int first_page = 0;
};

struct Mover {
  RankSeries series;
  std::string keyword;
  int priority = 0;
  RankMoveRow move;
};

struct ClaimRank {  // where a claim's URL stood when its keyword was looked at last
  RankSeries series;
  std::string keyword;
  Time at;
  int position = 0;
};

namespace ranks {

// The series of these four, made when it is new.
Result<RankSeriesId> series(Connection& db, const RankSeries& wanted);
// With its rows; the series then shows it, unless it shows a newer one. kConflict: the observation
// has a rank already.
Result<RankId> insert(Connection& db, const Rank& rank);
Status insert_move(Connection& db, const RankMoveRow& move);

Result<std::optional<Time>> last_move_at(Connection& db, RankSeriesId series);

// Of one series from a day to another, both with it, in order of time, without rows.
Result<std::vector<Rank>> history(Connection& db, RankSeriesId series, Date from, Date to);
// The newest `count` looks, in order of time.
Result<std::vector<RankLook>> newest(Connection& db, RankSeriesId series, std::int64_t count);
Result<std::vector<RankRow>> rows(Connection& db, RankId rank);  // by position

// All series of keywords that are not retired.
Result<std::vector<CurrentRank>> current(Connection& db, std::string_view engine,
                                         std::string_view place, std::string_view device);
// The same as it stood at the end of `day`: the last look of each series up to then.
Result<std::vector<CurrentRank>> as_of(Connection& db, std::string_view engine,
                                       std::string_view place, std::string_view device, Date day);
// Moves told from `from` on and before `to`, the newest first.
Result<std::vector<Mover>> movers(Connection& db, Time from, Time to);
// Of every series in whose newest list the claim's URL stands.
Result<std::vector<ClaimRank>> of_claim(Connection& db, ClaimId claim);

}  // namespace ranks
}  // namespace vouch::store
