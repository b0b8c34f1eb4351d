// vouchd: the daemon.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <sys/stat.h>

#include "core/log.h"
#include "core/version.h"
#include "daemon/daemon.h"
#include "daemon/practice_child.h"

namespace {

constexpr int kUsage = 2;

void print_help(std::FILE* to) {
  std::fputs(
      "usage: vouchd --config FILE [--check]\n"
      "       vouchd --practice [--speed N] [--dir DIR] [--script NAME] [--seed N]\n"
      "\n"
      "Vouch's daemon: looks at reported work, keeps the evidence, tells people.\n"
      "\n"
      "  --config FILE   configuration (vouch.toml)\n"
      "  --check         names every mistake in it with file and line, says what is off, and ends\n"
      "  --practice      starts the practice world and works on it; nothing real is touched\n"
      "  --speed N       simulated seconds a real second at most, 0 as fast as it goes (practice; "
      "default 10800:\n"
      "                  a day in 8 s)\n"
      "  --dir DIR       the practice folder, kept afterwards; a second start on it goes on "
      "(default: a new one\n"
      "                  under /tmp)\n"
      "  --script NAME   first (default: a week of five employees), single, single-false, "
      "fortnight\n"
      "  --seed N        another seed, other pages and mishaps (default 1)\n"
      "  --version, --help\n"
      "\n"
      "Without --practice, /etc/vouch/vouch.toml is the usual FILE; `vouch setup` writes it.\n"
      "Signals: SIGHUP reloads, SIGTERM and Ctrl-C finish what is under way and end.\n"
      "Exit: 0 ok, 1 going on would lose data, 2 usage, 65 damaged database, 78 bad configuration, "
      "or a database of a newer version.\n",
      to);
}

struct Arguments {
  std::filesystem::path config;
  bool check = false;
  bool practice = false;
  double speed = -1;
  vouch::daemon::PracticeWish wish;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&]() -> const char* { return i + 1 < argc ? argv[++i] : nullptr; };
    const char* given = nullptr;
    if (word == "--check") {
      out.check = true;
    } else if (word == "--practice") {
      out.practice = true;
    } else if (word == "--config" && (given = value()) != nullptr) {
      out.config = given;
    } else if (word == "--speed" && (given = value()) != nullptr) {
      char* rest = nullptr;
      out.speed = std::strtod(given, &rest);
      if (rest == given || *rest != '\0' || !(out.speed >= 0)) {
        std::fprintf(stderr, "vouchd: --speed takes a number, not '%s'\n", given);
        return std::nullopt;
      }
    } else if (word == "--dir" && (given = value()) != nullptr) {
      out.wish.dir = given;
    } else if (word == "--script" && (given = value()) != nullptr) {
      out.wish.script = given;
    } else if (word == "--seed" && (given = value()) != nullptr) {
      out.wish.seed = given;
    } else {
      std::fprintf(stderr, "vouchd: cannot use '%s'\n", word.c_str());
      return std::nullopt;
    }
  }
  if (out.config.empty() == !out.practice) {
    std::fputs("vouchd: give either --config FILE or --practice\n", stderr);
    return std::nullopt;
  }
  return out;
}

// Starting again would end the same way: bad configuration, or a database of a newer version.
bool waits_for_a_person(const vouch::Error& error) {
  return error.code == vouch::ErrorCode::kInvalid || error.code == vouch::ErrorCode::kUnsupported;
}

// Thousands of browsers that poll need as many descriptors; the unit allows them.
void allow_many_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65'536);
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

int start(const Arguments& arguments) {
  const vouch::config::Loaded loaded = vouch::config::load_file(arguments.config);
  for (const auto& problem : loaded.problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  if (!loaded.ok()) return vouch::config::kExitBadConfiguration;
  // Before anything is made on the disk.
  const vouch::config::LoadedRecords rules = vouch::daemon::load_rules(loaded.settings);
  for (const auto& problem : rules.problems) std::fprintf(stderr, "%s\n", problem.text().c_str());
  if (!rules.ok()) return vouch::config::kExitBadConfiguration;
  for (const auto& warning : loaded.warnings) vouch::log::warning("config", "{}", warning.text());
  vouch::daemon::DaemonOptions options;
  options.config_file = arguments.config;
  options.settings = loaded.settings;
  options.practice_speed = arguments.speed < 0 ? 0 : arguments.speed;
  auto daemon = vouch::daemon::Daemon::create(std::move(options));
  if (!daemon) {
    std::fprintf(stderr, "vouchd: %s\n", daemon.error().text().c_str());
    if (waits_for_a_person(daemon.error())) return vouch::config::kExitBadConfiguration;
    if (daemon.error().code != vouch::ErrorCode::kCorrupt) return 1;
    std::fprintf(stderr, "vouchd: %s\n", vouch::daemon::way_back(loaded.settings).c_str());
    return vouch::daemon::kExitDamaged;
  }
  if (arguments.practice) vouch::daemon::greet(arguments.wish, (*daemon)->address());
  return (*daemon)->run();
}

}  // namespace

int main(int argc, char** argv) {
  allow_many_connections();
  ::umask(0077);  // database, evidence and socket are the service's alone
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::printf("vouchd %s\n", vouch::kVersion);
    return 0;
  }
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    print_help(stdout);
    return 0;
  }
  auto arguments = read_arguments(argc, argv);
  if (!arguments) {
    print_help(stderr);
    return kUsage;
  }
  if (arguments->check) {
    const bool good = vouch::daemon::check_configuration(
        arguments->config, [](const std::string& line) { std::printf("%s\n", line.c_str()); });
    return good ? 0 : vouch::config::kExitBadConfiguration;
  }
  if (!arguments->practice) return start(*arguments);
  if (arguments->speed < 0) arguments->speed = 10800;
  auto world = vouch::daemon::PracticeChild::start(arguments->wish);
  if (!world) {
    std::fprintf(stderr, "vouchd: %s\n", world.error().text().c_str());
    return 1;
  }
  arguments->wish.dir = (*world)->directory();
  arguments->config = (*world)->directory() / "vouch.toml";
  return start(*arguments);
}
