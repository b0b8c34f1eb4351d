// After an outage: looks that were put off for up to a day because nobody answered are due at once
// when somebody does; sites and engines keep their pace by their gates. Owned by who makes the
// looks. Main loop only.
#pragma once

#include <string>

#include "daemon/context.h"
#include "daemon/outages.h"

namespace vouch::daemon {

class CatchUp {
 public:
  enum class Of { kPages, kEngines };

  CatchUp(Context& context, Of of) : context_(context), of_(of) {}

  // What the newest looks on record met: an outage may have begun before the start. Blocks.
  Status load();
  // A recorded look of `where` (site key or engine) at `at`, not later than its observation.
  // Failures are logged: the looks then come by their own terms. The caller holds an
  // Activity::Guard.
  Task<> note(std::string where, Heard heard, Time at);

 private:
  Task<> bring_forward(EndedOutage ended);

  Context& context_;
  const Of of_;
  Outages outages_;
};

}  // namespace vouch::daemon
