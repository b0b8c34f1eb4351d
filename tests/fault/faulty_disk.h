// A disk that fails on purpose, under SQLite (a VFS over "unix", the default of this test process)
// and under the evidence writer (a FileSystem): both count their operations in one row, so that the
// n-th of a run is the same whoever does it. Thread-safe; one for the process.
#pragma once

#include <cerrno>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "store/file.h"

namespace vouch::store::fault {

enum class Op { kRead, kWrite, kSync, kTruncate, kRemove };

enum class Effect {
  kError,     // EIO, nothing is done
  kTorn,      // EIO after half of a write
  kNoSpace,   // ENOSPC after half of a write
  kPowerCut,  // the operation and all later ones fail; lose_what_was_not_synced() tells the rest
};

struct Plan {
  Effect effect = Effect::kError;
  std::set<Op> ops;
  std::int64_t at = 0;     // the first operation that fails, from 1; 0: none, they are counted
  std::int64_t times = 1;  // so many fail; 0: all from then on
  std::string ending;      // only files whose path ends so
};

class FaultyDisk {
 public:
  static FaultyDisk& instance() {
    static FaultyDisk disk;
    return disk;
  }

  void arm(Plan plan) {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
    counted_ = failed_ = 0;
    dead_ = false;
    unsynced_.clear();
    unnamed_.clear();
  }
  void mend() { arm({}); }

  [[nodiscard]] std::int64_t counted() const {
    const std::lock_guard lock(mutex_);
    return counted_;
  }
  [[nodiscard]] std::int64_t failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
  }
  [[nodiscard]] std::int64_t slept() const {
    const std::lock_guard lock(mutex_);
    return slept_;
  }
  void note_sleep() {
    const std::lock_guard lock(mutex_);
    ++slept_;
  }

  // errno of this operation, 0: it works. *part: how much of `size` bytes is written before it
  // fails.
  int next(Op op, const std::string& path, std::size_t size = 0, std::size_t* part = nullptr) {
    const std::lock_guard lock(mutex_);
    if (part != nullptr) *part = 0;
    if (dead_) return EIO;
    if (!plan_.ops.contains(op) || !path.ends_with(plan_.ending)) return 0;
    ++counted_;
    const bool due = plan_.at > 0 && counted_ >= plan_.at &&
                     (plan_.times == 0 || counted_ < plan_.at + plan_.times);
    if (!due) return 0;
    ++failed_;
    if (part != nullptr && plan_.effect != Effect::kError) *part = size / 2;
    dead_ = plan_.effect == Effect::kPowerCut;
    return plan_.effect == Effect::kNoSpace ? ENOSPC : EIO;
  }

  // --- what a power cut takes
  void note_write(const std::string& path, std::int64_t offset, const void* bytes,
                  std::size_t size) {
    const std::lock_guard lock(mutex_);
    if (plan_.effect != Effect::kPowerCut || plan_.at == 0) return;
    Change change{offset, {}, {static_cast<const char*>(bytes), size}, 0, false};
    remember(path, change);
  }
  void note_truncate(const std::string& path, std::int64_t size) {
    const std::lock_guard lock(mutex_);
    if (plan_.effect != Effect::kPowerCut || plan_.at == 0) return;
    Change change{size, {}, {}, 0, true};
    remember(path, change);
  }
  void note_sync(const std::string& path) {
    const std::lock_guard lock(mutex_);
    unsynced_.erase(path);
  }
  void note_created(const std::string& path) {
    const std::lock_guard lock(mutex_);
    unnamed_.insert(path);
  }
  void note_directory_sync(const std::string& directory) {
    const std::lock_guard lock(mutex_);
    std::erase_if(unnamed_, [&](const std::string& path) { return path.starts_with(directory); });
  }

