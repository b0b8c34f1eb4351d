#include "store/disposal.h"

#include "store/disputes.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using std::chrono::days;

class Disposal : public StoreTest {
 protected:
  void SetUp() override { open(); }

  // One evidence a day, so that each lies in a file of its own; the last one stays open.
  EvidenceId on_next_day(int look_no, Outcome outcome = Outcome::kFound,
                         StageKind stage = StageKind::kLive) {
    clock_.advance(days(1));
    return observe(look_no, noise(4000, static_cast<std::uint64_t>(look_no)), outcome, stage);
  }
  std::string file_of(EvidenceId id) {
    return read<EvidenceRow>([id](Connection& db) { return evidence::find(db, id); }).file;
  }
  EvidenceState state_of(EvidenceId id) {
    return read<EvidenceRow>([id](Connection& db) { return evidence::find(db, id); }).state;
  }
  void give_verdict(WorkVerdict work, FailedPhase phase = FailedPhase::kNone) {
    Verdict verdict;
    verdict.claim = claim();
    verdict.work = work;
    verdict.phase = phase;
    verdict.since = clock_.now();
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const Status done = verdicts::put(c.db, verdict, "{}");
      if (!done) return tl::unexpected(done.error());
      return 0;
    }));
  }
  std::vector<std::string> plan(const DisposalRules& rules) {
    std::vector<std::string> out;
    for (const Disposed& gone :
         read<std::vector<Disposed>>([&](Connection& db) { return disposal::plan(db, rules); })) {
      out.push_back(gone.file + " " + gone.why);
    }
    return out;
  }
  std::vector<Disposed> carry_out(const DisposalRules& rules) {
    auto gone = write<std::vector<Disposed>>(
        [&](WriteContext& c) { return disposal::carry_out(c, rules); });
    EXPECT_TRUE(gone) << gone.error().text();
    return gone.value_or(std::vector<Disposed>());
  }
  std::int64_t sweep() {
    return read<std::int64_t>(
        [this](Connection& db) { return disposal::sweep(db, evidence_folder()); });
  }
  [[nodiscard]] DisposalRules everything_old() const { return {clock_.now() + days(1), 0}; }
  DisposalRules budget(std::int64_t bytes) { return {Time{}, bytes}; }
  std::int64_t bytes_kept() {
    return read<std::int64_t>([](Connection& db) {
      return db.scalar<std::int64_t>(
          "SELECT coalesce(sum(bytes), 0) FROM warc_file WHERE disposed_at IS NULL");
    });
  }
  // Closes the negative lane's file: a later day begins another.
  void close_negative_file() {
    clock_.advance(days(1));
    add_evidence(prepare_evidence(answered("https://other.example/", "x"), "page", random_),
                 EvidenceLane::kNegative);
    add_evidence(prepare_evidence(answered("https://other.example/", "x"), "page", random_));
  }
};

TEST_F(Disposal, files_go_when_all_of_them_is_older_than_the_limit) {
  const EvidenceId first = on_next_day(1);
  const EvidenceId second = on_next_day(2);
  on_next_day(3);
  const Time limit = clock_.now() - days(1);  // the second one's moment: not older
  EXPECT_EQ(plan({limit, 0}), std::vector<std::string>{file_of(first) + " age"});
  EXPECT_EQ(plan({limit + Millis(1), 0}),
            (std::vector<std::string>{file_of(first) + " age", file_of(second) + " age"}));
}

TEST_F(Disposal, the_file_that_is_written_to_never_goes) {
  const EvidenceId only = on_next_day(1);
  EXPECT_TRUE(plan(everything_old()).empty());
  EXPECT_TRUE(plan(budget(1)).empty());
  EXPECT_EQ(state_of(only), EvidenceState::kPresent);
}

TEST_F(Disposal, planning_changes_nothing) {
  on_next_day(1);
  on_next_day(2);
  EXPECT_EQ(plan(everything_old()).size(), 1U);
  EXPECT_EQ(count("disposal"), 0);
  EXPECT_EQ(count("warc_file WHERE disposed_at IS NOT NULL"), 0);
}

