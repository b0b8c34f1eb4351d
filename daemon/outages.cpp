#include "daemon/outages.h"

#include <algorithm>
#include <array>

namespace vouch::daemon {
namespace {

constexpr Millis kOutage = std::chrono::hours(1);
// So many fell silent and nobody answered since: it was our own way.
constexpr std::size_t kEverybody = 2;

constexpr std::array kNotAsked = {Reason::kQuotaExhausted, Reason::kNotSampled,
                                  Reason::kEngineNotConnected};

bool was_not_asked(Reason reason) {
  return std::find(kNotAsked.begin(), kNotAsked.end(), reason) != kNotAsked.end();
}

}  // namespace

Heard heard_of_page(Reason reason, int http_status) {
  if (is_silence(reason)) return Heard::kSilence;
  return http_status > 0 ? Heard::kAnswer : Heard::kNothing;
}

Heard heard_of_engine(Outcome outcome, Reason reason) {
  if (outcome == Outcome::kFound || outcome == Outcome::kNotFound) return Heard::kAnswer;
  if (outcome == Outcome::kNotApplicable || was_not_asked(reason)) return Heard::kNothing;
  return Heard::kSilence;
}

std::optional<Time> Outages::everywhere() const {
  std::size_t sites = 0;
  std::optional<Time> first;
  for (const auto& [site, since] : silent_since_) {
    if (last_answer_ && since < *last_answer_) continue;
    ++sites;
    if (!first || since < *first) first = since;
  }
  return sites >= kEverybody ? first : std::nullopt;
}

std::optional<EndedOutage> Outages::note(const std::string& where, Heard heard, Time at) {
  if (heard == Heard::kNothing) return std::nullopt;
  if (heard == Heard::kSilence) {
    silent_since_.try_emplace(where, at);
    return std::nullopt;
  }
  std::optional<EndedOutage> ended;
  const std::optional<Time> first = everywhere();
  if (first && at - *first >= kOutage) ended = EndedOutage{*first, {}};
  const auto silence = silent_since_.find(where);
  if (!ended && silence != silent_since_.end() && at - silence->second >= kOutage) {
    ended = EndedOutage{silence->second, where};
  }
  if (silence != silent_since_.end()) silent_since_.erase(silence);
  last_answer_ = at;
  return ended;
}

}  // namespace vouch::daemon
