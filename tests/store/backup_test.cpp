#include "store/backup.h"

#include <thread>

#include <sys/mount.h>
#include <sys/stat.h>

#include <boost/json.hpp>

#include "store/disposal.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

namespace fs = std::filesystem;

class Backup : public StoreTest {
 protected:
  [[nodiscard]] fs::path shelf() const { return folder_.path() / "backups"; }
  BackupReport make() {
    auto made = backup::make(state(), shelf(), clock_.now());
    EXPECT_TRUE(made) << made.error().text();
    clock_.advance(std::chrono::seconds(1));
    return made.value_or(BackupReport{});
  }
  std::vector<std::string> on_shelf() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(shelf())) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  static ino_t inode(const fs::path& path) {
    struct stat facts {};
    EXPECT_EQ(::stat(path.c_str(), &facts), 0) << path;
    return facts.st_ino;
  }
  static std::unique_ptr<Connection> database(const BackupReport& report) {
    return std::move(
        Connection::open((report.path / "vouch.db").string(), Connection::Mode::kReadOnly).value());
  }
};

TEST_F(Backup, is_a_folder_with_database_evidence_and_manifest_beside_a_running_store) {
  open();
  const EvidenceId first = observe(1, noise(5000, 1));
  const BackupReport report = make();
  EXPECT_EQ(report.path, shelf() / "vouch-20260921T141320Z");
  EXPECT_EQ(report.observations, 1);
  EXPECT_GT(report.bytes, 5000);
  auto db = database(report);
  EXPECT_TRUE(sqlite::integrity_check(*db));
  EXPECT_EQ(db->scalar<int>("SELECT count(*) FROM observation").value(), 1);
  EXPECT_EQ(bytes_of(report.path / "evidence" / evidence_path(first).filename()),
            bytes_of(evidence_path(first)));
  const auto manifest = boost::json::parse(bytes_of(report.path / "manifest.json")).as_object();
  EXPECT_EQ(manifest.at("observations").as_int64(), 1);
  EXPECT_EQ(manifest.at("ledger").at("hash").as_string(), ledger().head.hash);
  EXPECT_EQ(manifest.at("database_sha256").as_string(),
            sha256_hex(bytes_of(report.path / "vouch.db")));
  EXPECT_EQ(fs::exists(report.path / "vouch.db-wal"), false);
  EXPECT_EQ(fs::status(report.path).permissions() & fs::perms::others_all, fs::perms::none);
  EXPECT_EQ(fs::status(report.path / "vouch.db").permissions() & fs::perms::others_all,
            fs::perms::none);
  observe(2, noise(5000, 2));
}

TEST_F(Backup, shares_closed_files_and_copies_the_one_that_is_written_to) {
  open();
  const EvidenceId closed = observe(1, noise(5000, 1));
  clock_.advance(std::chrono::days(1));
  const EvidenceId open_one = observe(2, noise(5000, 2));
  const BackupReport report = make();
  const auto copy_of = [&](EvidenceId id) {
    return report.path / "evidence" / evidence_path(id).filename();
  };
  EXPECT_EQ(inode(copy_of(closed)), inode(evidence_path(closed)));
  EXPECT_NE(inode(copy_of(open_one)), inode(evidence_path(open_one)));
  const std::string before = bytes_of(copy_of(open_one));
  observe(3, noise(5000, 3));
  EXPECT_EQ(bytes_of(copy_of(open_one)), before);
}

TEST_F(Backup, holds_no_more_of_an_open_file_than_its_database_knows) {
  open();
  const EvidenceId id = observe(1, noise(5000, 1));
  const auto path = evidence_path(id);
  const std::string committed = bytes_of(path);
  write_bytes(path, committed + "half a record that no commit names");
  const BackupReport report = make();
  EXPECT_EQ(bytes_of(report.path / "evidence" / path.filename()), committed);
  EXPECT_NE(inode(report.path / "evidence" / path.filename()), inode(path));
}

TEST_F(Backup, on_another_file_system_copies_once_and_shares_with_the_backup_before) {
  if (::geteuid() != 0) GTEST_SKIP() << "skipped: a second file system needs root";
  fs::create_directories(shelf());
  if (::mount("tmpfs", shelf().c_str(), "tmpfs", 0, "size=32m") != 0) {
    GTEST_SKIP() << "skipped: no tmpfs can be mounted here";
  }
  open();
  const EvidenceId closed = observe(1, noise(5000, 1));
  clock_.advance(std::chrono::days(1));
  observe(2, noise(5000, 2));
  const auto name = evidence_path(closed).filename();
  const BackupReport first = make();
  const BackupReport second = make();
  EXPECT_EQ(bytes_of(first.path / "evidence" / name), bytes_of(evidence_path(closed)));
  EXPECT_EQ(inode(first.path / "evidence" / name), inode(second.path / "evidence" / name));
  EXPECT_EQ(bytes_of(first.path / "manifest.json").size(),
            bytes_of(second.path / "manifest.json").size());
  EXPECT_EQ(::umount2(shelf().c_str(), MNT_DETACH), 0);
}

TEST_F(Backup, of_a_stopped_store_holds_what_was_in_its_log) {
  open();
  observe(1, "body");
  close();
  EXPECT_EQ(make().observations, 1);
}

