// The part of the port of changes that is about people's own reports, what blocks their work, and
// their duties (commands.h). Implemented in daemon/; called on the main loop.
#pragma once

#include <string>

#include "core/async.h"
#include "core/blocker.h"
#include "core/report_words.h"
#include "core/result.h"

namespace vouch::web {

struct Actor;

struct PutReportWords {  // of the actor's own report; earlier versions are kept
  ReportSpan span = ReportSpan::kDay;
  Date day;  // of a week: its Monday
  std::string reflection;
  std::string unfinished_reason;
  std::string tomorrow;
};
struct AddBlocker {
  std::string text;
  std::string to;  // login; empty: the actor's leader
};
struct CloseBlocker {
  BlockerId blocker;
  std::string answer;
};

class ReportCommands {
 public:
  virtual ~ReportCommands() = default;
  virtual Task<Status> put_report_words(Actor actor, PutReportWords request) = 0;
  virtual Task<Result<BlockerId>> add_blocker(Actor actor, AddBlocker request) = 0;
  // kNotFound: he does not see it; kDenied: he is not addressed; kConflict: it is closed.
  virtual Task<Status> close_blocker(Actor actor, CloseBlocker request) = 0;
  // The actor has read this version of his post's card. kConflict: another one is in force.
  virtual Task<Status> acknowledge_duty(Actor actor, int version) = 0;
};

}  // namespace vouch::web
