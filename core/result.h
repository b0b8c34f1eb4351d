// Recoverable failures as values: Result<T> and the one Error type that crosses rooms.
// Outcomes of the domain (page missing, captcha) are data and never an Error.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace vouch {

enum class ErrorCode {
  kInvalid,      // the input is wrong; the caller can mend it
  kNotFound,     // the named thing does not exist
  kConflict,     // it exists already, or changed meanwhile
  kDenied,       // not allowed
  kUnavailable,  // not now: busy, draining, not connected
  kTimeout,
  kNetwork,
  kIo,       // file or database could not be read or written
  kNoSpace,  // the disk is full: nothing was kept, can be tried again when there is room
  kCorrupt,  // stored bytes are damaged
  kUnsupported,
  kCancelled,
  kInternal,  // a bug
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // for people: what was wrong and what to do
  std::string where;    // file:line, row, field; may be empty

  [[nodiscard]] std::string text() const {
    return where.empty() ? message : where + ": " + message;
  }
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

}  // namespace vouch
