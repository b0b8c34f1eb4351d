// Is this claim an earlier one again (crawling-standards §3 tricks 11, 12, 22)? Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/claim.h"

namespace vouch::checks {

enum class DuplicateBy { kStrictKey, kLooseKey, kCanonical };

struct Duplicate {
  ClaimId first;
  DuplicateBy by = DuplicateBy::kStrictKey;
};

struct EarlierClaim {
  ClaimId id;
  Time submitted_at;
  std::string strict_key;
  std::string loose_key;
  std::string canonical_key;  // strict key of the page's canonical; empty: none seen
};

// The earliest of `earlier` that is the same page; a strict match outranks a canonical, that a
// loose one.
std::optional<Duplicate> find_duplicate(const Claim& claim, std::string_view canonical_key,
                                        const std::vector<EarlierClaim>& earlier);

}  // namespace vouch::checks
