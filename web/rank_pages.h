// The read-only pages of ranks and of the index: pure functions from what was gathered to HTML, as
// pages.h. Rank and index are the engines' results: no page here holds a person's name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/platform_proposals.h"
#include "store/samples.h"
#include "store/site_counts.h"
#include "web/page_frame.h"
#include "web/pages.h"
#include "web/rank_views.h"

namespace vouch::web {

struct RanksPage {
  std::vector<EngineFacts> engines;
  RankFigures figures;
  RankBoard board;
  RankMovers movers;
};
std::string ranks_page(const RanksPage& data, const PageContext& page);

struct KeywordPage {
  RankHistory history;
  int days = 0;  // of the history
};
std::string keyword_page(const KeywordPage& data, const PageContext& page);

// Where the claim's URL stands; nothing where no engine is connected or it has no keyword.
void claim_places(Html& html, const ClaimFile& file, const PageContext& page);

using IndexMatrix = std::map<std::string, IndexCounts>;  // by engine

struct IndexPage {
  std::string team;
  int days = 0;  // of the work dates counted
  IndexMatrix counts;
  std::vector<store::IndexSpeed> speeds;  // of the whole company, learned over night
  std::vector<store::SubmittedSpeed> submitted_speeds;
  std::vector<store::SiteCountNow> site_counts;
  std::vector<store::PlatformProposal> proposals;  // that wait for a person
  bool may_decide = false;                         // the reader about them
  std::string message;                             // what became of an act
  bool refused = false;
  std::string engine;  // of the list; empty: no list
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
  std::vector<IndexRow> rows;
  std::optional<ClaimId> next;  // none: that was all
};
std::string index_page(const IndexPage& data, const PageContext& page);

// Engines in rows, states in columns; each count opens its list.
void index_matrix(Html& html, const IndexMatrix& counts, int days, const PageContext& page);

}  // namespace vouch::web
