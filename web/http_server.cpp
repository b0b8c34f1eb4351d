#include "web/http_server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <iterator>
#include <list>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include "core/log.h"
#include "core/text.h"
#include "web/http_date.h"

namespace vouch::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;
using Stream = beast::basic_stream<asio::generic::stream_protocol>;
using Parser = http::request_parser<http::string_body>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBuffer = 64 * 1024;
// After an early error answer the rest of the request is read and dropped, so that closing does not
// reset the connection before the client has read the answer.
constexpr std::size_t kLingerBytes = 16 * 1024 * 1024;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::chrono::seconds kHeartbeat{20};

using TlsStream = asio::ssl::stream<Stream&>;

struct Session {
  explicit Session(Socket socket) : stream(std::move(socket)) {}
  Stream stream;
  std::optional<TlsStream> tls;  // over `stream`
  std::shared_ptr<asio::ssl::context> tls_context;
  Peer peer;
  bool busy = false;  // between the head of a request and the end of its answer
  std::shared_ptr<EventStream> events;
  std::list<Session*>::iterator place;
};

Task<error_code> read_head(Session& session, beast::flat_buffer& buffer, Parser& parser) {
  if (session.tls) {
    const auto [error, count] =
        co_await http::async_read_header(*session.tls, buffer, parser, kTuple);
    co_return error;
  }
  const auto [error, count] =
      co_await http::async_read_header(session.stream, buffer, parser, kTuple);
  co_return error;
}

Task<error_code> read_rest(Session& session, beast::flat_buffer& buffer, Parser& parser) {
  if (session.tls) {
    const auto [error, count] = co_await http::async_read(*session.tls, buffer, parser, kTuple);
    co_return error;
  }
  const auto [error, count] = co_await http::async_read(session.stream, buffer, parser, kTuple);
  co_return error;
}

using TwoBuffers = std::array<asio::const_buffer, 2>;

Task<error_code> write_bytes(Session& session, TwoBuffers bytes) {
  if (session.tls) {
    const auto [error, count] = co_await asio::async_write(*session.tls, bytes, kTuple);
    co_return error;
  }
  const auto [error, count] = co_await asio::async_write(session.stream, bytes, kTuple);
  co_return error;
}

bool is_safe_field(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool has_field(const std::vector<HeaderField>& fields, std::string_view name) {
  for (const HeaderField& field : fields) {
    if (ascii_iequals(field.name, name)) return true;
  }
  return false;
}

std::string response_head(const HttpResponse& response, Time now, bool keep_alive) {
  const bool bodiless = response.status == 204 || response.status == 304;
  const auto phrase = http::obsolete_reason(static_cast<http::status>(response.status));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                 std::string_view(phrase.data(), phrase.size()), http_date(now));
  if (!bodiless) {
    if (!response.events) head += fmt::format("Content-Length: {}\r\n", response.body.size());
    if (is_safe_field(response.content_type))
      head += fmt::format("Content-Type: {}\r\n", response.content_type);
  }
  for (const HeaderField& field : security_headers()) {
    if (!has_field(response.headers, field.name))
      head += fmt::format("{}: {}\r\n", field.name, field.value);
  }
  for (const HeaderField& field : response.headers) {
    if (is_safe_field(field.name) && is_safe_field(field.value))
      head += fmt::format("{}: {}\r\n", field.name, field.value);
  }
  head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  return head;
}

// absolute-form is accepted and reduced (RFC 9112 3.2.2).
std::string origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() > scheme.size() && ascii_iequals(target.substr(0, scheme.size()), scheme)) {
      const auto slash = target.find('/', scheme.size());
      return slash == std::string_view::npos ? "/" : std::string(target.substr(slash));
    }
  }
  return std::string(target);
}

HttpRequest head_of(const Parser& parser, const Peer& peer) {
  const auto& message = parser.get();
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = origin_form({message.target().data(), message.target().size()});
  request.peer = peer;
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    request.headers.push_back(HeaderField{std::string(name.data(), name.size()),
                                          std::string(value.data(), value.size())});
  }
  return request;
}

struct Refusal {
  int status = 400;
  std::string_view detail;
};

