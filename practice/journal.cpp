#include "practice/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace vouch::practice {

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0) return fail(ErrorCode::kIo, file.string() + ": " + std::strerror(errno));
  return std::unique_ptr<Journal>(new Journal(fd));
}

Journal::~Journal() {
  ::close(fd_);
}

void Journal::line(std::string_view json) {
  std::string text(json);
  text.push_back('\n');
  const std::lock_guard lock(mutex_);
  // A short write to a regular file means a full disk: the judge then finds the line missing.
  [[maybe_unused]] const auto written = ::write(fd_, text.data(), text.size());
}

}  // namespace vouch::practice
