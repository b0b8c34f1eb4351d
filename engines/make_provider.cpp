#include "engines/make_provider.h"

#include "engines/providers/bing_webmaster.h"
#include "engines/providers/data5118.h"
#include "engines/providers/dataforseo.h"
#include "engines/providers/page.h"
#include "engines/providers/person.h"
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

Made without(const config::ProviderSettings& settings, std::string_view what) {
  return fail(ErrorCode::kUnsupported,
              "provider " + settings.name + ": this program has no " + std::string(what));
}

Made make_page(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
               crawler::HttpClient& http, const WallClock& wall, const ProviderParts& parts) {
  if (parts.records == nullptr) return without(settings, "layouts of result pages");
  if (parts.rests == nullptr) return without(settings, "memory of refusals");
  return made<PageProvider>(PageReading::from(settings, traits, *parts.records), http, *parts.rests,
                            wall);
}

Made make_person(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                 const WallClock& wall, const ProviderParts& parts) {
  if (parts.desk == nullptr) return without(settings, "desk for captures");
  return made<PersonProvider>(PersonAsking::from(settings, traits), *parts.desk, wall);
}

}  // namespace

Made make_provider(const config::ProviderSettings& settings, const config::ProviderTraits& traits,
                   crawler::HttpClient& http, const WallClock& wall, ProviderParts parts) {
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
    case config::ProviderKind::kPage:
      return make_page(settings, traits, http, wall, parts);
    case config::ProviderKind::kPerson:
      return make_person(settings, traits, wall, parts);
  }
  return fail(ErrorCode::kInternal, "no such kind of provider");
}

}  // namespace vouch::engines
