#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/log.h"
#include "store/audit.h"
#include "store/backup.h"
#include "store/backup_folder.h"
#include "store/evidence.h"
#include "store/file.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "store/restore_swap.h"
#include "store/sqlite/control.h"

namespace vouch::store::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCopyInto = "VACUUM INTO $1";
constexpr std::string_view kObservations = "SELECT count(*) FROM observation";
constexpr std::string_view kPresentEvidence = "SELECT id FROM evidence_place WHERE NOT gone";

struct Source {
  fs::path database;
  fs::path evidence;
  std::optional<Manifest> manifest;
  bool whole = true;  // false: a database alone, evidence is what the state directory has
};

Result<Source> examine(const fs::path& from, const fs::path& state) {
  std::error_code code;
  if (fs::is_regular_file(from, code)) return Source{from, state / kEvidence, {}, false};
  if (!fs::is_regular_file(from / kDatabase, code)) {
    return fail(ErrorCode::kNotFound,
                fmt::format("{} is no backup: give a folder that `vouch backup` made (it holds "
                            "vouch.db), or a database file",
                            from.string()));
  }
  auto manifest = read_manifest(from);
  if (!manifest) return tl::unexpected(manifest.error());
  return Source{from / kDatabase, from / kEvidence, std::move(*manifest), true};
}

Error damaged(const fs::path& path, std::string_view why) {
  return {ErrorCode::kCorrupt,
          fmt::format("{} is damaged ({}), nothing was replaced: take another backup",
                      path.string(), why),
          {}};
}

// Builds the whole new state beside the old one.
class Builder {
 public:
  Builder(fs::path from, const Source& source, fs::path state, Time now)
      : from_(std::move(from)), source_(source), state_(std::move(state)), now_(now) {}

  Result<std::int64_t> build(const std::string& kept) {
    auto done = remove_tree(building_);
    if (done) done = make_folder(building_);
    if (done) done = make_folder(building_ / kEvidence);
    if (done) done = take_database();
    if (!done) return tl::unexpected(done.error());
    const std::string path = (building_ / kDatabase).string();
    Result<std::int64_t> observations = 0;
    {
      auto db = Connection::open(path, Connection::Mode::kReadWrite);
      if (!db) return tl::unexpected(db.error());
      done = check(**db);
      if (done) done = take_evidence(**db);
      if (done && source_.whole && !source_.manifest) done = check_records(**db);
      if (done) done = write_down(**db, kept);
      if (!done) return tl::unexpected(done.error());
      observations = (*db)->scalar<std::int64_t>(kObservations);
      const auto emptied = sqlite::checkpoint(**db, sqlite::Checkpoint::kTruncate);
      if (!emptied) return tl::unexpected(emptied.error());
    }
    done = real_files().remove(path + "-wal");
    if (done) done = real_files().remove(path + "-shm");
    if (done) done = sync_path(path);
    if (done) done = sync_folder(building_ / kEvidence);
    if (done) done = sync_folder(building_);
    if (!done) return tl::unexpected(done.error());
    return observations;
  }

 private:
  Status take_database() {
    if (source_.manifest) {
      const auto facts = facts_of(source_.database);
      if (!facts) return tl::unexpected(facts.error());
      const auto sum = sha256_of_file(source_.database, (*facts)->bytes);
      if (!sum) return tl::unexpected(sum.error());
      if (*sum != source_.manifest->database_sha256) {
        return tl::unexpected(damaged(source_.database, "its SHA-256 is not the manifest's"));
      }
    }
    auto db = Connection::open(source_.database.string(), Connection::Mode::kReadOnly);
    if (!db) return tl::unexpected(db.error());
    const auto version = schema_version(**db);
    if (!version) return tl::unexpected(damaged(source_.database, version.error().message));
    if (*version > newest_schema()) {
      return fail(ErrorCode::kUnsupported,
                  fmt::format("{} has version {}, this program knows {}: restore it with the newer "
                              "program",
                              source_.database.string(), *version, newest_schema()));
    }
    if (*version < 1) {
      return fail(ErrorCode::kInvalid,
                  fmt::format("{} is not a database of Vouch", source_.database.string()));
    }
    const auto sound = sqlite::quick_check(**db);
    if (!sound) return tl::unexpected(damaged(source_.database, sound.error().message));
    const auto copied = (*db)->run(kCopyInto, (building_ / kDatabase).string());
    if (!copied) return tl::unexpected(copied.error());
    std::error_code code;
    fs::permissions(building_ / kDatabase, fs::perms(0640), code);
    return {};
  }

  Status check(Connection& db) const {
    // The backup itself is the copy that a migration wants.
    const auto migrated = migrate(db, [](int) -> Result<std::string> { return std::string(); });
    if (!migrated) return tl::unexpected(migrated.error());
    auto done = sqlite::integrity_check(db);
    if (!done) return tl::unexpected(damaged(source_.database, done.error().message));
    const auto ledger = ledger::verify(db);
    if (!ledger) return tl::unexpected(ledger.error());
    if (ledger->first_bad) return tl::unexpected(damaged(source_.database, ledger->why));
    if (source_.manifest && ledger->head.hash != source_.manifest->ledger.hash) {
      return tl::unexpected(damaged(source_.database, "its ledger ends elsewhere than recorded"));
    }
    return {};
  }

  Status take_evidence(Connection& db) {
    const auto files = warc_files(db);
    if (!files) return tl::unexpected(files.error());
    for (const WarcFile& file : *files) {
      const auto taken = take(file);
      if (!taken) return taken;
    }
    return {};
  }