// What Beast lets pass although two readers could disagree about where the request ends or whom it
// is for (RFC 9112 3.2, 6.1, 6.3).
std::optional<Refusal> refuse_head(const Parser& parser, const HttpRequest& head) {
  const auto hosts = header_values(head.headers, "Host");
  if (hosts.size() > 1 || (hosts.empty() && parser.get().version() >= 11))
    return Refusal{400, "exactly one Host field is needed"};
  const auto codings = header_values(head.headers, "Transfer-Encoding");
  if (!codings.empty()) {
    if (has_field(head.headers, "Content-Length"))
      return Refusal{400, "Transfer-Encoding and Content-Length exclude each other"};
    if (parser.get().version() < 11) return Refusal{400, "Transfer-Encoding needs HTTP/1.1"};
    if (codings.size() > 1 || !ascii_iequals(codings.front(), "chunked"))
      return Refusal{501, "the only transfer coding understood is chunked"};
  }
  if (head.target.empty() || (head.target.front() != '/' && head.target != "*"))
    return Refusal{400, "the request target must start with /"};
  return std::nullopt;
}

std::optional<Refusal> refusal_for(const error_code& error) {
  if (error == http::error::header_limit) return Refusal{431, "the header is larger than 16 kB"};
  if (error == http::error::body_limit) return Refusal{413, "the body is larger than allowed here"};
  if (error == http::error::buffer_overflow) return Refusal{431, "the header is larger than 16 kB"};
  if (error == http::error::end_of_stream || error == http::error::partial_message)
    return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_method).category())
    return Refusal{400, "this is not a well-formed HTTP/1.1 request"};
  return std::nullopt;  // reset, cancelled, too slow (Beast has closed the socket by then)
}

}  // namespace

const std::vector<HeaderField>& security_headers() {
  static const std::vector<HeaderField> kHeaders = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
       "object-src 'none'; frame-ancestors 'none'"},
      {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "geolocation=(), camera=(), microphone=()"},
      {"Cache-Control", "no-store"},
  };
  return kHeaders;
}

struct HttpServer::State : std::enable_shared_from_this<HttpServer::State> {
  State(asio::io_context& io, Handler& answers, const WallClock& wall, ServerLimits bounds)
      : loop(io), handler(answers), clock(wall), limits(bounds), nobody_left(io) {
    nobody_left.expires_at(asio::steady_timer::time_point::max());
  }

  asio::io_context& loop;
  Handler& handler;
  const WallClock& clock;
  ServerLimits limits;
  ServerCounters counters;
  bool draining = false;
  std::vector<asio::ip::tcp::acceptor> tcp;
  std::vector<asio::local::stream_protocol::acceptor> local;
  std::vector<std::string> local_paths;
  std::list<Session*> sessions;  // whoever asked longest ago first
  std::shared_ptr<asio::ssl::context> tls;
  asio::steady_timer nobody_left;

  void close_listeners() {
    error_code ignored;
    for (auto& acceptor : tcp) acceptor.close(ignored);
    for (auto& acceptor : local) acceptor.close(ignored);
    for (const std::string& path : local_paths) ::unlink(path.c_str());
    local_paths.clear();
  }
  void close_sessions(bool only_idle) {
    for (Session* session : sessions) {
      if (session->events) session->events->close();
      if (!only_idle || !session->busy) session->stream.close();
    }
  }
  void admit(Socket socket, Peer peer) {
    ++counters.connections_total;
    auto session = std::make_shared<Session>(std::move(socket));
    session->peer = std::move(peer);
    if (session->peer.secure) {
      session->tls_context = tls;
      session->tls.emplace(session->stream, *tls);
    }
    sessions.push_back(session.get());
    session->place = std::prev(sessions.end());
    counters.open = sessions.size();
    asio::co_spawn(loop, serve(shared_from_this(), session), asio::detached);
  }
  // Room for one more: whoever has been silent longest gives way, so that idle connections lock
  // nobody out. False: all of them are at work.
  bool make_room() {
    if (sessions.size() < limits.connections) return true;
    for (Session* session : sessions) {
      if (session->busy || !session->stream.socket().is_open()) continue;
      if (session->events) session->events->close();
      session->stream.close();
      ++counters.evicted_total;
      return true;
    }
    return false;
  }
  void leave(Session* session) {
    sessions.erase(session->place);
    counters.open = sessions.size();
    if (sessions.empty()) nobody_left.cancel();
  }

