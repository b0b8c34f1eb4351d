// What weekly digests count, the digests themselves, and escalations.
#include "store/escalations.h"
#include "store/week_counts.h"
#include "store/weeklies.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Date kDay{days(20'700)};  // of every claim of the fixture

struct WeeksTest : StoreTest {
  void SetUp() override {
    open();
    first_ = claim();
  }
  ClaimId another(const std::string& url) {
    return *write<ClaimId>([&](WriteContext& c) -> Result<ClaimId> {
      return insert_claim(c.db, UserId{1}, ReportId{1}, url);
    });
  }
  void judge(ClaimId id, WorkVerdict work, std::optional<Time> public_at = {},
             std::vector<EngineResult> engines = {}) {
    Verdict verdict;
    verdict.claim = id;
    verdict.work = work;
    verdict.public_at = public_at;
    verdict.since = clock_.now();
    verdict.engines = std::move(engines);
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const Status put = verdicts::put(c.db, verdict, "{}");
      if (!put) return tl::unexpected(put.error());
      return 0;
    }));
  }
  template <class T>
  T got(std::function<Result<T>(Connection&)> job) {
    return read<T>(std::move(job));
  }
  ClaimId first_;
};

TEST_F(WeeksTest, work_is_counted_by_person_and_a_negative_by_whether_it_is_public) {
  const Time now = clock_.now();
  judge(first_, WorkVerdict::kVerified);
  judge(another("https://pages.example/2"), WorkVerdict::kFailed, now - hours(1));
  judge(another("https://pages.example/3"), WorkVerdict::kFailed, now + hours(1));
  judge(another("https://pages.example/4"), WorkVerdict::kFailed);
  const auto rows = got<std::vector<WeekWork>>(
      [&](Connection& db) { return week_counts::work(db, kDay, kDay, now); });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].work, WorkVerdict::kFailed);
  EXPECT_FALSE(rows[0].is_public);
  EXPECT_EQ(rows[0].claims, 2);
  EXPECT_TRUE(rows[1].is_public);
  EXPECT_EQ(rows[1].claims, 1);
  EXPECT_EQ(rows[2].work, WorkVerdict::kVerified);
  for (const Date other : {kDay - days(1), kDay + days(1)}) {
    EXPECT_TRUE(got<std::vector<WeekWork>>([&](Connection& db) {
                  return week_counts::work(db, other, other, now);
                }).empty());
  }
  const auto open =
      got<std::vector<WeekWork>>([&](Connection& db) { return week_counts::open(db, now); });
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].claims, 1);
}

TEST_F(WeeksTest, lost_pages_are_those_that_became_public_since) {
  const Time now = clock_.now();
  judge(first_, WorkVerdict::kRegressed, now - hours(1));
  judge(another("https://pages.example/2"), WorkVerdict::kRegressed, now + hours(1));
  judge(another("https://pages.example/3"), WorkVerdict::kFailed, now - hours(1));
  const auto since = [&](Time from) {
    return got<std::vector<WeekLost>>(
        [&, from](Connection& db) { return week_counts::lost(db, from, now, 10); });
  };
  ASSERT_EQ(since(now - hours(2)).size(), 1U);
  EXPECT_EQ(since(now - hours(2))[0].claim, first_);
  EXPECT_TRUE(since(now - hours(1)).empty());  // told before
}

TEST_F(WeeksTest, pages_at_an_engine_are_counted_by_platform_and_verdict) {
  judge(first_, WorkVerdict::kVerified, {},
        {{"baidu", IndexVerdict::kIndexed, {}}, {"bing", IndexVerdict::kLost, {}}});
  judge(another("https://pages.example/2"), WorkVerdict::kVerified, {},
        {{"baidu", IndexVerdict::kNotIndexed, {}}});
  judge(another("https://pages.example/3"), WorkVerdict::kVoid, {},
        {{"baidu", IndexVerdict::kNotIndexed, {}}});
  const auto rows = got<std::vector<WeekIndexed>>(
      [](Connection& db) { return week_counts::indexed(db, kDay, kDay); });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].platform, "forum");
  EXPECT_EQ(rows[0].engine, "baidu");
  EXPECT_EQ(rows[0].verdict, IndexVerdict::kIndexed);
  EXPECT_EQ(rows[2].engine, "bing");
  const auto pages =
      got<std::vector<WeekUnindexed>>([](Connection& db) { return week_counts::not_indexed(db); });
  ASSERT_EQ(pages.size(), 2U);  // the withdrawn one is none
  EXPECT_FALSE(pages[0].lost);
  EXPECT_TRUE(pages[1].lost);
}

TEST_F(WeeksTest, a_digest_is_kept_once_and_never_changed) {
  const auto keep = [&](Date monday, const char* body) {
    return *write<bool>(
        [&](WriteContext& c) { return weeklies::insert_once(c.db, monday, c.now, body); });
  };
  EXPECT_TRUE(keep(kDay, "{}"));
  EXPECT_FALSE(keep(kDay, "{\"other\":1}"));
  EXPECT_TRUE(keep(kDay + days(7), "{}"));
  EXPECT_EQ(
      got<std::optional<std::string>>([](Connection& db) { return weeklies::find(db, kDay); }),
      "{}");
  EXPECT_EQ(got<std::vector<Date>>([](Connection& db) { return weeklies::newest(db, 10); }),
            (std::vector<Date>{kDay + days(7), kDay}));
  for (const char* sql : {"UPDATE weekly SET body = ''", "DELETE FROM weekly"}) {
    EXPECT_FALSE(write<int>([&](WriteContext& c) -> Result<int> {
      const auto done = c.db.run(sql);
      if (!done) return tl::unexpected(done.error());
      return 0;
    })) << sql;
  }
}

TEST_F(WeeksTest, an_escalation_is_planned_once_and_ends_once) {
  Escalation one;
  one.claim = first_;
  one.stage = {StageKind::kLive, {}};
  one.episode = 1;
  one.step = EscalationStep::kOwner;
  one.workdays = 5;
  one.due_at = clock_.now() + hours(1);
  const auto plan = [&] {
    return *write<bool>([&](WriteContext& c) { return escalations::insert_once(c.db, one); });
  };
  EXPECT_TRUE(plan());
  EXPECT_FALSE(plan());
  const auto due = [&](Time now) {
    return got<std::vector<Escalation>>(
        [now](Connection& db) { return escalations::due(db, now); });
  };
  EXPECT_TRUE(due(clock_.now()).empty());
  const auto found = due(clock_.now() + hours(1));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].step, EscalationStep::kOwner);
  EXPECT_EQ(found[0].stage, one.stage);
  EXPECT_EQ(found[0].workdays, 5);
  const auto end = [&](EscalationState state) {
    return write<int>([&, state](WriteContext& c) -> Result<int> {
      const Status ended = escalations::end(c.db, found[0].id, state, c.now);
      if (!ended) return tl::unexpected(ended.error());
      return 0;
    });
  };
  EXPECT_TRUE(end(EscalationState::kTold));
  EXPECT_TRUE(end(EscalationState::kDropped));  // too late: nothing changes
  const auto rows = got<std::vector<Escalation>>(
      [&](Connection& db) { return escalations::of_claim(db, first_); });
  EXPECT_EQ(rows.at(0).state, EscalationState::kTold);
  EXPECT_FALSE(write<int>([](WriteContext& c) -> Result<int> {
    const auto done = c.db.run("UPDATE escalation SET state = 'pending'");
    if (!done) return tl::unexpected(done.error());
    return 0;
  }));
}

}  // namespace
}  // namespace vouch::store
