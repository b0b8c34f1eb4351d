// HTTP/1.1 server on TCP and on a Unix socket. The .cpp is the only file that includes Beast;
// everything else sees these plain structs. Owned by the daemon; lives and is called on the main
// loop only. Every answer, also to bytes that are no HTTP, carries the security headers of
// `security_headers()`.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "core/async.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/result.h"
#include "web/event_stream.h"

namespace vouch::web {

struct Peer {
  bool unix_socket = false;
  std::uint32_t uid = 0;  // SO_PEERCRED, only when unix_socket
  bool loopback = false;  // TCP from 127.0.0.0/8 or ::1
  bool secure = false;    // by TLS
  std::string address;    // "127.0.0.1:40112" or "unix"
  std::string ip;         // "127.0.0.1", or "unix"
};

struct HttpRequest {
  std::string method;  // as received: methods are case-sensitive (RFC 9110 9.1)
  std::string target;  // origin-form, "/a/b?x=y", as received
  std::vector<HeaderField> headers;
  std::string body;
  Peer peer;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<HeaderField> headers;  // beyond the security headers; same name replaces
  std::string body;                  // not sent in answer to HEAD
  // Instead of a body: sent as they come, until either side ends the connection.
  std::shared_ptr<EventStream> events{};
};

class Handler {
 public:
  virtual ~Handler() = default;
  virtual Task<HttpResponse> handle(HttpRequest request) = 0;
  // Asked with the head of a request before its body is read.
  [[nodiscard]] virtual std::size_t body_limit(const HttpRequest& head) const = 0;
  // The body of an answer that the server itself must give (400, 413, 431, 500, 501).
  [[nodiscard]] virtual HttpResponse error_answer(int status, std::string_view detail) const = 0;
};

struct ServerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::chrono::milliseconds timeout{
      30'000};                       // each of: header, body, writing, waiting for the next request
  std::size_t connections = 12'000;  // one more ends the one that has been idle longest
};

struct ServerCounters {
  std::uint64_t connections_total = 0;
  std::uint64_t requests_total = 0;
  std::uint64_t bad_requests_total = 0;  // no HTTP, too large
  std::uint64_t server_errors_total = 0;
  std::uint64_t evicted_total = 0;  // idle ones that gave way
  std::size_t open = 0;
};

class HttpServer {
 public:
  // Handler and clock (for the Date field) outlive the last run of the loop.
  HttpServer(boost::asio::io_context& loop, Handler& handler, const WallClock& clock,
             ServerLimits limits = {});
  ~HttpServer();  // closes everything at once
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // "127.0.0.1:8080", "[::1]:8080", "127.0.0.1:0"; answers the bound port. With TLS where
  // use_certificate() was called before.
  Result<std::uint16_t> listen_tcp(const std::string& address);
  // PEM files; TLS 1.2 and 1.3. Again after a renewal: connections that follow use the new one.
  Status use_certificate(const std::string& chain_file, const std::string& key_file);
  // Replaces a socket left behind; mode 0600. The caller holds the lock on the folder.
  Status listen_unix(const std::string& path);

  // Closes listeners and idle connections, waits for requests in work, then closes what is left.
  Task<void> drain(std::chrono::milliseconds grace);

  [[nodiscard]] const ServerCounters& counters() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Sent with every answer (ASVS 3.4, 4.1.1, 14.3.2).
const std::vector<HeaderField>& security_headers();

}  // namespace vouch::web
