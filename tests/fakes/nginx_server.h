// A private nginx on a free loopback port: own configuration, logs and documents in a temporary
// folder, ended with this object.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace vouch::fakes {

class NginxServer {
 public:
  // `locations`: text of the server block; $PORT in it becomes the port.
  explicit NginxServer(std::string locations) {
    char pattern[] = "/tmp/vouch-nginx-XXXXXX";
    if (!::mkdtemp(pattern)) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    std::filesystem::create_directories(folder_ / "www");
    std::filesystem::create_directories(folder_ / "tmp");
    // Started by root, the worker reads as nobody.
    std::filesystem::permissions(folder_, std::filesystem::perms(0755));
    open_listener();
    write_configuration(std::move(locations));
    start();
  }
  ~NginxServer() {
    if (process_ > 0) {
      ::kill(process_, SIGTERM);
      int status = 0;
      ::waitpid(process_, &status, 0);
    }
    ::close(listener_);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  NginxServer(const NginxServer&) = delete;
  NginxServer& operator=(const NginxServer&) = delete;

  void put(std::string_view name, std::string_view content) {
    std::ofstream(folder_ / "www" / name, std::ios::binary) << content;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view path, std::string_view host = "127.0.0.1") const {
    return fmt::format("http://{}:{}{}", host, port_, path);
  }

 private:
  void open_listener() {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in bound{};
    bound.sin_family = AF_INET;
    bound.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&bound), sizeof bound) != 0 ||
        ::listen(listener_, 64) != 0) {
      throw std::runtime_error("cannot listen on loopback");
    }
    socklen_t length = sizeof bound;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &length);
    port_ = ntohs(bound.sin_port);
  }

  void write_configuration(std::string locations) {
    for (auto at = locations.find("$PORT"); at != std::string::npos;
         at = locations.find("$PORT", at)) {
      locations.replace(at, 5, std::to_string(port_));
    }
    std::ofstream(folder_ / "nginx.conf") << fmt::format(R"(
daemon off; worker_processes 1; pid {0}/nginx.pid; error_log {0}/error.log warn;
events {{ worker_connections 64; }}
http {{
  types {{ text/html html; text/plain txt; }}
  default_type application/octet-stream; access_log off;
  client_body_temp_path {0}/tmp/body; proxy_temp_path {0}/tmp/proxy;
  fastcgi_temp_path {0}/tmp/fcgi; uwsgi_temp_path {0}/tmp/uwsgi; scgi_temp_path {0}/tmp/scgi;
  server {{
    listen 127.0.0.1:{1};
    root {0}/www;
    absolute_redirect off;
    {2}
  }}
}}
)",
                                                         folder_.string(), port_, locations);
  }

  void start() {
    const std::string log = (folder_ / "error.log").string();
    const std::string configuration = (folder_ / "nginx.conf").string();
    const std::string prefix = folder_.string();
    // nginx takes over listening sockets named in this variable: no port can be lost on the way.
    const std::string inherited = fmt::format("NGINX={};", listener_);
    process_ = ::fork();
    if (process_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const char* arguments[] = {"nginx",        "-e", log.c_str(),           "-p",
                               prefix.c_str(), "-c", configuration.c_str(), nullptr};
    const char* environment[] = {inherited.c_str(), "PATH=/usr/sbin:/usr/bin", nullptr};
    ::execve("/usr/sbin/nginx", const_cast<char**>(arguments), const_cast<char**>(environment));
    ::_exit(127);
  }

  std::filesystem::path folder_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

}  // namespace vouch::fakes
