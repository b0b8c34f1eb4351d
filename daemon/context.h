// What the parts of the daemon share on the main loop: clocks, store, pool, queue, rules, counters.
// Owned by Daemon; nobody keeps a copy. Main loop only, `store` and `parse` hand work to threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "core/clock.h"
#include "core/random.h"
#include "daemon/activity.h"
#include "daemon/alarms.h"
#include "daemon/claim_transaction.h"
#include "daemon/look_queue.h"
#include "daemon/parse_pool.h"
#include "daemon/rulebook.h"
#include "engines/capture_desk.h"
#include "engines/page_rests.h"
#include "store/store.h"

namespace vouch::daemon {

struct Counters {
  std::map<std::string, std::uint64_t> looks;  // by reason of the first stage
  std::map<std::string, std::uint64_t> task_failures;
  std::uint64_t queries = 0;
  std::uint64_t stale_looks = 0;
  std::uint64_t changes = 0;  // of claims, each time counted
};

struct Context {
  boost::asio::any_io_executor executor;
  const WallClock& wall;
  const SteadyClock& steady;
  Random& random;
  Activity& activity;
  Alarms& alarms;
  store::Store& store;
  ParsePool& parse;
  LookQueue& queue;
  Rules rules;                  // replaced by a reload; take a copy for one piece of work
  std::set<LookId> in_flight;   // looks whose coroutine runs
  bool notices_changed = true;  // next due notice must be read again
  bool outbox_changed = true;
  Counters counters;
  std::function<void()> wake;                      // the agenda looks again
  std::function<void(const Error&)> store_failed;  // decides whether going on would lose data
  // Nothing is begun whose result could not be kept: the disk is full.
  bool held = false;
  // Planned anew while they were in flight. What was under way may then come to nothing, since its
  // attempt is not theirs any more.
  std::map<LookId, QueuedLook> planned_in_flight{};
  // What providers are made with beside the network; set once, before they are connected.
  engines::CaptureDesk* captures = nullptr;
  engines::PageRests* rests = nullptr;
  bool submissions_queued = false;  // a page waits that engines are to be told of

  // After a commit: what the transaction planned goes into the queue.
  void apply(const ClaimChange& change);
  // Looks that were planned anew while they were in flight and are not any more; with each wake.
  void requeue_landed();
};

}  // namespace vouch::daemon
