#include "store/writer.h"

#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "store/settings.h"
#include "tests/store/child_process.h"
#include "tests/store/faulty_files.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using std::chrono::milliseconds;

class WriterTest : public StoreTest {
 protected:
  // Holds the writer, so that what is submitted meanwhile becomes one group.
  std::promise<void> hold() {
    std::promise<void> release;
    std::promise<void> begun;
    auto released = std::make_shared<std::future<void>>(release.get_future());
    store_->write<int>(
        [released, &begun](WriteContext&) -> Result<int> {
          begun.set_value();
          released->wait();
          return 0;
        },
        [](Result<int>) {});
    begun.get_future().wait();
    return release;
  }
  std::future<Result<int>> submit(std::function<Result<int>(WriteContext&)> job) {
    auto promise = std::make_shared<std::promise<Result<int>>>();
    auto future = promise->get_future();
    store_->write<int>(std::move(job), [promise](Result<int> r) { promise->set_value(r); });
    return future;
  }
  static std::function<Result<int>(WriteContext&)> put(const std::string& key) {
    return [key](WriteContext& c) -> Result<int> {
      const Status done = settings::put(c.db, key, "x");
      if (!done) return tl::unexpected(done.error());
      return 1;
    };
  }
  std::vector<std::string> keys() {
    return read<std::vector<std::string>>([](Connection& db) {
      return db.all<std::string>("SELECT key FROM setting ORDER BY key",
                                 [](const Row& row) { return std::string(row.text(0)); });
    });
  }
  bool wait_until_poisoned() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!store_->poisoned() && std::chrono::steady_clock::now() < until) {
      std::this_thread::yield();
    }
    return store_->poisoned();
  }
  // After whatever happened: opens cleanly, everything that was answered with success is there.
  void expect_whole(std::int64_t observations) {
    open();
    EXPECT_EQ(count("observation"), observations);
    EXPECT_EQ(count("evidence"), observations);
    EXPECT_FALSE(ledger().first_bad) << ledger().why;
    const Status sound = write<int>([](WriteContext& c) -> Result<int> {
                           const Status s = sqlite::integrity_check(c.db);
                           if (!s) return tl::unexpected(s.error());
                           return 0;
                         }).map([](int) {});
    EXPECT_TRUE(sound) << (sound ? "" : sound.error().text());
    for (std::int64_t id = 1; id <= observations; ++id) {
      const auto bytes = store_->read_evidence_now(EvidenceId{id});
      EXPECT_TRUE(bytes) << bytes.error().text();
    }
    EXPECT_TRUE(store_->warnings().size() <= 1) << store_->warnings().back();
  }
};

TEST_F(WriterTest, jobs_that_wait_together_share_one_commit) {
  open();
  auto release = hold();
  std::vector<std::future<Result<int>>> answers;
  answers.reserve(100);
  for (int i = 0; i < 100; ++i) answers.push_back(submit(put(std::to_string(i))));
  const auto before = store_->stats();
  EXPECT_EQ(before.queued, 101);
  release.set_value();
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  EXPECT_EQ(store_->stats().groups, 2U) << "the one that held, and the hundred";
  EXPECT_EQ(keys().size(), 100U);
}

TEST_F(WriterTest, a_job_that_fails_undoes_itself_alone) {
  open();
  const ClaimId id = claim();
  const EvidenceItem item =
      prepare_evidence(answered("https://pages.example/1", noise(3000, 1)), "page", random_);
  const auto observe_then = [&](int look_no, bool fails) {
    return [&, look_no, fails](WriteContext& c) -> Result<int> {
      auto evidence = c.evidence.add(item);
      Observation o = seen(id, look_no, c.now);
      o.evidence = {evidence.value()};
      (void)observations::insert(c.db, o).value();
      if (fails) return fail(ErrorCode::kInvalid, "no");
      return 0;
    };
  };
  auto release = hold();
  auto first = submit(observe_then(1, false));
  auto bad = submit(observe_then(2, true));
  auto thrown = submit([](WriteContext& c) -> Result<int> {
    (void)settings::put(c.db, "thrown", "x");
    throw std::runtime_error("a bug");
  });
  auto last = submit(observe_then(3, false));
  release.set_value();
  EXPECT_TRUE(first.get());
  EXPECT_EQ(bad.get().error().code, ErrorCode::kInvalid);
  EXPECT_EQ(thrown.get().error().code, ErrorCode::kInternal);
  EXPECT_TRUE(last.get());
  EXPECT_FALSE(store_->poisoned());
  EXPECT_TRUE(keys().empty());
  EXPECT_EQ(store_->stats().failed_jobs, 2U);
  close();
  expect_whole(2);
  int kept = 0;
  for (const warc::Record& record : warc::read_all(bytes_of(evidence_path(EvidenceId{1})))) {
    const auto type = record.field("WARC-Type");
    EXPECT_TRUE(record.error.empty()) << record.error;
    kept += type == "response" || type == "revisit" ? 1 : 0;
  }
  EXPECT_EQ(kept, 2) << "the undone evidence left neither a hole nor a record of nobody";
}

