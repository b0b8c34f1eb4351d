// SearXNG's JSON interface (search-engines.md §1.5): one engine a request, so that a position is a
// rank. An empty list beside a silent engine is a wall, never "no result". Request and reader are
// pure; SearxngProvider is the thin shell over HttpClient.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/url.h"
#include "crawler/net/http_client.h"
#include "engines/provider.h"
#include "engines/secrets.h"

namespace vouch::engines {

struct SearxngOptions {
  std::string name;         // "main"
  std::string engine;       // ours: "baidu"
  std::string engine_name;  // the instance's: "baidu", "360search"
  Url base;                 // ".../" or ".../search"
  int page_size = 10;
  std::string language = "zh-CN";
  std::string bearer;  // secret; empty: none
  Secrets secrets;
  Millis timeout = std::chrono::seconds(20);

  config::ProviderTraits traits;

  static Result<SearxngOptions> from(const config::ProviderSettings& settings);
};

Url searxng_url(const SearxngOptions& options, std::string_view text, int page);
crawler::FetchRequest searxng_request(const SearxngOptions& options, std::string_view text,
                                      int page);

// One page of an answer. `page` is 1-based; positions go on over the pages.
SearchAnswer read_searxng(const Exchange& exchange, const SearxngOptions& options, int page);

class SearxngProvider final : public ProviderThatAnswersAtOnce {
 public:
  SearxngProvider(SearxngOptions options, crawler::HttpClient& http);

  [[nodiscard]] std::string name() const override { return "searxng:" + options_.name; }
  [[nodiscard]] std::string engine() const override { return options_.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override { return options_.traits; }

 protected:
  Task<SearchAnswer> ask(Question question, Pause pause) override;

 private:
  SearxngOptions options_;
  crawler::HttpClient& http_;
};

}  // namespace vouch::engines
