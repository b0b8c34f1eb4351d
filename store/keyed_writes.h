// Writes that came with an Idempotency-Key: reserved before they are carried out, answered after.
// A key is one person's. Written on the writer thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct KeyedWrite {
  UserId actor;  // none: the local administrator
  std::string key;
  std::string request;  // method and target
  std::string body_sha256;
  Time at;
};

struct KeyedAnswer {
  int status = 0;
  std::string content_type;
  std::optional<std::string> body;  // none: too long to be kept
};

struct Reservation {
  enum class Kind {
    kMade,      // carry it out
    kAnswered,  // it was carried out before
    kOpen,      // it runs, or nobody knows how it ended
    kOther      // the key stands for another request
  };
  Kind kind = Kind::kMade;
  KeyedAnswer answer{};  // of kAnswered
};

namespace keyed_writes {

Result<Reservation> reserve(Connection& db, const KeyedWrite& write);
Status answer(Connection& db, UserId actor, std::string_view key, const KeyedAnswer& answer);
Status take_back(Connection& db, UserId actor, std::string_view key);  // where it has no answer
Result<std::int64_t> purge(Connection& db, Time before, int limit);

}  // namespace keyed_writes
}  // namespace vouch::store
