// One batch of engine looks on its way: who is asked, what came, what goes on to the next provider.
// Internal to the engine looks. Main loop only.
#pragma once

#include <exception>
#include <functional>
#include <vector>

#include "daemon/engine_record.h"
#include "daemon/outages.h"
#include "daemon/provider_chain.h"

namespace vouch::daemon {

// Looks that one provider is asked for in one batch; no provider: nobody may be asked now.
struct Turn {
  Connected provider;
  std::vector<LeasedLook> looks;
};

// Ends whatever asks a provider while we shut down; nothing was observed.
struct Stopping : std::exception {};

// Held while one call of a provider is under way, for all that a reload makes of it.
class Busy {
 public:
  explicit Busy(const Connected& provider) : state_(provider->state) { state_->busy = true; }
  ~Busy() { state_->busy = false; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  std::shared_ptr<ProviderState> state_;
};

EngineAnswers answers_of(Turn turn, engines::BatchResult batch);
// Looks that are not answered and that another provider may answer move from `done` to `open`.
void hand_on(EngineAnswers& done, const std::function<bool(const LeasedLook&)>& goes_on,
             std::vector<LeasedLook>& open);
Heard heard_in(const engines::BatchResult& batch);
// One answer beside the batches.
void note_answer(ProviderState& state, const engines::SearchAnswer& answer, const Zone& zone,
                 Time now);
void note_batch(ConnectedProvider& provider, const engines::BatchResult& batch, Time now);

}  // namespace vouch::daemon
