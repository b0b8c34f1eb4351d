#include "store/samples.h"

#include <optional>

namespace vouch::store::samples {
namespace {

constexpr double kDayMillis = 86'400'000;

constexpr std::string_view kInsert = R"sql(
  INSERT INTO index_sample(claim_id, engine, drawn, share, at) VALUES($1, $2, $3, $4, $5)
  ON CONFLICT(claim_id, engine) DO NOTHING)sql";
constexpr std::string_view kLeftOut =
    "SELECT engine FROM index_sample WHERE claim_id = $1 AND drawn = 0 ORDER BY engine";
constexpr std::string_view kCountOfDay =
    "SELECT count(*) FROM claim WHERE user_id = $1 AND work_day = $2 AND baseline = 0";
constexpr std::string_view kArrivals = R"sql(
  SELECT count(*), coalesce(min(c.submitted_at), 0),
    (SELECT count(*) FROM index_sample WHERE engine = $1 AND drawn = 0 AND at >= $2)
  FROM claim c WHERE c.work_day >= $3 AND c.submitted_at >= $2 AND c.baseline = 0)sql";
constexpr std::string_view kPaces = R"sql(
  SELECT engine, platform, scale, hazard, at FROM index_pace WHERE platform = $1 ORDER BY engine)sql";
constexpr std::string_view kClearPaces = "DELETE FROM index_pace WHERE engine = $1";
constexpr std::string_view kInsertPace = R"sql(
  INSERT INTO index_pace(engine, platform, scale, hazard, at) VALUES($1, $2, $3, $4, $5))sql";
constexpr std::string_view kSeen = R"sql(
  SELECT c.id, c.loose_key, c.platform, c.submitted_at, o.observed_at, o.outcome = 'FOUND'
  FROM claim c JOIN observation o ON o.claim_id = c.id AND o.stage = $1
  WHERE c.work_day >= $2 AND c.baseline = 0 AND (o.outcome = 'FOUND' OR o.negative_proved = 1)
  ORDER BY c.id, o.look_no)sql";
constexpr std::string_view kWaiting = R"sql(
  SELECT c.platform, c.submitted_at
  FROM look l JOIN claim c ON c.id = l.claim_id
  JOIN verdict_engine v ON v.claim_id = c.id AND v.engine = $2
  WHERE l.state = 'pending' AND l.lane = $1 AND v.verdict = 'WATCHING' AND c.baseline = 0)sql";

constexpr std::string_view kPutSpeed = R"sql(
  INSERT INTO index_speed(engine, pages, indexed, median_days, in_7_days, in_30_days, at)
  VALUES($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT(engine) DO UPDATE SET pages = $2, indexed = $3, median_days = $4, in_7_days = $5,
    in_30_days = $6, at = $7)sql";
constexpr std::string_view kSpeeds = R"sql(
  SELECT engine, pages, indexed, median_days, in_7_days, in_30_days, at
  FROM index_speed ORDER BY engine)sql";

constexpr std::string_view kPutSubmitted = R"sql(
  INSERT INTO submitted_speed(engine, submitted, pages, indexed, median_days, at)
  VALUES($1, $2, $3, $4, $5, $6)
  ON CONFLICT(engine, submitted) DO UPDATE SET pages = $3, indexed = $4, median_days = $5,
    at = $6)sql";
constexpr std::string_view kSubmittedSpeeds = R"sql(
  SELECT engine, submitted, pages, indexed, median_days, at
  FROM submitted_speed ORDER BY engine, submitted)sql";

double days_between(Time from, Time to) {
  return static_cast<double>((to - from).count()) / kDayMillis;
}

// Days are of the company's zone; a day more on the safe side does no harm.
Date day_before(Time moment) {
  return Date(std::chrono::duration_cast<std::chrono::days>(moment.time_since_epoch())) -
         std::chrono::days(1);
}

struct SeenRow {
  ClaimId claim;
  std::string page;
  std::string platform;
  Time submitted;
  Time at;
  bool found = false;
};

}  // namespace

