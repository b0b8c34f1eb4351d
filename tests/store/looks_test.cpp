#include "store/looks.h"

#include "store/keywords.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class Looks : public StoreTest {
 protected:
  void SetUp() override { open(); }
  // In one transaction, as the daemon does it.
  template <class T>
  Result<T> in(std::function<Result<T>(Connection&)> job) {
    return write<T>([&](WriteContext& c) { return job(c.db); });
  }
  Look page_look(int look_no, Time due_at) {
    Look look;
    look.claim = claim();
    look.lane = "page";
    look.look_no = look_no;
    look.due_at = due_at;
    look.site = "pages.example";
    return look;
  }
  LookId plan(int look_no, Time due_at) {
    const Look look = page_look(look_no, due_at);
    return in<LookId>([&](Connection& db) { return looks::insert_pending(db, look); }).value();
  }
  Look find(LookId id) {
    return read<Look>([id](Connection& db) { return looks::find(db, id); });
  }
  bool lease(LookId id, int attempt) {
    return in<bool>([&](Connection& db) { return looks::lease(db, id, attempt); }).value();
  }
  bool finish(LookId id, int attempt) {
    return in<bool>([&](Connection& db) { return looks::finish(db, id, attempt); }).value();
  }
};

TEST_F(Looks, the_same_number_of_a_lane_is_planned_once) {
  plan(1, clock_.now());
  const Look again = page_look(1, clock_.now() + Millis(5));
  const auto second = in<LookId>([&](Connection& db) { return looks::insert_pending(db, again); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  Look other = again;
  other.lane = "index:baidu";
  EXPECT_TRUE(in<LookId>([&](Connection& db) { return looks::insert_pending(db, other); }));
  EXPECT_EQ(count("look"), 2);
}

TEST_F(Looks, a_rank_look_is_planned_once_per_keyword) {
  const KeywordId keyword = in<KeywordId>([](Connection& db) {
                              Keyword k;
                              k.text = k.folded = "净水器";
                              return keywords::insert(db, k);
                            }).value();
  Look look;
  look.keyword = keyword;
  look.lane = "rank:baidu";
  look.look_no = 1;
  look.kind = LookKind::kRank;
  const auto insert = [&] {
    return in<LookId>([&](Connection& db) { return looks::insert_pending(db, look); });
  };
  ASSERT_TRUE(insert());
  EXPECT_EQ(insert().error().code, ErrorCode::kConflict);
  look.claim = claim();  // of a claim and of a keyword at once
  look.look_no = 2;
  EXPECT_EQ(insert().error().code, ErrorCode::kInvalid);
}

TEST_F(Looks, one_of_two_takers_gets_the_lease) {
  const LookId id = plan(1, clock_.now());
  EXPECT_TRUE(lease(id, 0));
  EXPECT_FALSE(lease(id, 0));
  EXPECT_EQ(find(id).attempt, 1);
  EXPECT_EQ(find(id).state, LookState::kPending) << "a crash from here on: it is made again";
}

TEST_F(Looks, a_stale_attempt_finishes_nothing) {
  const LookId id = plan(1, clock_.now());
  ASSERT_TRUE(lease(id, 0));
  ASSERT_TRUE(lease(id, 1));  // taken again after a crash
  EXPECT_FALSE(finish(id, 1));
  EXPECT_TRUE(finish(id, 2));
  EXPECT_FALSE(finish(id, 2));
  EXPECT_EQ(find(id).state, LookState::kDone);
  EXPECT_FALSE(lease(id, 2)) << "done is done";
}

// The whole of law 4 in one job: what a late worker saw leaves no trace.
TEST_F(Looks, a_late_worker_records_nothing) {
  const LookId id = plan(1, clock_.now());
  ASSERT_TRUE(lease(id, 0));
  const auto record = [&](int attempt) {
    return write<ObservationId>([&](WriteContext& c) -> Result<ObservationId> {
      const auto item =
          prepare_evidence(answered("https://pages.example/1", "body"), "page", random_);
      auto evidence = c.evidence.add(item);
      if (!evidence) return tl::unexpected(evidence.error());
      Observation o = seen(claim_, 1, c.now);
      o.look = id;
      o.evidence = {*evidence};
      auto inserted = observations::insert(c.db, o);
      const auto finished = looks::finish(c.db, id, attempt);
      if (!finished) return tl::unexpected(finished.error());
      if (!*finished) return fail(ErrorCode::kConflict, "finished under another lease");
      return inserted;
    });
  };
  EXPECT_EQ(record(0).error().code, ErrorCode::kConflict);
  EXPECT_EQ(count("observation"), 0);
  EXPECT_EQ(count("evidence"), 0);
  EXPECT_EQ(count("ledger"), 0);
  EXPECT_TRUE(record(1));
  EXPECT_EQ(count("observation"), 1);
}

TEST_F(Looks, an_observation_of_the_same_look_is_recorded_once) {
  observe(1, "body");
  const auto again = write<ObservationId>(
      [&](WriteContext& c) { return observations::insert(c.db, seen(claim_, 1, c.now)); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(write<ObservationId>([&](WriteContext& c) {
    return observations::insert(c.db, seen(claim_, 1, c.now, Outcome::kFound, StageKind::kContent));
  })) << "another stage of the same look";
  EXPECT_FALSE(ledger().first_bad);
}

TEST_F(Looks, a_claim_is_answered_when_any_look_since_then_told_something) {
  const auto note = [this](int look_no, Outcome outcome) {
    return write<ObservationId>([&](WriteContext& c) {
             return observations::insert(c.db, seen(claim_, look_no, c.now, outcome));
           })
        .value();
  };
  const auto since = [this](ObservationId after) {
    return read<std::vector<observations::StageAnswers>>(
        [after](Connection& db) { return observations::answers_since(db, after); });
  };
  EXPECT_TRUE(since({}).empty());
  claim();
  note(1, Outcome::kInconclusive);
  ASSERT_EQ(since({}).size(), 1U);
  EXPECT_EQ(since({})[0].stage, Stage{});
  EXPECT_EQ(since({})[0].claims, 1);
  EXPECT_EQ(since({})[0].answered, 0);
  const ObservationId found = note(2, Outcome::kFound);
  note(3, Outcome::kInconclusive);
  EXPECT_EQ(since({})[0].claims, 1);
  EXPECT_EQ(since({})[0].answered, 1);
  EXPECT_EQ(since(found)[0].answered, 0);
  const ObservationId newest =
      read<ObservationId>([](Connection& db) { return observations::newest(db); });
  EXPECT_TRUE(since(newest).empty());
}

TEST_F(Looks, what_a_person_saw_never_takes_the_number_of_a_look) {
  observe(1, "body");
  const auto next = [&] {
    return read<int>(
        [&](Connection& db) { return observations::next_person_look_no(db, claim_, Stage{}); });
  };
  EXPECT_EQ(next(), -1);
  ASSERT_TRUE(write<ObservationId>(
      [&](WriteContext& c) { return observations::insert(c.db, seen(claim_, -1, c.now)); }));
  EXPECT_EQ(next(), -2);
}

TEST_F(Looks, postponing_makes_the_lease_stale) {
  const LookId id = plan(1, clock_.now());
  ASSERT_TRUE(lease(id, 0));
  const Time later = clock_.now() + std::chrono::minutes(5);
  EXPECT_FALSE(in<bool>([&](Connection& db) { return looks::postpone(db, id, 0, later); }).value());
  EXPECT_TRUE(in<bool>([&](Connection& db) { return looks::postpone(db, id, 1, later); }).value());
  EXPECT_FALSE(finish(id, 1));
  EXPECT_EQ(find(id).due_at, later);
}

TEST_F(Looks, due_ones_come_soonest_first_and_done_or_dropped_ones_never) {
  const Time now = clock_.now();
  const LookId third = plan(3, now + Millis(3));
  const LookId first = plan(1, now + Millis(1));
  const LookId second = plan(2, now + Millis(2));
  plan(4, now + std::chrono::hours(1));
  const auto due = [&](Time until) {
    std::vector<LookId> ids;
    for (const DueLook& look : read<std::vector<DueLook>>(
             [until](Connection& db) { return looks::due(db, until, 10); })) {
      ids.push_back(look.id);
    }
    return ids;
  };
  EXPECT_EQ(due(now + Millis(3)), (std::vector<LookId>{first, second, third}));
  EXPECT_EQ(read<std::optional<Time>>([](Connection& db) { return looks::next_due(db); }),
            now + Millis(1));
  ASSERT_TRUE(lease(first, 0));
  ASSERT_TRUE(finish(first, 1));
  EXPECT_EQ(due(now + Millis(3)), (std::vector<LookId>{second, third}));
  EXPECT_EQ(
      in<std::int64_t>([&](Connection& db) { return looks::drop_pending(db, claim_); }).value(), 3);
  EXPECT_TRUE(due(now + std::chrono::hours(2)).empty());
  EXPECT_EQ(find(second).state, LookState::kDropped);
  EXPECT_FALSE(lease(second, 0));
  EXPECT_EQ(read<int>([&](Connection& db) { return looks::last_no(db, claim_, "page"); }), 4);
}

TEST_F(Looks, the_next_of_a_claim_is_no_timer_and_not_done) {
  const auto next = [this] {
    return read<std::optional<Time>>(
        [id = claim()](Connection& db) { return looks::next_for_claim(db, id); });
  };
  EXPECT_EQ(next(), std::nullopt);
  Look timer = page_look(1, clock_.now() + Millis(1));
  timer.lane = "timer";
  timer.kind = LookKind::kTimer;
  ASSERT_TRUE(in<LookId>([&](Connection& db) { return looks::insert_pending(db, timer); }));
  const LookId first = plan(1, clock_.now() + Millis(2));
  plan(2, clock_.now() + Millis(9));
  EXPECT_EQ(next(), clock_.now() + Millis(2));
  ASSERT_TRUE(finish(first, 0));
  EXPECT_EQ(next(), clock_.now() + Millis(9));
}

TEST_F(Looks, leases_outlive_the_process) {
  const LookId id = plan(1, clock_.now());
  ASSERT_TRUE(lease(id, 0));
  close();
  open();
  EXPECT_EQ(find(id).attempt, 1);
  EXPECT_FALSE(finish(id, 0));
}

}  // namespace
}  // namespace vouch::store
