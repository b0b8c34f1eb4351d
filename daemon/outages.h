// Tells when somebody who was silent for long answers again: a site, an engine, or everybody at
// once (then it was our own way). Pure state over wall time; it belongs to who feeds it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/observation.h"
#include "core/time.h"

namespace vouch::daemon {

enum class Heard { kAnswer, kSilence, kNothing };  // kNothing: nobody was asked

// Of a page look: its live observation.
Heard heard_of_page(Reason reason, int http_status);
// Of an index look. A used-up quota is nobody's silence.
Heard heard_of_engine(Outcome outcome, Reason reason);

struct EndedOutage {
  Time since;         // the first silence
  std::string where;  // empty: everywhere
};

class Outages {
 public:
  // What `where` said at `at`, in order of time. An outage that was shorter than the first try
  // after a failure, or in which nobody was asked twice, is none.
  std::optional<EndedOutage> note(const std::string& where, Heard heard, Time at);

 private:
  // The first silence of a time in which nobody answered and several were asked.
  [[nodiscard]] std::optional<Time> everywhere() const;

  std::map<std::string, Time> silent_since_;  // who is silent
  std::optional<Time> last_answer_;           // by anybody
};

}  // namespace vouch::daemon
