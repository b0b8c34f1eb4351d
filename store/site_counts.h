// How many pages of an own site an engine says it has: a history of estimates (`site:`) and
// official figures (webmaster tools). A count that was not measured is no number, never 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct SiteCount {
  std::string domain;
  std::string engine;
  std::string kind;      // "estimate" "official"
  std::string provider;  // "searxng:main"
  Time at;
  std::optional<std::int64_t> pages;
  std::string why;  // not measured: reason code
};

struct SiteCountNow {
  SiteCount newest;                   // measured or not
  std::optional<SiteCount> measured;  // the newest that was
  std::optional<SiteCount> before;    // the measured one before that
};

namespace site_counts {

Status insert(Connection& db, const SiteCount& count);
// Of own sites that still are: by domain, engine, kind.
Result<std::vector<SiteCountNow>> now(Connection& db);
// Measured and not, the newest first.
Result<std::vector<SiteCount>> history(Connection& db, std::string_view domain,
                                       std::string_view engine, std::string_view kind, int limit);

}  // namespace site_counts
}  // namespace vouch::store
