// An append-only file of JSON lines: one write call a line, so that a reader never sees half of
// one and a killed world loses none that was written. Any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>

#include "core/result.h"

namespace vouch::practice {

class Journal {
 public:
  static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& file);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void line(std::string_view json);

 private:
  explicit Journal(int fd) : fd_(fd) {}
  int fd_;
  std::mutex mutex_;
};

}  // namespace vouch::practice
