#include "daemon/comparable_text.h"

namespace vouch::daemon {
namespace {

constexpr double kMaxBadRatio = 0.001;  // design §8 "Bad bytes"

}  // namespace

std::optional<ComparableText> comparable_text(const PageFacts& facts,
                                              const checks::PageJudgement& judgement) {
  if (!facts.sketch || !judgement.recognised) return std::nullopt;
  const bool whole =
      facts.refused.empty() && !facts.truncated && facts.replaced_ratio <= kMaxBadRatio;
  if (!whole || judgement.live.outcome != Outcome::kFound) return std::nullopt;
  ComparableText text;
  text.packed = store::pack_text(compared_text(facts));
  text.sketch = facts.sketch;
  text.page_url = facts.final_url;
  text.canonical = facts.canonical;
  return text;
}

}  // namespace vouch::daemon
