// The connected providers in the order of vouch.toml: who is asked for a look, who must rest and
// until when. Main loop only.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "crawler/net/http_client.h"
#include "daemon/context.h"
#include "engines/allowance.h"
#include "engines/chain.h"
#include "engines/look.h"
#include "engines/provider.h"
#include "engines/shares.h"
#include "web/facts.h"

namespace vouch::daemon {

struct ConnectedProvider {
  config::ProviderSettings settings;
  std::unique_ptr<engines::Provider> provider;
  engines::Allowance allowance;
  engines::CanaryResult canary;  // of the newest batch
  std::optional<Time> last_ok_at;
  bool busy = false;  // one call at a time
  engines::DayOfClasses day;
  Date counted_on;  // the day of day.used_rank

  // What a batch needs at least: between two control questions, where a control page is configured.
  [[nodiscard]] int least_queries() const { return settings.canary_url.empty() ? 1 : 3; }
};
using Connected = std::shared_ptr<ConnectedProvider>;
using Tried = std::set<const ConnectedProvider*>;

class ProviderChain {
 public:
  ProviderChain(Context& context, crawler::HttpClient& http) : context_(context), http_(http) {}

  // Of the present rules; what was used this day and spent this month is read from the store.
  // Start and reload; blocks.
  Status connect();

  // Whose looks are due before the day ends: lanes as "rank:baidu".
  void note_due(const std::set<std::string>& lanes);
  // Adds what ranks took; a new day begins at none.
  void note_asked(ConnectedProvider& one, int rank_queries) const;
  // Questions of this purpose that it may still be asked today.
  [[nodiscard]] int room(const ConnectedProvider& one, config::Purpose purpose) const;

  // The first that answers for it, may be asked now and was not tried yet; null: nobody.
  [[nodiscard]] Connected first(const engines::Wanted& wanted, const Tried& tried) const;
  // When the first of those that answer for it may be asked again, and why not now.
  [[nodiscard]] engines::Rest rest(const engines::Wanted& wanted) const;
  [[nodiscard]] const std::vector<Connected>& all() const { return providers_; }
  [[nodiscard]] bool rests(const ConnectedProvider& one) const {
    return must_rest(one).has_value();
  }
  [[nodiscard]] Connected find(const std::string& name) const;  // "main" or "searxng:main"
  [[nodiscard]] Millis longest_pace(const std::string& engine) const;

  // As vouch.toml names them.
  [[nodiscard]] std::vector<web::ProviderFacts> facts() const;

 private:
  [[nodiscard]] bool answers_for(const ConnectedProvider& one, const engines::Wanted& wanted) const;
  [[nodiscard]] std::optional<engines::Rest> must_rest(const ConnectedProvider& one) const;
  // For looks of this purpose: the shares of the day too.
  [[nodiscard]] std::optional<engines::Rest> must_rest(const ConnectedProvider& one,
                                                       config::Purpose purpose) const;

  Context& context_;
  crawler::HttpClient& http_;
  std::vector<Connected> providers_;
};

}  // namespace vouch::daemon
