#include "checks/duplicates.h"

#include <tuple>

namespace vouch::checks {
namespace {

std::optional<DuplicateBy> same_page(const Claim& claim, std::string_view canonical_key,
                                     const EarlierClaim& other) {
  if (!claim.strict_key.empty() && claim.strict_key == other.strict_key)
    return DuplicateBy::kStrictKey;
  const bool canonical_hit =
      (!canonical_key.empty() &&
       (canonical_key == other.strict_key || canonical_key == other.canonical_key)) ||
      (!other.canonical_key.empty() && claim.strict_key == other.canonical_key);
  if (canonical_hit) return DuplicateBy::kCanonical;
  if (!claim.loose_key.empty() && claim.loose_key == other.loose_key) return DuplicateBy::kLooseKey;
  return std::nullopt;
}

int strength(DuplicateBy by) {
  switch (by) {
    case DuplicateBy::kStrictKey:
      return 0;
    case DuplicateBy::kCanonical:
      return 1;
    case DuplicateBy::kLooseKey:
      return 2;
  }
  return 3;
}

}  // namespace

std::optional<Duplicate> find_duplicate(const Claim& claim, std::string_view canonical_key,
                                        const std::vector<EarlierClaim>& earlier) {
  const EarlierClaim* best = nullptr;
  DuplicateBy best_by = DuplicateBy::kLooseKey;
  for (const EarlierClaim& other : earlier) {
    if (other.id == claim.id) continue;
    if (std::tie(other.submitted_at, other.id) > std::tie(claim.submitted_at, claim.id)) continue;
    const auto by = same_page(claim, canonical_key, other);
    if (!by) continue;
    const bool better =
        best == nullptr || strength(*by) < strength(best_by) ||
        (strength(*by) == strength(best_by) &&
         std::tie(other.submitted_at, other.id) < std::tie(best->submitted_at, best->id));
    if (better) {
      best = &other;
      best_by = *by;
    }
  }
  if (best == nullptr) return std::nullopt;
  return Duplicate{best->id, best_by};
}

}  // namespace vouch::checks
