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

struct CurrentRank {  // last look of a series up to a day, with its keyword
  RankSeries series;
  std::string keyword;
  int priority = 0;
  RankId rank;
  RankLook look;
  bool wrong_page = false;
  int first_page = 0;
};

struct BoardPlace {  // of one keyword in one series
  RankSeries series;
  RankLook look;  // the newest
  bool wrong_page = false;
  int first_page = 0;
  std::optional<RankLook> last_measured;  // where the newest look measured nothing
  std::optional<RankMoveRow> move;        // the newest of those asked for
};

struct BoardKeyword {
  KeywordId id;
  std::string text;
  int priority = 0;
  std::string target_url;
  std::vector<BoardPlace> places;  // by engine, place, device; empty: no engine looks at it
};

struct SeriesHistory {
  RankSeries series;
  std::vector<Rank> looks;  // in order of time, without rows
};

struct DomainPlace {  // the best place of a domain in one keyword's newest list
  KeywordId keyword;
  int priority = 0;
  std::string domain;  // empty: ours, whichever of them
  int position = 0;
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
  RankLook look;  // of the URL: kNotInTop where the list was read without it
};

namespace ranks {

// The series of these four, made when it is new.
Result<RankSeriesId> series(Connection& db, const RankSeries& wanted);
// With its rows; the series then shows it, unless it shows a newer one. kConflict: the observation
// has a rank already.
Result<RankId> insert(Connection& db, const Rank& rank);
Status insert_move(Connection& db, const RankMoveRow& move);

Result<std::optional<Time>> last_move_at(Connection& db, RankSeriesId series);

// Of one keyword from a day to another, both with it; on every engine where `engine` is empty.
Result<std::vector<SeriesHistory>> history(Connection& db, KeywordId keyword,
                                           std::string_view engine, Date from, Date to);
// The newest `count` looks, in order of time.
Result<std::vector<RankLook>> newest(Connection& db, RankSeriesId series, std::int64_t count);
Result<std::vector<RankRow>> rows(Connection& db, RankId rank);  // by position

// All series of keywords that are not retired, as they stood at the end of `day`: the last look of
// each up to then.
Result<std::vector<CurrentRank>> as_of(Connection& db, std::string_view engine,
                                       std::string_view place, std::string_view device, Date day);
// (engine, place, device) that any keyword is or was asked with.
Result<std::vector<RankSeries>> groups(Connection& db);
// Own domains and competitors in those lists that were looked at from `since` on, as they stood at
// the end of `day`.
Result<std::vector<DomainPlace>> domains_as_of(Connection& db, const RankSeries& group, Date since,
                                               Date day);

// Keywords behind `after` by priority and text, `limit` at most, with their newest places and the
// moves told from `moves_since` on. Measured ones are looked for from `measured_since` on.
struct BoardRequest {
  KeywordId after;
  std::int64_t limit = 0;
  Time moves_since;
  Date measured_since;
};
Result<std::vector<BoardKeyword>> board(Connection& db, const BoardRequest& request);

// Moves told from `from` on and before `to` of keywords that are not retired, the newest first.
Result<std::vector<Mover>> movers(Connection& db, Time from, Time to, std::int64_t limit);
// Every series of the claim's keywords. A list that was read before the claim was handed in, or
// never, says nothing of it: kUnmeasured without a day. Empty for a claim that was replaced.
Result<std::vector<ClaimRank>> of_claim(Connection& db, ClaimId claim);

}  // namespace ranks
}  // namespace vouch::store
