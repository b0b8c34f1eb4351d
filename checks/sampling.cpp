#include "checks/sampling.h"

#include <algorithm>
#include <cmath>

#include "core/hash.h"

namespace vouch::checks {

double sampled_share(const IndexLoad& load) {
  const double wanted = load.claims_a_day * load.queries_a_claim;
  if (wanted <= load.queries_a_day) return 1;
  return std::clamp(load.queries_a_day / wanted, 0.0, 1.0);
}

// Systematic sampling with a random start: every step of 1/share one is drawn.
bool is_drawn(std::uint64_t salt, std::string_view person_and_day, int n, double share) {
  if (share >= 1) return true;
  const std::uint64_t seed = hash64(person_and_day, salt);
  const double start = static_cast<double>(mix64(seed) >> 11) * 0x1.0p-53;  // [0, 1)
  const double before = std::floor(start + share * (n - 1));
  return std::floor(start + share * n) > before;
}

}  // namespace vouch::checks
