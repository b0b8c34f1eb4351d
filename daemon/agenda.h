// The one loop that knows the wall clock: starts what is due, wakes sleepers, and waits for the
// next moment - or, in practice, moves the clock to it when nothing is in flight. Main loop only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/dispatcher.h"
#include "daemon/context.h"
#include "daemon/engine_looks.h"
#include "daemon/notice_desk.h"
#include "daemon/pace.h"
#include "daemon/page_looks.h"

namespace vouch::daemon {

// Work by the clock that is not a look: heartbeat, backup, retention, refreshing health.
struct Chore {
  std::string name;
  Time next_at;
  std::function<Task<Time>()> run;    // returns when it comes next
  std::function<bool()> urgent = {};  // asked each turn: due whatever `next_at` says; may be empty
  bool running = false;
};

class Agenda {
 public:
  struct Parts {
    PageLooks& pages;
    EngineLooks& engines;
    NoticeDesk& notices;
    alerts::Dispatcher& dispatcher;
    Pace& pace;
  };
  Agenda(Context& context, Parts parts) : context_(context), parts_(parts) {}

  // After each round of sending; main loop.
  void on_delivered(std::function<Task<>()> then) { delivered_ = std::move(then); }
  void add(Chore chore) { chores_.push_back(std::make_shared<Chore>(std::move(chore))); }
  // Until stop(). Every task it starts is caught, counted and logged at its root.
  Task<> run();
  void stop();  // starts nothing more; what is in flight goes on

  [[nodiscard]] std::optional<Time> next_due() const;
  [[nodiscard]] SteadyClock::Point turned_at() const { return turned_at_; }
  [[nodiscard]] bool running() const { return running_; }

 private:
  void spawn(std::string name, std::function<Task<>()> work);
  [[nodiscard]] bool may_notice(Time now) const;
  void start_looks(Time now);
  void start_deliveries(Time now);
  void start_notices(Time now);
  void start_collecting(Time now);
  void start_chores(Time now);
  void mind_clock(Time now);
  Task<> run_look(QueuedLook look, std::shared_ptr<Activity::Guard> guard);
  Task<> run_timer(QueuedLook look);
  Task<> run_notices(std::shared_ptr<Activity::Guard> guard);
  Task<> deliver(std::shared_ptr<Activity::Guard> guard);
  Task<> collect(std::shared_ptr<Activity::Guard> guard);
  Task<> run_chore(std::shared_ptr<Chore> chore, std::shared_ptr<Activity::Guard> guard);

  // Shared with the coroutines: at the end of the program they may be destroyed after the agenda.
  struct Busy {
    bool noticing = false;
    bool collecting = false;
    int looks = 0;
  };

  Context& context_;
  Parts parts_;
  std::vector<std::shared_ptr<Chore>> chores_;
  std::function<Task<>()> delivered_;
  std::shared_ptr<Busy> busy_ = std::make_shared<Busy>();
  std::optional<Time> next_delivery_;
  std::optional<Time> next_notices_;  // after trouble: not before
  Time seen_at_{};                    // of the wall clock, at the turn before
  bool running_ = false;
  bool stopping_ = false;
  SteadyClock::Point turned_at_{};
};

}  // namespace vouch::daemon