Status insert(Connection& db, const IndexSample& sample) {
  const auto added =
      db.run(kInsert, sample.claim, sample.engine, sample.drawn, sample.share, sample.at);
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<std::vector<std::string>> left_out(Connection& db, ClaimId claim) {
  return db.all<std::string>(
      kLeftOut, [](const Row& row) { return std::string(row.text(0)); }, claim);
}

Result<std::int64_t> count_of_day(Connection& db, UserId user, Date day) {
  return db.scalar<std::int64_t>(kCountOfDay, user, day);
}

Result<Arrivals> arrivals(Connection& db, std::string_view engine, Time since) {
  const auto found = db.first<Arrivals>(
      kArrivals,
      [](const Row& row) {
        Arrivals all;
        row.read(all.claims, all.first, all.not_drawn);
        return all;
      },
      engine, since, day_before(since));
  if (!found) return tl::unexpected(found.error());
  return found->value_or(Arrivals());
}

Result<std::vector<StoredPace>> paces_of(Connection& db, std::string_view platform) {
  return db.all<StoredPace>(
      kPaces,
      [](const Row& row) {
        StoredPace pace;
        row.read(pace.engine, pace.platform, pace.scale, pace.hazard, pace.at);
        return pace;
      },
      platform);
}

Status put_paces(Connection& db, std::string_view engine, const std::vector<StoredPace>& paces) {
  const auto cleared = db.run(kClearPaces, engine);
  if (!cleared) return tl::unexpected(cleared.error());
  for (const StoredPace& pace : paces) {
    const auto added = db.run(kInsertPace, engine, pace.platform, pace.scale, pace.hazard, pace.at);
    if (!added) return tl::unexpected(added.error());
  }
  return {};
}

Status put_speed(Connection& db, const IndexSpeed& speed) {
  const auto put = db.run(kPutSpeed, speed.engine, speed.pages, speed.indexed, speed.median_days,
                          speed.in_7_days, speed.in_30_days, speed.at);
  if (!put) return tl::unexpected(put.error());
  return {};
}

Result<std::vector<IndexSpeed>> speeds(Connection& db) {
  return db.all<IndexSpeed>(kSpeeds, [](const Row& row) {
    IndexSpeed speed;
    row.read(speed.engine, speed.pages, speed.indexed, speed.median_days, speed.in_7_days,
             speed.in_30_days, speed.at);
    return speed;
  });
}

Status put_speed(Connection& db, const SubmittedSpeed& speed) {
  const auto put = db.run(kPutSubmitted, speed.engine, speed.submitted, speed.pages, speed.indexed,
                          speed.median_days, speed.at);
  if (!put) return tl::unexpected(put.error());
  return {};
}

Result<std::vector<SubmittedSpeed>> submitted_speeds(Connection& db) {
  return db.all<SubmittedSpeed>(kSubmittedSpeeds, [](const Row& row) {
    SubmittedSpeed speed;
    row.read(speed.engine, speed.submitted, speed.pages, speed.indexed, speed.median_days,
             speed.at);
    return speed;
  });
}

Result<std::vector<SeenIndexed>> seen_indexed(Connection& db, std::string_view engine, Time since) {
  const auto rows = db.all<SeenRow>(
      kSeen,
      [](const Row& row) {
        SeenRow one;
        row.read(one.claim, one.page, one.platform, one.submitted, one.at, one.found);
        return one;
      },
      "index:" + std::string(engine), day_before(since));
  if (!rows) return tl::unexpected(rows.error());
  std::vector<SeenIndexed> out;
  ClaimId claim;
  for (const SeenRow& row : *rows) {
    const double age = days_between(row.submitted, row.at);
    if (row.claim != claim) {
      claim = row.claim;
      SeenIndexed& page = out.emplace_back();
      page.claim = row.claim;
      page.page = row.page;
      page.handed_in = row.submitted;
      page.platform = row.platform;
      page.first_days = age;
      page.last_absent_days = row.found ? 0 : age;
    }
    SeenIndexed& page = out.back();
    if (page.found_days) continue;  // what is lost later is another question
    if (row.found) {
      page.found_days = age;
    } else {
      page.last_absent_days = age;
    }
  }
  return out;
}

Result<std::vector<WaitingRow>> waiting(Connection& db, std::string_view engine, Time now) {
  return db.all<WaitingRow>(
      kWaiting,
      [now](const Row& row) {
        WaitingRow page;
        Time submitted;
        row.read(page.platform, submitted);
        page.age_days = days_between(submitted, now);
        return page;
      },
      "index:" + std::string(engine), engine);
}

}  // namespace vouch::store::samples
