// Tells the operators when search engines cannot be asked (AL13): one notice an outage, however
// many engines it takes. What fell silent and what was told outlives a restart. Main loop only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/rules.h"
#include "daemon/context.h"
#include "web/facts.h"

namespace vouch::daemon {

struct SilentProvider {
  std::vector<std::string> engines;
  std::string why;  // for people
  Time since;
  bool told = false;

  bool operator==(const SilentProvider&) const = default;
};

struct EngineOutage {
  std::map<std::string, SilentProvider> providers;  // by name
  Time told_at;                                     // the newest notice; epoch: none

  bool operator==(const EngineOutage&) const = default;
};

// Shorter ones are over by the second try after a failure.
inline constexpr Millis kTellAfter = std::chrono::hours(1);
// What falls silent within this time of a notice, while it holds, belongs to the same outage.
inline constexpr Millis kSameOutage = std::chrono::hours(24);

// Who is silent now: a provider is heard again when its controls passed after it fell silent.
EngineOutage heard_of(EngineOutage before, const std::vector<web::ProviderFacts>& facts, Time now);
// What operators are told of providers that are silent; `who` is not empty.
alerts::CheckerTrouble trouble_of(const Rulebook& rules, const std::vector<SilentProvider>& who);
// Whom a notice must be about now; empty: nobody. Who belongs to an outage already told is marked.
std::vector<SilentProvider> to_tell(EngineOutage& outage, Time now);

// Setting: the outage that is known, as JSON.
inline constexpr std::string_view kEngineOutageKey = "engine_silence";
std::string to_json(const EngineOutage& outage);
Result<EngineOutage> engine_outage_from_json(std::string_view text);
Result<EngineOutage> known_engine_outage(store::Connection& db);  // none known: empty

class EngineWatch {
 public:
  explicit EngineWatch(Context& context) : context_(context) {}

  Status load();  // at a start; blocks
  Task<> look(std::vector<web::ProviderFacts> facts);

 private:
  Context& context_;
  EngineOutage outage_;
};

}  // namespace vouch::daemon
