#include "crawler/net/transfer.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "core/text.h"
#include "crawler/net/chunked.h"
#include "crawler/net/curl_failure.h"

namespace vouch::crawler {
namespace {

const char* method_name(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
  }
  return "GET";
}

bool holds_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
  });
}

bool is_field_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

// Header values that never reach evidence or logs.
bool is_secret_field(std::string_view name) {
  constexpr std::string_view kParts[] = {"auth", "cookie", "key", "token", "secret", "signature"};
  const std::string lower = ascii_lower(name);
  return std::any_of(std::begin(kParts), std::end(kParts),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string shown_url(const FetchRequest& request) {
  return request.secrecy == Secrecy::kSecretUrl ? request.url.origin() + "/***"
                                                : request.url.href_without_fragment();
}

std::string redacted_head(const FetchRequest& request, std::string_view head) {
  std::string out;
  bool request_line = true;
  while (!head.empty()) {
    const auto end = head.find('\n');
    const std::string_view line = head.substr(0, end == std::string_view::npos ? end : end + 1);
    head.remove_prefix(line.size());
    const auto colon = line.find(':');
    if (std::exchange(request_line, false)) {
      if (request.secrecy == Secrecy::kSecretUrl) {
        out += fmt::format("{} /*** HTTP/1.1\r\n", method_name(request.method));
      } else {
        out += line;
      }
    } else if (colon != std::string_view::npos && is_secret_field(line.substr(0, colon))) {
      out += fmt::format("{}: ***\r\n", line.substr(0, colon));
    } else {
      out += line;
    }
  }
  return out;
}

bool bypasses_proxy(std::string_view no_proxy, std::string_view host) {
  while (!no_proxy.empty()) {
    const auto comma = no_proxy.find(',');
    std::string_view entry = trim(no_proxy.substr(0, comma));
    no_proxy.remove_prefix(comma == std::string_view::npos ? no_proxy.size() : comma + 1);
    if (entry == "*") return true;
    if (entry.starts_with('.')) entry.remove_prefix(1);
    if (entry.empty()) continue;
    if (host == entry || (host.ends_with(entry) && host[host.size() - entry.size() - 1] == '.')) {
      return true;
    }
  }
  return false;
}

bool uses_proxy(const CurlOptions& options, const Url& url) {
  return !options.proxy.empty() && !bypasses_proxy(options.no_proxy, url.host());
}

std::optional<std::string> url_part(CURLU* handle, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::nullopt;
  std::string value(text);
  curl_free(text);
  return value;
}

// The parser that connects must see the host and port that were judged.
bool curl_reads_it_alike(const Url& url) {
  const std::string href = url.href_without_fragment();
  const bool plain =
      std::all_of(href.begin(), href.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!plain) return false;
  const std::unique_ptr<CURLU, void (*)(CURLU*)> handle(curl_url(), curl_url_cleanup);
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, href.c_str(),
                              CURLU_DISALLOW_USER | CURLU_PATH_AS_IS) != CURLUE_OK) {
    return false;
  }
  return url_part(handle.get(), CURLUPART_SCHEME) == url.scheme() &&
         url_part(handle.get(), CURLUPART_HOST) == url.host() &&
         url_part(handle.get(), CURLUPART_PORT) == std::to_string(url.effective_port());
}

std::optional<IpAddress> address_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    std::array<std::uint8_t, 4> octets{};
    std::memcpy(octets.data(), &in.sin_addr, octets.size());
    return IpAddress::v4(octets);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    IpAddress result;
    std::memcpy(result.bytes.data(), &in.sin6_addr, result.bytes.size());
    return result;
  }
  return std::nullopt;
}

std::uint16_t port_of(const sockaddr& address) {
  sockaddr_in in{};  // the port stands at the same place in both families
  std::memcpy(&in, &address, sizeof in);
  return ntohs(in.sin_port);
}

