// One small run of the store, again and again, while the disk fails at its 1st, 2nd, 3rd ... n-th
// operation. VOUCH_FAULT_STRIDE=1 walks all of them; the ordinary run takes a part, from a seed
// (VOUCH_FAULT_SEED repeats one).
#include <future>
#include <map>
#include <random>

#include "tests/fault/faulty_disk.h"
#include "tests/store/store_fixture.h"

namespace vouch::store::fault {
namespace {

constexpr int kTurns = 20;
constexpr std::int64_t kSmallFiles = 20'000;  // so that files are begun and closed too

struct Case {
  const char* name;
  Effect effect;
  std::set<Op> ops;
  std::int64_t times;
};

// What the run was told.
struct Told {
  std::set<int> kept;      // success: durable, whatever comes
  std::set<int> refused;   // kNoSpace or kUnavailable: nothing of it is there
  std::set<int> in_doubt;  // anything else
  std::string not_opened;  // why
  bool poisoned = false;
  std::vector<std::string> surprises;
};

std::int64_t number_from(const char* variable, std::int64_t otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : std::atoll(given);
}

class EveryOperation : public StoreTest, public testing::WithParamInterface<Case> {
 protected:
  void SetUp() override {
    disk_.mend();
    open(faulty());
    claim();
    close();
    std::filesystem::copy(state(), prepared(), std::filesystem::copy_options::recursive);
  }
  void TearDown() override { disk_.mend(); }

  [[nodiscard]] std::filesystem::path prepared() const { return folder_.path() / "prepared"; }
  [[nodiscard]] StoreOptions faulty() {
    StoreOptions out = options();
    out.files = &files_;
    out.warc_roll_bytes = kSmallFiles;
    return out;
  }
  void start_afresh() {
    std::filesystem::remove_all(state());
    std::filesystem::copy(prepared(), state(), std::filesystem::copy_options::recursive);
  }

  std::function<Result<int>(WriteContext&)> look(int number) {
    // The third has the body of the first: a revisit record.
    const int body = number == 3 ? 1 : number;
    const std::size_t size = number == 5 ? 30'000 : 3'000;
    const auto lane = number % 2 == 0 ? EvidenceLane::kNegative : EvidenceLane::kRoutine;
    const auto item = prepare_evidence(
        answered("https://pages.example/1", noise(size, static_cast<std::uint64_t>(body))), "page",
        random_);
    return [item, number, lane, id = claim_](WriteContext& c) -> Result<int> {
      auto evidence = c.evidence.add(item, lane);
      if (!evidence) return tl::unexpected(evidence.error());
      Observation o = seen(id, number, c.now);
      o.evidence = {*evidence};
      const auto inserted = observations::insert(c.db, o);
      if (!inserted) return tl::unexpected(inserted.error());
      return number;
    };
  }

  void hear(Told& told, int number, const Result<int>& answer) {
    if (answer) {
      told.kept.insert(number);
      told.refused.erase(number);
      return;
    }
    const ErrorCode code = answer.error().code;
    if (code == ErrorCode::kNoSpace || code == ErrorCode::kUnavailable) {
      told.refused.insert(number);
      if (store_->poisoned()) told.surprises.push_back("poisoned, yet it may be tried again");
      return;
    }
    told.in_doubt.insert(number);
    if (code != ErrorCode::kIo && code != ErrorCode::kCorrupt)
      told.surprises.push_back("a failure of the disk is told as " + answer.error().text());
    if (!store_->poisoned()) told.surprises.push_back("it goes on after " + answer.error().text());
  }

  // Three looks in one group, two alone, a stop; again with one more. What found no room is tried
  // again.
  Told run() {
    Told told;
    for (const int last : {5, 6}) {
      auto opened = Store::open(faulty());
      if (!opened) {
        told.not_opened = opened.error().text();
        return told;
      }
      store_ = std::move(*opened);
      if (last == 5) {
        // Held until all three wait: one group.
        std::promise<void> begun;
        auto release = std::make_shared<std::promise<void>>();
        store_->write<int>(
            [&begun, release](WriteContext&) -> Result<int> {
              begun.set_value();
              release->get_future().wait();
              return 0;
            },
            [](const Result<int>&) {});
        begun.get_future().wait();
        std::vector<std::future<Result<int>>> answers;
        for (int number = 1; number <= 3; ++number) {
          auto promise = std::make_shared<std::promise<Result<int>>>();
          answers.push_back(promise->get_future());
          store_->write<int>(look(number), [promise](Result<int> r) { promise->set_value(r); });
        }
        release->set_value();
        for (int number = 1; number <= 3; ++number)
          hear(told, number, answers[static_cast<std::size_t>(number - 1)].get());
      }
      for (int turn = 0; turn < kTurns; ++turn) {
        for (int number = 1; number <= last; ++number) {
          const bool fresh = number >= 4 && turn == 0 && !told.kept.contains(number);
          if (fresh || told.refused.contains(number)) hear(told, number, write<int>(look(number)));
        }
      }
      told.poisoned = told.poisoned || store_->poisoned();
      store_.reset();
    }
    return told;
  }

