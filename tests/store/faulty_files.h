// The file system of the evidence writer, failing on purpose, or looking around before it acts.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/file.h"

namespace vouch::store {

class FaultyFiles final : public FileSystem {
 public:
  std::function<Status(const std::string& path)> before_write;
  std::function<Status(const std::string& path)> before_sync;

  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) override {
    auto file = real_files().open_append(path);
    if (!file) return file;
    return std::make_unique<File>(*this, path, std::move(*file));
  }
  Status sync_directory(const std::string& path) override {
    return real_files().sync_directory(path);
  }
  Status truncate(const std::string& path, std::int64_t size) override {
    return real_files().truncate(path, size);
  }
  Result<std::int64_t> size(const std::string& path) override { return real_files().size(path); }
  Status remove(const std::string& path) override { return real_files().remove(path); }

 private:
  class File final : public AppendFile {
   public:
    File(FaultyFiles& owner, std::string path, std::unique_ptr<AppendFile> real)
        : owner_(owner), path_(std::move(path)), real_(std::move(real)) {}
    Status write_at(std::int64_t offset, std::string_view bytes) override {
      if (owner_.before_write) {
        const Status allowed = owner_.before_write(path_);
        if (!allowed) {
          // As a disk does: some of it is there.
          (void)real_->write_at(offset, bytes.substr(0, bytes.size() / 2));
          return allowed;
        }
      }
      return real_->write_at(offset, bytes);
    }
    Status sync() override {
      if (owner_.before_sync) {
        const Status allowed = owner_.before_sync(path_);
        if (!allowed) return allowed;
      }
      return real_->sync();
    }

   private:
    FaultyFiles& owner_;
    std::string path_;
    std::unique_ptr<AppendFile> real_;
  };
};

}  // namespace vouch::store
