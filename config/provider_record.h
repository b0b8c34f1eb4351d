// [[provider]] of config/data/providers.toml. Internal to config.
#pragma once

#include "config/provider_traits.h"
#include "config/toml_section.h"

namespace vouch::config {

// `verified_on` and `source` are left to the caller, who knows the head of the file.
ProviderTraits read_provider_traits(Section& section);

}  // namespace vouch::config
