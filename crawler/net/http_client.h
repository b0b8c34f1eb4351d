// One HTTP request, one answer, no redirects: the interface through which pages, providers and
// webhooks reach the network. fetch() is called on the main loop; the answer is a plain value.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/async.h"
#include "core/exchange.h"
#include "core/time.h"
#include "core/url.h"
#include "crawler/net/address_guard.h"

namespace vouch::crawler {

enum class Method { kGet, kHead, kPost };

// A webhook's address is itself a secret: then neither Hop::url nor the request head shows its
// path.
enum class Secrecy { kOpen, kSecretUrl };

struct FetchLimits {
  Millis connect_timeout = std::chrono::seconds(10);
  Millis timeout = std::chrono::seconds(60);   // the whole exchange
  int slow_bytes_per_second = 1000;            // slower than this ...
  Millis slow_for = std::chrono::seconds(15);  // ... for so long: kTimeout (whole seconds)
  std::size_t max_header_bytes = 64 * 1024;    // more: kTooLarge
  std::size_t max_body_bytes = 5'000'000;      // as received; more: cut, Hop::truncated
};

struct FetchRequest {
  explicit FetchRequest(Url target, AddressClass target_class = AddressClass::kGuarded)
      : url(std::move(target)), address_class(target_class) {}

  Url url;
  AddressClass address_class;
  Method method = Method::kGet;
  // User-Agent, Accept-Encoding and the validators are added by the client; a field given here
  // replaces the client's own. A control byte in a name or value refuses the request.
  std::vector<HeaderField> headers;
  std::string body;           // kPost only; name its Content-Type in headers
  std::string etag;           // as received, sent as If-None-Match; empty: not sent
  std::string last_modified;  // as received, sent as If-Modified-Since; empty: not sent
  FetchLimits limits;
  Secrecy secrecy = Secrecy::kOpen;
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Never throws for what the network does: every failure is in the Exchange, which has exactly one
  // hop, with status 0 where no answer came. A 3xx is an answer like another. fetch() may be called
  // from the main loop only.
  // Honours the awaiting coroutine's cancellation: the transfer ends and the exchange says so.
  virtual Task<Exchange> fetch(FetchRequest request) = 0;
};

}  // namespace vouch::crawler
