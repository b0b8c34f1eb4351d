// The outbox: takes due rows, sends them, writes down what came of it. At least once; a second
// delivery keeps the id and is marked (alerts-security-operations §1.5). Main loop only.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/sender.h"
#include "core/async.h"
#include "core/clock.h"
#include "core/message.h"
#include "core/result.h"

namespace vouch::alerts {

struct Attempt {  // what is written, in one transaction, fenced by (id, attempt)
  std::string id;
  int attempt = 0;
  MessageState state = MessageState::kPending;  // kSent, kPending, kUnknown or kDead
  Time at;
  std::optional<Time> next_at;
  std::string outcome;  // to_string(SendOutcome)
  std::string code;
  std::string provider_ref;
  bool possible_duplicate = false;
  Millis took{};
};

// What the dispatcher needs of the store; the one implementation is alerts/store_outbox.h.
class Outbox {
 public:
  virtual ~Outbox() = default;
  // Rows pending or unknown with next_at <= now whose group and channel hold no earlier open row,
  // of enabled channels, oldest first.
  virtual Task<Result<std::vector<Message>>> due(Time now, std::size_t limit) = 0;
  // state = sending, attempt + 1, committed before it returns; the attempt number, or 0 when the
  // row is no longer open.
  virtual Task<Result<int>> begin_attempt(std::string id, Time now) = 0;
  virtual Task<Result<bool>> complete(Attempt attempt) = 0;  // false: fenced out
  virtual Task<Result<int>> recover(Time now) = 0;           // sending -> unknown; how many
  virtual Task<Result<std::optional<Time>>> next_due() = 0;
  virtual Task<Result<std::vector<Channel>>> channels() = 0;
  virtual Task<Status> update_channel(Channel channel) = 0;
};

struct ChannelTrouble {  // for system notices (rules.h system_notices) and the banner
  Channel channel;
  bool broken = false;     // disabled: rows wait
  std::string message_id;  // a dead row; empty when broken
  std::string detail;
};

class Dispatcher {
 public:
  using Report = std::function<Task<>(ChannelTrouble)>;
  // `senders` by channel name. `report` is awaited for each dead row and each broken channel.
  Dispatcher(Outbox& outbox, const WallClock& clock, std::map<std::string, Sender*> senders,
             Report report);

  Task<Status> recover();                    // once, before the first dispatch
  Task<Result<int>> dispatch_due(Time now);  // one step; how many sends were tried
  Task<Result<std::optional<Time>>> next_due();
  [[nodiscard]] int in_flight() const { return in_flight_; }  // 0: the clock may jump

 private:
  Task<int> run_channel(std::vector<Message> rows);
  Task<bool> run_one(Message message);

  Outbox& outbox_;
  const WallClock& clock_;
  std::map<std::string, Sender*> senders_;
  Report report_;
  std::map<ChannelId, Channel> channels_;
  int in_flight_ = 0;
};

}  // namespace vouch::alerts
