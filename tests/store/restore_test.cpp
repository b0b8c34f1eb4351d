#include "store/backup.h"
#include "store/backup_folder.h"
#include "store/restore_swap.h"
#include "tests/store/child_process.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

namespace fs = std::filesystem;

class Restore : public StoreTest {
 protected:
  [[nodiscard]] fs::path shelf() const { return folder_.path() / "backups"; }
  fs::path make() {
    auto made = backup::make(state(), shelf(), clock_.now());
    EXPECT_TRUE(made) << made.error().text();
    clock_.advance(std::chrono::seconds(1));
    return made ? made->path : fs::path();
  }
  // Two observations, a backup, and a third observation that the backup does not know.
  fs::path a_backup_and_a_later_observation() {
    open();
    observe(1, noise(5000, 1));
    clock_.advance(std::chrono::days(1));
    observe(2, noise(5000, 2));
    head_of_backup_ = ledger().head;
    const fs::path made = make();
    observe(3, noise(5000, 3));
    head_before_ = ledger().head;
    close();
    return made;
  }
  Result<RestoreReport> restore(const fs::path& from) {
    return backup::restore(from, state(), clock_.now());
  }
  void expect_whole(std::int64_t observations) {
    open();
    EXPECT_EQ(count("observation"), observations);
    const auto report = ledger();
    EXPECT_FALSE(report.first_bad) << report.why;
    for (std::int64_t id = 1; id <= observations; ++id) {
      const auto bytes = store_->read_evidence_now(EvidenceId{id});
      EXPECT_TRUE(bytes) << bytes.error().text();
    }
  }
  void expect_untouched() {
    EXPECT_FALSE(fs::exists(restore_swap::building(state())));
    for (const auto& entry : fs::directory_iterator(state())) {
      EXPECT_FALSE(entry.path().filename().string().starts_with("before-restore"));
    }
    expect_whole(3);
    EXPECT_EQ(ledger().head.hash, head_before_.hash);
  }

  LedgerHead head_of_backup_;
  LedgerHead head_before_;
};

TEST_F(Restore, brings_back_what_was_backed_up_and_writes_that_into_the_ledger) {
  const fs::path from = a_backup_and_a_later_observation();
  const auto report = restore(from);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->observations, 2);
  expect_whole(2);
  const auto after = ledger();
  EXPECT_EQ(after.rows, head_of_backup_.sequence + 2);
  struct Last {
    std::string kind, digest;
    std::int64_t subject = 0;
  };
  const auto last = read<Last>([](Connection& db) -> Result<Last> {
    auto row =
        db.first<Last>("SELECT kind, digest, subject FROM ledger ORDER BY sequence DESC LIMIT 1",
                       [](const Row& r) {
                         return Last{std::string(r.text(0)), to_hex(r.blob(1)), r.integer(2)};
                       });
    if (!row) return tl::unexpected(row.error());
    return **row;
  });
  EXPECT_EQ(last.kind, "restore");
  EXPECT_EQ(last.subject, head_before_.sequence) << "the head that was left behind";
  EXPECT_EQ(last.digest, head_before_.hash);
  EXPECT_EQ(count("audit WHERE action = 'store.restore'"), 1);
  EXPECT_LE(store_->warnings().size(), 1U);
  observe(4, noise(5000, 4));
  close();
  expect_whole(2 + 1);
}

TEST_F(Restore, keeps_what_was_there_and_can_take_it_back) {
  const fs::path from = a_backup_and_a_later_observation();
  const auto report = restore(from);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->kept.parent_path(), state());
  EXPECT_TRUE(fs::exists(report->kept / "vouch.db"));
  EXPECT_TRUE(fs::exists(report->kept / "evidence"));
  expect_whole(2);
  close();
  const auto undone = restore(report->kept);
  ASSERT_TRUE(undone) << undone.error().text();
  EXPECT_EQ(undone->observations, 3);
  expect_whole(3);
  EXPECT_EQ(ledger().rows, head_before_.sequence + 2);
}

TEST_F(Restore, is_refused_while_the_daemon_holds_the_lock) {
  const fs::path from = a_backup_and_a_later_observation();
  open();
  const auto refused = restore(from);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_NE(refused.error().message.find("in use by process"), std::string::npos);
  close();
  expect_untouched();
}

TEST_F(Restore, onto_a_new_machine_needs_nothing_there) {
  const fs::path from = a_backup_and_a_later_observation();
  const fs::path fresh = folder_.path() / "another" / "state";
  const auto report = backup::restore(from, fresh, clock_.now());
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_TRUE(report->kept.empty());
  auto given = options();
  given.directory = fresh;
  open(given);
  EXPECT_EQ(count("observation"), 2);
  EXPECT_TRUE(store_->read_evidence_now(EvidenceId{1}));
  EXPECT_TRUE(store_->read_evidence_now(EvidenceId{2}));
}

