#include "store/waivers.h"

#include "store/columns.h"

namespace vouch::store::waivers {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO waiver(platform, user_id, team_id, from_day, to_day, until_at, reason, by_user, author, at)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kAddPeople = R"sql(
  INSERT INTO waiver_person(waiver_id, user_id) SELECT $1, id FROM "user" WHERE team_id = $2)sql";
constexpr std::string_view kEnd =
    "UPDATE waiver SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view kFind = R"sql(
  SELECT id, platform, user_id, team_id, from_day, to_day, until_at, reason, by_user, author, at,
    ended_at, ended_by
  FROM waiver WHERE id = $1)sql";
constexpr std::string_view kAll = R"sql(
  SELECT id, platform, user_id, team_id, from_day, to_day, until_at, reason, by_user, author, at,
    ended_at, ended_by
  FROM waiver ORDER BY id DESC LIMIT $1)sql";
constexpr std::string_view kWrittenBetween =
    "SELECT count(*) FROM waiver WHERE at >= $1 AND at < $2";
constexpr std::string_view kChanged =
    "SELECT id FROM waiver WHERE at >= $1 OR ended_at >= $1 ORDER BY id";
constexpr std::string_view kClaims = R"sql(
  SELECT c.id FROM waiver w
  JOIN claim c ON c.work_day BETWEEN w.from_day AND w.to_day
    AND w.platform IN ('', c.platform) AND (w.user_id IS NULL OR w.user_id = c.user_id)
    AND c.user_id IS NOT w.by_user
  WHERE w.id = $1 AND (w.team_id IS NULL
    OR EXISTS(SELECT 1 FROM waiver_person p WHERE p.waiver_id = w.id AND p.user_id = c.user_id))
  ORDER BY c.id)sql";

Waiver read_waiver(const Row& row) {
  Waiver one;
  row.read(one.id, one.platform, one.person, one.team, one.from, one.to, one.until, one.reason,
           one.by, one.author, one.at, one.ended_at, one.ended_by);
  return one;
}

}  // namespace

Result<WaiverId> insert(Connection& db, const Waiver& waiver) {
  const auto id = db.scalar<WaiverId>(kInsert, waiver.platform, waiver.person, waiver.team,
                                      waiver.from, waiver.to, waiver.until, waiver.reason,
                                      waiver.by, waiver.author, waiver.at);
  if (!id || !waiver.team) return id;
  const auto people = db.run(kAddPeople, *id, waiver.team);
  if (!people) return tl::unexpected(people.error());
  return id;
}

Result<bool> end(Connection& db, WaiverId id, Time at, std::string_view by) {
  const auto ended = db.run(kEnd, id, at, by);
  if (!ended) return tl::unexpected(ended.error());
  return *ended == 1;
}

Result<std::optional<Waiver>> find(Connection& db, WaiverId id) {
  return db.first<Waiver>(kFind, read_waiver, id);
}

Result<std::vector<Waiver>> all(Connection& db, int limit) {
  return db.all<Waiver>(kAll, read_waiver, limit);
}

Result<std::int64_t> written_between(Connection& db, Time from, Time to) {
  return db.scalar<std::int64_t>(kWrittenBetween, from, to);
}

Result<std::vector<WaiverId>> changed_since(Connection& db, Time since) {
  return db.all<WaiverId>(
      kChanged,
      [](const Row& row) {
        WaiverId id;
        row.read(id);
        return id;
      },
      since);
}

Result<std::vector<ClaimId>> claims_of(Connection& db, WaiverId id) {
  return db.all<ClaimId>(
      kClaims,
      [](const Row& row) {
        ClaimId claim;
        row.read(claim);
        return claim;
      },
      id);
}

}  // namespace vouch::store::waivers
