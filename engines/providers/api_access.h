// What every adapter over an interface has in common: its record, its address, its key, and the one
// place where a request goes out and what comes back is freed of secrets. Main loop.
#pragma once

#include <string>
#include <string_view>

#include "config/provider_traits.h"
#include "config/settings.h"
#include "core/async.h"
#include "core/result.h"
#include "crawler/net/http_client.h"
#include "engines/provider.h"
#include "engines/secrets.h"
#include "engines/ticket.h"

namespace vouch::engines {

struct ApiAccess {
  std::string name;  // "serpapi:main"
  std::string engine;
  config::ProviderTraits traits;
  std::string base;  // without a trailing slash
  std::string secret;
  Secrets secrets;
  config::Micros price = 0;
  std::string place;
  Device device = Device::kDesktop;
  Millis timeout = std::chrono::seconds(20);

  // kInvalid: no address, an unreadable or too short secret, an engine that the record lacks.
  static Result<ApiAccess> from(const config::ProviderSettings& settings,
                                const config::ProviderTraits& traits);

  // Base and the record's path for `what`; kUnsupported when the record has none.
  [[nodiscard]] Result<std::string> address(std::string_view what) const;
  [[nodiscard]] std::string authorization() const;  // "Bearer KEY"
  // Of the question, else of the settings.
  [[nodiscard]] std::string_view place_of(const Question& question) const;
  [[nodiscard]] Device device_of(const Question& question) const;
};

// The exchange without secrets, ready to be kept.
Task<Exchange> fetch_hidden(crawler::HttpClient& http, crawler::FetchRequest request,
                            const Secrets& secrets);

// The pause before the next look for the answers of a task of that age: it grows with the age.
Millis next_poll(const config::ProviderTraits& traits, Millis age);

// None, with what can be said in `out`, for a damaged ticket and for one of another provider: the
// questions of the latter are refused, not forgotten.
std::optional<Ticket> opened(std::string_view text, const std::string& provider, Collected& out);
// What is left of a ticket goes on, or is refused when the provider has had it for too long.
void keep_open(Ticket ticket, const config::ProviderTraits& traits, Time now, Collected& out);

// A question that this provider does not take; no request was made.
SearchAnswer not_asked(std::string_view why);

}  // namespace vouch::engines
