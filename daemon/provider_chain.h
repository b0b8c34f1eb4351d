// The connected providers in the order of vouch.toml: who is asked for a look, who must rest and
// until when. Main loop only.
#pragma once

#include <cstdint>
#include <map>
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

// What was asked of a source, and that it is being asked. Of the name under which its queries are
// written down ("5118:main"), whatever engine, key or address it has: it outlives reloads, and a
// source that was removed comes back to it. The limits in it are those of the present settings and
// hold for a batch under way too.
struct ProviderState {
  engines::Allowance allowance;
  bool busy = false;  // one call at a time
  engines::DayOfClasses day;
  Date counted_on;  // the day of day.used_rank
};

// How it answers for one engine; outlives reloads that leave engine, account and control page.
struct ProviderHealth {
  engines::CanaryResult canary;  // of the newest batch
  std::optional<Time> last_ok_at;
};

// By the settings of one load. Whoever asks holds it to the end: an adapter outlives its questions,
// and its settings are those the questions were made by.
struct ConnectedProvider {
  config::ProviderSettings settings;
  std::unique_ptr<engines::Provider> provider;
  std::shared_ptr<ProviderState> state;
  std::shared_ptr<ProviderHealth> health;

  // What a batch needs at least: between two control questions, where a control page is configured.
  [[nodiscard]] int least_queries() const { return settings.canary_url.empty() ? 1 : 3; }
};
using Connected = std::shared_ptr<ConnectedProvider>;
using Tried = std::set<std::string>;  // names of providers, which outlive reloads

class ProviderChain {
 public:
  ProviderChain(Context& context, crawler::HttpClient& http) : context_(context), http_(http) {}

  // Of the present rules. What was used this day and spent this month is read from the store once
  // for each name; what was counted since stands. Another key, address or account ends a rest that
  // the source asked for, never a count. A failure changes nothing. Start and reload; blocks.
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

  struct Known {
    std::shared_ptr<ProviderState> state;
    std::shared_ptr<ProviderHealth> health;
    std::uint64_t account = 0;  // digest of address, login, property and secret
    std::string asked_about;    // engine and control page
  };

  Context& context_;
  crawler::HttpClient& http_;
  std::vector<Connected> providers_;
  std::map<std::string, Known> known_;  // all of this run, by name
};

}  // namespace vouch::daemon