  void expect_whole(const Told& told) {
    disk_.mend();
    open(faulty());
    const auto rows = read<std::map<int, int>>([](Connection& db) -> Result<std::map<int, int>> {
      std::map<int, int> out;
      const auto done = db.each("SELECT look_no FROM observation",
                                [&](const Row& row) { ++out[static_cast<int>(row.integer(0))]; });
      if (!done) return tl::unexpected(done.error());
      return out;
    });
    for (const int number : told.kept) ASSERT_TRUE(rows.contains(number)) << "lost " << number;
    for (const auto& [number, times] : rows) {
      ASSERT_EQ(times, 1) << "doubled " << number;
      ASSERT_FALSE(told.refused.contains(number)) << "refused, and there: " << number;
    }
    ASSERT_EQ(count("evidence"), static_cast<std::int64_t>(rows.size()));
    for (std::int64_t id = 1; id <= count("evidence"); ++id) {
      const auto bytes = store_->read_evidence_now(EvidenceId{id});
      ASSERT_TRUE(bytes) << bytes.error().text();
    }
    const auto sizes = read<std::map<std::string, std::int64_t>>([](Connection& db) {
      std::map<std::string, std::int64_t> out;
      (void)db.each("SELECT name, bytes FROM warc_file",
                    [&](const Row& row) { out[std::string(row.text(0))] = row.integer(1); });
      return Result<std::map<std::string, std::int64_t>>(out);
    });
    std::map<std::string, std::int64_t> on_disk;
    for (const auto& entry : std::filesystem::directory_iterator(evidence_folder())) {
      if (entry.is_regular_file())
        on_disk[entry.path().filename()] = static_cast<std::int64_t>(entry.file_size());
    }
    ASSERT_EQ(on_disk, sizes) << "files end where the database says";
    ASSERT_FALSE(ledger().first_bad) << ledger().why;
    const auto sound = write<int>([](WriteContext& c) -> Result<int> {
      const Status status = sqlite::integrity_check(c.db);
      if (!status) return tl::unexpected(status.error());
      return 0;
    });
    ASSERT_TRUE(sound) << sound.error().text();
    // And it goes on: what was lost or refused can be handed in again.
    for (int number = 1; number <= 6; ++number) {
      if (rows.contains(number)) continue;
      ASSERT_TRUE(write<int>(look(number))) << number;
    }
    ASSERT_EQ(count("observation"), 6);
    close();
  }

  FaultyDisk& disk_ = FaultyDisk::instance();
  FilesOnFaultyDisk files_;
};

TEST_P(EveryOperation, leaves_what_was_promised_and_nothing_half_written) {
  const Case& row = GetParam();
  disk_.arm({row.effect, row.ops, 0, row.times, ""});
  const Told sound = run();
  const std::int64_t operations = disk_.counted();
  ASSERT_EQ(sound.kept.size(), 6U);
  expect_whole(sound);
  ASSERT_GT(operations, row.ops.contains(Op::kWrite) || row.ops.contains(Op::kRead) ? 60 : 3);

  std::mt19937 dice(static_cast<unsigned>(number_from("VOUCH_FAULT_SEED", std::random_device()())));
  const std::int64_t wanted = std::min<std::int64_t>(operations, 40);
  const std::int64_t stride = number_from("VOUCH_FAULT_STRIDE", operations / wanted);
  std::int64_t runs = 0;
  std::int64_t hit = 0;
  std::int64_t stopped = 0;
  std::int64_t doubtful = 0;
  for (std::int64_t at = 1 + static_cast<std::int64_t>(dice()) % stride; at <= operations;
       at += stride) {
    const auto seed = static_cast<unsigned>(dice());
    SCOPED_TRACE(fmt::format("operation {} of {}, loss {}", at, operations, seed));
    start_afresh();
    disk_.arm({row.effect, row.ops, at, row.times, ""});
    const Told told = run();
    hit += disk_.failed() > 0 ? 1 : 0;
    if (row.effect == Effect::kPowerCut) {
      std::mt19937 loss(seed);
      disk_.lose_what_was_not_synced(loss);
    }
    for (const std::string& surprise : told.surprises) ADD_FAILURE() << surprise;
    if (row.effect == Effect::kNoSpace && row.times > 0) {
      EXPECT_EQ(told.not_opened, "");
      EXPECT_EQ(told.kept.size(), 6U) << "there was room again, it went on by itself";
      EXPECT_FALSE(told.poisoned);
    }
    expect_whole(told);
    if (HasFatalFailure()) return;
    ++runs;
    stopped += told.poisoned ? 1 : 0;
    doubtful += told.in_doubt.empty() ? 0 : 1;
  }
  EXPECT_GT(hit, runs * 9 / 10) << "the disk hardly failed";
  std::printf(
      "%s: %lld operations, %lld runs, %lld with a fault, %lld stopped the writer, %lld in doubt\n",
      row.name, static_cast<long long>(operations), static_cast<long long>(runs),
      static_cast<long long>(hit), static_cast<long long>(stopped),
      static_cast<long long>(doubtful));
}

const std::set<Op> kChanges = {Op::kWrite, Op::kSync, Op::kTruncate, Op::kRemove};

INSTANTIATE_TEST_SUITE_P(
    Disk, EveryOperation,
    testing::Values(Case{"error", Effect::kError, kChanges, 1},
                    Case{"errors_from_then_on", Effect::kError, kChanges, 0},
                    Case{"torn_write", Effect::kTorn, {Op::kWrite}, 1},
                    Case{"failed_sync", Effect::kError, {Op::kSync}, 1},
                    Case{"failed_truncate", Effect::kError, {Op::kTruncate, Op::kRemove}, 1},
                    Case{"failed_read", Effect::kError, {Op::kRead}, 1},
                    Case{"no_space_once", Effect::kNoSpace, {Op::kWrite}, 1},
                    Case{"no_space_for_long", Effect::kNoSpace, {Op::kWrite}, 12},
                    Case{"no_space_from_then_on", Effect::kNoSpace, {Op::kWrite}, 0},
                    Case{"power_cut", Effect::kPowerCut, kChanges, 1}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace vouch::store::fault
