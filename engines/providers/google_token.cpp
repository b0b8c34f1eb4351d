#include "engines/providers/google_token.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/rs256.h"
#include "engines/api_reading.h"
#include "engines/api_request.h"
#include "engines/providers/api_access.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr Millis kLife = std::chrono::hours(1);
constexpr Millis kBeforeItEnds = std::chrono::minutes(5);
constexpr std::int64_t kLongestLife = 86'400;  // seconds
constexpr std::string_view kGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

std::int64_t seconds_of(Time time) {
  return to_millis(time) / 1000;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

Result<ServiceAccount> ServiceAccount::parse(std::string_view key_file) {
  json::error_code error;
  const json::value root = json::parse(key_file, error);
  if (error || !root.is_object()) {
    return fail(ErrorCode::kInvalid, "the credential is no service account's key file (JSON)");
  }
  const json::object& object = root.get_object();
  ServiceAccount out;
  out.email = text_at(object, "client_email");
  out.private_key = text_at(object, "private_key");
  out.key_id = text_at(object, "private_key_id");
  out.token_uri = text_at(object, "token_uri");
  if (out.email.empty() || out.private_key.empty()) {
    return fail(ErrorCode::kInvalid, "the key file has no client_email or no private_key");
  }
  const Result<Url> uri = Url::parse(out.token_uri);
  const bool safe =
      uri && (uri->scheme() == "https" || (uri->scheme() == "http" && is_loopback(uri->host())));
  if (!safe) return fail(ErrorCode::kInvalid, "the key file's token_uri is no https URL");
  return out;
}

Result<std::string> signed_assertion(const ServiceAccount& account, std::string_view scope,
                                     Time now) {
  json::object header{{"alg", "RS256"}, {"typ", "JWT"}};
  if (!account.key_id.empty()) header["kid"] = account.key_id;
  const json::object claims{{"iss", account.email},
                            {"scope", scope},
                            {"aud", account.token_uri},
                            {"iat", seconds_of(now)},
                            {"exp", seconds_of(now + kLife)}};
  std::string text =
      base64url_encode(json::serialize(header)) + "." + base64url_encode(json::serialize(claims));
  const Result<std::string> signature = sign_rs256(account.private_key, text);
  if (!signature) return tl::unexpected(signature.error());
  return text + "." + base64url_encode(*signature);
}

Result<crawler::FetchRequest> token_request(const ServiceAccount& account,
                                            const std::string& assertion, Millis timeout) {
  const std::vector<Parameter> form = {{"grant_type", kGrant}, {"assertion", assertion}};
  return api_post(account.token_uri, "application/x-www-form-urlencoded", form_text(form), timeout);
}

TokenAnswer read_token(const Exchange& exchange, Time now) {
  TokenAnswer out;
  const ApiBody body = read_api_body(exchange);
  if (!body.readable()) {
    out.refusal = *body.refusal;
    return out;
  }
  if (body.status != 200) {
    // "invalid_grant": the clock is wrong, or the key was withdrawn.
    out.refusal =
        refused_by_status(exchange, fmt::format("{} {}", text_at(*body.object, "error"),
                                                text_at(*body.object, "error_description")));
    if (body.status == 400) {
      out.refusal.reason = Reason::kHttp401;
      out.refusal.retry = RetryClass::kNeverThis;
    }
    return out;
  }
  const std::string token = text_at(*body.object, "access_token");
  const std::optional<std::int64_t> life = integer_at(*body.object, "expires_in");
  if (token.empty() || !life || *life <= 0) {
    out.refusal = refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                          "the answer holds no access token");
    return out;
  }
  out.token = token;
  out.expires_at = now + std::chrono::seconds(std::min(*life, kLongestLife));
  return out;
}

GoogleToken::GoogleToken(ServiceAccount account, std::string scope, crawler::HttpClient& http,
                         const WallClock& wall, Millis timeout)
    : account_(std::move(account)),
      scope_(std::move(scope)),
      http_(http),
      wall_(wall),
      timeout_(timeout) {}

void GoogleToken::forget() {
  kept_.reset();
}

Task<TokenAnswer> GoogleToken::get() {
  const Time now = wall_.now();
  if (kept_ && now + kBeforeItEnds < kept_->expires_at) co_return *kept_;
  kept_.reset();
  TokenAnswer answer;
  const Result<std::string> assertion = signed_assertion(account_, scope_, now);
  if (!assertion) {
    answer.refusal =
        refused(SerpOutcome::kBlocked, Reason::kProviderError, assertion.error().message);
    answer.refusal.retry = RetryClass::kNeverThis;
    co_return answer;
  }
  Result<crawler::FetchRequest> request = token_request(account_, *assertion, timeout_);
  if (!request) {
    answer.refusal =
        refused(SerpOutcome::kBlocked, Reason::kProviderError, request.error().message);
    co_return answer;
  }
  Secrets sent;  // an error may quote what it got
  if (const Status kept = sent.add(*assertion); !kept) {
    answer.refusal = refused(SerpOutcome::kBlocked, Reason::kProviderError, kept.error().message);
    co_return answer;
  }
  const Exchange exchange = co_await fetch_hidden(http_, std::move(*request), sent);
  answer = read_token(exchange, now);
  answer.refusal.cancelled = exchange.cancelled;
  answer.refusal.exchanges.clear();
  if (!answer.token.empty()) kept_ = answer;
  co_return answer;
}

}  // namespace vouch::engines