TEST_F(Backup, goes_on_without_a_lost_evidence_file_and_says_so) {
  open();
  const EvidenceId lost = observe(1, noise(5000, 1));
  clock_.advance(std::chrono::days(1));
  observe(2, noise(5000, 2));
  const auto name = evidence_path(lost).filename().string();
  fs::remove(evidence_path(lost));
  const BackupReport report = make();
  EXPECT_EQ(report.observations, 2);
  const auto manifest = boost::json::parse(bytes_of(report.path / "manifest.json")).as_object();
  ASSERT_EQ(manifest.at("missing").as_array().size(), 1U);
  EXPECT_EQ(manifest.at("missing").at(0).as_string(), name);
}

TEST_F(Backup, leaves_out_what_was_disposed_of) {
  open();
  const EvidenceId old = observe(1, noise(5000, 1));
  clock_.advance(std::chrono::days(1));
  observe(2, noise(5000, 2));
  ASSERT_TRUE(write<std::vector<Disposed>>([&](WriteContext& c) {
    return disposal::carry_out(c, {c.now, 0});
  }));
  const auto name = evidence_path(old).filename();
  ASSERT_TRUE(fs::exists(evidence_folder() / name)) << "not swept yet";
  EXPECT_FALSE(fs::exists(make().path / "evidence" / name));
}

TEST_F(Backup, while_a_writer_writes_is_one_consistent_moment) {
  auto given = options();
  given.warc_roll_bytes = 100'000;
  open(given);
  const ClaimId id = claim();
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writing([&] {
    for (int i = 1; !stop.load(); ++i) {
      const auto item = prepare_evidence(
          answered("https://pages.example/1", noise(8000, static_cast<std::uint64_t>(i))), "page",
          random_);
      const auto done = store_->write_now<int>([&](WriteContext& c) -> Result<int> {
        auto evidence = c.evidence.add(item);
        if (!evidence) return tl::unexpected(evidence.error());
        Observation o = seen(id, i, c.now);
        o.evidence = {*evidence};
        return observations::insert(c.db, o).map([](ObservationId) { return 0; });
      });
      if (!done) break;
      written.fetch_add(1);
    }
  });
  std::vector<BackupReport> reports;
  while (reports.size() < 4) {
    const int before = written.load();
    reports.push_back(make());
    EXPECT_GE(reports.back().observations, before);
    while (written.load() < before + 5) std::this_thread::yield();
  }
  stop = true;
  writing.join();
  EXPECT_FALSE(store_->poisoned());
  for (const BackupReport& report : reports) {
    auto db = database(report);
    EXPECT_EQ(db->scalar<std::int64_t>("SELECT count(*) FROM observation").value(),
              report.observations);
    const auto checked = ledger::verify(*db);
    ASSERT_TRUE(checked);
    EXPECT_FALSE(checked->first_bad) << checked->why;
    for (std::int64_t number = 1; number <= report.observations; ++number) {
      const auto bytes = evidence::read(*db, report.path / "evidence", EvidenceId{number});
      ASSERT_TRUE(bytes) << bytes.error().text();
    }
  }
}

TEST_F(Backup, of_a_damaged_database_is_refused_and_leaves_nothing_that_looks_like_one) {
  open();
  claim();
  ASSERT_TRUE(write<std::int64_t>([](WriteContext& c) {
    return c.db.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
        "INSERT INTO audit(at, via, action, subject, detail) SELECT i, 'v', 'a', 's', 'd' FROM n");
  }));
  close();
  {
    std::fstream file(state() / "vouch.db", std::ios::in | std::ios::out | std::ios::binary);
    auto db =
        Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadOnly).value();
    const auto page =
        db->scalar<std::int64_t>("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'").value();
    file.seekp((page - 1) * 4096 + 12);
    file << std::string(200, '\xff');
  }
  const auto made = backup::make(state(), shelf(), clock_.now());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(on_shelf().empty());
}

TEST_F(Backup, never_replaces_one_of_the_same_second) {
  open();
  claim();
  ASSERT_TRUE(backup::make(state(), shelf(), clock_.now()));
  EXPECT_EQ(backup::make(state(), shelf(), clock_.now()).error().code, ErrorCode::kConflict);
}

TEST_F(Backup, of_nothing_is_an_error) {
  EXPECT_FALSE(backup::make(folder_.path() / "nowhere", shelf(), clock_.now()));
  EXPECT_TRUE(on_shelf().empty());
}

TEST_F(Backup, clears_what_a_killed_one_left_behind) {
  open();
  claim();
  fs::create_directories(shelf() / ".vouch-20260101T000000Z.partial" / "evidence");
  write_bytes(shelf() / ".vouch-20260101T000000Z.partial" / "vouch.db", "half");
  make();
  EXPECT_EQ(on_shelf().size(), 1U);
}

TEST_F(Backup, thinning_keeps_the_newest_and_touches_nothing_else) {
  open();
  claim();
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(make().path.filename());
  write_bytes(shelf() / "note.txt", "of the operator");
  fs::create_directories(shelf() / "vouch-by-hand");
  EXPECT_EQ(backup::thin(shelf(), 2).value(), 3);
  EXPECT_EQ(on_shelf(),
            (std::vector<std::string>{"note.txt", names[3], names[4], "vouch-by-hand"}));
  EXPECT_EQ(backup::thin(shelf(), 2).value(), 0);
  EXPECT_EQ(backup::thin(shelf(), 0).value(), 1) << "the newest always stays";
  EXPECT_EQ(on_shelf().size(), 3U);
}

}  // namespace
}  // namespace vouch::store