  static Task<void> accept_tcp(std::shared_ptr<State> self, std::size_t index);
  static Task<void> accept_local(std::shared_ptr<State> self, std::size_t index);
  static Task<void> serve(std::shared_ptr<State> self, std::shared_ptr<Session> session);
  Task<bool> serve_one(Session& session, beast::flat_buffer& buffer);
  Task<bool> write(Session& session, const HttpResponse& response, bool keep_alive, bool head_only);
  Task<void> write_events(Session& session, const HttpResponse& response);
  Task<void> refuse(Session& session, Refusal refusal);
  Task<HttpResponse> ask_handler(HttpRequest request);
};

Task<bool> HttpServer::State::write(Session& session, const HttpResponse& response, bool keep_alive,
                                    bool head_only) {
  const std::string head = response_head(response, clock.now(), keep_alive);
  const bool bodiless = head_only || response.status == 204 || response.status == 304;
  const std::string_view body = bodiless ? std::string_view() : std::string_view(response.body);
  const TwoBuffers bytes = {asio::buffer(head), asio::buffer(body)};
  session.stream.expires_after(limits.timeout);
  const error_code error = co_await write_bytes(session, bytes);
  co_return !error && keep_alive;
}

// Until the client goes, the events end or the server drains.
Task<void> HttpServer::State::write_events(Session& session, const HttpResponse& response) {
  const std::string head = response_head(response, clock.now(), false);
  TwoBuffers bytes = {asio::buffer(head), asio::const_buffer()};
  session.stream.expires_after(limits.timeout);
  error_code error = co_await write_bytes(session, bytes);
  session.events = response.events;
  session.busy = false;
  while (!error && !draining) {
    session.stream.expires_never();
    const std::optional<std::string> next = co_await response.events->next(kHeartbeat);
    if (!next) break;
    bytes[0] = asio::buffer(*next);
    session.stream.expires_after(limits.timeout);
    error = co_await write_bytes(session, bytes);
  }
  response.events->close();
  session.events.reset();
}

Task<void> HttpServer::State::refuse(Session& session, Refusal refusal) {
  ++counters.bad_requests_total;
  const HttpResponse response = handler.error_answer(refusal.status, refusal.detail);
  co_await write(session, response, false, false);
  error_code ignored;
  session.stream.socket().shutdown(Socket::shutdown_send, ignored);
  session.stream.expires_after(kLingerTime);
  if (session.tls) co_return;  // what is still coming is not read: the answer may be lost with it
  std::array<char, 4096> waste{};
  std::size_t dropped = 0;
  while (dropped < kLingerBytes) {
    const auto [error, count] =
        co_await session.stream.async_read_some(asio::buffer(waste), kTuple);
    if (error) break;
    dropped += count;
  }
}

Task<HttpResponse> HttpServer::State::ask_handler(HttpRequest request) {
  const std::string what = request.method;
  std::string problem;
  try {
    HttpResponse response = co_await handler.handle(std::move(request));
    co_return response;
  } catch (const std::exception& exception) {
    problem = exception.what();
  } catch (...) {
    problem = "unknown exception";
  }
  ++counters.server_errors_total;
  log::error("web", "{} request failed: {}", what, problem);
  co_return handler.error_answer(500, "");
}

