// From leased looks to what is asked of a provider. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/engine_record.h"
#include "engines/batch.h"
#include "engines/chain.h"

namespace vouch::daemon {

// What a provider must answer for to be asked; refers to `look`.
engines::Wanted wanted_of(const LeasedLook& look);
engines::BatchRequest request_for(const std::vector<LeasedLook>& looks,
                                  const std::vector<OwnSite>& sites,
                                  const config::ProviderSettings& provider,
                                  const config::ProviderTraits& traits, const Rulebook& rules);

}  // namespace vouch::daemon
