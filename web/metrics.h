// /metrics: Prometheus text format 0.0.4, names vouch_* (alerts-security-operations §3.3). Pure.
#pragma once

#include <string>
#include <vector>

#include "store/store.h"
#include "web/app.h"
#include "web/facts.h"

namespace vouch::web {

std::string metrics_text(const HealthFacts& facts, const store::StoreStats& store,
                         const WebCounters& web, Time now);

// One metric family; label values escaped. Nothing is written without samples.
void write_metric(std::string& out, const Metric& metric);

struct ReadyCheck {
  std::string name;
  bool ok = false;
};
// What /readyz asks: migrated, writer alive, not draining.
std::vector<ReadyCheck> ready_checks(const HealthFacts& facts);

}  // namespace vouch::web
