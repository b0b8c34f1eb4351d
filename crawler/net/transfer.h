// One request on one libcurl easy handle: its settings, its callbacks, and the exchange that comes
// of it. Made on the main loop, then owned by the fetch thread alone. Private to crawler/net.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/async.h"
#include "core/clock.h"
#include "crawler/net/curl_http_client.h"

struct curl_slist;

namespace vouch::crawler {

// Why a request is not sent at all: an address that is not allowed, a URL that libcurl reads
// differently from us, a control byte in a header.
struct Refusal {
  Reason reason = Reason::kAddressNotAllowed;
  std::string text;
};
std::optional<Refusal> refuse(const FetchRequest& request, const AddressGuard& guard,
                              const CurlOptions& options);

class Transfer {
 public:
  Transfer(std::uint64_t id, FetchRequest request, Completion<Exchange> done,
           const AddressGuard& guard, const CurlOptions& options, const WallClock& wall,
           std::size_t& buffered_bytes);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void start(void* easy);  // a fresh or reset CURL*
  [[nodiscard]] void* easy() const { return easy_; }
  void* release_easy();  // for the pool
  [[nodiscard]] std::uint64_t id() const { return id_; }

  void finish(int curl_code);  // answers with what happened
  void give_up();              // answers as cancelled

 private:
  enum class Stop { kNone, kHeadersTooLarge, kBodyTooLarge, kCodings, kAddress };

  friend struct TransferCallbacks;  // libcurl's, with libcurl's types

  [[nodiscard]] bool may_connect(const std::optional<IpAddress>& address, std::uint16_t port) const;
  [[nodiscard]] bool take_header_line(std::string_view line);
  [[nodiscard]] bool end_of_head();
  [[nodiscard]] bool take_body(std::string_view bytes);
  void build_headers();
  void add_header(std::string_view name, std::string_view value);
  void fill_hop();
  void conclude(Exchange exchange);

  std::uint64_t id_;
  FetchRequest request_;
  Completion<Exchange> done_;
  const AddressGuard& guard_;
  const CurlOptions& options_;
  const WallClock& wall_;
  std::size_t& buffered_bytes_;  // of all transfers of the thread

  void* easy_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::string href_;
  std::array<char, 256> error_{};  // CURL_ERROR_SIZE
  Hop hop_;
  std::string body_;
  std::size_t header_bytes_ = 0;
  bool head_complete_ = false;
  bool chunked_ = false;
  bool through_proxy_ = false;
  int sockets_refused_ = 0;
  int sockets_opened_ = 0;
  Stop stop_ = Stop::kNone;
};

// The hop of a request of which nothing was sent.
Hop unsent_hop(const FetchRequest& request, Time now);

}  // namespace vouch::crawler
