// Which of the configured providers may be asked for a look: those that answer for its engine,
// purpose and page, in the order of vouch.toml. Pure; any thread.
#pragma once

#include <string_view>

#include "config/settings.h"

namespace vouch::engines {

struct Wanted {
  std::string_view engine;
  config::Purpose purpose = config::Purpose::kIndex;
  std::string_view url;  // of index looks; empty: any page
};

// Official tools answer for the pages of their own property alone.
bool answers_for(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                 const Wanted& wanted);

// Whether a page lies in a property: "https://www.a.cn/shop/" holds what begins with it,
// "sc-domain:a.cn" and a bare "a.cn" the domain with its sub-domains.
bool lies_in(std::string_view property, std::string_view url);

}  // namespace vouch::engines
