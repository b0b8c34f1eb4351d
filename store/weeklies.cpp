#include "store/weeklies.h"

#include "store/columns.h"

namespace vouch::store::weeklies {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO weekly(monday, made_at, body) VALUES($1, $2, $3) ON CONFLICT(monday) DO NOTHING";
constexpr std::string_view kFind = "SELECT body FROM weekly WHERE monday = $1";
constexpr std::string_view kNewest = "SELECT monday FROM weekly ORDER BY monday DESC LIMIT $1";

}  // namespace

Result<bool> insert_once(Connection& db, Date monday, Time made_at, std::string_view body) {
  const auto added = db.run(kInsert, monday, made_at, body);
  if (!added) return tl::unexpected(added.error());
  return *added == 1;
}

Result<std::optional<std::string>> find(Connection& db, Date monday) {
  return db.first<std::string>(
      kFind,
      [](const Row& row) {
        std::string body;
        row.read(body);
        return body;
      },
      monday);
}

Result<std::vector<Date>> newest(Connection& db, int limit) {
  return db.all<Date>(
      kNewest,
      [](const Row& row) {
        Date monday;
        row.read(monday);
        return monday;
      },
      limit);
}

}  // namespace vouch::store::weeklies
