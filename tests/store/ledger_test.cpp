#include "store/ledger.h"

#include "store/decisions.h"
#include "store/disputes.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class LedgerTest : public StoreTest {
 protected:
  // Five rows: two of evidence, two observations, one decision.
  void fill() {
    open();
    observe(1, "one");
    observe(2, "two");
    const ClaimId id = claim();
    ASSERT_TRUE(write<DecisionId>([&](WriteContext& c) {
      Decision decision;
      decision.claim = id;
      decision.actor = UserId{1};
      decision.reason = "页面确实存在";
      decision.at = c.now;
      return decisions::insert(c.db, decision);
    }));
  }
  // As somebody with the database file and a shell would do it.
  void tamper(const std::string& trigger, const std::string& sql) {
    close();
    auto db =
        Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadWrite).value();
    ASSERT_TRUE(db->script("PRAGMA foreign_keys=OFF"));
    for (const char* rule :
         {"keeps_rows", "keeps_values", "keeps_ids", "keeps_opening", "closes_once"}) {
      ASSERT_TRUE(db->script("DROP TRIGGER IF EXISTS " + trigger + "_" + rule));
    }
    const auto done = db->run(sql);
    ASSERT_TRUE(done) << done.error().text();
    ASSERT_GT(*done, 0);
    db.reset();
    open();
  }
};

TEST_F(LedgerTest, an_untouched_past_holds) {
  fill();
  const LedgerReport report = ledger();
  EXPECT_FALSE(report.first_bad) << report.why;
  EXPECT_EQ(report.rows, 5);
  EXPECT_EQ(report.head.sequence, 5);
  EXPECT_EQ(report.head.hash.size(), 64U);
}

TEST_F(LedgerTest, an_empty_ledger_has_a_head_of_zeros) {
  open();
  const LedgerReport report = ledger();
  EXPECT_FALSE(report.first_bad);
  EXPECT_EQ(report.rows, 0);
  EXPECT_EQ(report.head.hash, std::string(64, '0'));
}

TEST_F(LedgerTest, the_hash_is_what_the_design_says) {
  fill();
  struct Written {
    std::int64_t sequence, at, subject;
    std::string kind, digest, hash;
  };
  const auto row = read<Written>([](Connection& db) -> Result<Written> {
    auto found = db.first<Written>(
        "SELECT sequence, at, subject, kind, digest, hash FROM ledger WHERE sequence = 1",
        [](const Row& r) {
          return Written{r.integer(0),           r.integer(1),           r.integer(2),
                         std::string(r.text(3)), std::string(r.blob(4)), std::string(r.blob(5))};
        });
    if (!found) return tl::unexpected(found.error());
    return **found;
  });
  std::string bytes(32, '\0');
  for (const std::string& field : {std::to_string(row.sequence), std::to_string(row.at), row.kind,
                                   std::to_string(row.subject), row.digest}) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes += static_cast<char>((field.size() >> static_cast<unsigned>(shift)) & 0xffU);
    }
    bytes += field;
  }
  EXPECT_EQ(sha256_hex(bytes), to_hex(row.hash));
}

struct Tampering {
  const char* name;
  const char* trigger;
  const char* sql;
  const char* said;
};
constexpr Tampering kTamperings[] = {
    {"a_changed_observation", "observation",
     "UPDATE observation SET reason = 'http_410' WHERE id = 1", "not what was recorded"},
    {"an_observation_moved_in_time", "observation",
     "UPDATE observation SET observed_at = observed_at - 1 WHERE id = 2", "not what was recorded"},
    {"a_proof_added", "observation",
     "UPDATE observation SET outcome = 'NOT_FOUND', negative_proved = 1 WHERE id = 2",
     "not what was recorded"},
    {"evidence_tied_to_another_observation", "observation_evidence",
     "UPDATE observation_evidence SET evidence_id = 2 WHERE observation_id = 1",
     "not what was recorded"},
    {"a_changed_decision", "decision", "UPDATE decision SET actor_id = NULL",
     "not what was recorded"},
    {"a_changed_evidence_digest", "evidence", "UPDATE evidence SET sha256 = zeroblob(32)",
     "not what was recorded"},
    {"a_deleted_observation", "observation", "DELETE FROM observation WHERE id = 1", "missing"},
    {"an_observation_slipped_in", "observation",
     "INSERT INTO observation SELECT 99, claim_id, keyword_id, stage, 99, look_id, observed_at, "
     "outcome, reason, negative_proved, route, provider, query, final_url, http_status, position, "
     "content_digest, detail FROM observation WHERE id = 1",
     "put in beside"},
    {"a_changed_ledger_time", "ledger", "UPDATE ledger SET at = at + 1 WHERE sequence = 2",
     "does not follow"},
    {"a_changed_ledger_subject", "ledger", "UPDATE ledger SET subject = 2 WHERE sequence = 1",
     "does not follow"},
    {"a_changed_ledger_kind", "ledger", "UPDATE ledger SET kind = 'note' WHERE sequence = 5",
     "does not follow"},
    {"a_changed_ledger_hash", "ledger", "UPDATE ledger SET hash = zeroblob(32) WHERE sequence = 3",
     "does not follow"},
    {"a_changed_order", "ledger",
     "UPDATE ledger SET sequence = CASE sequence WHEN 2 THEN 1003 WHEN 3 THEN 1002 "
     "ELSE sequence END WHERE sequence IN (2, 3)",
     "row 2 is missing"},
    {"a_removed_middle", "ledger", "DELETE FROM ledger WHERE sequence = 3", "row 3 is missing"},
    {"a_removed_tail", "ledger", "DELETE FROM ledger WHERE sequence = 5", "but 0 in the ledger"},
};

