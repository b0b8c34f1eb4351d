#include "daemon/cli/control_client.h"

#include <cstring>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/text.h"

namespace vouch::daemon::cli {
namespace {

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

bool send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string read_all(int descriptor) {
  std::string out;
  char buffer[16384];
  for (;;) {
    const ssize_t got = ::recv(descriptor, buffer, sizeof buffer, 0);
    if (got <= 0) return out;
    out.append(buffer, static_cast<std::size_t>(got));
  }
}

// Joins chunks; a body without chunking comes back as it is.
std::string unchunk(std::string_view head, std::string body) {
  if (ascii_lower(head).find("transfer-encoding: chunked") == std::string::npos) return body;
  std::string out;
  std::size_t position = 0;
  while (position < body.size()) {
    const std::size_t line = body.find("\r\n", position);
    if (line == std::string::npos) break;
    const std::size_t size = std::strtoul(body.c_str() + position, nullptr, 16);
    if (size == 0) break;
    out.append(body, line + 2, size);
    position = line + 2 + size + 2;
  }
  return out;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

Result<Answer> ControlClient::call(std::string_view method, std::string_view target,
                                   std::string_view body, std::string_view content_type) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket_.string();
  if (path.size() >= sizeof(address.sun_path))
    return fail(ErrorCode::kInvalid, "the socket's path is too long", path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0 ||
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return fail(ErrorCode::kUnavailable,
                "vouchd does not listen here; is it running, and may you use its socket?", path);
  }
  const std::string request = fmt::format(
      "{} {} HTTP/1.1\r\nHost: vouchd\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: "
      "{}\r\n\r\n",
      method, target, content_type, body.size());
  if (!send_all(socket.get(), request) || !send_all(socket.get(), body)) {
    return fail(ErrorCode::kIo, "vouchd closed the connection", path);
  }
  const std::string reply = read_all(socket.get());
  const std::size_t split = reply.find("\r\n\r\n");
  if (split == std::string::npos || reply.size() < 12)
    return fail(ErrorCode::kIo, "vouchd gave no answer", path);
  Answer answer;
  answer.status = std::atoi(reply.c_str() + 9);
  answer.body = unchunk(std::string_view(reply).substr(0, split), reply.substr(split + 4));
  return answer;
}

}  // namespace vouch::daemon::cli
