// Google Search Console: URL Inspection states whether a page of one's own property is in the
// index, Search Analytics gives average positions. The verdict decides, never the translated words.
// Requests and readers are pure; SearchConsoleProvider is the thin shell.
#pragma once

#include <string>

#include "core/time.h"
#include "engines/provider.h"
#include "engines/providers/api_access.h"
#include "engines/providers/google_token.h"

namespace vouch::engines {

struct SearchConsoleOptions {
  ApiAccess access;
  std::string site;  // "https://www.example.com/" or "sc-domain:example.com"
  ServiceAccount account;

  static Result<SearchConsoleOptions> from(const config::ProviderSettings& settings,
                                           const config::ProviderTraits& traits);
};

Result<crawler::FetchRequest> inspection_request(const SearchConsoleOptions& options,
                                                 const std::string& token,
                                                 const Question& question);
SearchAnswer read_inspection(const Exchange& exchange, const SearchConsoleOptions& options,
                             const Question& question);

struct Window {  // days, both included; Google counts them in Pacific time
  Date from;
  Date to;
};
// 28 days, of which the last three are left out: they are not final.
Window analytics_window(Time now);

Result<crawler::FetchRequest> analytics_request(const SearchConsoleOptions& options,
                                                const std::string& token, const Question& question,
                                                const Window& window);
SearchAnswer read_analytics(const Exchange& exchange, const SearchConsoleOptions& options,
                            const Question& question, const Window& window);

class SearchConsoleProvider final : public ProviderThatAnswersAtOnce {
 public:
  SearchConsoleProvider(SearchConsoleOptions options, crawler::HttpClient& http,
                        const WallClock& wall);

  [[nodiscard]] std::string name() const override { return options_.access.name; }
  [[nodiscard]] std::string engine() const override { return options_.access.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override {
    return options_.access.traits;
  }

 protected:
  Task<SearchAnswer> ask(Question question, Pause pause) override;

 private:
  SearchConsoleOptions options_;
  crawler::HttpClient& http_;
  const WallClock& wall_;
  GoogleToken token_;
};

}  // namespace vouch::engines
