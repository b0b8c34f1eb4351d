// What triggers keep counted is what counting would find, whatever happened to the verdicts.
#include <gtest/gtest.h>

#include "store/migrate.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

constexpr std::string_view kVerdictsInAll = R"sql(
  SELECT (SELECT count(*) FROM verdict WHERE counted <> 0)
    - (SELECT coalesce(sum(claims), 0) FROM verdict_count))sql";
constexpr std::string_view kVerdictsMissing = R"sql(
  SELECT count(*) FROM (
    SELECT user_id, work_day >> 5, work, phase, count(*) FROM verdict
    WHERE counted <> 0 GROUP BY 1, 2, 3, 4
    EXCEPT SELECT user_id, span, work, phase, claims FROM verdict_count))sql";
constexpr std::string_view kEnginesInAll = R"sql(
  SELECT (SELECT count(*) FROM verdict_engine WHERE counted <> 0)
    - (SELECT coalesce(sum(claims), 0) FROM engine_count))sql";
constexpr std::string_view kEnginesMissing = R"sql(
  SELECT count(*) FROM (
    SELECT user_id, work_day >> 5, engine, verdict, count(*) FROM verdict_engine
    WHERE counted <> 0 GROUP BY 1, 2, 3, 4
    EXCEPT SELECT user_id, span, engine, verdict, claims FROM engine_count))sql";
constexpr std::string_view kUnjudgedDiffer = R"sql(
  SELECT count(*) FROM (SELECT id FROM claim WHERE id NOT IN (SELECT claim_id FROM verdict)
    EXCEPT SELECT claim_id FROM unjudged_claim))sql";

TEST(Counts, follow_every_change_of_a_verdict) {
  TemporaryFolder folder;
  auto db = std::move(
      Connection::open((folder.path() / "vouch.db").string(), Connection::Mode::kReadWrite)
          .value());
  ASSERT_TRUE(migrate(*db, [](int) -> Result<std::string> { return std::string(); }));
  ASSERT_TRUE(db->script("PRAGMA foreign_keys = OFF"));
  std::uint64_t dice = 7;
  const auto roll = [&](std::uint64_t below) { return (dice = mix64(dice + 1)) % below; };
  for (int step = 0; step < 400; ++step) {
    const auto claim = roll(25);
    const std::string values =
        fmt::format("{}, {}, {}, ", roll(3), 20'000 + roll(70), roll(4) > 0 ? 1 : 0);
    const char* work = roll(2) == 0 ? "VERIFIED" : "FAILED";
    const char* phase = roll(2) == 0 ? "NONE" : "PRIVATE";
    std::string sql;
    if (roll(10) == 0) {
      sql = fmt::format("DELETE FROM {} WHERE claim_id = {}",
                        roll(2) == 0 ? "verdict" : "verdict_engine", claim);
    } else if (roll(2) == 0) {
      sql = fmt::format(
          "INSERT INTO verdict(claim_id, user_id, work_day, counted, work, phase, reason, since, "
          "json) VALUES({}, {} '{}', '{}', '', 0, '') ON CONFLICT(claim_id) DO UPDATE SET "
          "user_id = excluded.user_id, work_day = excluded.work_day, counted = excluded.counted, "
          "work = excluded.work, phase = excluded.phase",
          claim, values, work, phase);
    } else {
      sql = fmt::format(
          "INSERT INTO verdict_engine(claim_id, engine, user_id, work_day, counted, verdict) "
          "VALUES({}, 'baidu', {} '{}') ON CONFLICT(claim_id, engine) DO UPDATE SET "
          "user_id = excluded.user_id, work_day = excluded.work_day, counted = excluded.counted, "
          "verdict = excluded.verdict",
          claim, values, work);
    }
    const Status done = db->script(sql);
    ASSERT_TRUE(done) << done.error().text();
    for (const std::string_view differs :
         {kVerdictsInAll, kVerdictsMissing, kEnginesInAll, kEnginesMissing, kUnjudgedDiffer}) {
      ASSERT_EQ(db->scalar<std::int64_t>(differs).value(), 0) << sql << "\n" << differs;
    }
  }
  EXPECT_GT(db->scalar<std::int64_t>("SELECT count(*) FROM verdict_count").value(), 5);
}

}  // namespace
}  // namespace vouch::store
