// The lock on a state directory: one writing process at a time. Held as long as the object lives;
// the kernel lets go of it when the process dies.
#pragma once

#include <filesystem>
#include <memory>

#include "core/result.h"

namespace vouch::store {

class DirectoryLock {
 public:
  // kConflict names the process that holds it.
  static Result<std::unique_ptr<DirectoryLock>> take(const std::filesystem::path& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace vouch::store
