#include "store/competitors.h"

#include <fmt/format.h>

namespace vouch::store::competitors {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO competitor(domain, name) VALUES($1, $2) ON CONFLICT(domain) DO NOTHING";
constexpr std::string_view kRemove = "DELETE FROM competitor WHERE domain = $1";
constexpr std::string_view kList = "SELECT domain, name FROM competitor ORDER BY domain";

}  // namespace

Status insert(Connection& db, const Competitor& competitor) {
  const auto changed = db.run(kInsert, competitor.domain, competitor.name);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) {
    return fail(ErrorCode::kConflict,
                fmt::format("'{}' is one of the competitors already", competitor.domain), "domain");
  }
  return {};
}

Result<bool> remove(Connection& db, std::string_view domain) {
  const auto changed = db.run(kRemove, domain);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

Result<std::vector<Competitor>> list(Connection& db) {
  return db.all<Competitor>(kList, [](const Row& row) {
    Competitor competitor;
    row.read(competitor.domain, competitor.name);
    return competitor;
  });
}

}  // namespace vouch::store::competitors
