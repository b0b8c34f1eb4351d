// Baidu Qianfan web search (ai.baidu.com/ai-doc/AppBuilder/pmaxd1hvy) with a site to match: which
// pages of a site Baidu knows. Its order is no rank, and what it leaves out proves nothing. Request
// and reader are pure; QianfanProvider is the thin shell.
#pragma once

#include "engines/provider.h"
#include "engines/providers/api_access.h"

namespace vouch::engines {

Result<crawler::FetchRequest> qianfan_request(const ApiAccess& access, const Question& question);
SearchAnswer read_qianfan(const Exchange& exchange, const ApiAccess& access);

class QianfanProvider final : public ProviderThatAnswersAtOnce {
 public:
  QianfanProvider(ApiAccess access, crawler::HttpClient& http);

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
