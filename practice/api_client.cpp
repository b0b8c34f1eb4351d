#include "practice/api_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"

namespace vouch::practice {
namespace {

constexpr int kPatience = 60;  // seconds

class Socket {
 public:
  explicit Socket(int family) : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{kPatience, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  ~Socket() { ::close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool connect(const sockaddr* address, socklen_t size) const {
    return ::connect(fd_, address, size) == 0;
  }
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool receive_all(std::string& out) const {
    std::array<char, 16384> buffer;
    while (true) {
      const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (got < 0) return false;
      if (got == 0) return true;
      out.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_;
};

Result<ApiAnswer> read_answer(std::string_view bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == std::string_view::npos || !bytes.starts_with("HTTP/1.1 "))
    return fail(ErrorCode::kNetwork, "the answer broke off");
  ApiAnswer answer;
  answer.status = std::atoi(std::string(bytes.substr(9, 3)).c_str());
  answer.body = bytes.substr(head + 4);
  const std::string lower = ascii_lower(bytes.substr(0, head));
  const std::size_t length = lower.find("content-length:");
  if (length != std::string::npos &&
      answer.body.size() < static_cast<std::size_t>(std::atoll(lower.c_str() + length + 15))) {
    return fail(ErrorCode::kNetwork, "the answer broke off");
  }
  return answer;
}

}  // namespace

Result<ApiAnswer> ApiClient::call(const ApiRequest& request) const {
  const bool local = request.token.empty();
  const Socket socket(local ? AF_UNIX : AF_INET);
  bool connected = false;
  if (local) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_.c_str(), sizeof address.sun_path - 1);
    connected = socket.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } else {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected = socket.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  if (!connected) return fail(ErrorCode::kNetwork, std::strerror(errno));
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n",
                                 request.method, request.target, port_);
  if (!local) text += "Authorization: Bearer " + request.token + "\r\n";
  if (!request.idempotency_key.empty())
    text += "Idempotency-Key: " + request.idempotency_key + "\r\n";
  if (!request.body.empty()) text += "Content-Type: " + request.content_type + "\r\n";
  text += fmt::format("Content-Length: {}\r\n\r\n", request.body.size()) + request.body;
  std::string bytes;
  if (!socket.send(text) || !socket.receive_all(bytes))
    return fail(ErrorCode::kNetwork, "the connection broke");
  return read_answer(bytes);
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace vouch::practice
