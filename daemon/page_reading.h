// From an exchange to page facts, on the parse pool. Pure work; values in, values out.
#pragma once

#include <optional>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/policy.h"

namespace vouch::daemon {

struct PageReading {
  std::optional<PageFacts> facts;  // none: no document (no body, not HTML)
  std::optional<Reason> failure;   // the body could not be decoded: INCONCLUSIVE
};

PageReading read_exchange(const Exchange& exchange, const std::string& asked_url,
                          const Platform& platform, Time now);

}  // namespace vouch::daemon
