#include "store/acknowledgements.h"

namespace vouch::store::acknowledgements {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO acknowledgement(user_id, version, at) VALUES($1, $2, $3) ON CONFLICT DO NOTHING";
constexpr std::string_view kFind =
    "SELECT at FROM acknowledgement WHERE user_id = $1 AND version = $2";
constexpr std::string_view kReaders =
    "SELECT user_id, at FROM acknowledgement WHERE version = $1 ORDER BY user_id";

}  // namespace

Result<bool> insert(Connection& db, UserId user, int version, Time at) {
  const auto added = db.run(kInsert, user, version, at);
  if (!added) return tl::unexpected(added.error());
  return *added > 0;
}

Result<std::optional<Time>> find(Connection& db, UserId user, int version) {
  return db.first<Time>(
      kFind,
      [](const Row& row) {
        Time at;
        row.read(at);
        return at;
      },
      user, version);
}

Result<std::vector<Reader>> readers(Connection& db, int version) {
  return db.all<Reader>(
      kReaders,
      [](const Row& row) {
        Reader out;
        row.read(out.user, out.at);
        return out;
      },
      version);
}

}  // namespace vouch::store::acknowledgements