  // All files are closed: of what was not synced, some stays, whole or torn at a sector, in any
  // order; names that were not synced may be gone.
  void lose_what_was_not_synced(std::mt19937& dice) {
    const std::lock_guard lock(mutex_);
    for (auto& [path, changes] : unsynced_) {
      const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
      if (file < 0) continue;
      for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        (void)!::pwrite(file, change->before.data(), change->before.size(), change->offset);
        (void)!::ftruncate(file, change->size_before);
      }
      for (const Change& change : changes) {
        constexpr std::size_t kSector = 512;
        const auto fate = dice() % 3;
        if (fate == 0) continue;
        if (change.truncation) {
          (void)!::ftruncate(file, change.offset);
          continue;
        }
        std::size_t size = change.after.size();
        if (fate == 1) size = size / kSector / 2 * kSector;
        (void)!::pwrite(file, change.after.data(), size, change.offset);
      }
      ::close(file);
    }
    for (const std::string& path : unnamed_) {
      if (dice() % 2 == 0) ::unlink(path.c_str());
    }
    unsynced_.clear();
    unnamed_.clear();
  }

 private:
  struct Change {
    std::int64_t offset;
    std::string before;
    std::string after;
    std::int64_t size_before;
    bool truncation;
  };

  void remember(const std::string& path, Change& change) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
      change.size_before = ::lseek(file, 0, SEEK_END);
      const std::int64_t wanted = change.truncation
                                      ? change.size_before - change.offset
                                      : static_cast<std::int64_t>(change.after.size());
      change.before.resize(static_cast<std::size_t>(std::max<std::int64_t>(wanted, 0)));
      const ssize_t got = ::pread(file, change.before.data(), change.before.size(), change.offset);
      change.before.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
      ::close(file);
    }
    unsynced_[path].push_back(std::move(change));
  }

  FaultyDisk();  // registers the VFS: faulty_vfs.h

  mutable std::mutex mutex_;
  Plan plan_;
  std::int64_t counted_ = 0;
  std::int64_t failed_ = 0;
  std::int64_t slept_ = 0;
  bool dead_ = false;
  std::map<std::string, std::vector<Change>> unsynced_;
  std::set<std::string> unnamed_;
};

// The evidence writer's side.
class FilesOnFaultyDisk final : public FileSystem {
 public:
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) override {
    const bool fresh = ::access(path.c_str(), F_OK) != 0;
    auto file = real_files().open_append(path);
    if (!file) return file;
    if (fresh) disk_.note_created(path);
    return std::make_unique<File>(path, std::move(*file));
  }
  Status sync_directory(const std::string& path) override {
    if (const int error = disk_.next(Op::kSync, path); error != 0)
      return tl::unexpected(failed_sync(path, error));
    auto done = real_files().sync_directory(path);
    if (done) disk_.note_directory_sync(path);
    return done;
  }
  Status truncate(const std::string& path, std::int64_t size) override {
    if (const int error = disk_.next(Op::kTruncate, path); error != 0)
      return tl::unexpected(file_error("shorten", path, error));
    disk_.note_truncate(path, size);
    auto done = real_files().truncate(path, size);
    if (done) disk_.note_sync(path);
    return done;
  }
  Result<std::int64_t> size(const std::string& path) override { return real_files().size(path); }
  Status remove(const std::string& path) override {
    if (const int error = disk_.next(Op::kRemove, path); error != 0)
      return tl::unexpected(file_error("remove", path, error));
    return real_files().remove(path);
  }

 private:
  static Error failed_sync(const std::string& path, int error) {
    Error out = file_error("sync", path, error);
    out.code = ErrorCode::kIo;  // as the real one
    return out;
  }

  class File final : public AppendFile {
   public:
    File(std::string path, std::unique_ptr<AppendFile> real)
        : path_(std::move(path)), real_(std::move(real)) {}
    Status write_at(std::int64_t offset, std::string_view bytes) override {
      std::size_t part = 0;
      const int error = disk_.next(Op::kWrite, path_, bytes.size(), &part);
      const std::string_view done = error == 0 ? bytes : bytes.substr(0, part);
      disk_.note_write(path_, offset, done.data(), done.size());
      auto written = real_->write_at(offset, done);
      if (error != 0) return tl::unexpected(file_error("write", path_, error));
      return written;
    }
    Status sync() override {
      if (const int error = disk_.next(Op::kSync, path_); error != 0)
        return tl::unexpected(failed_sync(path_, error));
      auto done = real_->sync();
      if (done) disk_.note_sync(path_);
      return done;
    }

   private:
    FaultyDisk& disk_ = FaultyDisk::instance();
    std::string path_;
    std::unique_ptr<AppendFile> real_;
  };

  FaultyDisk& disk_ = FaultyDisk::instance();
};

}  // namespace vouch::store::fault
