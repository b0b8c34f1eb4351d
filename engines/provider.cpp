#include "engines/provider.h"

#include <array>

namespace vouch::engines {
namespace {

constexpr auto kOutcomes = std::to_array<std::string_view>(
    {"ranked_list", "no_results", "no_exact_match", "blocked", "untrusted", "unknown_layout"});
static_assert(kOutcomes.size() == static_cast<std::size_t>(SerpOutcome::kUnknownLayout) + 1);

}  // namespace

std::string_view to_string(SerpOutcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

}  // namespace vouch::engines
