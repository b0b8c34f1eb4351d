#include "alerts/dispatcher.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <set>
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
constexpr std::string_view kNoSender = "not configured";

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

// Channels and senders agree: one without a sender is off, so that its rows wait in peace.
Result<int> align(store::Connection& db, const std::set<std::string>& senders, bool reload) {
  auto channels = store::channels::list(db);
  if (!channels) return tl::unexpected(channels.error());
  int changed = 0;
  for (const Channel& channel : *channels) {
    const bool has_sender = senders.contains(channel.name);
    const bool may_return = reload || channel.disabled_why == kNoSender;
    Status done;
    if (channel.enabled && !has_sender) {
      done = store::channels::set_enabled(db, channel.id, false, kNoSender);
      ++changed;
    } else if (!channel.enabled && has_sender && may_return) {
      done = store::channels::set_enabled(db, channel.id, true, {});
      ++changed;
    }
    if (!done) return tl::unexpected(done.error());
  }
  return changed;
}

class InFlight {
 public:
  explicit InFlight(int& count) : count_(count) { ++count_; }
  ~InFlight() { --count_; }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  int& count_;
};

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

void Dispatcher::set_senders(std::map<std::string, Sender*> senders) {
  senders_ = std::move(senders);
  adopt_ = Adopt::kAfterReload;
}

Task<Status> Dispatcher::adopt_channels() {
  if (adopt_ == Adopt::kNothing) co_return Status();
  std::set<std::string> names;
  for (const auto& [name, sender] : senders_) names.insert(name);
  const Adopt wanted = std::exchange(adopt_, Adopt::kNothing);
  std::function<Result<int>(store::WriteContext&)> job =
      [names, reload = wanted == Adopt::kAfterReload](store::WriteContext& context) {
        return align(context.db, names, reload);
      };
  auto aligned = co_await store_.write<int>(std::move(job));
  if (!aligned) {
    adopt_ = std::max(adopt_, wanted);
    co_return tl::unexpected(aligned.error());
  }
  co_return Status();
}

Task<Status> Dispatcher::channel_mended(std::string name) {
  std::function<Result<bool>(store::WriteContext&)> job =
      [name = std::move(name)](store::WriteContext& context) -> Result<bool> {
    auto channel = store::channels::find_by_name(context.db, name);
    if (!channel) return tl::unexpected(channel.error());
    if (!*channel) return fail(ErrorCode::kNotFound, "there is no channel " + name);
    auto enabled = store::channels::set_enabled(context.db, (*channel)->id, true, {});
    if (!enabled) return tl::unexpected(enabled.error());
    auto healthy = store::channels::set_failing_since(context.db, (*channel)->id, Time{});
    if (!healthy) return tl::unexpected(healthy.error());
    return true;
  };
  auto done = co_await store_.write<bool>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<std::optional<Time>>> Dispatcher::next_due() {
  auto adopted = co_await adopt_channels();
  if (!adopted) co_return tl::unexpected(adopted.error());
  std::function<Result<std::optional<Time>>(store::Connection&)> job = [](store::Connection& db) {
    return store::outbox::next_due(db);
  };
  co_return co_await store_.read<std::optional<Time>>(std::move(job));
}

Task<Result<int>> Dispatcher::dispatch_due(Time now) {
  auto adopted = co_await adopt_channels();
  if (!adopted) co_return tl::unexpected(adopted.error());
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
    const InFlight counted(in_flight_);
    auto tried = co_await run_one(channel, std::move(row));
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

  log::debug("alerts", "message {} attempt {}: sending by {}", message.id, message.attempt,
             channel.name);
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
    log::warning("alerts", "channel {} is switched off ({})", channel.name, result.code);
    channel.enabled = false;
  }
  co_return true;
}

}  // namespace vouch::alerts