TEST_F(WriterTest, evidence_is_on_the_disk_before_the_row_that_names_it_is_committed) {
  FaultyFiles files;
  auto given = options();
  given.files = &files;
  open(given);
  claim();
  auto stranger =
      Connection::open((state() / "vouch.db").string(), Connection::Mode::kReadOnly).value();
  int synced = 0;
  std::int64_t rows_at_sync = -1;
  files.before_sync = [&](const std::string& path) -> Status {
    ++synced;
    rows_at_sync = stranger->scalar<std::int64_t>("SELECT count(*) FROM evidence").value();
    EXPECT_GT(std::filesystem::file_size(path), 0U) << "written before it is synced";
    return {};
  };
  observe(1, noise(3000, 1));
  EXPECT_EQ(synced, 1);
  EXPECT_EQ(rows_at_sync, 0);
  EXPECT_EQ(stranger->scalar<std::int64_t>("SELECT count(*) FROM evidence").value(), 1);
  files.before_sync = nullptr;
  close();
}

TEST_F(WriterTest, a_group_syncs_its_evidence_once) {
  FaultyFiles files;
  auto given = options();
  given.files = &files;
  open(given);
  std::atomic<int> synced{0};
  files.before_sync = [&](const std::string&) -> Status {
    ++synced;
    return {};
  };
  auto release = hold();
  std::vector<std::future<Result<int>>> answers;
  for (int i = 0; i < 20; ++i) {
    const EvidenceItem item = prepare_evidence(
        answered("https://pages.example/1", noise(3000, static_cast<std::uint64_t>(i))), "page",
        random_);
    answers.push_back(submit([item](WriteContext& c) -> Result<int> {
      return c.evidence.add(item).map([](EvidenceId) { return 0; });
    }));
  }
  release.set_value();
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  EXPECT_EQ(synced.load(), 1);
  close();
}

TEST_F(WriterTest, observed_at_goes_on_when_the_clock_is_set_back) {
  open();
  const ClaimId id = claim();
  const auto look = [&](int look_no) {
    return write<Time>([&](WriteContext& c) -> Result<Time> {
             const Time at = c.observed_at(observations::last_at(c.db, id).value());
             (void)observations::insert(c.db, seen(id, look_no, at)).value();
             return at;
           })
        .value();
  };
  const Time first = look(1);
  clock_.advance(-std::chrono::hours(3));
  EXPECT_EQ(look(2), first + Millis(1));
  EXPECT_EQ(look(3), first + Millis(2));
  clock_.advance(std::chrono::hours(4));
  EXPECT_EQ(look(4), clock_.now());
}

struct Fault {
  const char* name;
  bool on_write;
};
class WriterFault : public WriterTest, public testing::WithParamInterface<Fault> {};

