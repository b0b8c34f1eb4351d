// Where questions wait for people and what they hand in is found again: the narrow side of the
// store that the `person` provider sees. The daemon implements it over the single writer; called
// from coroutines on the main loop, answers come back there.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"
#include "engines/captured.h"
#include "engines/question.h"

namespace vouch::engines {

class CaptureDesk {
 public:
  struct Wanted {
    std::string provider;  // "person:main"
    std::vector<Question> questions;
    Time until;  // then nobody is asked any more
  };
  // What stands in the queue for one question.
  struct Waiting {
    std::int64_t id = 0;
    Question question;
    std::vector<Capture> captures;  // that were counted, in order of time
    std::string skipped;            // why people say that it cannot be captured; empty: not skipped
  };

  virtual ~CaptureDesk() = default;
  // One id for each question, in their order, committed when this returns. A question that waits
  // already keeps its place and its id: one capture serves all who ask.
  virtual Task<Result<std::vector<std::int64_t>>> put(Wanted wanted) = 0;
  // In the order of the ids; an id that the store does not know is left out.
  virtual Task<Result<std::vector<Waiting>>> look(std::vector<std::int64_t> ids) = 0;
};

}  // namespace vouch::engines
