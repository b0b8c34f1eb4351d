// Access tokens of a Google service account (RFC 7523; developers.google.com/identity/protocols/
// oauth2/service-account): a signed assertion is changed for a token that is kept until shortly
// before it ends. Pure parts are values; GoogleToken lives on the main loop.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/async.h"
#include "core/clock.h"
#include "core/result.h"
#include "crawler/net/http_client.h"
#include "engines/answer.h"

namespace vouch::engines {

struct ServiceAccount {  // the key file that Google gives out
  std::string email;
  std::string private_key;
  std::string key_id;
  std::string token_uri;

  static Result<ServiceAccount> parse(std::string_view key_file);
};

// header.claims.signature, good for an hour from `now`.
Result<std::string> signed_assertion(const ServiceAccount& account, std::string_view scope,
                                     Time now);
Result<crawler::FetchRequest> token_request(const ServiceAccount& account,
                                            const std::string& assertion, Millis timeout);

struct TokenAnswer {
  std::string token;  // empty: `refusal` says why
  Time expires_at;
  SearchAnswer refusal;
};
TokenAnswer read_token(const Exchange& exchange, Time now);

class GoogleToken {
 public:
  GoogleToken(ServiceAccount account, std::string scope, crawler::HttpClient& http,
              const WallClock& wall, Millis timeout);

  // The kept one, or a new one. What came with a new one is never evidence: it is a secret.
  Task<TokenAnswer> get();
  void forget();  // after a 401

 private:
  ServiceAccount account_;
  std::string scope_;
  crawler::HttpClient& http_;
  const WallClock& wall_;
  Millis timeout_;
  std::optional<TokenAnswer> kept_;
};

}  // namespace vouch::engines
