// How much memory a piece of work takes at its peak: the process's resident high-water mark, reset
// before. For bombs, where the difference is between megabytes and gigabytes.
#pragma once

#include <cstddef>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

namespace vouch::fakes {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VOUCH_MEMORY_IS_INSTRUMENTED 1
#endif
#endif

inline std::size_t status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with(name)) return std::stoul(line.substr(name.size())) * 1024;
  }
  return 0;
}

// None where it cannot be told: sanitizers keep what is freed, some kernels do not reset the mark.
// The work is done in any case.
inline std::optional<std::size_t> peak_of(const std::function<void()>& work) {
  bool can_tell = static_cast<bool>(std::ofstream("/proc/self/clear_refs") << "5" << std::flush);
  const std::size_t before = status_bytes("VmRSS:");
  can_tell = can_tell && before > 0 && status_bytes("VmHWM:") < before + (std::size_t{8} << 20U);
  work();
#ifdef VOUCH_MEMORY_IS_INSTRUMENTED
  can_tell = false;
#endif
  if (!can_tell) return std::nullopt;
  const std::size_t peak = status_bytes("VmHWM:");
  return peak > before ? peak - before : 0;
}

// `work` stays below `megabytes` at its peak, as far as that can be told.
#define EXPECT_PEAK_BELOW(megabytes, work)                                         \
  do {                                                                             \
    const auto peak = ::vouch::fakes::peak_of(work);                               \
    if (peak) {                                                                    \
      EXPECT_LT(*peak >> 20U, static_cast<std::size_t>(megabytes)) << "megabytes"; \
    }                                                                              \
  } while (false)

}  // namespace vouch::fakes
