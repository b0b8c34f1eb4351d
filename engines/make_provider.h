// From the settings of a provider and the record of its kind to the provider itself: the one place
// that knows every kind.
#pragma once

#include <memory>

#include "config/settings.h"
#include "core/clock.h"
#include "core/result.h"
#include "crawler/net/http_client.h"
#include "engines/provider.h"

namespace vouch::engines {

// Reads the secret. kInvalid: what the operator can mend, with the provider's name. `http` and
// `wall` must outlive the provider.
Result<std::unique_ptr<Provider>> make_provider(const config::ProviderSettings& settings,
                                                const config::ProviderTraits& traits,
                                                crawler::HttpClient& http, const WallClock& wall);

}  // namespace vouch::engines