  Status take(const WarcFile& file) {
    const fs::path path = source_.evidence / file.name;
    const auto facts = facts_of(path);
    if (!facts) return tl::unexpected(facts.error());
    const bool usable = *facts && (*facts)->bytes >= file.bytes;
    const KeptFile* recorded = source_.manifest ? source_.manifest->find(file.name) : nullptr;
    if (!usable || (source_.manifest && recorded == nullptr)) return do_without(file, recorded);
    // What is written to once more must not be shared with the backup.
    Result<std::string> sum = std::string();
    Result<bool> linked = false;
    if (file.closed && (*facts)->bytes == file.bytes) {
      linked = link_file(path, building_ / kEvidence / file.name);
    }
    if (!linked) return tl::unexpected(linked.error());
    if (!*linked) {
      sum = copy_bytes(path, building_ / kEvidence / file.name, file.bytes);
    } else if (recorded != nullptr) {
      sum = sha256_of_file(path, file.bytes);
    }
    if (!sum) return tl::unexpected(sum.error());
    if (recorded != nullptr && *sum != recorded->sha256) {
      return tl::unexpected(damaged(path, "its SHA-256 is not the manifest's"));
    }
    return {};
  }

  // Lost before the backup was made, or by a state directory that never had it: told, not refused.
  Status do_without(const WarcFile& file, const KeptFile* recorded) {
    if (recorded != nullptr || (source_.whole && !source_.manifest)) {
      return tl::unexpected(damaged(source_.evidence / file.name, "it is not whole"));
    }
    log::error("store", "evidence file {} is not there to be restored", file.name);
    missing_.emplace_back(file.name);
    return {};
  }

  Status check_records(Connection& db) const {
    std::vector<EvidenceId> ids;
    auto done = db.each(kPresentEvidence,
                        [&](const Row& row) { ids.push_back(EvidenceId{row.integer(0)}); });
    if (!done) return done;
    for (const EvidenceId id : ids) {
      const auto bytes = evidence::read(db, building_ / kEvidence, id);
      if (!bytes) return tl::unexpected(damaged(from_, bytes.error().message));
    }
    return {};
  }

  // The head that is left behind stands in the ledger: what was after it can be told from the kept
  // database, and that something was left behind cannot be hidden.
  Status write_down(Connection& db, const std::string& kept) const {
    const LedgerHead before = head_of_previous();
    AuditEntry entry;
    entry.at = now_;
    entry.via = "restore";
    entry.action = "store.restore";
    entry.subject = from_.string();
    entry.detail = boost::json::serialize(boost::json::object{
        {"kept", kept},
        {"previous_ledger",
         boost::json::object{{"sequence", before.sequence}, {"hash", before.hash}}},
        {"missing_evidence", boost::json::array(missing_.begin(), missing_.end())}});
    auto done = db.script("BEGIN IMMEDIATE");
    if (done) done = audit::insert(db, entry);
    if (done) done = Ledger(db).append("restore", before.sequence, before.hash, now_);
    if (done) done = db.script("COMMIT");
    return done;
  }

  [[nodiscard]] LedgerHead head_of_previous() const {
    LedgerHead none;
    none.hash = std::string(64, '0');
    const fs::path path = state_ / kDatabase;
    std::error_code code;
    if (!fs::exists(path, code)) return none;
    auto db = Connection::open(path.string(), Connection::Mode::kReadOnly);
    if (db) {
      const auto head = ledger::head(**db);
      if (head) return *head;
    }
    log::notice("store", "the previous database cannot be read; it is kept as it is");
    return none;
  }

  const fs::path from_;
  const Source& source_;
  const fs::path state_;
  const Time now_;
  const fs::path building_ = restore_swap::building(state_);
  std::vector<std::string> missing_;
};

std::string free_name(const fs::path& state, Time now) {
  std::string name = fmt::format("before-restore-{}", stamp(now));
  const std::string first = name;
  std::error_code code;
  for (int i = 2; fs::exists(state / name, code); ++i) name = fmt::format("{}-{}", first, i);
  return name;
}

}  // namespace

Result<RestoreReport> restore(const fs::path& from, const fs::path& state, Time now) {
  auto done = make_folder(state);
  if (!done) return tl::unexpected(done.error());
  const auto lock = DirectoryLock::take(state);
  if (!lock) return tl::unexpected(lock.error());
  done = give_to_owner(state, state / "lock");
  if (!done) return tl::unexpected(done.error());
  const auto interrupted = restore_swap::finish(state);
  if (!interrupted) return tl::unexpected(interrupted.error());
  if (!interrupted->empty()) log::warning("store", "{}", *interrupted);

  const auto source = examine(from, state);
  if (!source) return tl::unexpected(source.error());
  const std::string kept = free_name(state, now);
  const auto observations = Builder(from, *source, state, now).build(kept);
  Status ready;
  if (!observations) ready = tl::unexpected(observations.error());
  if (ready) ready = give_to_owner(state, restore_swap::building(state));
  if (!ready) {
    (void)remove_tree(restore_swap::building(state));
    return tl::unexpected(ready.error());
  }
  done = restore_swap::commit(state, kept);
  if (!done) return tl::unexpected(done.error());
  const auto swapped = restore_swap::finish(state);
  if (!swapped) return tl::unexpected(swapped.error());
  std::error_code code;
  if (fs::exists(state / kept, code)) {
    done = give_to_owner(state, state / kept);
    if (!done) return tl::unexpected(done.error());
    return RestoreReport{state / kept, *observations};
  }
  return RestoreReport{{}, *observations};
}

}  // namespace vouch::store::backup
