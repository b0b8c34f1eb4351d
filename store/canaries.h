// Control measurements: a negative counts only with a passing one nearby (design law 2, §8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct Canary {
  std::int64_t id = 0;
  std::string route;    // "page", "searxng:main"
  std::string kind;     // "control", "positive", "negative", "sibling"
  std::string subject;  // URL, site or engine that was asked
  Time at;
  bool passed = false;
  std::string detail;  // JSON
  EvidenceId evidence;
};

namespace canaries {

Result<std::int64_t> insert(Connection& db, const Canary& canary);
// The latest of this route and kind (and subject, where given).
Result<std::optional<Canary>> latest(Connection& db, std::string_view route, std::string_view kind,
                                     std::string_view subject = {});
Result<std::vector<Canary>> since(Connection& db, std::string_view route, Time since);

}  // namespace canaries
}  // namespace vouch::store
