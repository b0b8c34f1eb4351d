// DataForSEO (docs.dataforseo.com/v3/serp): tasks are posted, asked whether they are ready, and
// collected. Everything comes with HTTP 200; the codes inside the answer count. Requests and
// readers are pure; DataForSeoProvider is the thin shell.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/clock.h"
#include "engines/provider.h"
#include "engines/providers/api_access.h"
#include "engines/ticket.h"

namespace vouch::engines {

struct DataForSeoOptions {
  ApiAccess access;
  std::string login;
  bool direct_urls = true;  // Baidu: rows name their targets, at ten times the price

  static Result<DataForSeoOptions> from(const config::ProviderSettings& settings,
                                        const config::ProviderTraits& traits);
};

Result<crawler::FetchRequest> dataforseo_post(const DataForSeoOptions& options,
                                              const std::vector<Question>& questions);
Result<crawler::FetchRequest> dataforseo_ready(const DataForSeoOptions& options);
Result<crawler::FetchRequest> dataforseo_get(const DataForSeoOptions& options,
                                             const std::string& task);

// Tasks stand in the order of the questions; each was taken or refused.
struct PostedTasks {
  std::vector<TicketTask> taken;
  std::vector<Answered> refused;
  config::Micros spent = 0;
};
PostedTasks read_dataforseo_post(const Exchange& exchange, const DataForSeoOptions& options,
                                 const std::vector<Question>& questions);

// Ids that are ready. kUnavailable: the list could not be had; the tasks themselves are unharmed.
Result<std::set<std::string>> read_dataforseo_ready(const Exchange& exchange);

struct TaskAnswer {
  bool waiting = false;  // not ready, or not to be had just now: ask again
  SearchAnswer answer;   // final when not waiting, else why
};
TaskAnswer read_dataforseo_task(const Exchange& exchange, const DataForSeoOptions& options,
                                const Question& question);

class DataForSeoProvider final : public Provider {
 public:
  DataForSeoProvider(DataForSeoOptions options, crawler::HttpClient& http, const WallClock& wall);

  [[nodiscard]] std::string name() const override { return options_.access.name; }
  [[nodiscard]] std::string engine() const override { return options_.access.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override {
    return options_.access.traits;
  }
  Task<Submitted> submit(Asking asking) override;
  Task<Collected> collect(std::string ticket) override;

 private:
  DataForSeoOptions options_;
  crawler::HttpClient& http_;
  const WallClock& wall_;
};

}  // namespace vouch::engines