// One request and its answer; false: the connection is to be closed.
Task<bool> HttpServer::State::serve_one(Session& session, beast::flat_buffer& buffer) {
  Parser parser;
  parser.header_limit(limits.header_bytes);
  parser.body_limit(boost::none);  // known only when the head has been read
  session.stream.expires_after(limits.timeout);
  const error_code head_error = co_await read_head(session, buffer, parser);
  if (head_error) {
    if (const auto refusal = refusal_for(head_error)) co_await refuse(session, *refusal);
    co_return false;
  }
  session.busy = true;
  sessions.splice(sessions.end(), sessions, session.place);
  ++counters.requests_total;
  HttpRequest request = head_of(parser, session.peer);
  if (const auto refusal = refuse_head(parser, request)) {
    co_await refuse(session, *refusal);
    co_return false;
  }
  const std::size_t body_limit = handler.body_limit(request);
  const auto declared = parser.content_length();
  if (declared && *declared > body_limit) {
    const Refusal too_large{413, "the body is larger than allowed here"};
    co_await refuse(session, too_large);
    co_return false;
  }
  parser.body_limit(body_limit);
  if (!parser.is_done() && ascii_iequals(header_value(request.headers, "Expect"), "100-continue")) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const TwoBuffers go_on = {asio::buffer(kContinue), asio::const_buffer()};
    const error_code error = co_await write_bytes(session, go_on);
    if (error) co_return false;
  }
  session.stream.expires_after(limits.timeout);
  const error_code body_error = co_await read_rest(session, buffer, parser);
  if (body_error) {
    if (const auto refusal = refusal_for(body_error)) co_await refuse(session, *refusal);
    co_return false;
  }
  session.stream.expires_never();
  const bool head_only = request.method == "HEAD";
  bool keep_alive = parser.get().keep_alive();
  request.body = std::move(parser.get().body());
  const HttpResponse response = co_await ask_handler(std::move(request));
  if (response.events && response.status == 200 && !head_only) {
    co_await write_events(session, response);
    co_return false;
  }
  if (response.events) response.events->close();  // nobody will read them
  keep_alive = keep_alive && !draining;
  const bool again = co_await write(session, response, keep_alive, head_only);
  session.busy = false;
  co_return again;
}

Task<void> HttpServer::State::serve(std::shared_ptr<State> self, std::shared_ptr<Session> session) {
  beast::flat_buffer buffer(kReadBuffer + self->limits.header_bytes);
  try {
    bool again = true;
    if (session->tls) {
      session->stream.expires_after(self->limits.timeout);
      const auto [error] = co_await session->tls->async_handshake(TlsStream::server, kTuple);
      again = !error;
    }
    while (again && !self->draining) again = co_await self->serve_one(*session, buffer);
  } catch (const std::exception& exception) {
    log::error("web", "connection from {}: {}", session->peer.address, exception.what());
  }
  if (session->tls && session->stream.socket().is_open()) {
    session->stream.expires_after(kLingerTime);
    [[maybe_unused]] const auto [closed] = co_await session->tls->async_shutdown(kTuple);
  }
  error_code ignored;
  session->stream.socket().shutdown(Socket::shutdown_both, ignored);
  session->stream.close();
  self->leave(session.get());
}

namespace {

// Out of descriptors or memory: the listener waits a moment instead of spinning.
Task<void> pause_accepting(asio::io_context& loop, const error_code& error) {
  log::warning("web", "cannot accept a connection: {}", error.message());
  asio::steady_timer timer(loop);
  timer.expires_after(std::chrono::milliseconds(100));
  co_await timer.async_wait(kTuple);
}

}  // namespace

Task<void> HttpServer::State::accept_tcp(std::shared_ptr<State> self, std::size_t index) {
  while (self->tcp[index].is_open()) {
    asio::ip::tcp::socket socket(self->loop);
    const auto [error] = co_await self->tcp[index].async_accept(socket, kTuple);
    if (error == asio::error::operation_aborted || !self->tcp[index].is_open()) co_return;
    if (error) {
      co_await pause_accepting(self->loop, error);
      continue;
    }
    if (!self->make_room()) continue;  // closed unanswered
    error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    Peer peer;
    const auto remote = socket.remote_endpoint(ignored);
    peer.loopback = remote.address().is_loopback();
    peer.secure = self->tls != nullptr;
    peer.ip = remote.address().to_string();
    peer.address = fmt::format("{}:{}", peer.ip, remote.port());
    self->admit(Socket(std::move(socket)), std::move(peer));
  }
}

Task<void> HttpServer::State::accept_local(std::shared_ptr<State> self, std::size_t index) {
  while (self->local[index].is_open()) {
    asio::local::stream_protocol::socket socket(self->loop);
    const auto [error] = co_await self->local[index].async_accept(socket, kTuple);
    if (error == asio::error::operation_aborted || !self->local[index].is_open()) co_return;
    if (error) {
      co_await pause_accepting(self->loop, error);
      continue;
    }
    if (!self->make_room()) continue;
    ucred who{};
    socklen_t size = sizeof who;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) continue;
    Peer peer;
    peer.unix_socket = true;
    peer.uid = who.uid;
    peer.address = peer.ip = "unix";
    self->admit(Socket(std::move(socket)), std::move(peer));
  }
}

