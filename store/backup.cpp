#include "store/backup.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/log.h"
#include "store/backup_folder.h"
#include "store/file.h"
#include "store/migrate.h"
#include "store/restore_swap.h"
#include "store/sqlite/control.h"

namespace vouch::store::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "vouch-";
constexpr std::string_view kHidden = ".vouch-";  // half-made, or half-removed
constexpr std::string_view kUpgradePrefix = "before-schema-";
constexpr int kKeptUpgrades = 2;
constexpr std::string_view kStampShape = "00000000T000000Z";

constexpr std::string_view kCopyInto = "VACUUM INTO $1";
constexpr std::string_view kObservations = "SELECT count(*) FROM observation";

bool ends_with_stamp(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  if (name.size() != kStampShape.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool digit = name[i] >= '0' && name[i] <= '9';
    if (kStampShape[i] == '0' ? !digit : name[i] != kStampShape[i]) return false;
  }
  return true;
}

bool is_nightly(std::string_view name) {
  return ends_with_stamp(name, kPrefix);
}

bool is_upgrade(std::string_view name) {
  const std::size_t stamp_at = name.rfind('-');
  return name.starts_with(kUpgradePrefix) && stamp_at >= kUpgradePrefix.size() &&
         stamp_at != std::string_view::npos && ends_with_stamp(name, name.substr(0, stamp_at + 1));
}

// The folder of the backups, for one process at a time.
class Shelf {
 public:
  static Result<Shelf> open(const fs::path& path) {
    const auto made = make_folder(path);
    if (!made) return tl::unexpected(made.error());
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return tl::unexpected(file_error("open", path.string(), errno));
    Shelf shelf(path, descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      return fail(ErrorCode::kConflict,
                  fmt::format("another backup is being written to {}: try again when it is done",
                              path.string()));
    }
    const auto cleared = shelf.clear_leftovers();
    if (!cleared) return tl::unexpected(cleared.error());
    return shelf;
  }
  Shelf(Shelf&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  Shelf& operator=(Shelf&&) = delete;
  ~Shelf() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  // Of one family of backups, by the time in their names.
  [[nodiscard]] Result<std::vector<std::string>> newest_first(
      bool (*belongs)(std::string_view)) const {
    std::vector<std::string> names;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(path_, code)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_directory(code) && belongs(name)) names.push_back(name);
    }
    if (code) return tl::unexpected(file_error("list", path_.string(), code.value()));
    std::sort(names.begin(), names.end(), [](const std::string& one, const std::string& other) {
      const auto time = [](std::string_view name) { return name.substr(name.rfind('-')); };
      return time(one) > time(other);
    });
    return names;
  }

  // All but the `keep` newest ones; how many went.
  [[nodiscard]] Result<int> thin(bool (*belongs)(std::string_view), std::size_t keep) const {
    const auto names = newest_first(belongs);
    if (!names) return tl::unexpected(names.error());
    int removed = 0;
    for (std::size_t i = keep; i < names->size(); ++i) {
      // Out of sight first: a removal that is interrupted leaves nothing that looks like a backup.
      const fs::path hidden = path_ / fmt::format("{}removing-{}", kHidden, (*names)[i]);
      auto done = rename_path(path_ / (*names)[i], hidden);
      if (done) done = remove_tree(hidden);
      if (!done) return tl::unexpected(done.error());
      ++removed;
    }
    return removed;
  }

 private:
  Shelf(fs::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  // What a killed backup or a killed removal left behind.
  [[nodiscard]] Status clear_leftovers() const {
    std::vector<fs::path> leftovers;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(path_, code)) {
      if (entry.path().filename().string().starts_with(kHidden)) leftovers.push_back(entry.path());
    }
    for (const fs::path& leftover : leftovers) {
      const auto removed = remove_tree(leftover);
      if (!removed) return removed;
    }
    return {};
  }

  fs::path path_;
  int descriptor_;
};

struct Earlier {  // the newest backup there is: its unchanged files need no second digest or copy
  fs::path evidence;
  Manifest manifest;
};

class Maker {
 public:
  Maker(fs::path state, fs::path folder, std::optional<Earlier> earlier)
      : state_(std::move(state)), folder_(std::move(folder)), earlier_(std::move(earlier)) {}

