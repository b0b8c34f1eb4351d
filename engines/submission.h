// Telling engines about the company's own new pages: Baidu push, IndexNow and Bing's URL batch.
// What they answer means "received", never "indexed". Requests and readers are pure; submit_urls()
// is the thin shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "core/async.h"
#include "core/result.h"
#include "crawler/net/http_client.h"
#include "engines/answer.h"
#include "engines/secrets.h"

namespace vouch::engines {

using config::SubmissionRoute;
std::size_t most_urls(SubmissionRoute route);  // of one request

struct SubmissionOptions {
  SubmissionRoute route = SubmissionRoute::kBaiduPush;
  std::string endpoint;      // empty: the route's own address
  std::string site;          // Baidu, Bing: the property as registered; IndexNow: the host
  std::string key;           // token, IndexNow key or API key
  std::string key_location;  // IndexNow: where the key file lies; empty: at the root
  Millis timeout = std::chrono::seconds(20);

  // kInvalid: what the route's documents rule out (length and letters of an IndexNow key, ...).
  [[nodiscard]] Status check() const;
};

struct RefusedUrl {
  std::string url;
  std::string why;  // "not_same_site", "not_valid"
};

struct SubmissionAnswer {
  Reason reason = Reason::kProviderError;  // kOk: received
  RetryClass retry = RetryClass::kBackOff;
  std::string explanation;  // for people; no secrets
  int received = 0;         // URLs
  bool pending = false;     // IndexNow 202: received, the key is yet to be checked
  std::vector<RefusedUrl> refused;
  std::optional<std::int64_t> remaining;  // Baidu: of today's quota
  std::optional<Millis> retry_after;
  bool cancelled = false;
  std::vector<Exchange> exchanges;  // evidence, free of secrets

  [[nodiscard]] bool ok() const { return reason == Reason::kOk; }
};

// kInvalid: no URL, too many, or one with a line break.
Result<crawler::FetchRequest> submission_request(const SubmissionOptions& options,
                                                 const std::vector<std::string>& urls);
SubmissionAnswer read_submission(const Exchange& exchange, SubmissionRoute route,
                                 const std::vector<std::string>& urls);

Task<SubmissionAnswer> submit_urls(SubmissionOptions options, std::vector<std::string> urls,
                                   crawler::HttpClient& http);

}  // namespace vouch::engines
