// The engine's own result pages, fetched one by one and read by the readers of engines/result_page.
// Off unless the operator says that he knows (design law 8), slow, and silent for hours after the
// first wall. Main loop.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "config/records.h"
#include "config/settings.h"
#include "core/clock.h"
#include "crawler/net/http_client.h"
#include "engines/page_rests.h"
#include "engines/provider.h"
#include "engines/result_layout.h"
#include "engines/result_page.h"

namespace vouch::engines {

struct PageReading {  // what the provider is made of
  std::string name;   // "page:main"
  std::string engine;
  Device device = Device::kDesktop;
  std::map<Device, std::shared_ptr<const ResultLayout>> layouts;
  std::string canary_url;  // empty: nothing that is missing was ever proved to be
  Millis timeout = std::chrono::seconds(20);
  config::ProviderTraits traits;

  // kInvalid: no layout of this engine among the records.
  static Result<PageReading> from(const config::ProviderSettings& settings,
                                  const config::ProviderTraits& traits,
                                  const config::Records& records);
};

// How long nothing is asked after the n-th wall in a row (1-based): 6 h, 12 h, 24 h, 48 h.
Millis rest_after_wall(int walls);

class PageProvider final : public ProviderThatAnswersAtOnce {
 public:
  PageProvider(PageReading reading, crawler::HttpClient& http, PageRests& rests,
               const WallClock& wall);

  [[nodiscard]] std::string name() const override { return reading_.name; }
  [[nodiscard]] std::string engine() const override { return reading_.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override { return reading_.traits; }

 protected:
  Task<SearchAnswer> ask(Question question, Pause pause) override;

 private:
  struct Fetched {
    Exchange exchange;  // all hops
    std::string url;    // where the last one leads, or stands
    int requests = 0;
  };
  // Follows the engine's own redirects; one that leads elsewhere is not followed, only named.
  Task<Fetched> fetch(std::string href, const ResultLayout& layout, Pause pause);
  [[nodiscard]] ReadResult read(const Fetched& fetched, const ResultLayout& layout,
                                ResultQuery query) const;
  // Answers to one question become an answer to the next only through this memory of them.
  // `decoy`: the engine gave rows that are not about the question.
  void judge(const Question& question, bool decoy, SearchAnswer& answer);
  // Reads once what was kept; then, what of it still holds.
  Task<std::optional<SearchAnswer>> resting();
  Task<void> keep(PageRest before);
  [[nodiscard]] ControlQuery control() const;

  PageReading reading_;
  crawler::HttpClient& http_;
  PageRests& rests_;
  const WallClock& wall_;
  bool loaded_ = false;
  PageRest rest_;
  std::optional<Time> controlled_at_;  // when the canary's page was shown
  std::string last_text_;
  std::vector<SearchRow> last_rows_;
};

}  // namespace vouch::engines