TEST_F(Restore, never_lets_new_evidence_reach_the_backup) {
  const fs::path from = a_backup_and_a_later_observation();
  std::map<fs::path, std::string> before;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    if (entry.is_regular_file()) before[entry.path()] = bytes_of(entry.path());
  }
  ASSERT_TRUE(restore(from));
  expect_whole(2);
  observe(4, noise(5000, 4));
  close();
  for (const auto& [path, bytes] : before) EXPECT_EQ(bytes_of(path), bytes) << path;
}

TEST_F(Restore, of_a_database_alone_uses_the_evidence_that_is_there) {
  const fs::path from = a_backup_and_a_later_observation();
  const fs::path alone = folder_.path() / "alone.db";
  fs::copy_file(from / "vouch.db", alone);
  std::map<std::string, std::string> evidence;
  for (const auto& entry : fs::directory_iterator(evidence_folder())) {
    evidence[entry.path().filename()] = bytes_of(entry.path());
  }
  const auto report = restore(alone);
  ASSERT_TRUE(report) << report.error().text();
  expect_whole(2);
  close();
  for (const auto& [name, bytes] : evidence) {
    EXPECT_EQ(bytes_of(report->kept / "evidence" / name), bytes) << "the younger bytes are kept";
  }
}

TEST_F(Restore, replaces_a_database_that_cannot_be_read_any_more) {
  const fs::path from = a_backup_and_a_later_observation();
  write_bytes(state() / "vouch.db", std::string(20'000, 'x'));
  EXPECT_FALSE(Store::open(options()));
  const auto report = restore(from);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(bytes_of(report->kept / "vouch.db"), std::string(20'000, 'x'));
  expect_whole(2);
}

// A log that was not emptied belongs to the database that is put away.
TEST_F(Restore, puts_the_log_of_the_old_database_away_with_it) {
  const fs::path from = a_backup_and_a_later_observation();
  const fs::path copy = folder_.path() / "killed";
  open();
  observe(4, "not yet checkpointed");
  fs::copy(state(), copy, fs::copy_options::recursive);
  close();
  ASSERT_GT(fs::file_size(copy / "vouch.db-wal"), 0U);
  const auto report = backup::restore(from, copy, clock_.now());
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_TRUE(fs::exists(report->kept / "vouch.db-wal"));
  auto kept = Connection::open((report->kept / "vouch.db").string(), Connection::Mode::kReadOnly);
  ASSERT_TRUE(kept);
  EXPECT_EQ((*kept)->scalar<int>("SELECT count(*) FROM observation").value(), 4);
  auto given = options();
  given.directory = copy;
  open(given);
  EXPECT_EQ(count("observation"), 2);
}

struct Damage {
  const char* name;
  std::function<void(const fs::path&)> spoil;
  ErrorCode code;
  const char* said;
};
void flip(const fs::path& path, std::size_t at) {
  std::string bytes = bytes_of(path);
  bytes.at(at) = static_cast<char>(bytes[at] ^ 1);
  fs::remove(path);  // the evidence may share its inode with the live one
  write_bytes(path, bytes);
}
fs::path first_evidence(const fs::path& from) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(from / "evidence")) files.push_back(entry.path());
  return *std::min_element(files.begin(), files.end());
}
const std::vector<Damage>& damages() {
  static const std::vector<Damage> rows = {
      {"a_changed_byte_in_the_database",
       [](const fs::path& from) { flip(from / "vouch.db", 30'000); }, ErrorCode::kCorrupt,
       "SHA-256 is not the manifest's"},
      {"a_changed_byte_in_evidence", [](const fs::path& from) { flip(first_evidence(from), 1500); },
       ErrorCode::kCorrupt, "SHA-256 is not the manifest's"},
      {"a_missing_evidence_file", [](const fs::path& from) { fs::remove(first_evidence(from)); },
       ErrorCode::kCorrupt, "not whole"},
      {"a_missing_database", [](const fs::path& from) { fs::remove(from / "vouch.db"); },
       ErrorCode::kNotFound, "is no backup"},
      {"a_manifest_that_is_no_json",
       [](const fs::path& from) { write_bytes(from / "manifest.json", "{"); }, ErrorCode::kCorrupt,
       "manifest.json"},
      {"a_rewritten_past",
       [](const fs::path& from) {
         // With a manifest that fits: only the ledger tells.
         auto db =
             Connection::open((from / "vouch.db").string(), Connection::Mode::kReadWrite).value();
         ASSERT_TRUE(db->script("DROP TRIGGER observation_keeps_values"));
         ASSERT_TRUE(db->run("UPDATE observation SET reason = 'http_410', outcome = 'NOT_FOUND'"));
         (void)sqlite::checkpoint(*db, sqlite::Checkpoint::kTruncate).value();
         db.reset();
         auto manifest = backup::read_manifest(from).value().value();
         manifest.database_sha256 = sha256_hex(bytes_of(from / "vouch.db"));
         fs::remove(from / "manifest.json");
         ASSERT_TRUE(backup::write_manifest(from, manifest));
       },
       ErrorCode::kCorrupt, "not what was recorded"},
      {"a_newer_version",
       [](const fs::path& from) {
         auto db =
             Connection::open((from / "vouch.db").string(), Connection::Mode::kReadWrite).value();
         ASSERT_TRUE(db->script("PRAGMA user_version=999"));
         (void)sqlite::checkpoint(*db, sqlite::Checkpoint::kTruncate).value();
         db.reset();
         fs::remove(from / "manifest.json");
       },
       ErrorCode::kUnsupported, "version 999"},
      {"a_database_of_another_program",
       [](const fs::path& from) {
         fs::remove_all(from);
         fs::create_directories(from);
         auto db =
             Connection::open((from / "vouch.db").string(), Connection::Mode::kReadWrite).value();
         ASSERT_TRUE(db->script("CREATE TABLE bookmarks(url TEXT)"));
       },
       ErrorCode::kInvalid, "not a database of Vouch"},
  };
  return rows;
}
class DamagedBackup : public Restore, public testing::WithParamInterface<std::size_t> {};

TEST_P(DamagedBackup, is_refused_before_anything_is_replaced) {
  const Damage& damage = damages()[GetParam()];
  const fs::path from = a_backup_and_a_later_observation();
  damage.spoil(from);
  const auto refused = restore(from);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, damage.code) << refused.error().text();
  EXPECT_NE(refused.error().message.find(damage.said), std::string::npos)
      << refused.error().message;
  expect_untouched();
}
INSTANTIATE_TEST_SUITE_P(Damages, DamagedBackup, testing::Range<std::size_t>(0, 8),
                         [](const auto& row) { return std::string(damages()[row.param].name); });

TEST_F(Restore, evidence_that_was_lost_before_the_backup_is_told_and_not_refused) {
  open();
  const EvidenceId lost = observe(1, noise(5000, 1));
  clock_.advance(std::chrono::days(1));
  observe(2, noise(5000, 2));
  fs::remove(evidence_path(lost));
  const fs::path from = make();
  close();
  ASSERT_TRUE(restore(from));
  open();
  EXPECT_EQ(count("observation"), 2);
  EXPECT_TRUE(store_->read_evidence_now(EvidenceId{2}));
  EXPECT_EQ(store_->read_evidence_now(lost).error().code, ErrorCode::kCorrupt);
}

// The drill: everything that can be counted is the same, and so is the ledger's head.
TEST_F(Restore, a_drill_finds_counts_and_ledger_equal) {
  auto given = options();
  given.warc_roll_bytes = 60'000;
  open(given);
  for (int i = 1; i <= 30; ++i) {
    observe(i, noise(4000, static_cast<std::uint64_t>(i % 20)),
            i % 4 == 0 ? Outcome::kNotFound : Outcome::kFound);
  }
  const std::vector<std::string> tables = {"observation", "evidence", "observation_evidence",
                                           "warc_file",   "claim",    "report",
                                           "look",        "\"user\"", "decision"};
  std::map<std::string, std::int64_t> before;
  for (const std::string& table : tables) before[table] = count(table);
  const LedgerHead head = ledger().head;
  const fs::path from = make();
  const fs::path drill = folder_.path() / "drill";
  ASSERT_TRUE(backup::restore(from, drill, clock_.now()));
  auto other = options();
  other.directory = drill;
  open(other);
  std::map<std::string, std::int64_t> after;
  for (const std::string& table : tables) after[table] = count(table);
  EXPECT_EQ(after, before);
  EXPECT_FALSE(ledger().first_bad);
  EXPECT_EQ(ledger().rows, head.sequence + 2);
  EXPECT_EQ(read<std::string>([&](Connection& db) {
              return db
                  .first<std::string>(
                      "SELECT hash FROM ledger WHERE sequence = $1",
                      [](const Row& row) { return to_hex(row.blob(0)); }, head.sequence)
                  .map([](const std::optional<std::string>& hash) { return hash.value_or(""); });
            }),
            head.hash);
  for (std::int64_t id = 1; id <= 30; ++id) {
    EXPECT_TRUE(store_->read_evidence_now(EvidenceId{id}));
  }
}

TEST(StoreChild, swaps_until_a_step) {
  const auto directory = child_directory("swaps_until_a_step");
  if (!directory) return;
  int left = std::stoi(child_argument());
  (void)restore_swap::finish(*directory, [&left] {
    if (left-- == 0) ::_exit(7);
  });
}

// Ends the process after the first change, then after the second, until it is not reached.
TEST_F(Restore, a_kill_at_any_step_of_the_swap_is_completed_by_the_next_opening) {
  const fs::path from = a_backup_and_a_later_observation();
  bool reached = true;
  int step = 0;
  for (; reached; ++step) {
    SCOPED_TRACE(step);
    ASSERT_LT(step, 20);
    const fs::path here = folder_.path() / ("state-" + std::to_string(step));
    fs::copy(state(), here, fs::copy_options::recursive);
    write_bytes(here / "vouch.db-wal", "");
    // Decided, but not swapped: what a restore prepares, in the place of this copy.
    const fs::path spare = folder_.path() / ("spare-" + std::to_string(step));
    ASSERT_TRUE(backup::restore(from, spare, clock_.now()));
    fs::create_directories(restore_swap::building(here));
    fs::rename(spare / "vouch.db", restore_swap::building(here) / "vouch.db");
    fs::rename(spare / "evidence", restore_swap::building(here) / "evidence");
    ASSERT_TRUE(restore_swap::commit(here, "before-restore-x"));
    ASSERT_TRUE(restore_swap::is_unfinished(here));
    EXPECT_EQ(backup::make(here, folder_.path() / "no", clock_.now()).error().code,
              ErrorCode::kUnavailable);
    ChildProcess child("swaps_until_a_step", here, std::to_string(step));
    reached = WEXITSTATUS(child.wait()) == 7;
    auto given = options();
    given.directory = here;
    open(given);
    EXPECT_EQ(count("observation"), 2);
    EXPECT_FALSE(ledger().first_bad) << ledger().why;
    EXPECT_TRUE(store_->read_evidence_now(EvidenceId{2}));
    const auto warnings = store_->warnings();
    const bool told = std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) {
      return warning.find("a restore was interrupted and has now been completed") !=
             std::string::npos;
    });
    EXPECT_EQ(told, reached);
    EXPECT_FALSE(restore_swap::is_unfinished(here));
    close();
    auto kept = Connection::open((here / "before-restore-x" / "vouch.db").string(),
                                 Connection::Mode::kReadOnly);
    ASSERT_TRUE(kept);
    EXPECT_EQ((*kept)->scalar<int>("SELECT count(*) FROM observation").value(), 3);
    EXPECT_TRUE(fs::exists(here / "before-restore-x" / "evidence"));
  }
  EXPECT_GE(step, 5) << "database, log and evidence each take a step";
}

TEST(StoreChild, restores) {
  const auto directory = child_directory("restores");
  if (!directory) return;
  say_to_parent("begin");
  const auto done = backup::restore(child_argument(), *directory, from_millis(1'790'000'100'000));
  say_to_parent(done ? "done" : done.error().text());
}

TEST_F(Restore, a_kill_at_any_moment_leaves_the_old_or_the_new_state) {
  const fs::path from = a_backup_and_a_later_observation();
  // How long one takes here and now: the kills are spread over that.
  std::chrono::steady_clock::duration whole{};
  {
    const fs::path here = folder_.path() / "timed";
    fs::copy(state(), here, fs::copy_options::recursive);
    ChildProcess child("restores", here, from);
    ASSERT_EQ(child.line(), "begin");
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_EQ(child.line(), "done");
    whole = std::chrono::steady_clock::now() - begun;
  }
  int old_ones = 0;
  int new_ones = 0;
  for (int round = 0; round < 24; ++round) {
    const fs::path here = folder_.path() / ("killed-" + std::to_string(round));
    fs::copy(state(), here, fs::copy_options::recursive);
    {
      ChildProcess child("restores", here, from);
      ASSERT_EQ(child.line(), "begin");
      child.hear_for(std::chrono::duration_cast<std::chrono::milliseconds>(whole * round / 16));
      child.kill();
    }
    auto given = options();
    given.directory = here;
    open(given);
    const auto observations = count("observation");
    ASSERT_TRUE(observations == 2 || observations == 3);
    (observations == 2 ? new_ones : old_ones) += 1;
    ASSERT_FALSE(ledger().first_bad) << ledger().why;
    ASSERT_EQ(ledger().rows,
              observations == 2 ? head_of_backup_.sequence + 2 : head_before_.sequence);
    for (std::int64_t id = 1; id <= observations; ++id) {
      ASSERT_TRUE(store_->read_evidence_now(EvidenceId{id}));
    }
    ASSERT_FALSE(fs::exists(restore_swap::building(here)));
    close();
  }
  std::printf("24 kills of a restore: %d old states, %d new ones\n", old_ones, new_ones);
}

}  // namespace
}  // namespace vouch::store