HttpServer::HttpServer(asio::io_context& loop, Handler& handler, const WallClock& clock,
                       ServerLimits limits)
    : state_(std::make_shared<State>(loop, handler, clock, limits)) {
  state_->tcp.reserve(8);
  state_->local.reserve(8);
}

HttpServer::~HttpServer() {
  state_->draining = true;
  state_->close_listeners();
  state_->close_sessions(false);
}

Result<std::uint16_t> HttpServer::listen_tcp(const std::string& address) {
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorCode::kInvalid, fmt::format("cannot listen on {}: {}", address, why));
  };
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return wrong("write it as 127.0.0.1:8080");
  std::string host = address.substr(0, colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  const std::string digits = address.substr(colon + 1);
  unsigned long port = 65536;
  if (!digits.empty() && digits.size() <= 5 &&
      digits.find_first_not_of("0123456789") == std::string::npos)
    port = std::stoul(digits);
  if (port > 65535) return wrong("the port must be 0 to 65535");
  error_code error;
  const auto ip = asio::ip::make_address(host, error);
  if (error) return wrong("the host must be an IP address");
  const asio::ip::tcp::endpoint endpoint(ip, static_cast<std::uint16_t>(port));
  asio::ip::tcp::acceptor acceptor(state_->loop);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error == asio::error::address_in_use) {  // passes; the configuration may be right
    return fail(ErrorCode::kConflict,
                fmt::format("cannot listen on {}: {}; stop what listens "
                            "there, or choose another port with [daemon] listen",
                            address, error.message()));
  }
  if (error) return wrong(error.message());
  const std::uint16_t bound = acceptor.local_endpoint(error).port();
  state_->tcp.push_back(std::move(acceptor));
  asio::co_spawn(state_->loop, State::accept_tcp(state_, state_->tcp.size() - 1), asio::detached);
  return bound;
}

Status HttpServer::use_certificate(const std::string& chain_file, const std::string& key_file) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                           asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                           asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                       error);
  if (!error) context->use_certificate_chain_file(chain_file, error);
  if (error) {
    return fail(ErrorCode::kInvalid,
                fmt::format("the certificate {} cannot be used: {}", chain_file, error.message()));
  }
  context->use_private_key_file(key_file, asio::ssl::context::pem, error);
  if (error) {
    return fail(ErrorCode::kInvalid,
                fmt::format("the key {} cannot be used with this certificate: {}", key_file,
                            error.message()));
  }
  state_->tls = std::move(context);
  return {};
}

Status HttpServer::listen_unix(const std::string& path) {
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorCode::kInvalid, fmt::format("cannot listen on {}: {}", path, why));
  };
  static constexpr std::size_t kLongestPath = 107;  // sun_path, with its end mark
  if (path.size() > kLongestPath) return wrong("the path is longer than 107 bytes");
  struct stat before {};
  if (::lstat(path.c_str(), &before) == 0) {
    if (!S_ISSOCK(before.st_mode)) return wrong("a file of that name exists and is no socket");
    ::unlink(path.c_str());
  }
  error_code error;
  asio::local::stream_protocol::acceptor acceptor(state_->loop);
  acceptor.open(asio::local::stream_protocol(), error);
  if (!error) acceptor.bind(asio::local::stream_protocol::endpoint(path), error);
  if (error) return wrong(error.message());
  // Before listen(), so that nobody can connect under a wider mode.
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) return wrong("its mode cannot be set");
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return wrong(error.message());
  state_->local.push_back(std::move(acceptor));
  state_->local_paths.push_back(path);
  asio::co_spawn(state_->loop, State::accept_local(state_, state_->local.size() - 1),
                 asio::detached);
  return {};
}

Task<void> HttpServer::drain(std::chrono::milliseconds grace) {
  const std::shared_ptr<State> state = state_;
  state->draining = true;
  state->close_listeners();
  state->close_sessions(true);
  if (!state->sessions.empty()) {
    state->nobody_left.expires_after(grace);
    co_await state->nobody_left.async_wait(kTuple);
  }
  state->close_sessions(false);
}

const ServerCounters& HttpServer::counters() const {
  return state_->counters;
}

}  // namespace vouch::web
