// SerpApi (serpapi.com/search-api): Google and Baidu result pages as JSON. An empty page is one
// only where the answer says so twice. Request and reader are pure; SerpApiProvider is the thin
// shell.
#pragma once

#include "engines/provider.h"
#include "engines/providers/api_access.h"

namespace vouch::engines {

// `page` is 1-based.
Result<crawler::FetchRequest> serpapi_request(const ApiAccess& access, const Question& question,
                                              int page);

struct SerpApiPage {
  SearchAnswer answer;
  bool more = false;  // the engine has a next page
};
// `places_before`: the last place of the pages before; places restart on every page.
SerpApiPage read_serpapi(const Exchange& exchange, const ApiAccess& access, int places_before);

class SerpApiProvider final : public ProviderThatAnswersAtOnce {
 public:
  SerpApiProvider(ApiAccess access, crawler::HttpClient& http);

  [[nodiscard]] std::string name() const override { return access_.name; }
  [[nodiscard]] std::string engine() const override { return access_.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override { return access_.traits; }

 protected:
  Task<SearchAnswer> ask(Question question, Pause pause) override;

 private:
  ApiAccess access_;
  crawler::HttpClient& http_;
};

}  // namespace vouch::engines
