// 5118 (www.5118.com/apistore): whether Baidu has URLs, and which pages stand where for keywords.
// A task is posted, its answers come 1 to 10 minutes later from the same address. The public
// documents are thin; what is assumed stands in the record. Requests and readers are pure;
// Data5118Provider is the thin shell.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "engines/provider.h"
#include "engines/providers/api_access.h"
#include "engines/ticket.h"

namespace vouch::engines {

struct Data5118Options {
  ApiAccess access;
  config::Purpose purpose = config::Purpose::kIndex;

  static Result<Data5118Options> from(const config::ProviderSettings& settings,
                                      const config::ProviderTraits& traits);
};

// All of one device; kUnsupported where 5118 has no interface for it.
Result<crawler::FetchRequest> data5118_post(const Data5118Options& options,
                                            const std::vector<Question>& questions);
Result<crawler::FetchRequest> data5118_collect(const Data5118Options& options, Device device,
                                               const std::string& task);

struct Posted5118 {
  std::string task;  // empty: `refusal` says why
  SearchAnswer refusal;
};
Posted5118 read_5118_post(const Exchange& exchange);

struct Collected5118 {
  bool waiting = false;           // still working, or not to be had just now
  SearchAnswer trouble;           // when waiting: why, unless it only works on
  std::vector<Answered> answers;  // one for each question, when not waiting
};
Collected5118 read_5118_result(const Exchange& exchange, const Data5118Options& options,
                               const std::vector<Question>& questions);

class Data5118Provider final : public Provider {
 public:
  Data5118Provider(Data5118Options options, crawler::HttpClient& http, const WallClock& wall);

  [[nodiscard]] std::string name() const override { return options_.access.name; }
  [[nodiscard]] std::string engine() const override { return options_.access.engine; }
  [[nodiscard]] const config::ProviderTraits& traits() const override {
    return options_.access.traits;
  }
  Task<Submitted> submit(Asking asking) override;
  Task<Collected> collect(std::string ticket) override;

 private:
  Data5118Options options_;
  crawler::HttpClient& http_;
  const WallClock& wall_;
};

}  // namespace vouch::engines