class Tamper : public LedgerTest, public testing::WithParamInterface<Tampering> {};

TEST_P(Tamper, is_found) {
  fill();
  tamper(GetParam().trigger, GetParam().sql);
  const LedgerReport report = ledger();
  ASSERT_TRUE(report.first_bad);
  EXPECT_NE(report.why.find(GetParam().said), std::string::npos) << report.why;
}
INSTANTIATE_TEST_SUITE_P(Past, Tamper, testing::ValuesIn(kTamperings),
                         [](const auto& row) { return std::string(row.param.name); });

constexpr Tampering kDisputeTamperings[] = {
    {"slipped_in", "dispute",
     "INSERT INTO dispute(claim_id, stage, opened_by, text, opened_at, due_at, state, answer) "
     "SELECT claim_id, stage, opened_by, 'x', opened_at, due_at, 'open', '' FROM dispute "
     "WHERE id = 1",
     "put in beside"},
    {"given_another_term", "dispute", "UPDATE dispute SET due_at = due_at - 1 WHERE id = 1",
     "not what was recorded"},
    {"answered_otherwise", "dispute", "UPDATE dispute SET state = 'accepted' WHERE id = 1",
     "not what was recorded"},
    {"opened_again", "dispute",
     "UPDATE dispute SET state = 'open', closed_by = NULL, closed_at = NULL WHERE id = 1",
     "not what was recorded"},
    {"closed_by_hand", "dispute",
     "UPDATE dispute SET state = 'accepted', closed_by = 1, closed_at = opened_at WHERE id = 2",
     "put in beside"},
    {"deleted", "dispute", "DELETE FROM dispute WHERE id = 2", "missing"},
};

// A dispute decides a verdict as a decision does.
class DisputeTamper : public LedgerTest, public testing::WithParamInterface<Tampering> {};

TEST_P(DisputeTamper, is_found) {
  fill();
  const ClaimId id = claim();
  ASSERT_TRUE(write<bool>([&](WriteContext& c) -> Result<bool> {
    Dispute dispute;
    dispute.claim = id;
    dispute.opened_by = UserId{1};
    dispute.text = "页面确实存在";
    dispute.opened_at = c.now;
    dispute.due_at = c.now + std::chrono::hours(72);
    const auto first = disputes::open(c.db, dispute);
    if (!first) return tl::unexpected(first.error());
    const auto second = disputes::open(c.db, dispute);
    if (!second) return tl::unexpected(second.error());
    return disputes::close(c.db, *first, DisputeState::kRejected, UserId{1}, "看过了，没有",
                           c.now + std::chrono::hours(1));
  }));
  EXPECT_FALSE(ledger().first_bad) << ledger().why;
  tamper(GetParam().trigger, GetParam().sql);
  const LedgerReport report = ledger();
  ASSERT_TRUE(report.first_bad);
  EXPECT_NE(report.why.find(GetParam().said), std::string::npos) << report.why;
}
INSTANTIATE_TEST_SUITE_P(Past, DisputeTamper, testing::ValuesIn(kDisputeTamperings),
                         [](const auto& row) { return std::string(row.param.name); });

// The rows a thief removes together agree with each other; only the head that went out tells.
TEST_F(LedgerTest, a_tail_removed_with_its_rows_shows_against_the_head_that_was_mailed) {
  fill();
  const LedgerHead mailed = ledger().head;
  tamper("decision", "DELETE FROM decision");
  tamper("ledger", "DELETE FROM ledger WHERE sequence = 5");
  const LedgerReport report = ledger();
  EXPECT_FALSE(report.first_bad);
  EXPECT_LT(report.head.sequence, mailed.sequence);
  EXPECT_NE(report.head.hash, mailed.hash);
}

TEST_F(LedgerTest, the_chain_goes_on_from_the_head_in_the_database) {
  fill();
  close();
  open();
  observe(3, "three");
  const LedgerReport report = ledger();
  EXPECT_FALSE(report.first_bad) << report.why;
  EXPECT_EQ(report.rows, 7);
}

TEST_F(LedgerTest, a_digest_that_is_none_is_refused) {
  open();
  const auto done = write<int>([](WriteContext& c) -> Result<int> {
    const Status noted = c.ledger.append("note", 1, "abc", c.now);
    if (!noted) return tl::unexpected(noted.error());
    return 0;
  });
  EXPECT_EQ(done.error().code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace vouch::store
