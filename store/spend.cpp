#include "store/spend.h"

namespace vouch::store::spend {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO spend(provider, day, queries, micros, rank_queries) VALUES($1, $2, $3, $4, $5)
  ON CONFLICT(provider, day) DO UPDATE
  SET queries = queries + $3, micros = micros + $4, rank_queries = rank_queries + $5)sql";
constexpr std::string_view kBetween = R"sql(
  SELECT coalesce(sum(queries), 0), coalesce(sum(micros), 0), coalesce(sum(rank_queries), 0)
  FROM spend
  WHERE provider = $1 AND day >= $2 AND day <= $3)sql";
constexpr std::string_view kDays = R"sql(
  SELECT provider, day, queries, micros, rank_queries FROM spend
  WHERE day >= $1 AND day <= $2 ORDER BY provider, day)sql";

constexpr std::string_view kProviders = "SELECT DISTINCT provider FROM spend ORDER BY provider";

}  // namespace

Status add(Connection& db, const Spend& more) {
  const auto added =
      db.run(kAdd, more.provider, more.day, more.queries, more.micros, more.rank_queries);
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<Spend> between(Connection& db, std::string_view provider, Date from, Date to) {
  const auto sum = db.first<Spend>(
      kBetween,
      [&](const Row& row) {
        Spend all;
        row.read(all.queries, all.micros, all.rank_queries);
        return all;
      },
      provider, from, to);
  if (!sum) return tl::unexpected(sum.error());
  Spend all = sum->value_or(Spend());
  all.provider = std::string(provider);
  all.day = to;
  return all;
}

Result<std::vector<std::string>> providers(Connection& db) {
  return db.all<std::string>(kProviders, [](const Row& row) { return std::string(row.text(0)); });
}

Result<std::vector<Spend>> days(Connection& db, Date from, Date to) {
  return db.all<Spend>(
      kDays,
      [](const Row& row) {
        Spend day;
        row.read(day.provider, day.day, day.queries, day.micros, day.rank_queries);
        return day;
      },
      from, to);
}

}  // namespace vouch::store::spend
