// How far a long piece of work has come: counted by the thread that does it, read by another.
#pragma once

#include <atomic>
#include <cstdint>

namespace vouch {

struct WorkProgress {
  std::atomic<std::int64_t> done{0};
  std::atomic<std::int64_t> total{0};  // 0: not known yet
};

}  // namespace vouch
