// Log lines for journald: "<N>" priority prefix, one event a line, hostile text escaped, no
// secrets. The only file pair that knows spdlog. Any thread may call.
#pragma once

#include <string_view>

#include <fmt/format.h>

namespace vouch::log {

enum class Level { kDebug, kInfo, kNotice, kWarning, kError };

void set_level(Level level);
bool enabled(Level level);
void write(Level level, std::string_view room, std::string_view message);  // escapes control bytes

template <class... Args>
void debug(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::kDebug))
    write(Level::kDebug, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kInfo, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void notice(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kNotice, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kWarning, room, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view room, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::kError, room, fmt::format(format, std::forward<Args>(args)...));
}

// C0/C1 controls, DEL, U+2028/2029 and bidi controls become \xNN or \u{NNNN}; cut at 2 kB
// (ASVS 16.4.1).
std::string escape(std::string_view text);

}  // namespace vouch::log
