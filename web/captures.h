// The port through which the web room reaches the queue of questions that people capture (decision
// 075). Implemented in daemon/, faked in tests; called on the main loop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"
#include "web/commands.h"

namespace vouch::web {

struct CapturePerson {
  UserId id;
  std::string name;
  bool gains = false;  // the person's own claim is asked about
};

struct CaptureItem {
  std::int64_t id = 0;
  std::string engine;  // "baidu"
  bool is_url = false;
  std::string text;  // what is typed
  std::string link;  // opens it in the person's own browser
  Time asked_at;
  Time until;
  std::int64_t looks = 0;             // that wait for it
  int captures = 0;                   // that count
  bool by_me = false;                 // the reader has done his part
  std::vector<CapturePerson> people;  // who captured; leaders and administrators only
};

struct HandIn {
  std::int64_t task = 0;  // 0: the one whose engine and query the page's address names
  std::string bytes;
  std::string content_type;
  std::string address;  // that the browser showed
  std::string as;       // login; administrators only
};

struct HandInAnswer {
  std::int64_t task = 0;
  EvidenceId evidence;
  bool answered = false;  // nobody else is needed
  std::string words;      // for the person
};

struct SkipCapture {
  std::int64_t task = 0;
  std::string reason;
  std::string as;
};

struct CaptureToken {
  std::string token;
  Time expires_at;
};

class Captures {
 public:
  virtual ~Captures() = default;
  virtual Task<Result<std::vector<CaptureItem>>> list(Actor actor) = 0;
  // kInvalid: the page was returned, with words; kConflict: nobody waits for it (from this person).
  virtual Task<Result<HandInAnswer>> hand_in(Actor actor, HandIn page) = 0;
  virtual Task<Status> skip(Actor actor, SkipCapture skip) = 0;
  virtual Task<Result<CaptureToken>> issue_token(Actor actor) = 0;
  // None: unknown, expired, or of somebody who has left.
  virtual Task<Result<std::optional<Actor>>> owner_of(std::string token) = 0;
};

}  // namespace vouch::web
