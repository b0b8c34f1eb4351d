// What a running store does when the disk or a stranger gets in its way, one story a test.
#include <fstream>
#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "store/settings.h"
#include "tests/fault/faulty_disk.h"
#include "tests/store/store_fixture.h"

namespace vouch::store::fault {
namespace {

constexpr int kShortLog = 20;
// Reads the table itself: a bare count(*) is answered from an index.
constexpr const char* kReadAudit = "SELECT sum(length(detail)) FROM audit";

class RunningStore : public StoreTest {
 protected:
  void SetUp() override {
    disk_.mend();
    auto given = options();
    given.files = &files_;
    given.log_pages = kShortLog;
    open(given);
  }
  void TearDown() override {
    close();
    disk_.mend();
  }

  Result<int> put(const std::string& key, const std::string& value = "x") {
    return write<int>([key, value](WriteContext& c) -> Result<int> {
      const Status done = settings::put(c.db, key, value);
      if (!done) return tl::unexpected(done.error());
      return 0;
    });
  }
  template <class Condition>
  static bool wait_until(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    return condition();
  }
  [[nodiscard]] std::filesystem::path log() const { return state() / "vouch.db-wal"; }

  // Fills `audit`, empties the log and overwrites the table's root page in the file.
  void damage_audit() {
    ASSERT_TRUE(write<std::int64_t>([](WriteContext& c) {
      return c.db.run(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT "
          "INTO audit(at, via, action, subject, detail) SELECT i, 'v', 'a', 's', 'd' FROM n");
    }));
    const auto page = read<std::int64_t>([](Connection& db) {
      return db.scalar<std::int64_t>("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'");
    });
    const auto size = read<std::int64_t>(
        [](Connection& db) { return db.scalar<std::int64_t>("PRAGMA page_size"); });
    close();
    auto given = options();
    given.files = &files_;
    open(given);
    ASSERT_TRUE(put("running"));  // every connection is open and has read the schema
    ASSERT_EQ(count("setting"), 1);
    ASSERT_EQ(count("setting"), 1);
    std::fstream file(state() / "vouch.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((page - 1) * size);
    file << std::string(static_cast<std::size_t>(size), '\x5a');
  }

  FaultyDisk& disk_ = FaultyDisk::instance();
  FilesOnFaultyDisk files_;
};

TEST_F(RunningStore, a_full_disk_refuses_writes_and_goes_on_when_there_is_room) {
  observe(1, noise(3000, 1));
  const auto evidence_before = std::filesystem::file_size(evidence_path(EvidenceId{1}));
  for (const char* where : {"-wal", ".warc.gz"}) {
    SCOPED_TRACE(where);
    disk_.arm({Effect::kNoSpace, {Op::kWrite}, 1, 0, where});
    const EvidenceItem item =
        prepare_evidence(answered("https://pages.example/1", noise(5000, 2)), "page", random_);
    for (int turn = 0; turn < 3; ++turn) {
      const auto refused = write<EvidenceId>([&](WriteContext& c) { return c.evidence.add(item); });
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, ErrorCode::kNoSpace);
      EXPECT_THAT(refused.error().message, testing::HasSubstr("free some space"));
    }
    EXPECT_TRUE(store_->full());
    EXPECT_FALSE(store_->poisoned());
    EXPECT_EQ(count("evidence"), 1) << "reading goes on";
    EXPECT_EQ(std::filesystem::file_size(evidence_path(EvidenceId{1})), evidence_before)
        << "what was half-written gives its room back";
  }
  disk_.mend();
  observe(2, noise(5000, 2));
  EXPECT_FALSE(store_->full());
  EXPECT_TRUE(store_->read_evidence_now(EvidenceId{2}));
}

TEST_F(RunningStore, a_disk_without_room_for_a_checkpoint_keeps_the_log) {
  disk_.arm({Effect::kNoSpace, {Op::kWrite}, 1, 0, "vouch.db"});
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(put("k" + std::to_string(i), std::string(4000, 'x')));
  ASSERT_TRUE(wait_until([&] { return disk_.failed() > 1; })) << "it is tried again";
  EXPECT_FALSE(store_->poisoned());
  EXPECT_GT(store_->stats().wal_pages, kShortLog);
  disk_.mend();
  EXPECT_TRUE(wait_until([&] { return store_->stats().wal_pages == 0; }));
  EXPECT_EQ(count("setting"), 60);
}

TEST_F(RunningStore, a_checkpoint_whose_sync_fails_stops_the_writer) {
  disk_.arm({Effect::kError, {Op::kSync}, 1, 1, "vouch.db"});
  ASSERT_TRUE(put("before"));
  ASSERT_TRUE(wait_until([&] { return store_->poisoned(); }));
  EXPECT_THAT(store_->poisoned_why(), testing::HasSubstr("the disk failed"));
  EXPECT_FALSE(store_->damaged());
  EXPECT_EQ(put("after").error().code, ErrorCode::kIo);
  close();
  open();
  EXPECT_EQ(count("setting"), 1);
}

TEST_F(RunningStore, a_commit_whose_sync_fails_is_no_success_and_the_last) {
  ASSERT_TRUE(put("before"));
  disk_.arm({Effect::kError, {Op::kSync}, 1, 1, "-wal"});
  const auto told = put("in doubt");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, ErrorCode::kIo);
  EXPECT_TRUE(store_->poisoned());
  EXPECT_FALSE(put("after"));
}

TEST_F(RunningStore, a_read_that_fails_is_that_read_alone) {
  ASSERT_TRUE(put("one"));
  // The writer's own reading of the log is another matter.
  ASSERT_TRUE(wait_until([&] { return store_->stats().wal_pages == 0; }));
  disk_.arm({Effect::kError, {Op::kRead}, 1, 0, ""});
  const auto failed = store_->read_now<std::int64_t>(
      [](Connection& db) { return db.scalar<std::int64_t>("SELECT count(*) FROM setting"); });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kIo);
  EXPECT_THAT(failed.error().message, testing::HasSubstr("kernel log"));
  disk_.mend();
  EXPECT_EQ(count("setting"), 1);
  EXPECT_FALSE(store_->poisoned());
}

