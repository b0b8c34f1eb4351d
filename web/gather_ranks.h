// Reading jobs about ranks, each on a store reader inside one `Store::read` job. Everybody in the
// company may read them: keywords belong to no person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/facts.h"
#include "web/gather.h"
#include "web/rank_views.h"

namespace vouch::web::gather {

struct FiguresRequest {
  std::vector<EngineFacts> engines;  // all that the rules know
  std::string engine;                // empty: those that are connected
  std::optional<Date> on;            // as it stood at the end of that day; none: now
};
Result<RankFigures> rank_figures(store::Connection& db, const FiguresRequest& request,
                                 const Viewer& viewer);

struct BoardRequest {
  KeywordId after;
  std::optional<int> limit;  // none: all
};
Result<RankBoard> rank_board(store::Connection& db, const BoardRequest& request,
                             const Viewer& viewer);

struct HistoryRequest {
  KeywordId keyword;  // none: by its text
  std::string text;
  std::string engine;  // empty: all
  Date since;
  Date until;
};
// kNotFound: no such keyword.
Result<RankHistory> rank_history(store::Connection& db, const HistoryRequest& request);

struct MoversRequest {
  Date since;
  Date until;  // the last day
  int limit = 0;
};
Result<RankMovers> rank_movers(store::Connection& db, const MoversRequest& request,
                               const Zone& zone);

}  // namespace vouch::web::gather
