// One way out: mail, webhook or robot. Owned by daemon/, called by the dispatcher on the main loop.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "alerts/rate.h"
#include "core/async.h"
#include "core/message.h"
#include "core/time.h"

namespace vouch::alerts {

enum class SendOutcome {
  kSent,           // a positive reply was read
  kRetry,          // not accepted this time
  kUnknown,        // perhaps accepted: retried with the same id, marked possible duplicate
  kDead,           // this message will never be accepted
  kChannelBroken,  // nothing will be accepted until a person mends the channel
};
std::string_view to_string(SendOutcome outcome);

struct SendResult {
  SendOutcome outcome = SendOutcome::kRetry;
  std::string code;          // "250", "rcpt 550", "http 410", "connect": short, for tables
  std::string detail;        // for people; no secrets
  std::string provider_ref;  // the server's queue id
  std::optional<Millis> retry_after;
  bool of_channel = false;  // the failure is the channel's: the next message would meet it too
  bool closed = false;      // until retry_after is over; the operators hear of it
};

// The first rows of a channel that go out as one message.
struct Batch {
  std::size_t rows = 1;
  Message message;
};
// Stands before the code of a message that was refused while it held several rows: each of them is
// tried again alone.
inline constexpr std::string_view kRefusedTogether = "together ";

class Sender {
 public:
  virtual ~Sender() = default;
  // None: as fast as the rows come. One turn an attempt, kept in the store before the first byte.
  [[nodiscard]] virtual std::optional<Rate> rate() const { return std::nullopt; }
  // `rows` is never empty. Part of a batch is a batch: what fits together fits with less.
  [[nodiscard]] virtual Batch next_batch(std::span<const Message> rows) const {
    return {1, rows.front()};
  }
  // Never throws for what the network does. The message's bytes are sent as they are frozen.
  virtual Task<SendResult> send(Message message) = 0;
  // Would the platform take something, as far as that shows without sending? None: only a message
  // tells.
  virtual Task<std::optional<SendResult>> check();
};

}  // namespace vouch::alerts
