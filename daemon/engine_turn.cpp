#include "daemon/engine_turn.h"

#include <algorithm>
#include <set>

#include "engines/rest.h"

namespace vouch::daemon {

EngineAnswers answers_of(Turn turn, engines::BatchResult batch) {
  EngineAnswers done;
  const config::ProviderSettings& settings = turn.provider->settings;
  done.provider = turn.provider->provider->name();
  done.engine = settings.engine;
  done.place = settings.place;
  done.device = settings.device;
  done.looks = std::move(turn.looks);
  done.batch = std::move(batch);
  return done;
}

void hand_on(EngineAnswers& done, const std::function<bool(const LeasedLook&)>& goes_on,
             std::vector<LeasedLook>& open) {
  engines::BatchResult& batch = done.batch;
  std::set<LookId> unanswered;
  for (const engines::Finished& look : batch.finished) {
    if (look.observation.outcome == Outcome::kInconclusive) unanswered.insert(look.look);
  }
  // Only too long on the way: the same provider goes on with them.
  const bool came_too_late = batch.postponed_why == Reason::kCanaryFailed;
  if (!came_too_late) unanswered.insert(batch.postponed.begin(), batch.postponed.end());
  std::set<LookId> handed;
  for (const LeasedLook& look : done.looks) {
    if (!unanswered.contains(look.row.id) || !goes_on(look)) continue;
    handed.insert(look.row.id);
    open.push_back(look);
  }
  std::erase_if(batch.finished, [&](const auto& look) { return handed.contains(look.look); });
  std::erase_if(batch.postponed, [&](LookId id) { return handed.contains(id); });
  std::erase_if(done.looks, [&](const auto& look) { return handed.contains(look.row.id); });
}

Heard heard_in(const engines::BatchResult& batch) {
  Heard heard = Heard::kNothing;
  for (const engines::Finished& look : batch.finished) {
    const Heard one = heard_of_engine(look.observation.outcome, look.observation.reason);
    if (one == Heard::kAnswer) return one;
    if (one == Heard::kSilence) heard = one;
  }
  return heard;
}

void note_answer(ProviderState& state, const engines::SearchAnswer& answer, const Zone& zone,
                 Time now) {
  engines::Allowance& allowance = state.allowance;
  allowance.quota = engines::spend(allowance.quota, zone.date_of(now), answer.queries);
  allowance.budget = engines::spend(allowance.budget, zone.date_of(now), answer.spent);
  if (answer.cancelled) return;
  allowance.breaker = engines::record_call(std::move(allowance.breaker), answer.reason, now);
  if (const auto rest = engines::rest_of(answer, zone, now))
    engines::rest(allowance, now, rest->until);
}

void note_batch(ConnectedProvider& provider, const engines::BatchResult& batch, Time now) {
  provider.health->canary = batch.canary;
  if (batch.canary.state == engines::CanaryState::kPassed) provider.health->last_ok_at = now;
}

}  // namespace vouch::daemon
