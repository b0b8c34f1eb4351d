// Once a week, for each own site and engine: how many of its pages the engine says it has. Asked
// late in the day of what the day's quota has left, one provider after the other until one says a
// number. Main loop only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/context.h"
#include "daemon/engine_looks.h"
#include "store/site_counts.h"

namespace vouch::daemon {

class SiteCounts {
 public:
  SiteCounts(Context& context, EngineLooks& engines) : context_(context), engines_(engines) {}

  // What is due; when to come next. The caller holds the one Activity::Guard.
  Task<Time> run();

 private:
  Task<Status> measure(std::string domain, std::string engine, std::string kind);

  Context& context_;
  EngineLooks& engines_;
};

// The hour at which counts are asked for, the next after `now`.
Time next_count_at(const Zone& zone, Time now);

// What an answer to `site:domain` measured; none of pages: not measured, with the reason.
store::SiteCount count_of(const engines::SearchAnswer& answer, const std::string& domain);

}  // namespace vouch::daemon
