#include "alerts/dispatcher.h"

#include <exception>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include "alerts/retry.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/outbox.h"

namespace vouch::alerts {
namespace {

constexpr int kRowsPerStep = 200;

struct Due {
  std::vector<Message> rows;
  std::map<ChannelId, Channel> channels;
};

Result<Due> read_due(store::Connection& db, Time now) {
  Due due;
  auto rows = store::outbox::due(db, now, kRowsPerStep);
  if (!rows) return tl::unexpected(rows.error());
  due.rows = std::move(*rows);
  auto channels = store::channels::list(db);
  if (!channels) return tl::unexpected(channels.error());
  for (Channel& channel : *channels) due.channels.emplace(channel.id, std::move(channel));
  return due;
}

struct Written {
  bool completed = false;  // false: fenced out by a later attempt
  bool switched_off = false;
};

// One transaction: the attempt, the channel's health and the notices about either.
Result<Written> write_attempt(store::WriteContext& context, const Message& message,
                              const SendResult& result, const store::AttemptOutcome& outcome,
                              const Dispatcher::OnTrouble& on_trouble) {
  Written written;
  auto completed = store::outbox::complete(context.db, message.id, message.attempt, outcome);
  if (!completed) return tl::unexpected(completed.error());
  written.completed = *completed;
  if (!written.completed) return written;

  auto channel = store::channels::find(context.db, message.channel);
  if (!channel) return tl::unexpected(channel.error());
  ChannelTrouble trouble;
  trouble.channel = *channel;
  if (outcome.state == MessageState::kDead) {
    trouble.message_id = message.id;
    trouble.detail = result.detail.empty() ? result.code : result.code + ": " + result.detail;
    if (on_trouble) {
      if (auto told = on_trouble(context, trouble); !told) return tl::unexpected(told.error());
    }
  }
  const ChannelChange change = channel_after(*channel, result, outcome.at);
  if (!change.changed) return written;
  auto noted = store::channels::set_failing_since(context.db, channel->id, change.failing_since);
  if (!noted) return tl::unexpected(noted.error());
  if (!change.switch_off) return written;

  written.switched_off = true;
  auto off = store::channels::set_enabled(context.db, channel->id, false, change.why);
  if (!off) return tl::unexpected(off.error());
  trouble.channel.enabled = false;
  trouble.channel.disabled_why = change.why;
  trouble.switched_off = true;
  trouble.message_id.clear();
  trouble.detail = change.why;
  if (on_trouble) {
    if (auto told = on_trouble(context, trouble); !told) return tl::unexpected(told.error());
  }
  return written;
}

}  // namespace

// Shared by the channels of one step; the last one to finish ends the step.
struct Dispatcher::Step {
  int running = 0;
  int tried = 0;
  std::optional<Error> error;
  Completion<bool> done;

