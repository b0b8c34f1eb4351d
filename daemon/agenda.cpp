#include "daemon/agenda.h"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/log.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "agenda";
constexpr int kLooksAtOnce = 64;
constexpr Millis kTryAgain = std::chrono::minutes(1);

class Slot {
 public:
  explicit Slot(int& count) : count_(count) {}
  ~Slot() { --count_; }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

 private:
  int& count_;
};

void earlier(std::optional<Time>& best, std::optional<Time> candidate) {
  if (candidate && (!best || *candidate < *best)) best = candidate;
}

Task<> guarded(Context& context, std::string name, std::function<Task<>()> work) {
  try {
    co_await work();
  } catch (const std::exception& problem) {
    ++context.counters.task_failures[name];
    log::error(kRoom, "{} failed: {}", name, problem.what());
  }
  if (context.wake) context.wake();
}

}  // namespace

void Agenda::spawn(std::string name, std::function<Task<>()> work) {
  boost::asio::co_spawn(context_.executor, guarded(context_, std::move(name), std::move(work)),
                        boost::asio::detached);
}

std::optional<Time> Agenda::next_due() const {
  std::optional<Time> next = context_.alarms.next();
  if (looks_running_ < kLooksAtOnce) earlier(next, context_.queue.next_ready());
  if (!delivering_) earlier(next, next_delivery_);
  if (!noticing_) earlier(next, parts_.notices.next_due());
  for (const auto& chore : chores_) {
    if (!chore->running) earlier(next, chore->next_at);
  }
  return next;
}

Task<> Agenda::run() {
  running_ = true;
  while (!stopping_) {
    turned_at_ = context_.steady.now();
    const Time now = context_.wall.now();
    context_.alarms.fire(now);
    start_chores(now);
    start_looks(now);
    start_notices(now);
    start_deliveries(now);
    const bool unread =
        (context_.notices_changed && !noticing_) || (context_.outbox_changed && !delivering_);
    const bool idle = context_.activity.idle() && !unread;
    std::optional<Time> next = next_due();
    if (unread) next = now;
    co_await parts_.pace.wait(next, idle);
  }
  running_ = false;
}

void Agenda::stop() {
  stopping_ = true;
  context_.alarms.fire_all();
  parts_.pace.wake();
}

void Agenda::start_looks(Time now) {
  while (looks_running_ < kLooksAtOnce) {
    auto look = context_.queue.take(now);
    if (!look) return;
    ++looks_running_;
    // Held from here, so that the clock cannot move before the coroutine begins.
    auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
    spawn("look", [this, guard, taken = std::move(*look)] { return run_look(taken, guard); });
  }
}

Task<> Agenda::run_look(QueuedLook look, std::shared_ptr<Activity::Guard>) {
  const Slot slot(looks_running_);
  if (look.gate.empty()) {
    co_await run_timer(std::move(look));
  } else if (look.gate.starts_with("engine:")) {
    co_await parts_.engines.run(std::move(look));
  } else {
    co_await parts_.pages.run(std::move(look));
  }
}

// A look of kind `timer`: no network; the verdict is derived again because time has passed.
Task<> Agenda::run_timer(QueuedLook look) {
  const Rules rules = context_.rules;
  const LookId id = look.id;
  context_.in_flight.insert(id);
  std::function<Result<ClaimChange>(store::WriteContext&)> job =
      [id, rules](store::WriteContext& context) -> Result<ClaimChange> {
    const auto row = store::looks::find(context.db, id);
    if (!row) return tl::unexpected(row.error());
    const auto finished = store::looks::finish(context.db, id, row->attempt);
    if (!finished) return tl::unexpected(finished.error());
    if (!*finished) return fail(ErrorCode::kConflict, "the timer was replaced");
    return judge_claim(context, *rules, row->claim);
  };
  const auto change = co_await context_.store.write<ClaimChange>(std::move(job));
  context_.in_flight.erase(id);
  if (change) {
    context_.apply(*change);
  } else if (change.error().code != ErrorCode::kConflict) {
    log::error(kRoom, "timer {}: {}", id.value, change.error().text());
    context_.store_failed(change.error());
    look.due_at = context_.wall.now() + kTryAgain;
    context_.queue.put(std::move(look));
  }
}

void Agenda::start_notices(Time now) {
  if (noticing_) return;
  const auto due = parts_.notices.next_due();
  if (!context_.notices_changed && !(due && *due <= now)) return;
  noticing_ = true;
  auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
  spawn("notices", [this, guard] { return run_notices(guard); });
}

Task<> Agenda::run_notices(std::shared_ptr<Activity::Guard>) {
  struct Done {
    bool& flag;
    ~Done() { flag = false; }
  };
  const Done done{noticing_};
  co_await parts_.notices.refresh();
  co_await parts_.notices.run_due();
}

void Agenda::start_deliveries(Time now) {
  if (delivering_) return;
  if (!context_.outbox_changed && !(next_delivery_ && *next_delivery_ <= now)) return;
  delivering_ = true;
  auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
  spawn("outbox", [this, guard] { return deliver(guard); });
}

Task<> Agenda::deliver(std::shared_ptr<Activity::Guard>) {
  struct Done {
    bool& flag;
    ~Done() { flag = false; }
  };
  const Done done{delivering_};
  context_.outbox_changed = false;
  const auto sent = co_await parts_.dispatcher.dispatch_due(context_.wall.now());
  if (!sent) {
    log::error(kRoom, "outbox: {}", sent.error().text());
    context_.store_failed(sent.error());
    next_delivery_ = context_.wall.now() + kTryAgain;
    co_return;
  }
  if (*sent > 0) context_.notices_changed = true;  // a dead row makes a notice
  const auto next = co_await parts_.dispatcher.next_due();
  next_delivery_ = next ? *next : std::optional<Time>(context_.wall.now() + kTryAgain);
}

void Agenda::start_chores(Time now) {
  for (const auto& chore : chores_) {
    if (chore->running || chore->next_at > now) continue;
    chore->running = true;
    auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
    spawn(chore->name, [this, chore, guard] { return run_chore(chore, guard); });
  }
}

Task<> Agenda::run_chore(std::shared_ptr<Chore> chore, std::shared_ptr<Activity::Guard>) {
  struct Done {
    Chore& chore;
    ~Done() { chore.running = false; }
  };
  const Done done{*chore};
  chore->next_at = context_.wall.now() + kTryAgain;  // stands if the work throws
  chore->next_at = co_await chore->run();
}

}  // namespace vouch::daemon