// Codings named in all fields of that name, identity apart.
int count_codings(const std::vector<HeaderField>& fields, std::string_view name,
                  std::string_view* only) {
  int count = 0;
  for (std::string_view value : header_values(fields, name)) {
    while (!value.empty()) {
      const auto comma = value.find(',');
      const std::string_view coding = trim(value.substr(0, comma));
      value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
      if (coding.empty() || ascii_iequals(coding, "identity")) continue;
      ++count;
      if (only) *only = coding;
    }
  }
  return count;
}

Millis info_millis(CURL* easy, CURLINFO info) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, info, &microseconds);
  return std::chrono::duration_cast<Millis>(std::chrono::microseconds(microseconds));
}

}  // namespace

Hop unsent_hop(const FetchRequest& request, Time now) {
  Hop hop;
  hop.method = method_name(request.method);
  hop.url = shown_url(request);
  hop.started_at = hop.ended_at = now;
  return hop;
}

std::optional<Refusal> refuse(const FetchRequest& request, const AddressGuard& guard,
                              const CurlOptions& options) {
  auto objected = uses_proxy(options, request.url)
                      ? guard.objection_behind_proxy(request.address_class, request.url)
                      : guard.objection(request.address_class, request.url);
  if (objected) return Refusal{Reason::kAddressNotAllowed, std::move(*objected)};
  if (!curl_reads_it_alike(request.url)) {
    return Refusal{Reason::kAddressNotAllowed, "the address can be read in two ways"};
  }
  for (const HeaderField& field : request.headers) {
    if (!is_field_name(field.name) || holds_control(field.value) ||
        ascii_iequals(field.name, "host") || ascii_iequals(field.name, "content-length")) {
      return Refusal{Reason::kProviderError,
                     "a request header is not allowed: control bytes, "
                     "or a name that may not be set"};
    }
  }
  return std::nullopt;
}

struct TransferCallbacks {
  static Transfer& of(void* self) { return *static_cast<Transfer*>(self); }

  static int debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    if (type != CURLINFO_HEADER_OUT) return 0;
    std::string& head = of(self).hop_.request_head;
    // A second head: after CONNECT, or because a kept connection turned out dead.
    if (head.ends_with("\r\n\r\n")) head.clear();
    head.append(data, size);
    return 0;
  }

  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    if (!of(self).may_connect(address_of(address->addr), port_of(address->addr))) {
      ++of(self).sockets_refused_;
      return CURL_SOCKET_BAD;
    }
    ++of(self).sockets_opened_;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  // Before every request: kept connections come here without open_socket.
  static int request(void* self, char* peer, char*, int peer_port, int) {
    const auto address = IpAddress::parse(peer);
    const auto port = static_cast<std::uint16_t>(peer_port);
    if (!of(self).may_connect(address, port)) {
      of(self).stop_ = Transfer::Stop::kAddress;
      return CURL_PREREQFUNC_ABORT;
    }
    const std::string text = address ? address->text() : std::string(peer);
    const bool bare = text.find(':') == std::string::npos;
    of(self).hop_.address =
        bare ? fmt::format("{}:{}", text, port) : fmt::format("[{}]:{}", text, port);
    return CURL_PREREQFUNC_OK;
  }

  static std::size_t header(char* data, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(data, size * count);
    return of(self).take_header_line(line) ? line.size() : 0;
  }

  static std::size_t body(char* data, std::size_t size, std::size_t count, void* self) {
    const std::string_view bytes(data, size * count);
    return of(self).take_body(bytes) ? bytes.size() : 0;
  }
};

Transfer::Transfer(std::uint64_t id, FetchRequest request, Completion<Exchange> done,
                   const AddressGuard& guard, const CurlOptions& options, const WallClock& wall,
                   std::size_t& buffered_bytes)
    : id_(id),
      request_(std::move(request)),
      done_(std::move(done)),
      guard_(guard),
      options_(options),
      wall_(wall),
      buffered_bytes_(buffered_bytes),
      href_(request_.url.href_without_fragment()),
      hop_(unsent_hop(request_, Time{})) {}

