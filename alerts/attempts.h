// The two transactions of an attempt, of one row or of several that go out as one message: before
// its first byte and after its end. Writer thread; composed by the dispatcher.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "alerts/rate.h"
#include "alerts/rules.h"
#include "alerts/sender.h"
#include "core/message.h"
#include "store/store.h"

namespace vouch::alerts {

using OnTrouble = std::function<Status(store::WriteContext&, const ChannelTrouble&)>;

// The channel's turn, kept with the attempt: what may go out is known after a kill too. None: go;
// else nothing was written and this is when to ask again.
Result<std::optional<Time>> take_channel_turn(store::WriteContext& context, ChannelId channel,
                                              const Rate& rate);

struct Begun {
  std::vector<Message> rows;       // with their new attempts; those that changed meanwhile are gone
  std::optional<Time> wait_until;  // the channel's turn has not come: nothing was written
};
Result<Begun> begin_attempts(store::WriteContext& context, std::vector<Message> rows,
                             const std::optional<Rate>& rate);

struct Ended {
  int completed = 0;  // rows; the others were fenced out by a later attempt
  bool switched_off = false;
};
// Every row gets the result, its next state and a delivery row; the channel its health;
// `on_trouble` is told of dead rows, of a channel switched off or closed. `rows` went out as one
// message.
Result<Ended> end_attempts(store::WriteContext& context, const std::vector<Message>& rows,
                           SendResult result, Millis took, Time now, const OnTrouble& on_trouble);

}  // namespace vouch::alerts
