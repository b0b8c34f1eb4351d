#include "store/audit.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/gaps.h"
#include "store/records.h"
#include "store/site_counts.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

struct TableRow {
  const char* table;
  const char* change;  // a column and an expression that would change it
};

constexpr TableRow kAppendOnly[] = {
    {"observation", "reason = 'http_410'"},
    {"observation_evidence", "ordinal = ordinal + 100"},
    {"evidence", "sha256 = zeroblob(32)"},
    {"decision", "reason = 'another'"},
    {"ledger", "subject = subject + 1"},
    {"audit", "action = 'nothing'"},
    {"disposal", "why = 'other'"},
    {"delivery", "code = '250'"},
    {"gap", "why = 'none'"},
    {"record_version", "text = ''"},
    {"claim_text", "size = size + 1"},
    {"text_match", "share = 0.5"},
    {"rank", "position = 1"},
    {"rank_row", "url = 'y'"},
    {"rank_move", "to_place = 2"},
    {"site_count", "pages = 3"},
    {"preference", "letters = 1"},
    {"report_words", "reflection = 'y'"},
    {"acknowledgement", "version = 2"},
    {"inquiry_change", "after = 'x'"},
    {"inquiry_note", "text = 'x'"},
    {"asset", "title = 'x'"},
    {"asset_link", "at = 2"},
    {"credit_version", "reason = 'x'"},
    {"credit_share", "hundredths = 1"},
    {"report_line", "at = 2"},
    {"target", "amount = 2"},
    {"actual", "amount = 2"},
    {"target_answer", "agreed = 0"},
    {"paid_channel", "click = 2"},
    {"paid_budget", "amount = 2"},
    {"paid_budget_day", "amount = 2"},
    {"paid_spend", "spent = 2"},
};

