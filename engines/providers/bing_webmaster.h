// Bing Webmaster (JSON interface): GetUrlInfo tells what was crawled, which is never "indexed";
// GetQueryPageStats and GetPageQueryStats give average positions. Requests and readers are pure;
// BingWebmasterProvider is the thin shell.
#pragma once

#include <string>

#include "engines/provider.h"
#include "engines/providers/api_access.h"

namespace vouch::engines {

struct BingWebmasterOptions {
  ApiAccess access;
  std::string site;  // as registered: "https://www.example.com/"

  static Result<BingWebmasterOptions> from(const config::ProviderSettings& settings,
                                           const config::ProviderTraits& traits);
};

Result<crawler::FetchRequest> url_info_request(const BingWebmasterOptions& options,
                                               const Question& question);
SearchAnswer read_url_info(const Exchange& exchange, const BingWebmasterOptions& options,
                           const Question& question);

// For a keyword the pages that were shown for it, for a URL the queries that it was shown for.
Result<crawler::FetchRequest> stats_request(const BingWebmasterOptions& options,
                                            const Question& question);
SearchAnswer read_stats(const Exchange& exchange, const BingWebmasterOptions& options,
                        const Question& question);

// How many of the site's pages are in the index: `total` of the answer.
Result<crawler::FetchRequest> crawl_stats_request(const BingWebmasterOptions& options);
SearchAnswer read_crawl_stats(const Exchange& exchange, const BingWebmasterOptions& options);

// "/Date(1731542400000-0800)/"; the year 0001 stands for never.
std::optional<Time> parse_bing_date(std::string_view text);

class BingWebmasterProvider final : public ProviderThatAnswersAtOnce {
 public:
  BingWebmasterProvider(BingWebmasterOptions options, crawler::HttpClient& http);

  [[nodiscard]] std::string name() const override { return options_.access.name; }
  [[nodiscard]] std::string engine() const override { return options_.access.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override {
    return options_.access.traits;
  }

 protected:
  Task<SearchAnswer> ask(Question question, Pause pause) override;

 private:
  BingWebmasterOptions options_;
  crawler::HttpClient& http_;
};

}  // namespace vouch::engines
