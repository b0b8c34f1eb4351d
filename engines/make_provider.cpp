#include "engines/make_provider.h"

#include "engines/providers/bing_webmaster.h"
#include "engines/providers/data5118.h"
#include "engines/providers/dataforseo.h"
#include "engines/providers/qianfan.h"
#include "engines/providers/search_console.h"
#include "engines/providers/serpapi.h"
#include "engines/searxng.h"

namespace vouch::engines {
namespace {

using Made = Result<std::unique_ptr<Provider>>;

template <class Concrete, class Options, class... World>
Made made(Result<Options> options, World&... world) {
  if (!options) return tl::unexpected(options.error());
  return std::make_unique<Concrete>(std::move(*options), world...);
}

Made make_searxng(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                  crawler::HttpClient& http) {
  Result<SearxngOptions> options = SearxngOptions::from(settings);
  if (options) options->traits = traits;
  return made<SearxngProvider>(std::move(options), http);
}

}  // namespace

Made make_provider(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                   crawler::HttpClient& http, const WallClock& wall) {
  switch (settings.kind) {
    case config::ProviderKind::kSearxng:
      return make_searxng(settings, traits, http);
    case config::ProviderKind::kSerpApi:
      return made<SerpApiProvider>(ApiAccess::from(settings, traits), http);
    case config::ProviderKind::kDataForSeo:
      return made<DataForSeoProvider>(DataForSeoOptions::from(settings, traits), http, wall);
    case config::ProviderKind::kSearchConsole:
      return made<SearchConsoleProvider>(SearchConsoleOptions::from(settings, traits), http, wall);
    case config::ProviderKind::kBingWebmaster:
      return made<BingWebmasterProvider>(BingWebmasterOptions::from(settings, traits), http);
    case config::ProviderKind::kQianfan:
      return made<QianfanProvider>(ApiAccess::from(settings, traits), http);
    case config::ProviderKind::k5118:
      return made<Data5118Provider>(Data5118Options::from(settings, traits), http, wall);
  }
  return fail(ErrorCode::kInternal, "no such kind of provider");
}

}  // namespace vouch::engines
