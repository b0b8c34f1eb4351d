// The practice world as a child process of `vouchd --practice`; ends with it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"

namespace vouch::daemon {

struct PracticeWish {
  std::filesystem::path dir;  // empty: a fresh folder below the temporary directory
  std::string script = "first";
  std::string seed = "1";
};

class PracticeChild {
 public:
  // Starts vouch-practice (beside this program, or on PATH) and waits until it is ready.
  static Result<std::unique_ptr<PracticeChild>> start(const PracticeWish& wish);
  ~PracticeChild();
  PracticeChild(const PracticeChild&) = delete;
  PracticeChild& operator=(const PracticeChild&) = delete;

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

 private:
  PracticeChild(int pid, std::filesystem::path directory)
      : pid_(pid), directory_(std::move(directory)) {}
  int pid_;
  std::filesystem::path directory_;
};

// What a newcomer reads on the terminal.
void greet(const PracticeWish& wish, const std::string& address);

}  // namespace vouch::daemon
