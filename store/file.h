// Every effect of the evidence writer on the disk goes through this small interface; the real one
// is below, a twin that fails on purpose lives in the tests. Used by the writer thread alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch::store {

class AppendFile {
 public:
  virtual ~AppendFile() = default;
  virtual Status write_at(std::int64_t offset, std::string_view bytes) = 0;  // all of them
  virtual Status sync() = 0;                                                 // fdatasync
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Creates the file when it is absent.
  virtual Result<std::unique_ptr<AppendFile>> open_append(const std::string& path) = 0;
  virtual Status sync_directory(const std::string& path) = 0;
  virtual Status truncate(const std::string& path, std::int64_t size) = 0;
  virtual Result<std::int64_t> size(const std::string& path) = 0;  // kNotFound
  virtual Status remove(const std::string& path) = 0;
};

FileSystem& real_files();

Status sync_path(const std::string& path);  // fsync of a file that is written to no more

// With what to do. ENOSPC and EDQUOT: kNoSpace; EACCES, EPERM and EROFS: kDenied; else kIo.
Error file_error(std::string_view doing, const std::string& path, int error_number);

Result<std::string> read_range(const std::string& path, std::int64_t offset, std::int64_t length);

}  // namespace vouch::store
