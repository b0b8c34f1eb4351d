// Who stands where in one keyword's list: the best own page, whether it is the page that was meant,
// and the rows of own pages and competitors (domain §3.6 "Position"). Which rows are claims' URLs
// is the store's to say. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/rank.h"
#include "engines/provider.h"

namespace vouch::engines {

struct StandingTargets {
  std::vector<std::string> own_domains;  // hosts; sub-domains belong to them
  std::string target_url;                // the page meant for the keyword; empty: any own page
  std::vector<std::string> competitors;  // domains, as own_domains
};

struct Standing {
  RankState state = RankState::kUnmeasured;
  int position = 0;  // kRanked: of the best own row whose place is known
  int depth = 0;
  bool wrong_page = false;  // ranked, but with another page than the one meant
  std::string url;          // that ranks
  std::vector<RankRow> rows;
};

// `trusted`: a valid list of a batch whose canaries passed. Found counts without (a page that
// stands there stands there); absence does not: then it is unmeasured, as is a list of which no
// place was read.
Standing standing(std::span<const SearchRow> rows, int depth, bool trusted,
                  const StandingTargets& targets);

}  // namespace vouch::engines
