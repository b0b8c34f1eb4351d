// Backup and restore. A backup is a folder: vouch.db (VACUUM INTO, synced, checked), evidence/
// (closed files hard-linked, open ones copied) and manifest.json. Backup runs beside the daemon on
// a connection of its own; restore needs the daemon stopped and keeps what was there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch::store {

struct BackupReport {
  std::filesystem::path path;  // <into>/vouch-20261124T063000Z
  std::int64_t bytes = 0;
  std::int64_t observations = 0;
};

struct RestoreReport {
  std::filesystem::path kept;  // where the previous database and evidence are; empty: none there
  std::int64_t observations = 0;
};

namespace backup {

// `state`: the daemon's state directory, running or not. Any thread but a store thread; blocks.
Result<BackupReport> make(const std::filesystem::path& state, const std::filesystem::path& into,
                          Time now);
// What an upgrade leaves behind, before the database is brought to version `schema`:
// <into>/before-schema-<schema>-<stamp>. The two newest of them stay.
Result<BackupReport> make_before_upgrade(const std::filesystem::path& state,
                                         const std::filesystem::path& into, int schema, Time now);
// The newest backup in `into` that a program which knows version `schema` can restore; empty: none.
std::filesystem::path newest_usable(const std::filesystem::path& into, int schema);
// The newest finished backup in `into`; none where there is none.
std::optional<std::filesystem::path> newest(const std::filesystem::path& into);
// Removes backups beyond `keep` newest ones in `into`; the newest always stays.
Result<int> thin(const std::filesystem::path& into, int keep);
// `from`: a folder made by make() or kept by an earlier restore, or a database file alone (evidence
// stays what it was). All of it is checked before anything is replaced; a kill in between leaves
// the old state or one that the next opening completes. kConflict: the daemon runs; kCorrupt: the
// backup is damaged; kUnsupported: it is of a newer version.
Result<RestoreReport> restore(const std::filesystem::path& from, const std::filesystem::path& state,
                              Time now);

}  // namespace backup
}  // namespace vouch::store