TEST_F(Disposal, the_bytes_are_gone_the_digest_is_kept_and_people_see_that) {
  const EvidenceId first = on_next_day(1);
  on_next_day(2);
  const auto path = evidence_path(first);
  const auto before = read<EvidenceRow>([&](Connection& db) { return evidence::find(db, first); });
  ASSERT_EQ(carry_out(everything_old()).size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(path)) << "bytes go only once the row is durable";
  EXPECT_EQ(sweep(), 1);
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(sweep(), 0);

  const auto after = read<EvidenceRow>([&](Connection& db) { return evidence::find(db, first); });
  EXPECT_EQ(after.state, EvidenceState::kGone);
  EXPECT_EQ(after.sha256, before.sha256);
  const auto bytes = store_->read_evidence_now(first);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(bytes.error().message.find(before.sha256), std::string::npos);
  EXPECT_EQ(count("observation"), 2) << "what was seen is never deleted";
}

TEST_F(Disposal, each_file_has_its_row_and_its_place_in_the_ledger) {
  on_next_day(1);
  on_next_day(2);
  on_next_day(3);
  carry_out(everything_old());
  EXPECT_EQ(count("disposal WHERE why = 'age'"), 2);
  EXPECT_EQ(count("ledger WHERE kind = 'disposal'"), 2);
  EXPECT_FALSE(ledger().first_bad) << ledger().why;
  EXPECT_TRUE(carry_out(everything_old()).empty()) << "once";
  close();
  {
    auto db =
        Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadWrite).value();
    ASSERT_TRUE(db->script("DROP TRIGGER disposal_keeps_values"));
    ASSERT_TRUE(db->run("UPDATE disposal SET bytes = 1 WHERE id = 1"));
  }
  open();
  EXPECT_TRUE(ledger().first_bad);
}

TEST_F(Disposal, the_budget_takes_the_oldest_first_and_no_more_than_needed) {
  const EvidenceId first = on_next_day(1);
  const EvidenceId second = on_next_day(2);
  on_next_day(3);
  on_next_day(4);
  const std::int64_t all = bytes_kept();
  EXPECT_TRUE(plan(budget(all)).empty());
  EXPECT_EQ(plan(budget(all - 1)), std::vector<std::string>{file_of(first) + " budget"});
  EXPECT_EQ(plan(budget(all * 6 / 10)),
            (std::vector<std::string>{file_of(first) + " budget", file_of(second) + " budget"}));
}

TEST_F(Disposal, positives_go_before_settled_negatives_however_old) {
  const EvidenceId negative = on_next_day(1, Outcome::kNotFound);
  const EvidenceId old_positive = on_next_day(2);
  close_negative_file();
  on_next_day(3);
  give_verdict(WorkVerdict::kConfirmed);
  const std::int64_t all = bytes_kept();
  ASSERT_EQ(plan(budget(all - 1)), std::vector<std::string>{file_of(old_positive) + " budget"});
  const auto most = plan(budget(1));
  ASSERT_GE(most.size(), 2U);
  EXPECT_EQ(most.back(), file_of(negative) + " budget");
}

struct OpenRow {
  const char* name;
  WorkVerdict work;
  FailedPhase phase;
  bool stays;
};
class OpenNegative : public Disposal, public testing::WithParamInterface<OpenRow> {};