TEST_P(WriterFault, stops_the_writer_and_leaves_no_half_written_state) {
  FaultyFiles files;
  auto given = options();
  given.files = &files;
  open(given);
  observe(1, noise(3000, 1));
  const ClaimId id = claim();
  const auto broken = [](const std::string& path) -> Status {
    return tl::unexpected(file_error("sync", path, EIO));
  };
  (GetParam().on_write ? files.before_write : files.before_sync) = broken;
  const EvidenceItem item =
      prepare_evidence(answered("https://pages.example/1", noise(5000, 2)), "page", random_);
  auto release = hold();
  auto neighbour = submit(put("neighbour"));
  auto failing = submit([&](WriteContext& c) -> Result<int> {
    auto evidence = c.evidence.add(item);
    Observation o = seen(id, 2, c.now);
    o.evidence = {evidence.value()};
    (void)observations::insert(c.db, o).value();
    return 0;
  });
  release.set_value();
  const auto answer = failing.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kIo);
  EXPECT_FALSE(neighbour.get()) << "nobody of the group is told that it is durable";
  EXPECT_TRUE(store_->poisoned());
  EXPECT_NE(store_->poisoned_why().find(".warc.gz"), std::string::npos) << store_->poisoned_why();

  files.before_write = nullptr;
  files.before_sync = nullptr;
  const auto later = write<int>(put("later"));
  ASSERT_FALSE(later) << "a disk that failed once is not trusted again";
  EXPECT_EQ(later.error().code, ErrorCode::kIo);
  EXPECT_NE(later.error().message.find("since an earlier failure"), std::string::npos);
  EXPECT_EQ(count("observation"), 1) << "readers go on";
  close();
  expect_whole(1);
  EXPECT_TRUE(keys().empty());
}
INSTANTIATE_TEST_SUITE_P(Faults, WriterFault,
                         testing::Values(Fault{"a_write_that_fails", true},
                                         Fault{"a_sync_that_fails", false}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(WriterTest, a_full_disk_is_told_and_nothing_half_written_is_kept) {
  std::filesystem::create_directories(state());
  if (::geteuid() != 0 || ::mount("tmpfs", state().c_str(), "tmpfs", 0, "size=5m") != 0) {
    GTEST_SKIP() << "skipped: a small tmpfs needs root; the limit on file sizes is tested beside";
  }
  {
    open();
    claim();
    write_bytes(state() / "ballast", std::string(1'600'000, 'x'));
    int done = 0;
    Result<EvidenceId> last = EvidenceId{};
    while (last && done < 100) {
      last = write<EvidenceId>([&](WriteContext& c) -> Result<EvidenceId> {
        const auto item = prepare_evidence(
            answered("https://pages.example/1", noise(60'000, static_cast<std::uint64_t>(done))),
            "page", random_);
        auto evidence = c.evidence.add(item);
        if (!evidence) return evidence;
        Observation o = seen(claim_, done + 1, c.now);
        o.evidence = {*evidence};
        auto id = observations::insert(c.db, o);
        if (!id) return tl::unexpected(id.error());
        return evidence;
      });
      if (last) ++done;
    }
    EXPECT_GT(done, 3);
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, ErrorCode::kNoSpace);
    EXPECT_NE(last.error().message.find("no space left"), std::string::npos) << last.error().text();
    EXPECT_FALSE(store_->poisoned());
    EXPECT_TRUE(store_->full());
    std::filesystem::remove(state() / "ballast");
    ++done;
    observe(done, noise(60'000, 998));  // as soon as there is room
    close();
    expect_whole(done);
    observe(done + 1, noise(60'000, 999));
    close();
    expect_whole(done + 1);
    close();
  }
  EXPECT_EQ(::umount2(state().c_str(), MNT_DETACH), 0);
}

// The limit is the process's own: hence a process of its own.
TEST(StoreChild, limited_file_size) {
  const auto directory = child_directory("limited_file_size");
  if (!directory) return;
  ::signal(SIGXFSZ, SIG_IGN);
  StoreOptions options;
  options.directory = *directory;
  options.quick_check = false;
  auto store = Store::open(options).value();
  const ClaimId id = store
                         ->write_now<ClaimId>([](WriteContext& c) -> Result<ClaimId> {
                           return insert_company(c.db, c.now);
                         })
                         .value();
  // Room for some writes behind what the schema took of the log.
  const std::string log = *directory + "/vouch.db-wal";
  const rlim_t room = std::filesystem::file_size(log) + 400'000;
  const rlimit limit{room, room};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  SystemRandom random;
  for (int i = 1; i < 200; ++i) {
    const auto item = prepare_evidence(
        answered("https://pages.example/1", noise(30'000, static_cast<std::uint64_t>(i))), "page",
        random);
    const auto done = store->write_now<int>([&](WriteContext& c) -> Result<int> {
      auto evidence = c.evidence.add(item);
      if (!evidence) return tl::unexpected(evidence.error());
      Observation o = seen(id, i, c.now);
      o.evidence = {*evidence};
      return observations::insert(c.db, o).map([](ObservationId) { return 0; });
    });
    if (done) {
      say_to_parent("ok " + std::to_string(i));
    } else {
      say_to_parent(done.error().code == ErrorCode::kIo && store->poisoned() ? "stopped" : "?");
      say_to_parent(done.error().text());
      return;
    }
  }
}

TEST_F(WriterTest, a_file_that_may_not_grow_stops_the_writer) {
  int done = 0;
  {
    ChildProcess child("limited_file_size", state());
    std::optional<std::string> line = child.line();
    while (line && line->starts_with("ok ")) {
      ++done;
      line = child.line();
    }
    ASSERT_TRUE(line);
    EXPECT_EQ(*line, "stopped");
    // The log of the database or the evidence file: whichever came to the limit first.
    EXPECT_THAT(child.line().value_or(""),
                testing::AnyOf(testing::HasSubstr("no space left on the disk"),
                               testing::HasSubstr("the disk failed"),
                               testing::HasSubstr("File too large")));
    child.wait();
  }
  EXPECT_GT(done, 3);
  expect_whole(done);
}

TEST(StoreChild, holds_the_write_lock) {
  const auto directory = child_directory("holds_the_write_lock");
  if (!directory) return;
  auto db = Connection::open(*directory + "/vouch.db", Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(db->script("BEGIN IMMEDIATE"));
  say_to_parent("locked");
  wait_for_parent();
  ASSERT_TRUE(db->script("ROLLBACK"));
}

TEST_F(WriterTest, a_database_that_a_stranger_holds_is_a_wait_and_then_a_clear_message) {
  open();
  {
    ChildProcess child("holds_the_write_lock", state());
    ASSERT_EQ(child.line(), "locked");
    const auto refused = write<int>(put("refused"));  // waits its five seconds
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_NE(refused.error().message.find("locked by another program"), std::string::npos);
    EXPECT_FALSE(store_->poisoned());
    auto patient = submit(put("patient"));
    child.let_end();
    EXPECT_TRUE(patient.get());
    child.wait();
  }
  EXPECT_EQ(keys(), std::vector<std::string>{"patient"});
}

TEST_F(WriterTest, a_damaged_page_stops_the_writer_soon_after_opening) {
  open();
  claim();
  const auto filled = write<std::int64_t>([](WriteContext& c) {
    return c.db.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
        "INSERT INTO audit(at, via, action, subject, detail) SELECT i, 'v', 'a', 's', 'd' FROM n");
  });
  ASSERT_TRUE(filled);
  const auto place = read<std::int64_t>([](Connection& db) {
    return db.scalar<std::int64_t>("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'");
  });
  const auto page_size = read<std::int64_t>(
      [](Connection& db) { return db.scalar<std::int64_t>("PRAGMA page_size"); });
  close();
  {
    std::fstream file(state() / "vouch.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((place - 1) * page_size + 12);
    file << std::string(200, '\xff');
  }
  auto given = options();
  given.quick_check = true;
  open(given);
  ASSERT_TRUE(wait_until_poisoned());
  EXPECT_NE(store_->poisoned_why().find("is damaged"), std::string::npos);
  EXPECT_NE(store_->poisoned_why().find("vouch restore"), std::string::npos);
  EXPECT_EQ(write<int>(put("x")).error().code, ErrorCode::kCorrupt);
}

TEST_F(WriterTest, a_sound_database_is_not_poisoned_by_its_check) {
  auto given = options();
  given.quick_check = true;
  open(given);
  EXPECT_TRUE(write<int>(put("x")));
  close();  // waits for the check
  open();
  EXPECT_FALSE(store_->poisoned());
}

TEST_F(WriterTest, after_stop_everything_is_refused_and_what_was_queued_is_done) {
  open();
  auto release = hold();
  auto queued = submit(put("queued"));
  std::thread stopping([&] { store_->stop(); });
  release.set_value();
  stopping.join();
  EXPECT_TRUE(queued.get());
  EXPECT_EQ(write<int>(put("late")).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(store_->read_now<int>([](Connection&) -> Result<int> { return 1; }).error().code,
            ErrorCode::kCancelled);
  open();
  EXPECT_EQ(keys(), std::vector<std::string>{"queued"});
}

TEST_F(WriterTest, a_read_sees_one_snapshot) {
  open();
  claim();
  std::promise<void> inside;
  std::promise<void> go;
  auto both = std::make_shared<std::promise<std::pair<std::int64_t, std::int64_t>>>();
  auto seen_pair = both->get_future();
  store_->read<int>(
      [&](Connection& db) -> Result<int> {
        const auto first = db.scalar<std::int64_t>("SELECT count(*) FROM setting").value();
        inside.set_value();
        go.get_future().wait();
        const auto second = db.scalar<std::int64_t>("SELECT count(*) FROM setting").value();
        both->set_value({first, second});
        return 0;
      },
      [](Result<int>) {});
  inside.get_future().wait();
  ASSERT_TRUE(write<int>(put("meanwhile")));
  go.set_value();
  const auto counts = seen_pair.get();
  EXPECT_EQ(counts.first, 0);
  EXPECT_EQ(counts.second, 0);
  EXPECT_EQ(count("setting"), 1);
}

}  // namespace
}  // namespace vouch::store
