// Lets the n-th malloc or new of this thread fail. The test program is linked with
// --wrap=malloc --wrap=_Znwm (tests/CMakeLists.txt), which leads the calls of our own code here;
// shared libraries keep theirs. Include it in one file of a program.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace vouch::fakes {

class FailingMemory {
 public:
  FailingMemory() { stop(); }
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;
  ~FailingMemory() { stop(); }

  void count_mallocs() { start(Call::kMalloc, 0); }
  void count_news() { start(Call::kNew, 0); }
  void fail_malloc(std::size_t n) { start(Call::kMalloc, n); }  // 1: the next one
  void fail_new(std::size_t n) { start(Call::kNew, n); }
  void stop() { watched() = Call::kNone; }
  // Calls since the last start.
  std::size_t seen() {
    stop();
    return calls();
  }

  enum class Call { kNone, kMalloc, kNew };
  // Called by the wrappers: is this the one that fails?
  static bool fails(Call call) {
    if (watched() != call) return false;
    return ++calls() == failing();
  }

 private:
  static void start(Call call, std::size_t n) {
    calls() = 0;
    failing() = n;
    watched() = call;
  }
  static Call& watched() {
    thread_local Call call = Call::kNone;
    return call;
  }
  static std::size_t& calls() {
    thread_local std::size_t count = 0;
    return count;
  }
  static std::size_t& failing() {
    thread_local std::size_t n = 0;
    return n;
  }
};

}  // namespace vouch::fakes

extern "C" {
void* __real_malloc(std::size_t size);
void* __real__Znwm(std::size_t size);
void* __wrap_malloc(std::size_t size);
void* __wrap__Znwm(std::size_t size);

void* __wrap_malloc(std::size_t size) {
  using vouch::fakes::FailingMemory;
  return FailingMemory::fails(FailingMemory::Call::kMalloc) ? nullptr : __real_malloc(size);
}
void* __wrap__Znwm(std::size_t size) {
  using vouch::fakes::FailingMemory;
  if (FailingMemory::fails(FailingMemory::Call::kNew)) throw std::bad_alloc();
  return __real__Znwm(size);
}
}
