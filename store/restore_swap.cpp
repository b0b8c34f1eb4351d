#include "store/restore_swap.h"

#include <fmt/format.h>

#include "store/backup_folder.h"
#include "store/file.h"

namespace vouch::store::restore_swap {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBuilding = "restore.building";
constexpr const char* kReady = "restore.ready";
constexpr const char* kKeptName = "kept";  // a file that holds the name

class Swap {
 public:
  Swap(const fs::path& state, std::string kept, const std::function<void()>& step)
      : state_(state), ready_(state / kReady), kept_(state / kept), step_(step) {}

  Status run() {
    auto done = backup::make_folder(kept_);
    // The old log goes before the old database: until then it belongs to the one in place.
    if (done && is_there(ready_ / backup::kDatabase)) {
      done = drop("vouch.db-shm");
      if (done) done = put_away("vouch.db-wal");
      if (done) done = exchange(backup::kDatabase);
    }
    if (done && is_there(ready_ / backup::kEvidence)) done = exchange(backup::kEvidence);
    if (done) done = backup::sync_folder(kept_);
    if (done) done = backup::sync_folder(state_);
    if (done) done = backup::remove_tree(ready_);
    if (done) done = backup::sync_folder(state_);
    if (done && fs::is_empty(kept_)) done = backup::remove_tree(kept_);
    return done;
  }

 private:
  static bool is_there(const fs::path& path) {
    std::error_code code;
    return fs::exists(fs::symlink_status(path, code));
  }

  Status note(Status done) {
    if (done && step_) step_();
    return done;
  }

  Status drop(const char* name) { return note(real_files().remove((state_ / name).string())); }

  Status put_away(const char* name) {
    if (!is_there(state_ / name)) return {};
    return note(backup::rename_path(state_ / name, kept_ / name));
  }

  Status exchange(const char* name) {
    auto done = put_away(name);
    if (done) done = backup::sync_folder(kept_);
    if (done) done = backup::sync_folder(state_);
    if (!done) return done;
    return note(backup::rename_path(ready_ / name, state_ / name));
  }

  const fs::path state_;
  const fs::path ready_;
  const fs::path kept_;
  const std::function<void()>& step_;
};

}  // namespace

fs::path building(const fs::path& state) {
  return state / kBuilding;
}

Status commit(const fs::path& state, const std::string& kept) {
  auto file = real_files().open_append((building(state) / kKeptName).string());
  if (!file) return tl::unexpected(file.error());
  auto done = (*file)->write_at(0, kept);
  if (done) done = (*file)->sync();
  if (done) done = backup::sync_folder(building(state));
  if (done) done = backup::rename_path(building(state), state / kReady);
  if (done) done = backup::sync_folder(state);
  return done;
}

bool is_unfinished(const fs::path& state) {
  std::error_code code;
  return fs::exists(state / kReady, code);
}

Result<std::string> finish(const fs::path& state, const std::function<void()>& step) {
  std::error_code code;
  if (!is_unfinished(state)) {
    if (!fs::exists(building(state), code)) return std::string();
    const auto removed = backup::remove_tree(building(state));
    if (!removed) return tl::unexpected(removed.error());
    return std::string(
        "a restore was interrupted before it replaced anything: what was there stands");
  }
  const fs::path named = state / kReady / kKeptName;
  const auto facts = backup::facts_of(named);
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) {  // killed while the emptied folder was being removed
    const auto removed = backup::remove_tree(state / kReady);
    if (!removed) return tl::unexpected(removed.error());
    return std::string("a restore was interrupted when it was complete");
  }
  auto kept = read_range(named.string(), 0, (*facts)->bytes);
  if (!kept) return tl::unexpected(kept.error());
  const auto swapped = Swap(state, *kept, step).run();
  if (!swapped) return tl::unexpected(swapped.error());
  return fmt::format(
      "a restore was interrupted and has now been completed: what was there is in {}",
      (state / *kept).string());
}

}  // namespace vouch::store::restore_swap
