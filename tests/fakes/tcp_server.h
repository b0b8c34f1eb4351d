// A server on a free loopback port that says whatever bytes a test wants: torn, endless or reset.
// One thread accepts, one serves each connection; the destructor ends them all.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace vouch::fakes {

class TcpServer {
 public:
  class Connection {
   public:
    explicit Connection(int descriptor) : descriptor_(descriptor) {}

    // Head and, where Content-Length says so, body of one request; empty when the peer is gone.
    std::string read_request() {
      while (true) {
        const auto end = buffer_.find("\r\n\r\n");
        if (end != std::string::npos) {
          const std::size_t whole = end + 4 + content_length(buffer_.substr(0, end));
          if (buffer_.size() >= whole) {
            std::string request = buffer_.substr(0, whole);
            buffer_.erase(0, whole);
            return request;
          }
        }
        char piece[4096];
        const auto got = ::recv(descriptor_, piece, sizeof piece, 0);
        if (got <= 0) return {};
        buffer_.append(piece, static_cast<std::size_t>(got));
      }
    }

    // False once the peer has gone.
    bool write(std::string_view bytes) {
      while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }

    // Blocks until the peer closes (or the server ends).
    void wait_for_close() {
      char piece[256];
      while (::recv(descriptor_, piece, sizeof piece, 0) > 0) {
      }
    }

    // The end of serve() then sends RST instead of FIN.
    void reset_on_close() {
      const linger hard{1, 0};
      ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }

   private:
    static std::size_t content_length(const std::string& head) {
      const auto field = head.find("Content-Length: ");
      return field == std::string::npos ? 0 : std::stoul(head.substr(field + 16));
    }
    int descriptor_;
    std::string buffer_;
  };
  using Serve = std::function<void(Connection&)>;

  explicit TcpServer(Serve serve, const char* address = "127.0.0.1") : serve_(std::move(serve)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in bound{};
    bound.sin_family = AF_INET;
    ::inet_pton(AF_INET, address, &bound.sin_addr);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&bound), sizeof bound) != 0 ||
        ::listen(listener_, 64) != 0) {
      throw std::runtime_error(fmt::format("cannot listen on {}", address));
    }
    socklen_t length = sizeof bound;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &length);
    port_ = ntohs(bound.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~TcpServer() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& worker : workers_) worker.join();
    ::close(listener_);
  }
  TcpServer(const TcpServer&) = delete;
  TcpServer& operator=(const TcpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_.load(); }
  [[nodiscard]] std::string url(std::string_view path = "/",
                                std::string_view host = "127.0.0.1") const {
    return fmt::format("http://{}:{}{}", host, port_, path);
  }

  // Answers every request on a kept connection with the same bytes.
  static Serve always(std::string response) {
    return [response = std::move(response)](Connection& connection) {
      while (!connection.read_request().empty() && connection.write(response)) {
      }
    };
  }
  static std::string response(std::string_view status, std::string_view headers,
                              std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\n\r\n{}", status, headers,
                       body.size(), body);
  }

 private:
  void accept_all() {
    while (true) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      const std::lock_guard lock(mutex_);
      if (stopping_ || descriptor < 0) {
        if (descriptor >= 0) ::close(descriptor);
        return;
      }
      ++accepted_;
      open_.push_back(descriptor);
      workers_.emplace_back([this, descriptor] {
        Connection connection(descriptor);
        serve_(connection);
        const std::lock_guard closing(mutex_);
        std::erase(open_, descriptor);
        ::close(descriptor);
      });
    }
  }

  Serve serve_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_{0};
  std::mutex mutex_;
  bool stopping_ = false;
  std::vector<int> open_;
  std::vector<std::thread> workers_;  // grown by the acceptor, joined after it
  std::thread acceptor_;
};

}  // namespace vouch::fakes
