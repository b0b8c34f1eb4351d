// HttpClient over libcurl on a thread of its own, which owns the multi handle, the pool of easy
// handles and the connection cache. fetch() from the main loop; alive_at() and in_flight() from any
// thread. Destroy it before the io_context whose coroutines wait for it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/clock.h"
#include "crawler/net/address_guard.h"
#include "crawler/net/http_client.h"

namespace vouch::crawler {

struct CurlOptions {
  std::string user_agent;  // see user_agent.h
  std::string proxy;       // "http://host:port"; empty: none, whatever the environment says
  std::string no_proxy;    // hosts reached without the proxy, as curl's NOPROXY
  std::string ca_file = "/etc/ssl/certs/ca-certificates.crt";
  std::size_t max_transfers = 32;  // more wait their turn, their timeout not running
  std::size_t max_buffered_bytes = 48 * 1024 * 1024;  // no new transfer starts above it
};

class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient(CurlOptions options, AddressGuard guard, const WallClock& wall);
  ~CurlHttpClient() override;  // stop()
  CurlHttpClient(const CurlHttpClient&) = delete;
  CurlHttpClient& operator=(const CurlHttpClient&) = delete;

  Task<Exchange> fetch(FetchRequest request) override;

  // Every request in flight, waiting or still to come ends as cancelled; joins the thread.
  void stop();

  [[nodiscard]] SteadyClock::Point alive_at() const;  // the thread's last turn, at most ~1 s old
  [[nodiscard]] std::size_t in_flight() const;        // accepted and not yet answered

 private:
  class Engine;
  std::shared_ptr<Engine> engine_;
};

}  // namespace vouch::crawler
