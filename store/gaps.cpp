#include "store/gaps.h"

namespace vouch::store::gaps {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO gap(starts_at, ends_at, why, added_at) VALUES($1, $2, $3, $4)";
constexpr std::string_view kAll = "SELECT starts_at, ends_at FROM gap ORDER BY starts_at, id";

}  // namespace

Status insert(Connection& db, const Gap& gap, std::string_view why, Time at) {
  const auto done = db.run(kInsert, gap.from, gap.to, why, at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<Gap>> all(Connection& db) {
  return db.all<Gap>(kAll, [](const Row& row) {
    Gap gap;
    row.read(gap.from, gap.to);
    return gap;
  });
}

}  // namespace vouch::store::gaps
