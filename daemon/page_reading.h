// From an exchange to page facts, on the parse pool. Pure work; values in, values out.
#pragma once

#include <optional>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/policy.h"
#include "crawler/page/inflate.h"
#include "crawler/page/page_reader.h"

namespace vouch::daemon {

struct PageReading {
  std::optional<PageFacts> facts;  // none: no document (no body, not HTML)
  std::optional<Reason> failure;   // the body could not be decoded: INCONCLUSIVE
};

PageReading read_exchange(const Exchange& exchange, const std::string& asked_url,
                          const Platform& platform, Time now);

// Its steps. There was an answer with a body that may be a document:
bool is_document(const Exchange& exchange);
Reason reason_of(crawler::InflateError error);
// Looks into `inflated` and `platform`, which must live longer.
crawler::PageInput page_input(const Hop& hop, const crawler::Inflated& inflated,
                              const std::string& asked_url, const Platform& platform, Time now);

}  // namespace vouch::daemon
