// When an answer is dated, and what an old absence still proves.
#include "daemon/engine_record.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr const char* kPost = "http://forum.example/t/1";

struct RecordWorld : World {
  RecordWorld()
      : World(at("2026-11-24", 14, 30), [](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          adjusted.providers.push_back(provider);
        }) {
    web.page(kPost, "不锈钢阀门选型", "在");
    claim = report("lilei", kPost);
  }
  // The answer to the pending look at the index, that came then; written down now.
  Observation answered(Time came, Outcome outcome = Outcome::kNotFound) {
    const store::Look row = pending(claim, "index:baidu").value();
    const Rules rules_now = context().rules;
    write<int>([&](store::WriteContext& writing) -> Result<int> {
      EngineAnswers done;
      done.looks = must(lease_batch(writing, *rules_now, {queued(row)})).looks;
      done.provider = "searxng:main";
      done.engine = "baidu";
      engines::Finished finished;
      finished.look = row.id;
      finished.observation.claim = claim;
      finished.observation.stage = kBaidu;
      finished.observation.outcome = outcome;
      finished.observation.reason = outcome == Outcome::kFound ? Reason::kOk : Reason::kSerpNoMatch;
      finished.observation.negative_proved = outcome == Outcome::kNotFound;
      finished.observation.observed_at = came;
      done.batch.finished.push_back(finished);
      done.evidence.resize(1);
      must(record_batch(writing, *rules_now, done));
      return 0;
    });
    for (const Observation& seen : observations(claim)) {
      if (seen.look == row.id) return seen;
    }
    throw std::runtime_error("nothing was written down");
  }
  // The page was read then: the newest that is known of the claim.
  Time read_page(Time moment) {
    const store::Look row = pending(claim, "page").value();
    write<bool>([&](store::WriteContext& writing) {
      return store::looks::reschedule(writing.db, row.id, moment);
    });
    set(moment);
    look(claim);
    return observations(claim).back().observed_at;
  }

  ClaimId claim;
};

TEST(EngineRecord, an_answer_just_in_is_dated_as_it_is_written_down) {
  RecordWorld world;
  world.set(at("2026-11-25", 10));
  const Observation seen = world.answered(world.now() - minutes(59));
  EXPECT_EQ(seen.observed_at, world.now());
  EXPECT_TRUE(seen.negative_proved);
}

TEST(EngineRecord, an_answer_of_hours_ago_is_dated_when_it_came) {
  RecordWorld world;
  world.read_page(at("2026-11-24", 15));
  world.set(at("2026-11-25", 10));
  const Time came = at("2026-11-25", 4);
  const Observation seen = world.answered(came);
  EXPECT_EQ(seen.observed_at, came);
  EXPECT_TRUE(seen.negative_proved);
}

TEST(EngineRecord, what_was_seen_shortly_after_it_stays_before_it) {
  RecordWorld world;
  const Time came = at("2026-11-25", 4);
  const Time last = world.read_page(came + minutes(30));
  world.set(at("2026-11-25", 10));
  const Observation seen = world.answered(came);
  EXPECT_EQ(seen.observed_at, last + milliseconds(1));
  EXPECT_TRUE(seen.negative_proved);
}

TEST(EngineRecord, an_absence_from_long_before_what_is_known_proves_nothing) {
  RecordWorld world;
  const Time came = at("2026-11-25", 4);
  const Time last = world.read_page(came + hours(3));
  world.set(at("2026-11-25", 10));
  const Observation seen = world.answered(came);
  EXPECT_EQ(seen.observed_at, last + milliseconds(1));
  EXPECT_EQ(seen.outcome, Outcome::kNotFound);
  EXPECT_FALSE(seen.negative_proved);
}

TEST(EngineRecord, a_page_that_was_found_was_there_however_late_it_is_written_down) {
  RecordWorld world;
  const Time came = at("2026-11-25", 4);
  world.read_page(came + hours(3));
  world.set(at("2026-11-25", 10));
  const Observation seen = world.answered(came, Outcome::kFound);
  EXPECT_EQ(seen.outcome, Outcome::kFound);
  const Verdict verdict = world.verdict(world.claim);
  const auto baidu =
      std::find_if(verdict.engines.begin(), verdict.engines.end(),
                   [](const EngineResult& engine) { return engine.engine == "baidu"; });
  ASSERT_NE(baidu, verdict.engines.end());
  EXPECT_EQ(baidu->verdict, IndexVerdict::kIndexed);
}

}  // namespace
}  // namespace vouch::daemon::test