TEST_F(RunningStore, damage_that_a_reader_meets_stops_the_writer) {
  damage_audit();
  const auto met = store_->read_now<std::int64_t>(
      [](Connection& db) { return db.scalar<std::int64_t>(kReadAudit); });
  ASSERT_FALSE(met);
  EXPECT_EQ(met.error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(store_->poisoned());
  EXPECT_TRUE(store_->damaged());
  EXPECT_THAT(store_->poisoned_why(), testing::HasSubstr("vouch restore"));
  EXPECT_FALSE(put("after"));
}

TEST_F(RunningStore, damage_that_a_write_meets_takes_its_group_along_and_stops_the_writer) {
  damage_audit();
  const auto met = write<int>([](WriteContext& c) -> Result<int> {
    const Status neighbour = settings::put(c.db, "neighbour", "x");
    if (!neighbour) return tl::unexpected(neighbour.error());
    (void)c.db.scalar<std::int64_t>(kReadAudit);
    return 0;  // a job that looks away changes nothing
  });
  ASSERT_FALSE(met);
  EXPECT_EQ(met.error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(store_->damaged());
  EXPECT_EQ(count("setting"), 1) << "nothing of the group was committed";
}

TEST_F(RunningStore, damage_that_a_reader_meets_during_a_write_is_what_the_writers_are_told) {
  damage_audit();
  const auto met = write<int>([this](WriteContext& c) -> Result<int> {
    const Status wrote = settings::put(c.db, "neighbour", "x");
    if (!wrote) return tl::unexpected(wrote.error());
    (void)store_->read_now<std::int64_t>(
        [](Connection& db) { return db.scalar<std::int64_t>(kReadAudit); });
    return 0;
  });
  ASSERT_FALSE(met);
  EXPECT_EQ(met.error().code, ErrorCode::kCorrupt) << met.error().message;
  EXPECT_EQ(count("setting"), 1) << "nothing of the group was committed";
}

TEST_F(RunningStore, damage_met_elsewhere_is_looked_for) {
  damage_audit();
  EXPECT_FALSE(store_->poisoned());
  store_->look_for_damage();
  EXPECT_TRUE(wait_until([&] { return store_->damaged(); }));
}

TEST_F(RunningStore, a_strangers_long_read_lets_the_log_grow_and_holds_nobody_up) {
  ASSERT_TRUE(put("first"));
  auto stranger =
      Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadOnly).value();
  ASSERT_TRUE(stranger->script("BEGIN"));
  ASSERT_EQ(stranger->scalar<std::int64_t>("SELECT count(*) FROM setting").value(), 1);
  const auto slept = disk_.slept();
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(put("k" + std::to_string(i), std::string(4000, 'x')));
  const auto checkpoints = store_->stats().checkpoints;
  ASSERT_TRUE(wait_until([&] { return store_->stats().checkpoints > checkpoints + 1; }));
  EXPECT_EQ(disk_.slept(), slept) << "the writer waited for the reader";
  EXPECT_GT(store_->stats().wal_pages, 8 * kShortLog);
  EXPECT_EQ(stranger->scalar<std::int64_t>("SELECT count(*) FROM setting").value(), 1);
  ASSERT_TRUE(stranger->script("ROLLBACK"));
  EXPECT_TRUE(wait_until([&] { return std::filesystem::file_size(log()) == 0; }))
      << "caught up, and the room given back";
  EXPECT_EQ(count("setting"), 201);
  EXPECT_FALSE(store_->poisoned());
}

}  // namespace
}  // namespace vouch::store::fault
