#include "store/acknowledgements.h"

namespace vouch::store::acknowledgements {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO acknowledgement(user_id, subject, version, at) VALUES($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING";
constexpr std::string_view kFind =
    "SELECT at FROM acknowledgement WHERE user_id = $1 AND subject = $2 AND version = $3";
constexpr std::string_view kReaders =
    "SELECT user_id, version, at FROM acknowledgement WHERE subject = $1 AND version = $2 "
    "ORDER BY user_id";
constexpr std::string_view kNewest = R"sql(
  SELECT a.user_id, a.version, a.at FROM acknowledgement a
  WHERE a.subject = $1
    AND a.version = (SELECT max(b.version) FROM acknowledgement b
                     WHERE b.user_id = a.user_id AND b.subject = a.subject)
  ORDER BY a.user_id)sql";

Reader read_reader(const Row& row) {
  Reader out;
  row.read(out.user, out.version, out.at);
  return out;
}

}  // namespace

Result<bool> insert(Connection& db, UserId user, std::string_view subject, int version, Time at) {
  const auto added = db.run(kInsert, user, subject, version, at);
  if (!added) return tl::unexpected(added.error());
  return *added > 0;
}

Result<std::optional<Time>> find(Connection& db, UserId user, std::string_view subject,
                                 int version) {
  return db.first<Time>(
      kFind,
      [](const Row& row) {
        Time at;
        row.read(at);
        return at;
      },
      user, subject, version);
}

Result<std::vector<Reader>> readers(Connection& db, std::string_view subject, int version) {
  return db.all<Reader>(kReaders, read_reader, subject, version);
}

Result<std::vector<Reader>> newest(Connection& db, std::string_view subject) {
  return db.all<Reader>(kNewest, read_reader, subject);
}

}  // namespace vouch::store::acknowledgements
