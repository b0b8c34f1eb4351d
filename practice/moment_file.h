// One moment of simulated time in an 8-byte file shared between processes (D/clock, D/world_next):
// little-endian UTC milliseconds, read and written as one word. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "core/result.h"
#include "core/time.h"

namespace vouch::practice {

class MomentFile {
 public:
  // `initial` is written where the file does not exist yet.
  static Result<std::unique_ptr<MomentFile>> open(const std::filesystem::path& file,
                                                  std::int64_t initial);
  ~MomentFile();
  MomentFile(const MomentFile&) = delete;
  MomentFile& operator=(const MomentFile&) = delete;

  [[nodiscard]] std::int64_t load() const;
  void store(std::int64_t value);
  [[nodiscard]] Time time() const { return from_millis(load()); }

 private:
  explicit MomentFile(std::int64_t* word) : word_(word) {}
  std::int64_t* word_;
};

}  // namespace vouch::practice
