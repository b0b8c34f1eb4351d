// Whose work an entry is (domain §1, 8.6): shares that sum to the whole. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

inline constexpr int kWholeShare = 10'000;  // basis points
inline constexpr int kWholeEntry = 100;     // hundredths of an entry

struct Share {
  UserId user;
  int basis_points = 0;
  int hundredths = 0;  // of the entry; together exactly kWholeEntry
};

struct ShareVersion {  // append-only; the newest of an entry holds
  ClaimId claim;
  Time at;
  UserId by;
  std::string reason;
  std::vector<Share> shares;  // none: all of it is its owner's again
};

struct Credit {                 // of one person and span, void and baseline entries left out
  std::int64_t entries = 0;     // handed in by him
  std::int64_t hundredths = 0;  // credited to him
};

}  // namespace vouch
