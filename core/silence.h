// A silence: letters that a person has put off, with author, reason and end (Alertmanager's word).
#pragma once

#include <optional>
#include <string>

#include "core/ids.h"
#include "core/message.h"
#include "core/time.h"

namespace vouch {

using SilenceId = Id<struct SilenceTag>;

struct Silence {
  SilenceId id;
  NoticeKind rule = NoticeKind::kSystem;
  std::string subject;      // channel or provider; of a claim's notice its host; empty: any
  bool known_only = false;  // an acknowledgement: what begins later is told
  UserId reader;            // whose letters; none: every operator's

  UserId by;  // none: the local administrator
  std::string author;
  std::string reason;
  Time from;
  Time to;
  std::optional<Time> ended_at;  // before its time
  std::string ended_by;
};

}  // namespace vouch
