#include "alerts/dispatcher.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include "alerts/attempts.h"
#include "core/log.h"
#include "store/channels.h"
#include "store/outbox.h"

namespace vouch::alerts {
namespace {

constexpr int kRowsPerStep = 200;
constexpr Millis kFirstRest = std::chrono::minutes(1);
constexpr int kMostDoublings = 4;  // 16 minutes
constexpr std::string_view kNoSender = "not configured";

using Due = std::map<ChannelId, std::pair<Channel, std::vector<Message>>>;

Result<Due> read_due(store::Connection& db, const std::function<bool(const Channel&)>& wanted,
                     Time now) {
  Due due;
  auto channels = store::channels::list(db);
  if (!channels) return tl::unexpected(channels.error());
  for (Channel& channel : *channels) {
    if (!channel.enabled || !wanted(channel)) continue;
    auto rows = store::outbox::due(db, channel.id, now, kRowsPerStep);
    if (!rows) return tl::unexpected(rows.error());
    const ChannelId id = channel.id;
    if (!rows->empty()) due.emplace(id, std::pair(std::move(channel), std::move(*rows)));
  }
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
  rests_.clear();
  turns_.clear();
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

Task<Status> Dispatcher::hold_calm(Time now) {
  const std::optional<Time> end = quiet_ ? quiet_(now) : std::nullopt;
  if (!end) co_return Status();
  std::function<Result<bool>(store::Connection&)> any = [end](store::Connection& db) {
    return store::outbox::has_calm_before(db, *end);
  };
  const auto found = co_await store_.read<bool>(std::move(any));
  if (!found) co_return tl::unexpected(found.error());
  if (!*found) co_return Status();
  std::function<Result<std::int64_t>(store::WriteContext&)> hold =
      [end](store::WriteContext& context) { return store::outbox::hold_calm(context.db, *end); };
  const auto held = co_await store_.write<std::int64_t>(std::move(hold));
  if (!held) co_return tl::unexpected(held.error());
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
  rests_.clear();
  turns_.clear();
  co_return Status();
}

Time Dispatcher::ready_at(ChannelId channel) const {
  const auto rest = rests_.find(channel);
  const auto turn = turns_.find(channel);
  const Time now = clock_.now();
  return std::max(rest == rests_.end() ? Time{} : rest->second.pause.ends_at(now),
                  turn == turns_.end() ? Time{} : turn->second.ends_at(now));
}

bool Dispatcher::is_rested(ChannelId channel, Time now) const {
  return ready_at(channel) <= now;
}

Task<Result<std::optional<Time>>> Dispatcher::take_turn(std::string name) {
  const auto sender = senders_.find(name);
  const std::optional<Rate> rate = sender == senders_.end() ? std::nullopt : sender->second->rate();
  if (!rate) co_return std::optional<Time>();
  std::function<Result<std::optional<Time>>(store::WriteContext&)> job =
      [name, rate](store::WriteContext& context) -> Result<std::optional<Time>> {
    auto channel = store::channels::find_by_name(context.db, name);
    if (!channel) return tl::unexpected(channel.error());
    if (!*channel) return fail(ErrorCode::kNotFound, "there is no channel " + name);
    return take_channel_turn(context, (*channel)->id, *rate);
  };
  co_return co_await store_.write<std::optional<Time>>(std::move(job));
}

bool Dispatcher::may_send(ChannelId channel, Time now) const {
  return !at_work_.contains(channel) && is_rested(channel, now);
}

void Dispatcher::note_end(ChannelId channel, const SendResult& result, Time now) {
  if (!result.of_channel) {
    rests_.erase(channel);
    return;
  }
  Rest& rest = rests_[channel];
  const int doublings = std::min(rest.failures++, kMostDoublings);
  rest.pause.since = now;
  rest.pause.until =
      now + std::max(kFirstRest * (1 << doublings), result.retry_after.value_or(Millis(0)));
}

Task<Result<std::optional<Time>>> Dispatcher::next_due() {
  auto adopted = co_await adopt_channels();
  if (!adopted) co_return tl::unexpected(adopted.error());
  std::function<Result<std::vector<store::outbox::ChannelDue>>(store::Connection&)> job =
      [](store::Connection& db) { return store::outbox::next_due(db); };
  auto all = co_await store_.read<std::vector<store::outbox::ChannelDue>>(std::move(job));
  if (!all) co_return tl::unexpected(all.error());
  std::optional<Time> next;
  for (const auto& [channel, at] : *all) {
    if (at_work_.contains(channel)) continue;
    const Time ready = std::max(at, ready_at(channel));
    if (!next || ready < *next) next = ready;
  }
  co_return next;
}

Task<Result<int>> Dispatcher::dispatch_due(Time now) {
  auto adopted = co_await adopt_channels();
  if (!adopted) co_return tl::unexpected(adopted.error());
  auto held = co_await hold_calm(now);
  if (!held) co_return tl::unexpected(held.error());
  std::set<ChannelId> busy = at_work_;
  for (const auto& entry : rests_) {
    if (!is_rested(entry.first, now)) busy.insert(entry.first);
  }
  for (const auto& entry : turns_) {
    if (!is_rested(entry.first, now)) busy.insert(entry.first);
  }
  std::set<std::string> names;
  for (const auto& [name, sender] : senders_) names.insert(name);
  std::function<Result<Due>(store::Connection&)> job = [busy, names, now](store::Connection& db) {
    const auto wanted = [&](const Channel& channel) {
      return !busy.contains(channel.id) && names.contains(channel.name);
    };
    return read_due(db, wanted, now);
  };
  auto due = co_await store_.read<Due>(std::move(job));
  if (!due) co_return tl::unexpected(due.error());
  // Another step may have taken a channel meanwhile.
  std::erase_if(*due, [this, now](const auto& entry) { return !may_send(entry.first, now); });
  if (due->empty()) co_return 0;
  for (const auto& entry : *due) at_work_.insert(entry.first);

  auto step = std::make_shared<Step>();
  const auto executor = co_await boost::asio::this_coro::executor;
  auto start = [&](Completion<bool> done) {
    step->done = std::move(done);
    step->running = static_cast<int>(due->size());
    for (auto& [id, work] : *due) {
      boost::asio::co_spawn(
          executor, run_channel(step, std::move(work.first), std::move(work.second)),
          [this, step, channel = id](std::exception_ptr failure) {
            if (failure && !step->error) {
              step->error = Error{ErrorCode::kInternal, "sending ended by an exception", {}};
            }
            at_work_.erase(channel);
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
  const auto found = senders_.find(channel.name);
  if (found == senders_.end()) co_return;
  Sender& sender = *found->second;
  for (std::size_t next = 0; next < rows.size();) {
    if (!channel.enabled || !is_rested(channel.id, clock_.now())) break;
    if (quiet_ && quiet_(clock_.now())) {  // the night began meanwhile; the next step holds them
      const auto left = rows.begin() + static_cast<std::ptrdiff_t>(next);
      rows.erase(std::remove_if(left, rows.end(), [](const Message& row) { return row.calm; }),
                 rows.end());
      if (next == rows.size()) break;
    }
    const InFlight counted(in_flight_);
    const std::size_t taken = sender.next_batch(std::span<const Message>(rows).subspan(next)).rows;
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(next);
    std::vector<Message> together(first, first + static_cast<std::ptrdiff_t>(taken));
    next += taken;
    auto tried = co_await run_batch(channel, sender, std::move(together));
    if (!tried) {
      if (!step->error) step->error = tried.error();
      break;
    }
    step->tried += *tried;
  }
}

Task<Result<int>> Dispatcher::run_batch(Channel& channel, Sender& sender,
                                        std::vector<Message> rows) {
  std::function<Result<Begun>(store::WriteContext&)> begin =
      [rows = std::move(rows), rate = sender.rate()](store::WriteContext& context) {
        return begin_attempts(context, rows, rate);
      };
  auto begun = co_await store_.write<Begun>(std::move(begin));
  if (!begun) co_return tl::unexpected(begun.error());
  if (begun->wait_until) turns_[channel.id] = Pause{clock_.now(), *begun->wait_until};
  if (begun->rows.empty()) co_return 0;

  Message message = sender.next_batch(begun->rows).message;
  for (const Message& row : begun->rows) {
    log::debug("alerts", "message {} attempt {}: sending by {}", row.id, row.attempt, channel.name);
  }
  const SteadyClock::Point started = steady_.now();
  SendResult result = co_await sender.send(std::move(message));
  const auto took = std::chrono::duration_cast<Millis>(steady_.now() - started);
  const Time now = clock_.now();

  note_end(channel.id, result, now);
  std::function<Result<Ended>(store::WriteContext&)> end =
      [rows = begun->rows, result, took, now,
       on_trouble = on_trouble_](store::WriteContext& context) {
        return end_attempts(context, rows, result, took, now, on_trouble);
      };
  auto ended = co_await store_.write<Ended>(std::move(end));
  if (!ended) co_return tl::unexpected(ended.error());
  const int sent = static_cast<int>(begun->rows.size());
  if (ended->completed < sent) {
    log::warning("alerts", "message {} attempt {} ended after another attempt had begun",
                 begun->rows.front().id, begun->rows.front().attempt);
    co_return sent;
  }
  for (const Message& row : begun->rows) {
    log::info("alerts", "message {} attempt {} by {}: {} ({})", row.id, row.attempt, channel.name,
              to_string(result.outcome), result.code);
  }
  if (ended->switched_off) {
    log::warning("alerts", "channel {} is switched off ({})", channel.name, result.code);
    channel.enabled = false;
  }
  co_return sent;
}

}  // namespace vouch::alerts