  void finish() {
    if (--running == 0) done(true);
  }
};

Dispatcher::Dispatcher(store::Store& store, const WallClock& clock, const SteadyClock& steady,
                       std::map<std::string, Sender*> senders, OnTrouble on_trouble)
    : store_(store),
      clock_(clock),
      steady_(steady),
      senders_(std::move(senders)),
      on_trouble_(std::move(on_trouble)) {}

Task<Result<std::int64_t>> Dispatcher::recover() {
  std::function<Result<std::int64_t>(store::WriteContext&)> job = [](store::WriteContext& context) {
    return store::outbox::recover_sending_to_unknown(context.db, context.now);
  };
  auto recovered = co_await store_.write<std::int64_t>(std::move(job));
  if (recovered && *recovered > 0) {
    log::notice("alerts", "{} messages were being sent when the daemon ended; sent again, marked",
                *recovered);
  }
  co_return recovered;
}

Task<Result<std::optional<Time>>> Dispatcher::next_due() {
  std::function<Result<std::optional<Time>>(store::Connection&)> job = [](store::Connection& db) {
    return store::outbox::next_due(db);
  };
  co_return co_await store_.read<std::optional<Time>>(std::move(job));
}

Task<Result<int>> Dispatcher::dispatch_due(Time now) {
  std::function<Result<Due>(store::Connection&)> job = [now](store::Connection& db) {
    return read_due(db, now);
  };
  auto due = co_await store_.read<Due>(std::move(job));
  if (!due) co_return tl::unexpected(due.error());

  std::map<ChannelId, std::vector<Message>> by_channel;
  for (Message& row : due->rows) {
    const auto channel = due->channels.find(row.channel);
    if (channel == due->channels.end() || !senders_.contains(channel->second.name)) continue;
    by_channel[row.channel].push_back(std::move(row));
  }
  if (by_channel.empty()) co_return 0;

  auto step = std::make_shared<Step>();
  const auto executor = co_await boost::asio::this_coro::executor;
  auto start = [&](Completion<bool> done) {
    step->done = std::move(done);
    step->running = static_cast<int>(by_channel.size());
    for (auto& [id, rows] : by_channel) {
      boost::asio::co_spawn(
          executor, run_channel(step, due->channels.at(id), std::move(rows)),
          [step](std::exception_ptr failure) {
            if (failure && !step->error) {
              step->error = Error{ErrorCode::kInternal, "sending ended by an exception", {}};
            }
            step->finish();
          });
    }
  };
  co_await await_callback<bool>(start);
  if (step->error) co_return tl::unexpected(*step->error);
  co_return step->tried;
}

Task<> Dispatcher::run_channel(std::shared_ptr<Step> step, Channel channel,
                               std::vector<Message> rows) {
  for (Message& row : rows) {
    if (!channel.enabled) break;
    ++in_flight_;
    auto tried = co_await run_one(channel, std::move(row));
    --in_flight_;
    if (!tried) {
      if (!step->error) step->error = tried.error();
      break;
    }
    if (*tried) ++step->tried;
  }
}

Task<Result<bool>> Dispatcher::run_one(Channel& channel, Message message) {
  const auto sender = senders_.find(channel.name);
  if (sender == senders_.end()) co_return false;

  std::function<Result<std::optional<int>>(store::WriteContext&)> begin =
      [id = message.id, attempt = message.attempt](store::WriteContext& context) {
        return store::outbox::begin_attempt(context.db, id, attempt, context.now);
      };
  auto attempt = co_await store_.write<std::optional<int>>(std::move(begin));
  if (!attempt) co_return tl::unexpected(attempt.error());
  if (!*attempt) co_return false;
  message.attempt = **attempt;

  const SteadyClock::Point started = steady_.now();
  SendResult result = co_await sender->second->send(message);
  const auto took = std::chrono::duration_cast<Millis>(steady_.now() - started);
  const Time now = clock_.now();

  const NextState next = next_state(channel.kind, message, result, now);
  store::AttemptOutcome outcome;
  outcome.state = next.state;
  outcome.at = now;
  outcome.next_at = next.next_at;
  outcome.code = result.code;
  outcome.detail = result.detail;
  outcome.provider_ref = result.provider_ref;
  outcome.milliseconds = took.count();
  std::function<Result<Written>(store::WriteContext&)> complete =
      [message, result, outcome, on_trouble = on_trouble_](store::WriteContext& context) {
        return write_attempt(context, message, result, outcome, on_trouble);
      };
  auto written = co_await store_.write<Written>(std::move(complete));
  if (!written) co_return tl::unexpected(written.error());
  if (!written->completed) {
    log::warning("alerts", "message {} attempt {} ended after another attempt had begun",
                 message.id, message.attempt);
    co_return true;
  }
  log::info("alerts", "message {} attempt {} by {}: {} ({})", message.id, message.attempt,
            channel.name, to_string(result.outcome), result.code);
  if (written->switched_off) {
    log::error("alerts", "channel {} is switched off ({})", channel.name, result.code);
    channel.enabled = false;
  }
  co_return true;
}

}  // namespace vouch::alerts
