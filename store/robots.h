// Cache of robots.txt answers, one per origin.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct RobotsEntry {
  std::string origin;  // "https://host[:port]"
  Time fetched_at;
  Time expires_at;
  int http_status = 0;  // 0: unreachable
  std::string body;     // decoded text, capped by the fetcher
  std::string etag;
  std::string last_modified;
  Time unreachable_since;  // epoch: reachable
  EvidenceId evidence;
};

namespace robots {

Status put(Connection& db, const RobotsEntry& entry);
Result<std::optional<RobotsEntry>> get(Connection& db, std::string_view origin);

}  // namespace robots
}  // namespace vouch::store