TEST_P(OpenNegative, decides_whether_its_evidence_may_go) {
  const EvidenceId negative = on_next_day(1, Outcome::kNotFound);
  close_negative_file();
  give_verdict(GetParam().work, GetParam().phase);
  const std::string file = file_of(negative);
  for (const DisposalRules& rules : {everything_old(), budget(1)}) {
    const auto going = plan(rules);
    const bool goes = std::any_of(going.begin(), going.end(),
                                  [&](const std::string& line) { return line.starts_with(file); });
    EXPECT_EQ(goes, !GetParam().stays);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Verdicts, OpenNegative,
    testing::Values(OpenRow{"failed_before_the_employee", WorkVerdict::kFailed,
                            FailedPhase::kWithEmployee, true},
                    OpenRow{"failed_before_the_supervisor", WorkVerdict::kFailed,
                            FailedPhase::kWithSupervisor, true},
                    OpenRow{"regressed", WorkVerdict::kRegressed, FailedPhase::kNone, true},
                    OpenRow{"disputed", WorkVerdict::kDisputed, FailedPhase::kNone, true},
                    OpenRow{"waiting_for_a_person", WorkVerdict::kManual, FailedPhase::kNone, true},
                    OpenRow{"pending_and_suspect", WorkVerdict::kPending, FailedPhase::kNone, true},
                    OpenRow{"verified_but_suspect", WorkVerdict::kVerified, FailedPhase::kNone,
                            true},
                    OpenRow{"confirmed", WorkVerdict::kConfirmed, FailedPhase::kNone, false},
                    OpenRow{"accepted", WorkVerdict::kAccepted, FailedPhase::kNone, false},
                    OpenRow{"waived", WorkVerdict::kWaived, FailedPhase::kNone, false},
                    OpenRow{"withdrawn", WorkVerdict::kVoid, FailedPhase::kNone, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(Disposal, a_negative_that_was_followed_by_a_find_is_closed) {
  const EvidenceId negative = on_next_day(1, Outcome::kNotFound);
  close_negative_file();
  give_verdict(WorkVerdict::kPending);
  EXPECT_TRUE(plan(everything_old()).empty()) << "nothing was found since";
  on_next_day(2, Outcome::kFound);
  give_verdict(WorkVerdict::kVerified);
  const auto going = plan(everything_old());
  EXPECT_NE(std::find(going.begin(), going.end(), file_of(negative) + " age"), going.end());
}

TEST_F(Disposal, an_index_negative_accuses_nobody_and_stays_only_under_a_dispute) {
  const EvidenceId negative = on_next_day(1, Outcome::kNotFound, StageKind::kIndex);
  close_negative_file();
  give_verdict(WorkVerdict::kVerified);
  EXPECT_EQ(plan(everything_old()).front(), file_of(negative) + " age");
  const ClaimId id = claim();
  ASSERT_TRUE(write<DisputeId>([&](WriteContext& c) {
    Dispute dispute;
    dispute.claim = id;
    dispute.text = "百度里有";
    dispute.opened_at = c.now;
    dispute.due_at = c.now + days(3);
    return disputes::open(c.db, dispute);
  }));
  EXPECT_TRUE(plan(everything_old()).empty());
}

// The body of a revisit lies in another file: that file stands behind the negative as well.
TEST_F(Disposal, the_file_that_holds_the_body_of_an_open_negative_stays) {
  const ClaimId id = claim();
  clock_.advance(days(1));
  const EvidenceId body = observe(1, noise(4000, 1));
  clock_.advance(days(1));
  Hop hop = answered("https://pages.example/1", "", 304);
  hop.started_at = clock_.now();
  const EvidenceItem same = prepare_evidence(hop, "page", random_, body);
  ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
    const auto evidence = c.evidence.add(same, EvidenceLane::kNegative);
    if (!evidence) return tl::unexpected(evidence.error());
    Observation o = seen(id, 2, c.now, Outcome::kNotFound, StageKind::kContent);
    o.evidence = {*evidence};
    return observations::insert(c.db, o).map([](ObservationId) { return 0; });
  }));
  close_negative_file();
  give_verdict(WorkVerdict::kFailed, FailedPhase::kWithEmployee);
  EXPECT_TRUE(plan(everything_old()).empty());
  give_verdict(WorkVerdict::kConfirmed);
  EXPECT_EQ(plan(everything_old()).size(), 2U);
}

TEST_F(Disposal, a_revisit_is_gone_with_the_file_that_holds_its_body) {
  clock_.advance(days(1));
  const EvidenceId first = observe(1, noise(4000, 1));
  clock_.advance(days(1));
  const EvidenceId again = observe(2, noise(4000, 1));
  on_next_day(3);
  ASSERT_NE(file_of(first), file_of(again));
  // The reference made the first file younger: it does not go by age before the revisit does.
  EXPECT_TRUE(plan({clock_.now() - days(1), 0}).empty());
  ASSERT_EQ(carry_out(budget(bytes_kept() - 1)).size(), 1U);
  EXPECT_EQ(state_of(first), EvidenceState::kGone);
  EXPECT_EQ(state_of(again), EvidenceState::kGone);
  // And the same body once more is kept in full, not referred to what is gone.
  const EvidenceId fresh = observe(4, noise(4000, 1));
  EXPECT_TRUE(store_->read_evidence_now(fresh));
}

TEST_F(Disposal, a_kill_before_the_sweep_loses_nothing_and_the_next_sweep_does_it) {
  const EvidenceId first = on_next_day(1);
  on_next_day(2);
  const auto path = evidence_path(first);
  carry_out(everything_old());
  close();
  open();
  EXPECT_TRUE(std::filesystem::exists(path)) << "not moved to unclaimed/ either";
  EXPECT_EQ(sweep(), 1);
  close();
  open();
  EXPECT_FALSE(ledger().first_bad);
  EXPECT_LE(store_->warnings().size(), 1U) << store_->warnings().back();
}

}  // namespace
}  // namespace vouch::store
