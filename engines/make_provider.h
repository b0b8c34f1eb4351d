// From the settings of a provider and the record of its kind to the provider itself: the one place
// that knows every kind.
#pragma once

#include <memory>

#include "config/records.h"
#include "config/settings.h"
#include "core/clock.h"
#include "core/result.h"
#include "crawler/net/http_client.h"
#include "engines/capture_desk.h"
#include "engines/page_rests.h"
#include "engines/provider.h"

namespace vouch::engines {

// What only some kinds need; it must outlive the provider where it is a reference.
struct ProviderParts {
  const config::Records* records = nullptr;  // page, person: the layouts; read while making alone
  PageRests* rests = nullptr;                // page
  CaptureDesk* desk = nullptr;               // person
};

// Reads the secret. kInvalid: what the operator can mend, with the provider's name. `http` and
// `wall` must outlive the provider.
Result<std::unique_ptr<Provider>> make_provider(const config::ProviderSettings& settings,
                                                const config::ProviderTraits& traits,
                                                crawler::HttpClient& http, const WallClock& wall,
                                                ProviderParts parts = {});

}  // namespace vouch::engines
