// What happens to the store when somebody hands in, skips or asks for a token: each a job of the
// writer thread (decision 075).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engines/captured.h"
#include "engines/question.h"
#include "store/captures.h"
#include "store/store.h"
#include "web/captures.h"

namespace vouch::daemon {

inline constexpr Millis kCaptureTokenLife = std::chrono::hours(12);

// Of a task, as the engines read them.
Result<std::vector<engines::Capture>> captures_of(store::Connection& db, std::int64_t task);

// An active user who may capture: everybody but observers (the company's owner). `as`: somebody
// whom an administrator names.
Result<UserId> capturing_person(store::Connection& db, const web::Actor& actor,
                                const std::string& as);

struct ReadPage {  // what a page that was read says, and its bytes ready to be kept
  std::int64_t task = 0;
  engines::Capture capture;
  std::string address;
  store::EvidenceItem evidence;
};
// kConflict: nobody waits for it any more, or this person has captured it already.
Result<web::HandInAnswer> keep_capture(store::WriteContext& context, UserId person,
                                       const ReadPage& page);

Status skip_capture(store::WriteContext& context, UserId person, const web::SkipCapture& skip);

// The token itself; the store keeps its digest.
Result<web::CaptureToken> issue_token_for(store::WriteContext& context, UserId person,
                                          std::string token);

}  // namespace vouch::daemon
