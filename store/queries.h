// Queries to search engines: one answer serves every claim that needs it (design §7), and quotas
// are counted here.
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

struct Query {
  std::int64_t id = 0;
  std::string provider;  // "searxng:main"
  std::string engine;
  std::string text;
  std::string place;
  std::string device;
  Time asked_at;
  std::string outcome;  // "ranked_list", "no_results", "blocked", ...
  std::string answer;   // JSON as the provider's reader left it
  EvidenceId evidence;
  std::int64_t spent = 0;  // millionths of the unit of the provider's currency
};

namespace queries {

Result<std::int64_t> insert(Connection& db, const Query& query);
// The latest answer of this engine to the same text, place and device, not older than `since`.
Result<std::optional<Query>> latest(Connection& db, std::string_view engine, std::string_view text,
                                    std::string_view place, std::string_view device, Time since);
Result<std::int64_t> count_since(Connection& db, std::string_view provider, Time since);

}  // namespace queries
}  // namespace vouch::store
