// Which claims an engine is asked about where its quota does not suffice for all (抽检, law 11).
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace vouch::checks {

struct IndexLoad {
  double queries_a_day = 0;    // that may be spent on index looks
  double claims_a_day = 0;     // handed in, to be looked up
  double queries_a_claim = 0;  // over its life
};
// The share of claims that can be looked up, 0..1; 1 where all can.
double sampled_share(const IndexLoad& load);

// Whether the n-th claim (from 1) of a person's day is drawn: of n claims floor or ceil(share x n)
// are, each with probability `share`. `salt` is secret, so that nobody can place a link where it is
// not looked at.
bool is_drawn(std::uint64_t salt, std::string_view person_and_day, int n, double share);

}  // namespace vouch::checks