Transfer::~Transfer() {
  if (!body_.empty()) buffered_bytes_ -= body_.size();
  curl_slist_free_all(headers_);
}

void* Transfer::release_easy() {
  return std::exchange(easy_, nullptr);
}

void Transfer::add_header(std::string_view name, std::string_view value) {
  // libcurl takes "Name:" as "leave it out" and "Name;" as an empty value.
  const std::string line =
      value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value);
  headers_ = curl_slist_append(headers_, line.c_str());
}

void Transfer::build_headers() {
  const auto given = [&](std::string_view name) {
    return std::any_of(request_.headers.begin(), request_.headers.end(),
                       [&](const HeaderField& field) { return ascii_iequals(field.name, name); });
  };
  if (!given("user-agent")) add_header("User-Agent", options_.user_agent);
  if (!given("accept")) add_header("Accept", "*/*");
  if (!given("accept-encoding")) add_header("Accept-Encoding", "gzip, deflate");
  for (const HeaderField& field : request_.headers) add_header(field.name, field.value);
  // Validators come from servers: an odd one is left out, which only costs a full answer.
  if (!request_.etag.empty() && !holds_control(request_.etag)) {
    add_header("If-None-Match", request_.etag);
  }
  if (!request_.last_modified.empty() && !holds_control(request_.last_modified)) {
    add_header("If-Modified-Since", request_.last_modified);
  }
  if (request_.method == Method::kPost) {
    headers_ = curl_slist_append(headers_, "Expect:");
    if (!given("content-type")) headers_ = curl_slist_append(headers_, "Content-Type:");
  }
}

void Transfer::start(void* easy) {
  easy_ = easy;
  hop_.started_at = wall_.now();
  through_proxy_ = uses_proxy(options_, request_.url);
  build_headers();

  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy, CURLOPT_URL, href_.c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // libcurl 7.87-8.5 can crash on HTTP/2 transfers that end early (curl 35380273b9).
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // a hanging resolver must not hold the thread
  // A CAPATH turns libcurl's CA cache off: 38 ms of this thread for every TLS connection.
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
  // Set even when empty, or the environment decides.
  curl_easy_setopt(easy, CURLOPT_PROXY, through_proxy_ ? options_.proxy.c_str() : "");
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Evidence keeps what came: nothing is decoded on the way.
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);

  const FetchLimits& limits = request_.limits;
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(limits.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.slow_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME,
                   std::max(1L, static_cast<long>(limits.slow_for.count() / 1000)));

  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
  if (request_.method == Method::kHead) curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (request_.method == Method::kPost) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    // On a kept connection that dies before an answer, libcurl sends the request again by itself:
    // what a POST did would be done twice, and nobody would know.
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  }

  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &TransferCallbacks::header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &TransferCallbacks::body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &TransferCallbacks::open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &TransferCallbacks::request);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  // The only way to learn the request as it was sent.
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &TransferCallbacks::debug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

bool Transfer::may_connect(const std::optional<IpAddress>& address, std::uint16_t port) const {
  if (through_proxy_) return true;  // the peer is the operator's own proxy
  return address && guard_.may_connect(request_.address_class, *address, port);
}

bool Transfer::take_header_line(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > request_.limits.max_header_bytes) {
    stop_ = Stop::kHeadersTooLarge;
    return false;
  }
  if (!body_.empty()) return true;  // trailer fields: part of the framed body already
  if (line.starts_with("HTTP/")) {
    hop_.response_head.clear();  // what came before was an interim answer
    head_complete_ = false;
  }
  hop_.response_head += line;
  return (line != "\r\n" && line != "\n") || end_of_head();
}

