// What a start reads back from the store before the loop runs: the time nobody looked, the pace of
// every site, the looks that wait. Main thread; blocks.
#pragma once

#include "daemon/look_queue.h"
#include "daemon/site_keeper.h"
#include "store/store.h"

namespace vouch::daemon {

// From the last heartbeat to now nobody looked: terms for people are extended by it (design §8).
Status note_gap(store::Store& store);
Status load_looks(store::Store& store, SiteKeeper& sites, LookQueue& queue);

}  // namespace vouch::daemon
