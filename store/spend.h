// What each provider was asked and what it cost, by day of the company's zone: quotas and caps are
// counted here, over restarts. Micros are millionths of the unit of the provider's currency.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct Spend {
  std::string provider;
  Date day;
  std::int64_t queries = 0;
  std::int64_t micros = 0;
  std::int64_t rank_queries = 0;  // of `queries`
};

namespace spend {

// Added to what the day has already.
Status add(Connection& db, const Spend& more);
// Zero where the provider was not asked in these days, both included.
Result<Spend> between(Connection& db, std::string_view provider, Date from, Date to);
Result<std::vector<std::string>> providers(Connection& db);           // ever asked
Result<std::vector<Spend>> days(Connection& db, Date from, Date to);  // by provider, day

}  // namespace spend
}  // namespace vouch::store
