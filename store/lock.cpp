#include "store/lock.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/text.h"
#include "store/file.h"

namespace vouch::store {
namespace {

std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
  return got > 0 ? std::string(trim({text.data(), static_cast<std::size_t>(got)})) : "?";
}

}  // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::filesystem::path& directory) {
  const std::string path = (directory / "lock").string();
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) return tl::unexpected(file_error("open", path, errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    const std::string pid = holder(descriptor);
    ::close(descriptor);
    if (reason != EWOULDBLOCK) return tl::unexpected(file_error("lock", path, reason));
    return fail(ErrorCode::kConflict,
                fmt::format("{} is in use by process {}: stop that one first, or choose another "
                            "state directory",
                            directory.string(), pid));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    const int reason = errno;
    ::close(descriptor);
    return tl::unexpected(file_error("write", path, reason));
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(descriptor));
}

DirectoryLock::~DirectoryLock() {
  ::close(descriptor_);
}

}  // namespace vouch::store
