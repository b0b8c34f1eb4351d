// What API and pages show of ranks. Plain values gathered on a store reader (gather_ranks.h). Rank
// is the team's number: no view holds a person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/people.h"
#include "planning/visibility.h"
#include "store/ranks.h"

namespace vouch::web {

struct DomainShare {
  std::string domain;  // empty: ours
  std::string name;
  double share = 0;  // of the clicks of all domains that are kept
};

// Of one engine, place and device. Where too little was measured the figures are none; keywords,
// measured and coverage always stand.
struct EngineFigures {
  store::RankSeries group;
  planning::Visibility figures;
  bool telling = false;
  bool curve_assumed = false;
  std::vector<DomainShare> shares;  // ours first, then the largest
};

struct RankFigures {
  Date day;
  std::vector<EngineFigures> engines;
};

struct RankBoard {
  std::vector<store::BoardKeyword> keywords;
  std::optional<KeywordId> next;  // none: that was all
};

struct RankHistory {
  Keyword keyword;
  std::string target_url;
  Date since;
  Date until;
  std::vector<store::SeriesHistory> series;
};

struct RankMovers {
  Date since;
  Date until;
  std::vector<store::Mover> moves;
  bool more = false;  // the list was cut
};

}  // namespace vouch::web