class AppendOnly : public StoreTest, public testing::WithParamInterface<TableRow> {
 protected:
  void SetUp() override {
    open();
    observe(1, "body");
    const ClaimId id = claim();
    const auto filled = write<int>([&](WriteContext& c) -> Result<int> {
      Decision decision;
      decision.claim = id;
      decision.reason = "确认无误的";
      decision.at = c.now;
      EXPECT_TRUE(decisions::insert(c.db, decision));
      EXPECT_TRUE(audit::insert(c.db, {0, c.now, {}, "socket", "user.add", "user:ann", "{}"}));
      EXPECT_TRUE(gaps::insert(c.db, Gap{c.now, c.now + Millis(1)}, "started", c.now));
      EXPECT_TRUE(site_counts::insert(
          c.db, {"own.example", "baidu", "estimate", "searxng:main", c.now, 2, ""}));
      RecordVersion record;
      record.kind = "policy";
      record.key = "article";
      record.revision = 1;
      record.text = "x";
      EXPECT_TRUE(records::insert_if_newer(c.db, record));
      EXPECT_TRUE(
          c.db.run("INSERT INTO disposal(warc_file_id, name, bytes, why, at) "
                   "VALUES(1, 'x', 1, 'age', 1)"));
      EXPECT_TRUE(
          c.db.run("INSERT INTO claim_text(claim_id, observation_id, origin_at, page_key, "
                   "canonical_key, grams, sketch, size, text) "
                   "VALUES($1, 1, 1, '', '', 90, zeroblob(128), 0, x'')",
                   id));
      EXPECT_TRUE(
          c.db.run("INSERT INTO text_match(claim_id, first_claim_id, text_id, first_text_id, "
                   "share, found_at, public_at, passages) VALUES($1, $1, 1, 1, 0.4, 1, 1, '[]')",
                   id));
      for (const char* sql :
           {"INSERT INTO keyword(text, folded, priority) VALUES('x', 'x', 1)",
            "INSERT INTO rank_series(keyword_id, engine, place, device) VALUES(1, 'baidu', '', "
            "'x')",
            "INSERT INTO rank(series_id, observation_id, at, day, state, position, depth, "
            "wrong_page, first_page, url) VALUES(1, 1, 1, 1, 'ranked', 3, 10, 0, 0, 'x')",
            "INSERT INTO rank_row(rank_id, position, owner, claim_id, domain, url) "
            "VALUES(1, 3, 'own_page', 0, 'x', 'x')",
            "INSERT INTO rank_move(series_id, rank_id, at, from_place, to_place, lost, found) "
            "VALUES(1, 1, 1, 3, 9, 0, 0)",
            "INSERT INTO inquiry(received_on, source, page, name, contact, need, owner_id, state, "
            "lost_reason, created_at, changed_at) "
            "SELECT 1, 'x', '', '', 'x', '', min(id), 'new', '', 1, 1 FROM \"user\"",
            "INSERT INTO inquiry_change(inquiry_id, at, field, before, after) "
            "VALUES(1, 1, 'need', '', '')",
            "INSERT INTO inquiry_note(inquiry_id, at, text) VALUES(1, 1, 'y')",
            "INSERT INTO asset(title, text, url, url_key, at) VALUES('y', '', '', '', 1)",
            "INSERT INTO asset_link(claim_id, asset_id, at, how) "
            "SELECT min(id), 1, 1, 'person' FROM claim",
            "INSERT INTO credit_version(claim_id, at, reason) SELECT min(id), 1, 'y' FROM claim",
            "INSERT INTO credit_share(version_id, user_id, basis_points, hundredths) "
            "SELECT 1, min(id), 10000, 100 FROM \"user\"",
            "INSERT INTO report_line(source, report_id, line_key, claim_id, at) "
            "SELECT 'x', 'x', 'x', min(id), 1 FROM claim",
            "INSERT INTO target(metric, scope, holder, parent, year, month, amount, weight, "
            "locked, "
            "at, reason) VALUES('revenue', 'company', 0, 0, 2026, 1, 1, 1, 0, 1, '')",
            "INSERT INTO actual(metric, scope, holder, parent, from_day, to_day, amount, source, "
            "note, at) VALUES('revenue', 'company', 0, 0, 1, 1, 1, 'manual', '', 1)",
            "INSERT INTO target_answer(target_id, user_id, agreed, note, at) "
            "SELECT 1, min(id), 1, '', 1 FROM \"user\"",
            "INSERT INTO paid_channel(channel, name, effective_from, clicked, arrived, inquired, "
            "valid, closed, click, order_value, margin, active, at, reason) "
            "VALUES('x', 'x', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, '')",
            "INSERT INTO paid_budget(month, amount, method, workday, weekend, holiday, makeup, at, "
            "reason) VALUES(1, 1, 'budget', 1, 1, 1, 1, 1, '')",
            "INSERT INTO paid_budget_day(budget_id, channel, day, amount) VALUES(1, 'x', 1, 1)",
            "INSERT INTO paid_spend(day, channel, spent, revenue, source, at) "
            "VALUES(1, 'x', 1, 0, 'manual', 1)"}) {
        EXPECT_TRUE(c.db.run(sql)) << sql;
      }
      EXPECT_TRUE(
          c.db.run("INSERT INTO delivery(message_id, attempt, at, outcome, code, detail, ms) "
                   "VALUES('msg_1', 1, 1, 'sent', '', '', 0)"));
      for (const char* sql :
           {"INSERT INTO report_words(user_id, span, day, reflection, unfinished_reason, tomorrow, "
            "at, revision) SELECT id, 'day', 1, 'x', '', '', 1, 1 FROM \"user\" LIMIT 1",
            "INSERT INTO acknowledgement(user_id, subject, version, at) "
            "SELECT id, 'checks_notice', 1, 1 FROM \"user\" LIMIT 1"}) {
        EXPECT_TRUE(c.db.run(sql)) << sql;
      }
      EXPECT_TRUE(
          c.db.run("INSERT INTO preference(user_id, rule, channel, letters, at, via) "
                   "SELECT id, 'daily', 'mail', 0, 1, 'link' FROM \"user\" LIMIT 1"));
      return 0;
    });
    ASSERT_TRUE(filled);
  }

