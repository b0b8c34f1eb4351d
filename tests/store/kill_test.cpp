// kill -9 at random moments of a process that writes, then everything is looked at again.
#include <map>
#include <random>
#include <thread>

#include "tests/store/child_process.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

constexpr int kKills = 25;
constexpr std::int64_t kSmallFiles = 400'000;  // so that files are begun and closed too

TEST(StoreChild, writes_until_killed) {
  const auto directory = child_directory("writes_until_killed");
  if (!directory) return;
  SystemRandom random;
  StoreOptions options;
  options.directory = *directory;
  options.warc_roll_bytes = kSmallFiles;
  options.random = &random;
  auto store = Store::open(options).value();
  say_to_parent("open");
  std::mt19937 dice(static_cast<unsigned>(std::stoul(child_argument())));
  const auto last = store->read_now<int>([](Connection& db) {
    return db.scalar<int>("SELECT coalesce(max(look_no), 0) FROM observation");
  });
  std::atomic<int> flying{0};
  for (int number = last.value() + 1;; ++number) {
    while (flying.load() > 6) std::this_thread::yield();
    // Every few bodies again, so that revisit records are among them.
    const std::uint64_t seed = dice() % 4 == 0 ? 1 : dice();
    const auto item = prepare_evidence(
        answered("https://pages.example/1", noise(600 + seed % 20'000, seed)), "page", random);
    const auto lane = number % 5 == 0 ? EvidenceLane::kNegative : EvidenceLane::kRoutine;
    ++flying;
    store->write<int>(
        [item, number, lane](WriteContext& c) -> Result<int> {
          auto evidence = c.evidence.add(item, lane);
          if (!evidence) return tl::unexpected(evidence.error());
          const auto before = observations::last_at(c.db, ClaimId{1});
          if (!before) return tl::unexpected(before.error());
          Observation o = seen(ClaimId{1}, number, c.observed_at(*before));
          o.evidence = {*evidence};
          const auto id = observations::insert(c.db, o);
          if (!id) return tl::unexpected(id.error());
          return number;
        },
        [&flying](Result<int> done) {
          say_to_parent(done ? std::to_string(*done) : "failed: " + done.error().text());
          --flying;
        });
  }
}

class Kill : public StoreTest {
 protected:
  Kill() : StoreTest(Medium::kDisk) {}

  // The files hold exactly what the database says, and nothing else lies beside them.
  void expect_files_at_their_committed_end() {
    const auto sizes = read<std::map<std::string, std::int64_t>>(
        [](Connection& db) -> Result<std::map<std::string, std::int64_t>> {
          std::map<std::string, std::int64_t> out;
          const auto done = db.each("SELECT name, bytes FROM warc_file", [&](const Row& row) {
            out[std::string(row.text(0))] = row.integer(1);
          });
          if (!done) return tl::unexpected(done.error());
          return out;
        });
    std::map<std::string, std::int64_t> on_disk;
    for (const auto& entry : std::filesystem::directory_iterator(evidence_folder())) {
      if (entry.is_regular_file()) {
        on_disk[entry.path().filename()] = static_cast<std::int64_t>(entry.file_size());
      }
    }
    EXPECT_EQ(on_disk, sizes);
  }

  void expect_evidence_from(std::int64_t first) {
    const auto total = count("evidence");
    for (std::int64_t id = first; id <= total; ++id) {
      const auto bytes = store_->read_evidence_now(EvidenceId{id});
      ASSERT_TRUE(bytes) << "evidence " << id << ": " << bytes.error().text();
      const auto row =
          read<EvidenceRow>([id](Connection& db) { return evidence::find(db, EvidenceId{id}); });
      ASSERT_EQ(sha256_hex(*bytes), row.sha256);
    }
  }
};

TEST_F(Kill, loses_no_committed_row_doubles_none_and_keeps_every_evidence_whole) {
  open();
  claim();
  close();
  std::random_device seed;
  const unsigned started_with = seed();
  SCOPED_TRACE("seed " + std::to_string(started_with));
  std::mt19937 dice(started_with);
  std::int64_t acknowledged = 0;
  std::int64_t looked_at = 0;
  int cut = 0;
  for (int round = 0; round < kKills; ++round) {
    {
      ChildProcess child("writes_until_killed", state(), std::to_string(dice()));
      ASSERT_EQ(child.line(), "open");
      const int lines = static_cast<int>(dice() % 60);
      for (int i = 0; i < lines; ++i) {
        const auto line = child.line();
        ASSERT_TRUE(line);
        ASSERT_EQ(line->find("failed"), std::string::npos) << *line;
        acknowledged = std::max<std::int64_t>(acknowledged, std::stoll(*line));
      }
      // Somewhere between two answers.
      const auto until =
          std::chrono::steady_clock::now() + std::chrono::microseconds(dice() % 4000);
      while (std::chrono::steady_clock::now() < until) {
      }
      child.kill();
      while (const auto line = child.line()) {
        if (line->find_first_not_of("0123456789") != std::string::npos) continue;
        acknowledged = std::max<std::int64_t>(acknowledged, std::stoll("0" + *line));
      }
    }
    std::int64_t before = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(evidence_folder())) {
      if (entry.is_regular_file()) before += static_cast<std::int64_t>(entry.file_size());
    }
    auto given = options();
    given.warc_roll_bytes = kSmallFiles;
    open(given);
    const auto rows = count("observation");
    ASSERT_GE(rows, acknowledged) << "an answer was given for a row that is gone";
    const auto highest = read<std::int64_t>([](Connection& db) {
      return db.scalar<std::int64_t>("SELECT coalesce(max(look_no), 0) FROM observation");
    });
    ASSERT_EQ(rows, highest) << "a row is missing or doubled";
    ASSERT_EQ(count("evidence"), rows);
    expect_files_at_their_committed_end();
    expect_evidence_from(looked_at + 1);
    looked_at = rows;
    const auto report = ledger();
    ASSERT_FALSE(report.first_bad) << report.why;
    ASSERT_EQ(report.rows, 2 * rows);
    const auto sound = write<int>([](WriteContext& c) -> Result<int> {
      const Status status = sqlite::integrity_check(c.db);
      if (!status) return tl::unexpected(status.error());
      return 0;
    });
    ASSERT_TRUE(sound) << sound.error().text();
    std::int64_t after = 0;
    for (const auto& entry : std::filesystem::directory_iterator(evidence_folder())) {
      if (entry.is_regular_file()) after += static_cast<std::int64_t>(entry.file_size());
    }
    if (after < before) ++cut;
    close();
  }
  EXPECT_GT(acknowledged, kKills) << "the child hardly wrote anything";
  RecordProperty("rows", static_cast<int>(acknowledged));
  RecordProperty("files_cut", cut);
  std::printf("%d kills, %lld rows, %d times uncommitted evidence was cut\n", kKills,
              static_cast<long long>(looked_at), cut);
  open();
  expect_evidence_from(1);
}

}  // namespace
}  // namespace vouch::store
