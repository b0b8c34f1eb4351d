// The inside of a backup folder: its manifest, and the file work that backup and restore share.
// Internal to store/backup*.cpp and store/restore*.cpp; blocks, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "store/ledger.h"
#include "store/sql.h"

namespace vouch::store::backup {

inline constexpr const char* kDatabase = "vouch.db";
inline constexpr const char* kEvidence = "evidence";
inline constexpr const char* kManifest = "manifest.json";

std::string stamp(Time time);  // "20261124T063000Z"

struct KeptFile {
  std::string name;  // in evidence/
  std::int64_t bytes = 0;
  std::string sha256;         // hex, of the first `bytes` bytes
  std::int64_t modified = 0;  // of the original: the same file needs no second digest
};

struct Manifest {
  Time made_at;
  int schema = 0;
  std::int64_t observations = 0;
  LedgerHead ledger;
  std::string database_sha256;
  std::vector<KeptFile> evidence;
  std::vector<std::string> missing;  // lost before this backup was made

  [[nodiscard]] const KeptFile* find(std::string_view name) const;
};

Status write_manifest(const std::filesystem::path& folder, const Manifest& manifest);
// none: there is no manifest; kCorrupt: it cannot be read.
Result<std::optional<Manifest>> read_manifest(const std::filesystem::path& folder);

struct WarcFile {  // as the database records it
  std::string name;
  std::int64_t bytes = 0;
  bool closed = false;
};
// Those that are not disposed of. kCorrupt: a name that is no plain file name.
Result<std::vector<WarcFile>> warc_files(Connection& db);

// Bytes and time of the last change; none: there is no such file.
struct FileFacts {
  std::int64_t bytes = 0;
  std::int64_t modified = 0;  // nanoseconds
};
Result<std::optional<FileFacts>> facts_of(const std::filesystem::path& path);

Result<std::string> sha256_of_file(const std::filesystem::path& path, std::int64_t bytes);
// The first `bytes` bytes, synced, replacing nothing; their SHA-256.
Result<std::string> copy_bytes(const std::filesystem::path& from, const std::filesystem::path& to,
                               std::int64_t bytes);
// A hard link; false: these two places cannot share a file.
Result<bool> link_file(const std::filesystem::path& from, const std::filesystem::path& to);

Status make_folder(const std::filesystem::path& path);  // with its parents, 0750
Status rename_path(const std::filesystem::path& from, const std::filesystem::path& to);
Status remove_tree(const std::filesystem::path& path);
Status sync_folder(const std::filesystem::path& path);
// Made by root, used by the service: `path` and all below it go to whom `state` belongs to.
Status give_to_owner(const std::filesystem::path& state, const std::filesystem::path& path);

}  // namespace vouch::store::backup