  Status try_it(const std::string& sql) {
    const auto done = write<std::int64_t>([&](WriteContext& c) { return c.db.run(sql); });
    if (!done) return tl::unexpected(done.error());
    EXPECT_GT(*done, 0) << "a test without a row proves nothing";
    return {};
  }
};

TEST_P(AppendOnly, a_row_can_be_neither_changed_nor_deleted_nor_replaced) {
  const std::string table = GetParam().table;
  ASSERT_GT(count(table), 0);
  const auto changed = try_it("UPDATE " + table + " SET " + GetParam().change);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kDenied) << changed.error().text();
  EXPECT_NE(changed.error().message.find(table + " is append-only"), std::string::npos);
  const auto deleted = try_it("DELETE FROM " + table);
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().code, ErrorCode::kDenied) << deleted.error().text();
  const auto replaced = try_it("REPLACE INTO " + table + " SELECT * FROM " + table);
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kDenied) << replaced.error().text();
  EXPECT_FALSE(store_->poisoned());
}

INSTANTIATE_TEST_SUITE_P(Tables, AppendOnly, testing::ValuesIn(kAppendOnly),
                         [](const auto& row) { return std::string(row.param.table); });

// A program that left recursive_triggers off would replace rows without a delete trigger.
TEST_P(AppendOnly, another_program_cannot_replace_a_row_either) {
  close();
  auto db = Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(db->script("PRAGMA recursive_triggers=OFF; PRAGMA foreign_keys=OFF"));
  const std::string table = GetParam().table;
  const auto replaced = db->run("REPLACE INTO " + table + " SELECT * FROM " + table);
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kDenied) << replaced.error().text();
}

using ClaimWords = StoreTest;

TEST_F(ClaimWords, what_was_claimed_cannot_be_changed_but_its_caretaker_can) {
  open();
  claim();
  const auto run = [&](const std::string& sql) {
    return write<std::int64_t>([&](WriteContext& c) { return c.db.run(sql); });
  };
  EXPECT_EQ(run("UPDATE claim SET url = 'x'").error().code, ErrorCode::kDenied);
  EXPECT_EQ(run("UPDATE claim SET policy_version_id = NULL").error().code, ErrorCode::kDenied);
  EXPECT_EQ(run("DELETE FROM claim").error().code, ErrorCode::kDenied);
  EXPECT_EQ(run("UPDATE claim SET caretaker_id = 1").value(), 1);
}

TEST_F(ClaimWords, a_dispute_is_closed_once_and_its_opening_never_changes) {
  open();
  const ClaimId id = claim();
  const auto dispute = write<DisputeId>([&](WriteContext& c) {
    Dispute d;
    d.claim = id;
    d.text = "页面还在";
    d.opened_at = c.now;
    d.due_at = c.now + Millis(1000);
    return disputes::open(c.db, d);
  });
  ASSERT_TRUE(dispute) << dispute.error().text();
  const auto close_it = [&](DisputeState state) {
    return write<bool>([&](WriteContext& c) {
      return disputes::close(c.db, *dispute, state, UserId{1}, "已核", c.now);
    });
  };
  EXPECT_EQ(
      write<std::int64_t>([](WriteContext& c) { return c.db.run("UPDATE dispute SET text = 'x'"); })
          .error()
          .code,
      ErrorCode::kDenied);
  EXPECT_TRUE(close_it(DisputeState::kAccepted).value());
  EXPECT_FALSE(close_it(DisputeState::kRejected).value());
  EXPECT_EQ(write<std::int64_t>(
                [](WriteContext& c) { return c.db.run("UPDATE dispute SET answer = 'x'"); })
                .error()
                .code,
            ErrorCode::kDenied);
}

}  // namespace
}  // namespace vouch::store
