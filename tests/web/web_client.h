// A raw HTTP/1.1 client over a blocking socket: sends bytes as they are, reads one answer.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/exchange.h"

namespace vouch::web::test {

struct Answer {
  int status = 0;  // 0: the connection ended without an answer
  std::vector<HeaderField> headers;
  std::string body;
  std::string head;

  [[nodiscard]] std::string header(std::string_view name) const {
    return std::string(header_value(headers, name));
  }
  [[nodiscard]] bool has(std::string_view text) const {
    return body.find(text) != std::string::npos;
  }
};

class Client {
 public:
  static Client tcp(std::uint16_t port) {
    Client client(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return client;
  }
  static Client unix_socket(const std::string& path) {
    Client client(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    client.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return client;
  }
  Client(Client&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  Client& operator=(Client&&) = delete;
  ~Client() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] bool connected() const { return connected_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() const { ::shutdown(fd_, SHUT_WR); }

  // Skips "100 Continue". `head_only`: the answer to HEAD has no body.
  Answer read(bool head_only = false) {
    Answer answer;
    do {
      answer = Answer{};
      const auto end = fill_until("\r\n\r\n");
      if (!end) return answer;
      answer.head = pending_.substr(0, *end + 2);
      pending_.erase(0, *end + 4);
      parse_head(answer);
    } while (answer.status == 100);
    if (head_only) return answer;
    const std::string length = answer.header("Content-Length");
    const std::size_t size = length.empty() ? 0 : std::stoul(length);
    while (pending_.size() < size && fill()) {
    }
    answer.body = pending_.substr(0, size);
    pending_.erase(0, size);
    return answer;
  }
  // What comes up to and with the mark, of a body that has no length; "" when the peer closes
  // first.
  std::string read_until(std::string_view mark) {
    const auto at = fill_until(mark);
    if (!at) return {};
    std::string out = pending_.substr(0, *at + mark.size());
    pending_.erase(0, out.size());
    return out;
  }
  // True when the peer closes without a further byte.
  bool is_closed() { return pending_.empty() && !fill(); }

 private:
  explicit Client(int fd) : fd_(fd) {
    const timeval patience{20, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  void connect(const sockaddr* address, socklen_t size) {
    connected_ = ::connect(fd_, address, size) == 0;
  }
  bool fill() {
    char buffer[8192];
    const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    pending_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }
  std::optional<std::size_t> fill_until(std::string_view mark) {
    while (true) {
      const auto at = pending_.find(mark);
      if (at != std::string::npos) return at;
      if (!fill()) return std::nullopt;
    }
  }
  static void parse_head(Answer& answer) {
    std::string_view rest = answer.head;
    bool first = true;
    while (!rest.empty()) {
      const auto end = rest.find("\r\n");
      const std::string_view line = rest.substr(0, end);
      if (first) {
        answer.status = std::stoi(std::string(line.substr(9, 3)));
      } else if (const auto colon = line.find(": "); colon != std::string_view::npos) {
        answer.headers.push_back(
            HeaderField{std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
      }
      first = false;
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 2);
    }
  }

  int fd_;
  bool connected_ = false;
  std::string pending_;
};

// One request in its wire form; headers are lines without CRLF.
inline std::string request_text(std::string_view method, std::string_view target,
                                const std::vector<std::string>& headers = {},
                                std::string_view body = {}) {
  std::string out =
      std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: vouch\r\n";
  for (const std::string& header : headers) out += header + "\r\n";
  if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  out += "\r\n";
  out += body;
  return out;
}

}  // namespace vouch::web::test
