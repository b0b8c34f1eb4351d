#include "store/preferences.h"

namespace vouch::store::preferences {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO preference(user_id, rule, channel, letters, at, via)
  VALUES($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kCurrent = R"sql(
  SELECT rule, channel, letters FROM preference
  WHERE id IN (SELECT max(id) FROM preference WHERE user_id = $1 GROUP BY rule, channel)
  ORDER BY rule, channel)sql";

}  // namespace

Status add(Connection& db, UserId user, const Preference& said, Time at, std::string_view via) {
  const auto added = db.run(kAdd, user, said.rule, said.channel, said.letters, at, via);
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<std::vector<Preference>> current(Connection& db, UserId user) {
  return db.all<Preference>(
      kCurrent,
      [](const Row& row) {
        Preference out;
        row.read(out.rule, out.channel, out.letters);
        return out;
      },
      user);
}

}  // namespace vouch::store::preferences
