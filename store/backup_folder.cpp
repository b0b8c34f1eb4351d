#include "store/backup_folder.h"

#include <cerrno>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "store/file.h"

namespace vouch::store::backup {
namespace {

namespace json = boost::json;

constexpr std::int64_t kChunk = 1 << 20;
constexpr std::int64_t kFormat = 1;

constexpr std::string_view kFiles =
    "SELECT name, bytes, closed_at IS NOT NULL FROM warc_file WHERE disposed_at IS NULL "
    "ORDER BY id";

Error cannot(std::string_view doing, const std::filesystem::path& path, int number) {
  return file_error(doing, path.string(), number);
}

// Reads the first `bytes` bytes piece by piece.
template <class Use>
Status walk_file(const std::filesystem::path& path, std::int64_t bytes, Use use) {
  for (std::int64_t offset = 0; offset < bytes; offset += kChunk) {
    auto piece = read_range(path.string(), offset, std::min(kChunk, bytes - offset));
    if (!piece) return tl::unexpected(piece.error());
    const Status used = use(offset, *piece);
    if (!used) return used;
  }
  return {};
}

std::string text_of(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

Manifest manifest_of(const json::object& object) {
  if (object.at("format").to_number<std::int64_t>() != kFormat) {
    throw std::invalid_argument("it is of a newer version");
  }
  Manifest out;
  const auto made_at = parse_rfc3339(text_of(object, "made_at"));
  if (!made_at) throw std::invalid_argument(made_at.error().message);
  out.made_at = *made_at;
  out.schema = object.at("schema").to_number<int>();
  out.observations = object.at("observations").to_number<std::int64_t>();
  const json::object& ledger = object.at("ledger").as_object();
  out.ledger = {ledger.at("sequence").to_number<std::int64_t>(), text_of(ledger, "hash")};
  out.database_sha256 = text_of(object, "database_sha256");
  for (const json::value& value : object.at("evidence").as_array()) {
    const json::object& file = value.as_object();
    out.evidence.push_back({text_of(file, "name"), file.at("bytes").to_number<std::int64_t>(),
                            text_of(file, "sha256"),
                            file.at("modified").to_number<std::int64_t>()});
  }
  for (const json::value& name : object.at("missing").as_array()) {
    out.missing.emplace_back(name.as_string());
  }
  return out;
}

}  // namespace

std::string stamp(Time time) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

const KeptFile* Manifest::find(std::string_view name) const {
  for (const KeptFile& file : evidence) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

Status write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  json::array evidence;
  for (const KeptFile& file : manifest.evidence) {
    evidence.push_back(json::object{{"name", file.name},
                                    {"bytes", file.bytes},
                                    {"sha256", file.sha256},
                                    {"modified", file.modified}});
  }
  const json::object out{
      {"format", kFormat},
      {"made_at", to_rfc3339(manifest.made_at)},
      {"schema", manifest.schema},
      {"observations", manifest.observations},
      {"ledger",
       json::object{{"sequence", manifest.ledger.sequence}, {"hash", manifest.ledger.hash}}},
      {"database_sha256", manifest.database_sha256},
      {"evidence", std::move(evidence)},
      {"missing", json::array(manifest.missing.begin(), manifest.missing.end())}};
  auto file = real_files().open_append((folder / kManifest).string());
  if (!file) return tl::unexpected(file.error());
  auto written = (*file)->write_at(0, json::serialize(out) + "\n");
  if (written) written = (*file)->sync();
  return written;
}

Result<std::optional<Manifest>> read_manifest(const std::filesystem::path& folder) {
  const auto path = folder / kManifest;
  auto facts = facts_of(path);
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) return std::optional<Manifest>();
  auto text = read_range(path.string(), 0, (*facts)->bytes);
  if (!text) return tl::unexpected(text.error());
  try {
    return manifest_of(json::parse(*text).as_object());
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kCorrupt,
                fmt::format("{} cannot be read ({}): take another backup, or restore {} alone",
                            path.string(), problem.what(), kDatabase));
  }
}

Result<std::vector<WarcFile>> warc_files(Connection& db) {
  auto files = db.all<WarcFile>(kFiles, [](const Row& row) {
    WarcFile file;
    row.read(file.name, file.bytes, file.closed);
    if (file.name.empty() || file.name.starts_with('.') ||
        file.name.find('/') != std::string::npos) {
      row.reject(0, "name of an evidence file");
    }
    return file;
  });
  return files;
}

Result<std::optional<FileFacts>> facts_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<FileFacts>();
    return tl::unexpected(cannot("look at", path, errno));
  }
  return FileFacts{facts.st_size, facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec};
}

Result<std::string> sha256_of_file(const std::filesystem::path& path, std::int64_t bytes) {
  Sha256 sum;
  auto walked = walk_file(path, bytes, [&](std::int64_t, const std::string& piece) -> Status {
    sum.update(piece);
    return {};
  });
  if (!walked) return tl::unexpected(walked.error());
  return to_hex(sum.finish());
}

Result<std::string> copy_bytes(const std::filesystem::path& from, const std::filesystem::path& to,
                               std::int64_t bytes) {
  auto file = real_files().open_append(to.string());
  if (!file) return tl::unexpected(file.error());
  Sha256 sum;
  auto done = walk_file(from, bytes, [&](std::int64_t offset, const std::string& piece) {
    sum.update(piece);
    return (*file)->write_at(offset, piece);
  });
  if (done) done = (*file)->sync();
  if (!done) return tl::unexpected(done.error());
  return to_hex(sum.finish());
}

Result<bool> link_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return true;
  const int reason = errno;
  if (reason == EXDEV || reason == EPERM || reason == EMLINK || reason == EOPNOTSUPP) return false;
  return tl::unexpected(cannot("link", from, reason));
}

Status make_folder(const std::filesystem::path& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return {};
  std::filesystem::create_directories(path, code);
  if (!code) {
    std::filesystem::permissions(path, std::filesystem::perms(0750), code);
  }
  if (code) return tl::unexpected(cannot("create", path, code.value()));
  return {};
}

Status rename_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return tl::unexpected(cannot("move", from, errno));
}

Status remove_tree(const std::filesystem::path& path) {
  std::error_code code;
  std::filesystem::remove_all(path, code);
  if (code) return tl::unexpected(cannot("remove", path, code.value()));
  return {};
}

Status sync_folder(const std::filesystem::path& path) {
  return real_files().sync_directory(path.string());
}

Status give_to_owner(const std::filesystem::path& state, const std::filesystem::path& path) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(state.c_str(), &owner) != 0 || owner.st_uid == 0) return {};
  std::error_code code;
  std::vector<std::filesystem::path> all = {path};
  if (std::filesystem::is_directory(path, code)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path, code)) {
      all.push_back(entry.path());
    }
  }
  for (const std::filesystem::path& one : all) {
    if (::lchown(one.c_str(), owner.st_uid, owner.st_gid) != 0) {
      return tl::unexpected(file_error("change the owner of", one.string(), errno));
    }
  }
  return {};
}

}  // namespace vouch::store::backup
