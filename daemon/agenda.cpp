#include "daemon/agenda.h"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/log.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "agenda";
constexpr int kLooksAtOnce = 64;
constexpr Millis kTryAgain = std::chrono::minutes(1);
constexpr Millis kLookAgain = std::chrono::hours(1);  // nothing waits, as far as is known
constexpr Millis kSmallestJump = std::chrono::minutes(2);
constexpr Millis kLongestSleep = std::chrono::hours(24);  // of an alarm

// Runs its end however the coroutine ends.
class AtEnd {
 public:
  explicit AtEnd(std::function<void()> act) : act_(std::move(act)) {}
  ~AtEnd() { act_(); }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  std::function<void()> act_;
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
  for (const auto& chore : chores_) {
    if (!chore->running) earlier(next, chore->next_at);
  }
  if (context_.held) return next;
  if (busy_->looks < kLooksAtOnce) earlier(next, context_.queue.next_ready());
  earlier(next, next_delivery_);
  if (!busy_->collecting) earlier(next, parts_.engines.next_collect());
  if (!busy_->noticing) {
    auto notices = parts_.notices.next_due();
    if (notices && next_notices_) notices = std::max(*notices, *next_notices_);
    if (context_.notices_changed && next_notices_) notices = next_notices_;
    earlier(next, notices);
  }
  return next;
}

Task<> Agenda::run() {
  running_ = true;
  while (!stopping_) {
    turned_at_ = context_.steady.now();
    const Time now = context_.wall.now();
    mind_clock(now);
    context_.alarms.fire(now);
    start_chores(now);
    if (!context_.held) {
      start_looks(now);
      start_collecting(now);
      start_notices(now);
      start_deliveries(now);
    }
    const bool unread = !context_.held &&
                        ((context_.notices_changed && may_notice(now)) || context_.outbox_changed);
    const bool idle = context_.activity.idle() && !unread;
    std::optional<Time> next = next_due();
    if (unread) next = now;
    co_await parts_.pace.wait(next, idle);
  }
  running_ = false;
}

// What was planned by a clock that was put back would wait until it comes there again: each comes
// once now and plans by the new time.
void Agenda::mind_clock(Time now) {
  const Time before = std::exchange(seen_at_, now);
  if (before - now < kSmallestJump) return;
  context_.alarms.fire(before + kLongestSleep);
  for (const auto& chore : chores_) chore->next_at = std::min(chore->next_at, now);
  if (next_delivery_) next_delivery_ = now;
  if (next_notices_) next_notices_ = now;
  parts_.notices.clock_put_back();
}

void Agenda::stop() {
  stopping_ = true;
  context_.alarms.fire_all();
  parts_.pace.wake();
}

void Agenda::start_looks(Time now) {
  while (busy_->looks < kLooksAtOnce) {
    auto look = context_.queue.take(now);
    if (!look) return;
    ++busy_->looks;
    // Held from here, so that the clock cannot move before the coroutine begins.
    auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
    spawn("look", [this, guard, taken = std::move(*look)] { return run_look(taken, guard); });
  }
}

Task<> Agenda::run_look(QueuedLook look, std::shared_ptr<Activity::Guard>) {
  const AtEnd slot([busy = busy_] { --busy->looks; });
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
    if (row->state != store::LookState::kPending) return ClaimChange();
    const auto finished = store::looks::finish(context.db, id, row->attempt);
    if (!finished) return tl::unexpected(finished.error());
    return judge_claim(context, *rules, row->claim);
  };
  const auto change = co_await context_.store.write<ClaimChange>(std::move(job));
  context_.in_flight.erase(id);
  if (change) {
    context_.apply(*change);
    co_return;
  }
  log::error(kRoom, "timer {}: {}", id.value, change.error().text());
  context_.store_failed(change.error());
  look.due_at = context_.wall.now() + kTryAgain;
  context_.queue.put(look);
}

bool Agenda::may_notice(Time now) const {
  return !busy_->noticing && !(next_notices_ && *next_notices_ > now);
}

void Agenda::start_notices(Time now) {
  if (!may_notice(now)) return;
  const auto due = parts_.notices.next_due();
  if (!context_.notices_changed && !(due && *due <= now)) return;
  busy_->noticing = true;
  auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
  spawn("notices", [this, guard] { return run_notices(guard); });
}

Task<> Agenda::run_notices(std::shared_ptr<Activity::Guard>) {
  const AtEnd done([busy = busy_] { busy->noticing = false; });
  next_notices_ = context_.wall.now() + kTryAgain;  // stands if the work throws
  const Status told = co_await parts_.notices.run();
  if (told) {
    next_notices_.reset();
  } else {
    context_.store_failed(told.error());
  }
}

// Steps overlap: while one waits for a slow receiver, the next serves the other channels.
void Agenda::start_deliveries(Time now) {
  if (!context_.outbox_changed && !(next_delivery_ && *next_delivery_ <= now)) return;
  context_.outbox_changed = false;
  next_delivery_ = now + kTryAgain;  // stands if the work throws
  auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
  spawn("outbox", [this, guard] { return deliver(guard); });
}

Task<> Agenda::deliver(std::shared_ptr<Activity::Guard>) {
  const auto sent = co_await parts_.dispatcher.dispatch_due(context_.wall.now());
  if (!sent) {
    log::error(kRoom, "outbox: {}", sent.error().text());
    context_.store_failed(sent.error());
    co_return;
  }
  if (*sent > 0) context_.notices_changed = true;  // a dead row makes a notice
  const auto next = co_await parts_.dispatcher.next_due();
  next_delivery_ = context_.wall.now() + (next ? kLookAgain : kTryAgain);
  if (next) earlier(next_delivery_, *next);
  if (delivered_) co_await delivered_();
}

void Agenda::start_collecting(Time now) {
  const auto due = parts_.engines.next_collect();
  if (busy_->collecting || !due || *due > now) return;
  busy_->collecting = true;
  auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
  spawn("tasks", [this, guard] { return collect(guard); });
}

Task<> Agenda::collect(std::shared_ptr<Activity::Guard>) {
  const AtEnd done([busy = busy_] { busy->collecting = false; });
  co_await parts_.engines.collect();
}

void Agenda::start_chores(Time now) {
  for (const auto& chore : chores_) {
    const bool urgent = chore->urgent && chore->urgent();
    if (chore->running || (chore->next_at > now && !urgent)) continue;
    chore->running = true;
    auto guard = std::make_shared<Activity::Guard>(context_.activity.begin());
    spawn(chore->name, [this, chore, guard] { return run_chore(chore, guard); });
  }
}

Task<> Agenda::run_chore(std::shared_ptr<Chore> chore, std::shared_ptr<Activity::Guard>) {
  const AtEnd done([chore] { chore->running = false; });
  const Time began = context_.wall.now();
  chore->next_at = began + kTryAgain;  // stands if the work throws
  const Time next = co_await chore->run();
  const Time now = context_.wall.now();
  chore->next_at = now < began ? now : next;
}

}  // namespace vouch::daemon
