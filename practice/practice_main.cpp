// vouch-practice: the practice world (docs/practice.md).

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/prctl.h>
#include <unistd.h>

#include "core/version.h"
#include "practice/folder.h"
#include "practice/listener.h"
#include "practice/people.h"
#include "practice/script.h"
#include "practice/town.h"

namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using vouch::Result;
using vouch::practice::Connection;
using vouch::practice::Listener;
using vouch::practice::Ports;
using vouch::practice::Town;
using vouch::practice::Trouble;

constexpr int kUsage = 2;
constexpr int kDays = 30;
constexpr int kMostDays = 50;  // the calendar of 2026 ends

std::atomic<bool> stop_wanted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // set by a signal handler

void on_signal(int) {
  stop_wanted = true;
}

void print_help(std::FILE* to) {
  std::fputs(
      "usage: vouch-practice --dir D [--script S] [--seed N] [--days N] [--with-parent]\n"
      "\n"
      "The world for practice and tests, on loopback only: sites, a search engine, a mail server, "
      "a\n"
      "webhook receiver, and people who hand in reports. `vouchd --practice` starts it by itself;\n"
      "started alone, run `vouchd --config D/vouch.toml` beside it. docs/practice.md tells the "
      "rest.\n"
      "\n"
      "  --dir D         the practice folder; started again on it, the world goes on\n"
      "  --script S      first (default), single, single-false, fortnight, month, engines,\n"
      "                  engines-calm (without the day on which every engine shows a captcha)\n"
      "  --seed N        default 1\n"
      "  --days N        calendar days with reports, of month and engines; default 30\n"
      "  --with-parent   ends with the process that started it\n"
      "  --version, --help\n"
      "\n"
      "Exit: 0 ok, 1 the world cannot go on, 2 usage.\n",
      to);
}

struct Arguments {
  fs::path dir;
  std::optional<std::string> script;
  std::optional<std::uint64_t> seed;
  std::optional<int> days;
  bool with_parent = false;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == "--with-parent") {
      out.with_parent = true;
      continue;
    }
    if (value == nullptr) return std::nullopt;
    ++i;
    if (word == "--dir") {
      out.dir = value;
    } else if (word == "--script") {
      out.script = value;
    } else if (word == "--seed") {
      out.seed = std::strtoull(value, nullptr, 10);
    } else if (word == "--days") {
      out.days = std::atoi(value);
      if (*out.days < 1 || *out.days > kMostDays) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (out.dir.empty()) return std::nullopt;
  return out;
}

void catch_signals(bool with_parent, pid_t parent) {
  struct sigaction action {};
  action.sa_handler = on_signal;
  for (const int signal : {SIGTERM, SIGINT}) ::sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  if (!with_parent) return;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) stop_wanted = true;  // it ended before it could be watched
}

Result<Ports> choose_ports() {
  Ports ports;
  for (int* port :
       {&ports.sites, &ports.engine, &ports.mail, &ports.hook, &ports.vouchd, &ports.robots}) {
    const auto found = vouch::practice::free_port();
    if (!found) return tl::unexpected(found.error());
    *port = *found;
  }
  return ports;
}

struct Servers {
  std::unique_ptr<Listener> sites, engine, mail, hook, robots;
};

Result<Servers> open_servers(const Ports& ports, Town& town) {
  struct Wish {
    int port;
    void (Town::*serve)(Connection&);
    std::unique_ptr<Listener> Servers::*place;
  };
  Servers servers;
  for (const Wish& wish : {Wish{ports.sites, &Town::serve_sites, &Servers::sites},
                           Wish{ports.engine, &Town::serve_engine, &Servers::engine},
                           Wish{ports.mail, &Town::serve_mail, &Servers::mail},
                           Wish{ports.hook, &Town::serve_hook, &Servers::hook},
                           Wish{ports.robots, &Town::serve_robots, &Servers::robots}}) {
    auto serve = [&town, method = wish.serve](Connection& connection) {
      (town.*method)(connection);
    };
    auto opened = Listener::open(wish.port, std::move(serve));
    if (!opened) return tl::unexpected(opened.error());
    servers.*wish.place = std::move(*opened);
  }
  return servers;
}

vouch::Status run(const Arguments& arguments) {
  std::error_code error;
  fs::create_directories(arguments.dir, error);
  const fs::path dir = fs::absolute(arguments.dir);
  fs::remove(dir / "ready", error);
  const auto earlier = vouch::practice::read_earlier(dir);
  if (!earlier) return tl::unexpected(earlier.error());
  const std::string script = arguments.script.value_or(*earlier ? (*earlier)->script : "first"s);
  const std::uint64_t seed = arguments.seed.value_or(*earlier ? (*earlier)->seed : 1);
  const int days = arguments.days.value_or(*earlier ? (*earlier)->days : kDays);
  if (*earlier &&
      ((*earlier)->script != script || (*earlier)->seed != seed || (*earlier)->days != days)) {
    return vouch::fail(vouch::ErrorCode::kConflict, "holds another world: " + (*earlier)->script,
                       dir.string());
  }
  const auto ports = *earlier ? Result<Ports>((*earlier)->ports) : choose_ports();
  if (!ports) return tl::unexpected(ports.error());
  const auto world = vouch::practice::make_world(script, seed, ports->sites, days);
  if (!world) return tl::unexpected(world.error());
  auto clock = vouch::practice::MomentFile::open(dir / "clock", vouch::to_millis(world->start));
  if (!clock) return tl::unexpected(clock.error());
  auto next = vouch::practice::MomentFile::open(dir / "world_next", vouch::to_millis(world->start));
  if (!next) return tl::unexpected(next.error());
  auto town = Town::open(dir, *world, **clock);
  if (!town) return tl::unexpected(town.error());
  auto people = vouch::practice::People::open(dir, *world, *ports, **clock, **next, **town);
  if (!people) return tl::unexpected(people.error());
  const auto servers = open_servers(*ports, **town);
  if (!servers) return tl::unexpected(servers.error());
  const auto written = vouch::practice::write_folder(dir, *world, *ports);
  if (!written) return written;
  if (auto ready = vouch::practice::write_file(dir / "ready", "ready\n"); !ready) return ready;
  vouch::practice::Doors doors(*world);
  doors.add(Trouble::kSitesDown, *servers->sites);
  doors.add(Trouble::kEngineDown, *servers->engine);
  doors.add(Trouble::kMailDown, *servers->mail);
  doors.add(Trouble::kHookDown, *servers->hook);
  using After = vouch::practice::People::AfterTheEnd;
  // `vouchd --practice` shows a newcomer round; tests, which start the world themselves, end there.
  (*people)->run(doors, arguments.with_parent ? After::kGoesOn : After::kStandsStill, stop_wanted);
  (*town)->stop();
  fs::remove(dir / "ready", error);
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const pid_t parent = ::getppid();
  if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
    std::printf("vouch-practice %s\n", vouch::kVersion);
    return 0;
  }
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    print_help(stdout);
    return 0;
  }
  const auto arguments = read_arguments(argc, argv);
  if (!arguments) {
    print_help(stderr);
    return kUsage;
  }
  catch_signals(arguments->with_parent, parent);
  const vouch::Status done = run(*arguments);
  if (done) return 0;
  std::fprintf(stderr, "vouch-practice: %s\n", done.error().text().c_str());
  return done.error().code == vouch::ErrorCode::kInvalid ? kUsage : 1;
}
