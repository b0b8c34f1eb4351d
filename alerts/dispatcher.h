// The outbox: takes due rows, sends them, writes down what came of it. At least once; a second
// delivery keeps the id and is marked (alerts-security-operations §1.5). Main loop only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alerts/attempts.h"
#include "alerts/rules.h"
#include "alerts/sender.h"
#include "core/async.h"
#include "core/clock.h"
#include "core/message.h"
#include "core/result.h"
#include "store/store.h"

namespace vouch::alerts {

class Dispatcher {
 public:
  // Called on the writer thread, inside the transaction that writes the attempt, for each dead row
  // and each channel switched off or closed: inserts trouble_notices() (rules.h). An Error undoes
  // it all.
  using OnTrouble = alerts::OnTrouble;

  // `senders` by channel name; rows of a channel without a sender wait. All references outlive it.
  Dispatcher(store::Store& store, const WallClock& clock, const SteadyClock& steady,
             std::map<std::string, Sender*> senders, OnTrouble on_trouble);

  // Once, before the first dispatch: what was being sent when the daemon died is unknown and will
  // be sent again with the same id. How many.
  Task<Result<std::int64_t>> recover();

  // One step: the due rows of every channel that is neither at work in another step nor resting
  // after a failure of its own nor out of turns (Sender::rate); channels side by side, one message
  // at a time in a channel, which may hold several rows (Sender::next_batch). How many rows were
  // tried. An Error is the store's; the step may be repeated. Steps may overlap: one
  // that waits for a silent receiver does not keep others from going out.
  Task<Result<int>> dispatch_due(Time now);

  // When a channel that is not at work has something to send and has rested.
  Task<Result<std::optional<Time>>> next_due();

  // At a reload: a person has mended the configuration, so switched-off channels are tried again. A
  // channel without a sender (no longer configured, secret unreadable) is switched off.
  void set_senders(std::map<std::string, Sender*> senders);

  // Until when nobody is disturbed at a moment; none: one may. Calm rows (Message::calm) are then
  // not tried before. Not set: never.
  using QuietUntil = std::function<std::optional<Time>(Time now)>;
  void set_quiet(QuietUntil quiet) { quiet_ = std::move(quiet); }

  // For a message that is no row: `vouch channel test NAME`. None: go; else when to try again.
  Task<Result<std::optional<Time>>> take_turn(std::string name);

  // After a successful `vouch channel test NAME`: the channel is switched on and what waits goes
  // out.
  Task<Status> channel_mended(std::string name);

  [[nodiscard]] int in_flight() const { return in_flight_; }  // 0: the practice clock may jump

 private:
  struct Step;
  struct Pause {
    Time since;
    Time until;
    // One that began ahead of a clock that was put back is over.
    [[nodiscard]] Time ends_at(Time now) const { return since <= now ? until : Time{}; }
  };
  struct Rest {  // after failures of the channel itself, in a row
    int failures = 0;
    Pause pause;
  };
  [[nodiscard]] Time ready_at(ChannelId channel) const;
  [[nodiscard]] bool is_rested(ChannelId channel, Time now) const;
  [[nodiscard]] bool may_send(ChannelId channel, Time now) const;
  void note_end(ChannelId channel, const SendResult& result, Time now);
  enum class Adopt { kNothing, kAtStart, kAfterReload };
  Task<Status> adopt_channels();
  Task<Status> hold_calm(Time now);
  Task<> run_channel(std::shared_ptr<Step> step, Channel channel, std::vector<Message> rows);
  Task<Result<int>> run_batch(Channel& channel, Sender& sender, std::vector<Message> rows);
  store::Store& store_;
  const WallClock& clock_;
  const SteadyClock& steady_;
  std::map<std::string, Sender*> senders_;
  OnTrouble on_trouble_;
  QuietUntil quiet_;
  Adopt adopt_ = Adopt::kAtStart;
  int in_flight_ = 0;
  std::set<ChannelId> at_work_;
  std::map<ChannelId, Rest> rests_;
  std::map<ChannelId, Pause> turns_;  // until a channel that is out of turns has its next
};

}  // namespace vouch::alerts
