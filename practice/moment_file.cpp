#include "practice/moment_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <cerrno>
#include <cstring>

namespace vouch::practice {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

Result<std::unique_ptr<MomentFile>> MomentFile::open(const std::filesystem::path& file,
                                                     std::int64_t initial) {
  const auto failed = [&file] {
    return fail(ErrorCode::kIo, file.string() + ": " + std::strerror(errno));
  };
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return failed();
  struct stat info {};
  const bool is_new = ::fstat(fd, &info) == 0 && info.st_size < 8;
  if (is_new && ::pwrite(fd, &initial, sizeof initial, 0) != sizeof initial) {
    ::close(fd);
    return failed();
  }
  void* mapping = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  if (mapping == MAP_FAILED) return failed();
  return std::unique_ptr<MomentFile>(new MomentFile(static_cast<std::int64_t*>(mapping)));
}

MomentFile::~MomentFile() {
  ::munmap(word_, sizeof(std::int64_t));
}

std::int64_t MomentFile::load() const {
  return std::atomic_ref<std::int64_t>(*word_).load(std::memory_order_acquire);
}

void MomentFile::store(std::int64_t value) {
  std::atomic_ref<std::int64_t>(*word_).store(value, std::memory_order_release);
}

}  // namespace vouch::practice
