// A waiver (免检) of more than one claim: of a platform, a person or days, or what they share. Each
// claim that it covers counts as exempted by a person's decision, those handed in later too.
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using WaiverId = Id<struct WaiverTag>;

struct Waiver {
  WaiverId id;
  std::string platform;  // key; empty: any
  UserId person;         // none: anybody
  TeamId team;           // those who are in it when it is written; none: every team
  Date from;             // work days, both with it
  Date to;
  std::optional<Time> until;  // then it counts no more, whatever the day of work
  std::string reason;

  UserId by;  // none: the local administrator; never his own claims
  std::string author;
  Time at;
  std::optional<Time> ended_at;  // taken back
  std::string ended_by;
};

}  // namespace vouch
