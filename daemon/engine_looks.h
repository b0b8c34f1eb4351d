// Index and rank looks: what is due for one engine is asked in a batch between two canaries and
// recorded in one transaction. A crash leaves the looks pending. Main loop only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crawler/net/http_client.h"
#include "daemon/catch_up.h"
#include "daemon/context.h"
#include "daemon/engine_record.h"
#include "engines/batch.h"
#include "web/commands.h"
#include "web/facts.h"

namespace vouch::daemon {

class EngineLooks {
 public:
  EngineLooks(Context& context, crawler::HttpClient& http) : context_(context), http_(http) {}

  // Providers of the present rules; quotas used today are read from the store, and keywords that
  // are not measured on a connected engine yet get their rank look. Start and reload; blocks.
  Status connect();
  Status load() { return catch_up_.load(); }  // at a start; blocks

  // `first` was taken from the queue; its gate is busy until this returns. The caller holds the one
  // Activity::Guard of the look.
  Task<> run(QueuedLook first);

  [[nodiscard]] std::vector<web::ProviderFacts> facts() const;
  Task<web::TestAnswer> test(std::string name);

 private:
  struct Connected;

  // Asks and records a batch; an Error: nothing was recorded, all looks go back. `rest_until` is
  // when the provider may be asked again.
  Task<Status> work_on(std::vector<QueuedLook> looks, std::shared_ptr<Connected> provider,
                       Rules rules, std::optional<Time>& rest_until);
  Task<Result<EngineWork>> lease(std::vector<QueuedLook> looks);
  Task<Result<std::vector<ClaimChange>>> record(EngineAnswers outcome, Rules rules);
  Task<> pause_until(Time moment);
  void put_back(std::vector<QueuedLook> looks, Time due_at);
  std::shared_ptr<Connected> provider_for(const std::string& engine);

  Context& context_;
  crawler::HttpClient& http_;
  CatchUp catch_up_{context_, CatchUp::Of::kEngines};
  std::vector<std::shared_ptr<Connected>> providers_;
};

}  // namespace vouch::daemon
