// The page look pipeline: lease, fetch, read, judge, canary, and the one transaction that records
// it. A crash at any step leaves the look pending: it is simply made again. Main loop only.
#pragma once

#include "daemon/catch_up.h"
#include "daemon/context.h"
#include "daemon/page_canary.h"
#include "daemon/page_examination.h"
#include "daemon/page_reading.h"
#include "daemon/polite_fetcher.h"

namespace vouch::daemon {

class PageLooks {
 public:
  PageLooks(Context& context, SiteKeeper& sites, PoliteFetcher& fetcher, PageCanary& canary)
      : context_(context),
        sites_(sites),
        fetcher_(fetcher),
        canary_(canary),
        start_(context.random.bytes(16)) {}

  Status load() { return catch_up_.load(); }  // at a start; blocks

  // `look` was taken from the queue; its gate is busy until this returns. The caller holds the one
  // Activity::Guard of the look: a second one would keep the clock still while it sleeps.
  Task<> run(QueuedLook look);

 private:
  struct Leased;
  struct Seen;
  struct Sibling;

  // kConflict: somebody else has the look; kCancelled: given up by us. Then nothing was recorded.
  Task<Status> work_on(QueuedLook look, Rules rules);
  Task<Result<Leased>> lease(QueuedLook look, Rules rules);
  Task<> see(const Leased& leased, Seen& seen);
  Task<> look_and_examine(const Leased& leased, Seen& seen, FirstVisit first, bool conditional);
  Task<PageExamined> examine_answer(const Leased& leased, Exchange exchange);
  Task<> prove(const Leased& leased, Seen& seen);
  Task<Sibling> sibling_of(const Leased& leased, Seen& seen);
  Task<bool> sibling_says_so(const Leased& leased, Seen& seen);
  Task<> ask_whether_it_is_the_page(const Leased& leased, Seen& seen);
  Task<PageReading> read(Exchange exchange, std::string asked_url, const Platform& platform);
  Task<Result<ClaimChange>> record(Leased leased, Seen seen, Rules rules);

  Context& context_;
  SiteKeeper& sites_;
  PoliteFetcher& fetcher_;
  PageCanary& canary_;
  CatchUp catch_up_{context_, CatchUp::Of::kPages};
  const std::string start_;  // names this run: another one may read pages differently
};

}  // namespace vouch::daemon
