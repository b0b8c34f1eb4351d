#include "engines/chain.h"

#include "core/url.h"

namespace vouch::engines {

bool lies_in(std::string_view property, std::string_view url) {
  const Result<Url> page = Url::parse(url);
  if (!page) return false;
  if (property.starts_with("http://") || property.starts_with("https://")) {
    const Result<Url> root = Url::parse(property);
    return root && page->href().starts_with(root->href());
  }
  constexpr std::string_view kDomain = "sc-domain:";
  if (property.starts_with(kDomain)) property.remove_prefix(kDomain.size());
  const std::string& host = page->host();
  if (property.empty() || !std::string_view(host).ends_with(property)) return false;
  return host.size() == property.size() || host[host.size() - property.size() - 1] == '.';
}

bool answers_for(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                 const Wanted& wanted) {
  if (settings.engine != wanted.engine || !traits.serves(wanted.engine, wanted.purpose))
    return false;
  if (settings.purpose && *settings.purpose != wanted.purpose) return false;
  const bool own_pages_only = !settings.site.empty() && !wanted.url.empty();
  return !own_pages_only || lies_in(settings.site, wanted.url);
}

}  // namespace vouch::engines
