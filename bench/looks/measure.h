// Processor time, wall time and memory of one pass, the same for ceilings and Vouch.
#pragma once

#include <chrono>
#include <string>

namespace vouch::bench {

struct Usage {
  double wall = 0;  // seconds
  double cpu = 0;   // user and system, all threads of the process
};

class Stopwatch {
 public:
  Stopwatch();
  [[nodiscard]] Usage read() const;

 private:
  std::chrono::steady_clock::time_point wall_;
  double cpu_;
};

void forget_peak_memory();       // the next peak is that of what follows
double peak_memory_megabytes();  // VmHWM

}  // namespace vouch::bench