  Result<BackupReport> fill(Time now) {
    auto done = make_folder(folder_);
    if (done) done = make_folder(folder_ / kEvidence);
    // Linked before the copy of the database is taken: what is disposed of meanwhile stays here.
    if (done) done = link_what_is_there();
    if (done) done = copy_database();
    if (done) done = read_copy();
    for (std::size_t i = 0; done && i < files_.size(); ++i) done = keep(files_[i]);
    if (done) done = drop_unnamed();
    if (done) done = sync_folder(folder_ / kEvidence);
    manifest_.made_at = now;
    if (done) done = write_manifest(folder_, manifest_);
    if (done) done = sync_folder(folder_);
    if (!done) return tl::unexpected(done.error());
    report_.observations = manifest_.observations;
    return report_;
  }

 private:
  Status link_what_is_there() {
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(state_ / kEvidence, code)) {
      if (!entry.is_regular_file(code)) continue;
      const auto linked = link_file(entry.path(), folder_ / kEvidence / entry.path().filename());
      if (!linked && facts_of(entry.path()).value_or(std::nullopt)) {
        return tl::unexpected(linked.error());
      }
      if (linked && !*linked) break;  // another file system
    }
    return {};
  }

  Status copy_database() {
    auto live = Connection::open((state_ / kDatabase).string(), Connection::Mode::kReadOnly);
    if (!live) return tl::unexpected(live.error());
    const auto copied = (*live)->run(kCopyInto, (folder_ / kDatabase).string());
    if (!copied) return tl::unexpected(copied.error());
    std::error_code code;
    fs::permissions(folder_ / kDatabase, fs::perms(0640), code);
    return sync_path((folder_ / kDatabase).string());
  }

  Status read_copy() {
    const fs::path path = folder_ / kDatabase;
    {
      auto copy = Connection::open(path.string(), Connection::Mode::kReadOnly);
      if (!copy) return tl::unexpected(copy.error());
      const auto sound = sqlite::quick_check(**copy);
      if (!sound) return sound;
      const auto schema = schema_version(**copy);
      const auto observations = (*copy)->scalar<std::int64_t>(kObservations);
      const auto head = ledger::head(**copy);
      auto files = warc_files(**copy);
      if (!schema) return tl::unexpected(schema.error());
      if (!observations) return tl::unexpected(observations.error());
      if (!head) return tl::unexpected(head.error());
      if (!files) return tl::unexpected(files.error());
      manifest_.schema = *schema;
      manifest_.observations = *observations;
      manifest_.ledger = *head;
      files_ = std::move(*files);
    }
    const auto facts = facts_of(path);
    if (!facts) return tl::unexpected(facts.error());
    report_.bytes += (*facts)->bytes;
    auto sum = sha256_of_file(path, (*facts)->bytes);
    if (!sum) return tl::unexpected(sum.error());
    manifest_.database_sha256 = std::move(*sum);
    return {};
  }

  Status keep(const WarcFile& file) {
    const fs::path from = state_ / kEvidence / file.name;
    const fs::path to = folder_ / kEvidence / file.name;
    auto here = facts_of(to);  // linked already
    if (!here) return tl::unexpected(here.error());
    auto source = *here ? here : facts_of(from);
    if (!source) return tl::unexpected(source.error());
    if (!*source || (*source)->bytes < file.bytes) {
      log::error("store", "evidence file {} is not whole, the backup is made without it",
                 file.name);
      manifest_.missing.push_back(file.name);
      return {};
    }
    const KeptFile* before = earlier_of(file, **source);
    auto sum = place(file, *here ? to : from, to, before);
    if (!sum) return tl::unexpected(sum.error());
    manifest_.evidence.push_back({file.name, file.bytes, std::move(*sum), (*source)->modified});
    report_.bytes += file.bytes;
    return {};
  }

  // `to` may be a link to the original already; an open file must not stay one: it grows.
  Result<std::string> place(const WarcFile& file, const fs::path& from, const fs::path& to,
                            const KeptFile* before) {
    if (file.closed && from == to) {
      if (before != nullptr) return before->sha256;
      return sha256_of_file(to, file.bytes);
    }
    if (file.closed && before != nullptr) {
      const auto linked = link_file(earlier_->evidence / file.name, to);
      if (!linked) return tl::unexpected(linked.error());
      if (*linked) return before->sha256;
    }
    const fs::path fresh = folder_ / "copying";
    auto sum = copy_bytes(from, fresh, file.bytes);
    if (!sum) return sum;
    const auto moved = rename_path(fresh, to);
    if (!moved) return tl::unexpected(moved.error());
    return sum;
  }

  [[nodiscard]] const KeptFile* earlier_of(const WarcFile& file, const FileFacts& source) const {
    if (!earlier_) return nullptr;
    const KeptFile* before = earlier_->manifest.find(file.name);
    if (before == nullptr || before->bytes != file.bytes || before->modified != source.modified ||
        source.bytes != file.bytes) {
      return nullptr;
    }
    const auto there = facts_of(earlier_->evidence / file.name);
    return there && *there && (*there)->bytes == file.bytes ? before : nullptr;
  }

  // Linked in advance, but the database does not name them (disposed of, or not committed yet).
  Status drop_unnamed() {
    std::vector<fs::path> unnamed;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder_ / kEvidence, code)) {
      if (manifest_.find(entry.path().filename().string()) == nullptr) {
        unnamed.push_back(entry.path());
      }
    }
    for (const fs::path& path : unnamed) {
      const auto removed = remove_tree(path);
      if (!removed) return removed;
    }
    return {};
  }

  const fs::path state_;
  const fs::path folder_;
  const std::optional<Earlier> earlier_;
  std::vector<WarcFile> files_;
  Manifest manifest_;
  BackupReport report_;
};

