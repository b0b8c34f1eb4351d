#include "practice/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <random>

#include <fmt/format.h>

namespace vouch::practice {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Result<int> bound_socket(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail(ErrorCode::kIo, std::string("socket: ") + std::strerror(errno));
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const sockaddr_in address = loopback(port);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const std::string why = std::strerror(errno);
    ::close(fd);
    return fail(ErrorCode::kIo, fmt::format("127.0.0.1:{}: {}", port, why));
  }
  return fd;
}

int port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

}  // namespace

bool Connection::receive(std::string& bytes) {
  std::array<char, 16384> buffer;
  while (true) {
    const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
  }
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Connection::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

Result<std::unique_ptr<Listener>> Listener::open(int port, Serve serve) {
  const auto fd = bound_socket(port);
  if (!fd) return tl::unexpected(fd.error());
  if (::listen(*fd, 128) != 0) {
    ::close(*fd);
    return fail(ErrorCode::kIo, std::string("listen: ") + std::strerror(errno));
  }
  return std::unique_ptr<Listener>(new Listener(*fd, port_of(*fd), std::move(serve)));
}

Listener::Listener(int fd, int port, Serve serve)
    : fd_(fd), port_(port), serve_(std::move(serve)), acceptor_([this] { accept_all(); }) {}

Listener::~Listener() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    opened_.notify_all();
    for (const int fd : connections_) ::shutdown(fd, SHUT_RDWR);
  }
  ::shutdown(fd_, SHUT_RDWR);
  acceptor_.join();
  ::close(fd_);
  std::unique_lock lock(mutex_);
  none_left_.wait(lock, [this] { return connections_.empty(); });
}

// On Linux a listening socket that is shut down refuses, keeps its address, and may listen again.
void Listener::set_open(bool open) {
  const std::lock_guard lock(mutex_);
  if (open == open_) return;
  open_ = open;
  if (open) {
    ::listen(fd_, 128);
    opened_.notify_all();
    return;
  }
  ::shutdown(fd_, SHUT_RDWR);
  for (const int fd : connections_) ::shutdown(fd, SHUT_RDWR);
}

void Listener::accept_all() {
  while (true) {
    const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [this] { return open_ || stopping_; });
    if (stopping_) {
      if (fd >= 0) ::close(fd);
      return;
    }
    if (fd < 0) continue;
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connections_.insert(fd);
    std::thread([this, fd] { run(fd); }).detach();
  }
}

void Listener::run(int fd) {
  Connection connection(fd);
  serve_(connection);
  const std::lock_guard lock(mutex_);
  ::close(fd);
  connections_.erase(fd);
  none_left_.notify_all();
}

// Below the range from which the kernel takes the ports of outgoing connections: what is free now
// stays free while the program that will listen on it starts, or starts again.
Result<int> free_port() {
  constexpr int kTries = 200;
  std::random_device random;
  std::uniform_int_distribution<int> any(20'000, 32'000);
  for (int i = 0; i < kTries; ++i) {
    const int port = any(random);
    const auto fd = bound_socket(port);
    if (!fd) continue;
    ::close(*fd);
    return port;
  }
  return fail(ErrorCode::kIo, "no free port between 20000 and 32000");
}

}  // namespace vouch::practice
