// Questions that wait for people to capture the engine's page, and what was handed in (decision
// 075). What a question and an answer say is the engines' business: here they are texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

enum class CaptureState { kOpen, kAnswered, kSkipped };

struct CaptureTask {
  std::int64_t id = 0;
  std::string provider;  // "person:main"
  std::string engine;
  std::string text;      // what is typed
  std::string question;  // JSON, complete
  Time asked_at;
  Time until;  // nobody is asked afterwards
  CaptureState state = CaptureState::kOpen;
  UserId skipped_by;
  std::string skip_reason;
};

struct CaptureRow {
  std::int64_t id = 0;
  std::int64_t task = 0;
  UserId person;
  bool gains = false;  // the person's own claim was asked about
  Time at;
  std::string address;  // of the page, as the browser showed it
  std::string answer;   // JSON: what the page shows
  EvidenceId evidence;
};

namespace captures {

// The open task of an equal question, or a new one. A task that is joined lasts as long as whoever
// asked last waits.
Result<std::int64_t> put(Connection& db, const CaptureTask& task);
Result<std::optional<CaptureTask>> find(Connection& db, std::int64_t id);
// Open and not past their time, those that wait longest first.
Result<std::vector<CaptureTask>> open(Connection& db, Time now, std::int64_t limit);
// Open, not past their time, and without a page that this person brought.
Result<std::int64_t> count_for(Connection& db, UserId person, Time now);
Result<std::vector<CaptureTask>> open_at(Connection& db, std::string_view engine, Time now);
// False: it was closed before.
Result<bool> answer(Connection& db, std::int64_t id, Time at);
Result<bool> skip(Connection& db, std::int64_t id, UserId by, std::string_view reason, Time at);

Result<std::int64_t> insert(Connection& db, const CaptureRow& row);
Result<std::vector<CaptureRow>> of_task(Connection& db, std::int64_t task);  // in order of time

// Has this person a claim at this address (strict or loose key), or one for this keyword (folded)?
Result<bool> has_claim_at(Connection& db, UserId person, std::string_view strict_key,
                          std::string_view loose_key);
Result<bool> has_claim_for(Connection& db, UserId person, std::string_view folded);
// Looks at this engine that are not done: at claims of this address, at this keyword.
Result<std::int64_t> looks_at(Connection& db, std::string_view lane, std::string_view strict_key);
Result<std::int64_t> looks_for(Connection& db, std::string_view lane, std::string_view folded);

// One a person; a new one ends the one before.
Status put_token(Connection& db, UserId person, std::string_view sha256, Time expires_at);
// Whose token this is; none: unknown or expired.
Result<std::optional<UserId>> token_owner(Connection& db, std::string_view sha256, Time now);

}  // namespace captures
}  // namespace vouch::store
