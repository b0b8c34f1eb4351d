#include "store/file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace vouch::store {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

// Whatever its reason: what was written before it may be gone, so it cannot be tried again.
Error sync_error(const std::string& path, int error_number) {
  Error error = file_error("sync", path, error_number);
  error.code = ErrorCode::kIo;
  return error;
}

class RealAppendFile final : public AppendFile {
 public:
  RealAppendFile(std::string path, int number) : path_(std::move(path)), descriptor_(number) {}

  Status write_at(std::int64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written =
          ::pwrite(descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0) {
        if (errno == EINTR) continue;
        return tl::unexpected(file_error("write", path_, errno));
      }
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += written;
    }
    return {};
  }

  Status sync() override {
    if (::fdatasync(descriptor_.number()) != 0) return tl::unexpected(sync_error(path_, errno));
    return {};
  }

 private:
  std::string path_;
  Descriptor descriptor_;
};

class RealFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) override {
    const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
    if (number < 0) return tl::unexpected(file_error("open", path, errno));
    return std::make_unique<RealAppendFile>(path, number);
  }

  Status sync_directory(const std::string& path) override {
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::fsync(directory.number()) != 0) {
      return tl::unexpected(sync_error(path, errno));
    }
    return {};
  }

  Status truncate(const std::string& path, std::int64_t size) override {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file || ::ftruncate(file.number(), static_cast<off_t>(size)) != 0 ||
        ::fsync(file.number()) != 0) {
      return tl::unexpected(file_error("shorten", path, errno));
    }
    return {};
  }

  Result<std::int64_t> size(const std::string& path) override {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) {
      Error error = file_error("look at", path, errno);
      if (errno == ENOENT) error.code = ErrorCode::kNotFound;
      return tl::unexpected(std::move(error));
    }
    return static_cast<std::int64_t>(facts.st_size);
  }

  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
      return tl::unexpected(file_error("remove", path, errno));
    }
    return {};
  }
};

}  // namespace

FileSystem& real_files() {
  static RealFileSystem files;
  return files;
}

Status sync_path(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.number()) != 0) return tl::unexpected(sync_error(path, errno));
  return {};
}

Error file_error(std::string_view doing, const std::string& path, int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::kNoSpace,
              fmt::format("no space left on the disk of {}: free some space and try again; nothing "
                          "half-written was kept",
                          path),
              {}};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorCode::kDenied,
              fmt::format("cannot {} {}: {}", doing, path, std::strerror(error_number)),
              {}};
    default:
      return {ErrorCode::kIo,
              fmt::format("cannot {} {}: {}", doing, path, std::strerror(error_number)),
              {}};
  }
}

Result<std::string> read_range(const std::string& path, std::int64_t offset, std::int64_t length) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) {
    const int reason = errno;
    Error error = file_error("open", path, reason);
    error.code = reason == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
    return tl::unexpected(std::move(error));
  }
  std::string bytes(static_cast<std::size_t>(length), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::pread(file.number(), bytes.data() + done, bytes.size() - done,
                                static_cast<off_t>(offset) + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(file_error("read", path, errno));
    if (got == 0) {
      return fail(ErrorCode::kCorrupt,
                  fmt::format("{} ends at byte {}, {} were recorded up to {}", path,
                              offset + static_cast<std::int64_t>(done), length, offset + length));
    }
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace vouch::store