bool Transfer::end_of_head() {
  head_complete_ = true;
  const auto fields = parse_header_fields(hop_.response_head);
  std::string_view transfer_coding;
  const int transfer_codings = count_codings(fields, "transfer-encoding", &transfer_coding);
  chunked_ = transfer_codings == 1 && ascii_iequals(transfer_coding, "chunked");
  if (count_codings(fields, "content-encoding", nullptr) > 1 ||
      (transfer_codings > 0 && !chunked_)) {
    stop_ = Stop::kCodings;
    return false;
  }
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  const std::size_t taken = std::min(bytes.size(), request_.limits.max_body_bytes - body_.size());
  body_ += bytes.substr(0, taken);
  buffered_bytes_ += taken;
  if (taken == bytes.size()) return true;
  stop_ = Stop::kBodyTooLarge;
  return false;
}

void Transfer::fill_hop() {
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  hop_.ended_at = wall_.now();
  hop_.request_head = redacted_head(request_, hop_.request_head);
  // Phases that a kept connection skips are 0 in libcurl: each is at least the one before.
  PhaseTimings& timings = hop_.timings;
  timings.dns = info_millis(easy_, CURLINFO_NAMELOOKUP_TIME_T);
  timings.connect = std::max(timings.dns, info_millis(easy_, CURLINFO_CONNECT_TIME_T));
  timings.tls = std::max(timings.connect, info_millis(easy_, CURLINFO_APPCONNECT_TIME_T));
  timings.first_byte = std::max(timings.tls, info_millis(easy_, CURLINFO_STARTTRANSFER_TIME_T));
  timings.total = std::max(timings.first_byte, info_millis(easy_, CURLINFO_TOTAL_TIME_T));
  if (!head_complete_ || status < 200) return;
  hop_.status = static_cast<int>(status);
  hop_.headers = parse_header_fields(hop_.response_head);
  buffered_bytes_ -= body_.size();
  auto received = std::make_shared<const std::string>(std::move(body_));
  body_.clear();
  if (chunked_) {
    hop_.wire_body = received;
    received = std::make_shared<const std::string>(dechunk(*received).body);
  }
  hop_.body = std::move(received);
}

void Transfer::finish(int curl_code) {
  fill_hop();
  Exchange exchange;
  if (curl_code != CURLE_OK) {
    exchange.failure = reason_of_curl_code(curl_code);
    exchange.failure_text =
        error_[0] != '\0' ? error_.data() : curl_easy_strerror(static_cast<CURLcode>(curl_code));
    hop_.truncated = hop_.status != 0;
  }
  switch (stop_) {
    case Stop::kNone:
      // libcurl goes on to the next address; only where none was left to try is it our refusal.
      if (curl_code == CURLE_COULDNT_CONNECT && sockets_refused_ > 0 && sockets_opened_ == 0) {
        exchange.failure = Reason::kAddressNotAllowed;
        exchange.failure_text = "address not allowed";
      }
      break;
    case Stop::kHeadersTooLarge:
      exchange.failure = Reason::kTooLarge;
      exchange.failure_text = "the answer's headers are too large";
      break;
    case Stop::kBodyTooLarge:  // what came still counts
      exchange.failure.reset();
      exchange.failure_text.clear();
      break;
    case Stop::kCodings:
      exchange.failure = Reason::kPageUnparseable;
      exchange.failure_text = "the answer is encoded in a way that is not read";
      break;
    case Stop::kAddress:
      exchange.failure = Reason::kAddressNotAllowed;
      exchange.failure_text = "address not allowed";
      break;
  }
  exchange.not_modified = !exchange.failure && hop_.status == 304 &&
                          !(request_.etag.empty() && request_.last_modified.empty());
  conclude(std::move(exchange));
}

void Transfer::give_up() {
  if (easy_) fill_hop();
  Exchange exchange;
  exchange.failure = Reason::kReset;
  exchange.failure_text = "given up by us";
  exchange.cancelled = true;
  conclude(std::move(exchange));
}

void Transfer::conclude(Exchange exchange) {
  exchange.hops.push_back(std::move(hop_));
  const Completion<Exchange> done = std::move(done_);
  done_ = nullptr;
  done(std::move(exchange));
}

}  // namespace vouch::crawler
