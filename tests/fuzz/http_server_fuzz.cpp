// Bytes on a connection of the HTTP server: whatever they are, every answer is one of ours, and the
// server closes or waits; it never stops serving others.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string>

#include "tests/fuzz/fuzz.h"
#include "web/http_server.h"

using vouch::fuzz::require;
namespace web = vouch::web;

namespace {

constexpr std::size_t kBodyLimit = 4096;

class StoppedClock final : public vouch::WallClock {
 public:
  [[nodiscard]] vouch::Time now() const override { return vouch::from_millis(1'795'501'800'000); }
};

class Handler final : public web::Handler {
 public:
  vouch::Task<web::HttpResponse> handle(web::HttpRequest request) override {
    require(request.body.size() <= kBodyLimit, "no body over its limit arrives");
    require(!request.target.empty(), "a request has a target");
    web::HttpResponse response;
    response.headers.push_back({"X-Echo", request.target});
    co_return response;
  }
  [[nodiscard]] std::size_t body_limit(const web::HttpRequest& /*head*/) const override {
    return kBodyLimit;
  }
  [[nodiscard]] web::HttpResponse error_answer(int status,
                                               std::string_view /*detail*/) const override {
    web::HttpResponse response;
    response.status = status;
    return response;
  }
};

// One server for the whole process, driven by hand on this thread.
struct World {
  World() {
    std::string folder = (std::filesystem::temp_directory_path() / "vouch-fuzz-XXXXXX").string();
    require(mkdtemp(folder.data()) != nullptr, "a scratch folder can be made");
    path = folder + "/socket";
    require(server.listen_unix(path).has_value(), "the server listens");
  }
  ~World() { std::filesystem::remove_all(std::filesystem::path(path).parent_path()); }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] int connect() const {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    require(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
            "the server still takes connections");
    return fd;
  }

  std::string path;
  boost::asio::io_context loop{1};
  Handler handler;
  StoppedClock clock;
  web::HttpServer server{loop, handler, clock};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  const int fd = world.connect();
  std::string answers;
  std::size_t sent = 0;
  const auto exchange = [&] {
    world.loop.poll();
    char buffer[65536];
    const ssize_t count = ::recv(fd, buffer, sizeof buffer, 0);
    if (count > 0) answers.append(buffer, static_cast<std::size_t>(count));
    return count;
  };
  while (sent < size) {
    const ssize_t count = ::send(fd, data + sent, size - sent, MSG_NOSIGNAL);
    if (count > 0) sent += static_cast<std::size_t>(count);
    if (exchange() == 0 || (count < 0 && errno == EPIPE)) break;
  }
  ::shutdown(fd, SHUT_WR);
  // The end of our bytes ends every request: the server answers what it has and closes.
  for (int turn = 0; turn < 1000 && exchange() != 0; ++turn) {
  }
  ::close(fd);
  for (int turn = 0; turn < 1000 && world.server.counters().open != 0; ++turn) world.loop.poll();
  require(world.server.counters().open == 0, "no connection is left behind");
  require(answers.empty() || answers.starts_with("HTTP/1.1 "), "an answer is HTTP");
  require(world.server.counters().server_errors_total == 0, "no request broke the handler");
  return 0;
}
