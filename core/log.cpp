#include "core/log.h"

#include <atomic>
#include <string>

#include <unistd.h>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/text.h"

namespace vouch::log {
namespace {

std::atomic<Level> threshold{Level::kInfo};

// systemd reads "<N>" as the priority of the line (sd-daemon(3)).
int priority(Level level) {
  switch (level) {
    case Level::kDebug:
      return 7;
    case Level::kInfo:
      return 6;
    case Level::kNotice:
      return 5;
    case Level::kWarning:
      return 4;
    case Level::kError:
      return 3;
  }
  return 6;
}

spdlog::logger& logger() {
  static const auto instance = [] {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto made = std::make_shared<spdlog::logger>("vouch", std::move(sink));
    made->set_pattern("%v");
    made->set_level(spdlog::level::trace);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

bool needs_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

void set_level(Level level) {
  threshold = level;
}
bool enabled(Level level) {
  return level >= threshold.load();
}

std::string escape(std::string_view text) {
  static constexpr std::size_t kMaxBytes = 2048;
  std::string out;
  std::size_t position = 0;
  while (position < text.size()) {
    const char32_t c = next_code_point(text, position);
    if (!needs_escape(c)) {
      append_utf8(out, c);
    } else if (c < 0x100) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += fmt::format("\\u{{{:04x}}}", static_cast<unsigned>(c));
    }
    if (out.size() > kMaxBytes) {
      out = std::string(cut_utf8(out, kMaxBytes)) + "...";
      break;
    }
  }
  return out;
}

void write(Level level, std::string_view room, std::string_view message) {
  if (!enabled(level)) return;
  // A person at a terminal has no use for the journal's marks.
  static const bool for_people = ::isatty(STDERR_FILENO) != 0;
  const std::string mark = for_people ? "" : fmt::format("<{}>", priority(level));
  logger().info(fmt::format("{}{}: {}", mark, room, escape(message)));
}

}  // namespace vouch::log