std::optional<Earlier> newest_of(const Shelf& shelf, const fs::path& into) {
  const auto names = shelf.newest_first(is_nightly);
  if (!names || names->empty()) return std::nullopt;
  auto manifest = read_manifest(into / names->front());
  if (!manifest || !*manifest) return std::nullopt;
  return Earlier{into / names->front() / kEvidence, std::move(**manifest)};
}

Result<BackupReport> make_named(const fs::path& state, const fs::path& into,
                                const std::string& name, Time now) {
  if (restore_swap::is_unfinished(state)) {
    return fail(ErrorCode::kUnavailable,
                "a restore was interrupted: start vouchd, which completes it, then try again");
  }
  auto shelf = Shelf::open(into);
  if (!shelf) return tl::unexpected(shelf.error());
  if (fs::exists(into / name)) {
    return fail(ErrorCode::kConflict, fmt::format("{} exists already", (into / name).string()));
  }
  const fs::path partial = into / fmt::format("{}{}.partial", kHidden, stamp(now));
  auto report = Maker(state, partial, newest_of(*shelf, into)).fill(now);
  if (!report) {
    (void)remove_tree(partial);
    return report;
  }
  auto done = rename_path(partial, into / name);
  if (done) done = sync_folder(into);
  if (!done) return tl::unexpected(done.error());
  report->path = into / name;
  return report;
}

}  // namespace

Result<BackupReport> make(const fs::path& state, const fs::path& into, Time now) {
  return make_named(state, into, fmt::format("{}{}", kPrefix, stamp(now)), now);
}

Result<BackupReport> make_before_upgrade(const fs::path& state, const fs::path& into, int schema,
                                         Time now) {
  auto report =
      make_named(state, into, fmt::format("{}{}-{}", kUpgradePrefix, schema, stamp(now)), now);
  if (!report) return report;
  auto done = give_to_owner(state, into);
  if (!done) return tl::unexpected(done.error());
  auto shelf = Shelf::open(into);
  if (!shelf) return tl::unexpected(shelf.error());
  const auto thinned = shelf->thin(is_upgrade, kKeptUpgrades);
  if (!thinned) return tl::unexpected(thinned.error());
  return report;
}

fs::path newest_usable(const fs::path& into, int schema) {
  fs::path newest;
  Time made_at{};
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(into, code)) {
    const std::string name = entry.path().filename().string();
    if (!is_nightly(name) && !is_upgrade(name)) continue;
    const auto manifest = read_manifest(entry.path());
    if (!manifest || !*manifest || (*manifest)->schema > schema) continue;
    if (!newest.empty() && (*manifest)->made_at <= made_at) continue;
    newest = entry.path();
    made_at = (*manifest)->made_at;
  }
  return newest;
}

std::optional<fs::path> newest(const fs::path& into) {
  std::string best;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(into, code)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(code) && is_nightly(name)) best = std::max(best, name);
  }
  if (best.empty()) return std::nullopt;
  return into / best;
}

Result<int> thin(const fs::path& into, int keep) {
  auto shelf = Shelf::open(into);
  if (!shelf) return tl::unexpected(shelf.error());
  return shelf->thin(is_nightly, static_cast<std::size_t>(std::max(keep, 1)));
}

}  // namespace vouch::store::backup
