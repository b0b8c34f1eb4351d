#include "store/store.h"

#include <fmt/format.h>

#include "core/log.h"
#include "store/backup.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "store/readers.h"
#include "store/restore_swap.h"
#include "store/sqlite/control.h"
#include "store/writer.h"

namespace vouch::store {
namespace {

constexpr int kReaderThreads = 2;

Status make_directory(const std::filesystem::path& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (!code) return {};
  return tl::unexpected(file_error("create", path.string(), code.value()));
}

// Brings the database to the schema of this program, or says how to go back from a newer one.
Status upgrade(Connection& db, const StoreOptions& options, Time now) {
  const std::filesystem::path shelf = options.directory / "backup";
  const auto version = schema_version(db);
  if (!version) return tl::unexpected(version.error());
  const KeepCopy keep = [&](int to) -> Result<std::string> {
    log::notice("store", "bringing the database from version {} to {}, after a backup", *version,
                to);
    if (options.before_upgrade) options.before_upgrade(*version, to);
    const auto made = backup::make_before_upgrade(options.directory, shelf, to, now);
    if (made) return made->path.string();
    Error error = made.error();
    error.message = fmt::format(
        "no backup could be made before bringing the database to version {}, which was left as it "
        "was: {}",
        to, error.message);
    return tl::unexpected(error);
  };
  const auto migrated = migrate(db, keep, options.schema);
  if (migrated) {
    if (!migrated->backup.empty()) {
      log::notice("store", "the database has version {} now; the way back is `vouch restore {}`",
                  migrated->to, migrated->backup);
    }
    return {};
  }
  Error error = migrated.error();
  const int known = static_cast<int>(options.schema.size());
  if (error.code == ErrorCode::kUnsupported && *version > known) {
    const auto usable = backup::newest_usable(shelf, known);
    error.message +=
        usable.empty()
            ? fmt::format(
                  ": install the newer program again, or restore a backup made before the upgrade")
            : fmt::format(
                  ": install the newer program again, or go back with `vouch restore {}` "
                  "(what was recorded since is kept beside it)",
                  usable.string());
  }
  return tl::unexpected(error);
}

}  // namespace

struct Store::State {
  std::filesystem::path directory;
  std::unique_ptr<DirectoryLock> lock;
  std::vector<std::string> warnings;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<Readers> readers;
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
  stop();
}

Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  static const SystemWallClock system_clock;
  static SystemRandom system_random;
  const WallClock& clock = options.clock == nullptr ? system_clock : *options.clock;
  Random& random = options.random == nullptr ? system_random : *options.random;
  FileSystem& files = options.files == nullptr ? real_files() : *options.files;

  auto state = std::make_unique<State>();
  state->directory = options.directory;
  const auto evidence_directory = options.directory / "evidence";
  auto made = make_directory(options.directory);
  if (!made) return tl::unexpected(made.error());
  auto lock = DirectoryLock::take(options.directory);
  if (!lock) return tl::unexpected(lock.error());
  state->lock = std::move(*lock);
  auto interrupted = restore_swap::finish(options.directory);
  if (!interrupted) return tl::unexpected(interrupted.error());
  if (!interrupted->empty()) {
    log::warning("store", "{}", *interrupted);
    state->warnings.push_back(*interrupted);
  }
  made = make_directory(evidence_directory);
  if (!made) return tl::unexpected(made.error());

  const std::string path = (options.directory / "vouch.db").string();
  auto db = Connection::open(path, Connection::Mode::kReadWrite);
  if (!db) return tl::unexpected(db.error());
  auto upgraded = upgrade(**db, options, clock.now());
  if (!upgraded) return tl::unexpected(upgraded.error());

  const std::string wal_reset = sqlite::wal_reset_warning();
  if (!wal_reset.empty()) state->warnings.push_back(wal_reset);
  EvidenceWriter::Options evidence_options;
  evidence_options.directory = evidence_directory;
  evidence_options.roll_bytes = options.warc_roll_bytes;
  evidence_options.software = options.software;
  auto evidence =
      std::make_unique<EvidenceWriter>(**db, files, random, std::move(evidence_options));
  auto recovered = evidence->recover(clock.now());
  if (!recovered) return tl::unexpected(recovered.error());
  for (std::string& warning : *recovered) {
    log::error("store", "{}", warning);
    state->warnings.push_back(std::move(warning));
  }

  auto readers = Readers::open(path, kReaderThreads);
  if (!readers) return tl::unexpected(readers.error());
  state->readers = std::move(*readers);
  state->writer =
      std::make_unique<Writer>(std::move(*db), std::move(evidence), clock, options.log_pages);
  state->readers->when_damaged(
      [writer = state->writer.get()](const Error& damage) { writer->poison(damage); });
  state->writer->start();
  std::unique_ptr<Store> store(new Store(std::move(state)));
  if (options.quick_check) store->look_for_damage();
  return store;
}

void Store::look_for_damage() {
  state_->readers->submit(
      sqlite::quick_check,
      [writer = state_->writer.get()](const Status& checked) {
        if (!checked && checked.error().code == ErrorCode::kCorrupt) {
          writer->poison(checked.error());
        }
      },
      Readers::Limit::kNone);
}

void Store::submit_write(WriteJob job, Completion<Status> done) {
  state_->writer->submit(std::move(job), std::move(done));
}
void Store::submit_read(ReadJob job, Completion<Status> done) {
  state_->readers->submit(std::move(job), std::move(done));
}
void Store::submit_patient_read(ReadJob job, Completion<Status> done) {
  state_->readers->submit(std::move(job), std::move(done), Readers::Limit::kTenMinutes);
}

Task<Result<std::string>> Store::read_evidence(EvidenceId id) {
  return read<std::string>([directory = evidence_directory(), id](Connection& db) {
    return evidence::read(db, directory, id);
  });
}
Result<std::string> Store::read_evidence_now(EvidenceId id) {
  return read_now<std::string>([directory = evidence_directory(), id](Connection& db) {
    return evidence::read(db, directory, id);
  });
}

void Store::stop() {
  // Readers first: the last checkpoint then meets no open snapshot.
  state_->readers->stop();
  state_->writer->stop();
}

bool Store::poisoned() const {
  return state_->writer->poisoned();
}
std::string Store::poisoned_why() const {
  return state_->writer->poisoned_why();
}
bool Store::damaged() const {
  return state_->writer->damaged();
}
bool Store::full() const {
  return state_->writer->full();
}
SteadyClock::Point Store::writer_seen() const {
  return state_->writer->seen();
}
StoreStats Store::stats() const {
  StoreStats stats;
  state_->writer->add_stats(stats);
  stats.reads_queued = state_->readers->waiting();
  return stats;
}
const std::filesystem::path& Store::directory() const {
  return state_->directory;
}
std::filesystem::path Store::evidence_directory() const {
  return state_->directory / "evidence";
}
std::vector<std::string> Store::warnings() const {
  return state_->warnings;
}

}  // namespace vouch::store
