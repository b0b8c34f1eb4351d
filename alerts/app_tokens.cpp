#include "alerts/app_tokens.h"

#include <utility>

namespace vouch::alerts {
namespace {

constexpr std::size_t kLargestReply = 65'536;
constexpr Millis kMargin = std::chrono::minutes(5);

}  // namespace

std::optional<crawler::FetchRequest> app_request(const AppAccount& account, AppCall call) {
  auto url = Url::parse(call.url);
  if (!url) return std::nullopt;
  crawler::FetchRequest request(std::move(*url), account.private_allowed
                                                     ? crawler::AddressClass::kConfigured
                                                     : crawler::AddressClass::kGuarded);
  request.secrecy = crawler::Secrecy::kSecretUrl;
  request.headers.push_back({"Accept-Encoding", "identity"});  // the reply is read as it comes
  request.limits.timeout = std::chrono::seconds(30);
  request.limits.max_body_bytes = kLargestReply;
  if (call.body.empty()) return request;
  request.method = crawler::Method::kPost;
  request.body = std::move(call.body);
  request.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
  return request;
}

AppTokens::AppTokens(crawler::HttpClient& http, const WallClock& clock, AppAccount account)
    : http_(http), clock_(clock), account_(std::move(account)) {}

// A clock that was put back makes it old: when it began is not known any more.
bool AppTokens::is_fresh(Time now) const {
  if (!token_ || now < token_->from) return false;
  const Millis whole = token_->until - token_->from;
  return now < token_->until - std::min(kMargin, whole / 10);
}

Task<TokenReading> AppTokens::token(int attempt) {
  if (is_fresh(clock_.now())) {
    TokenReading kept;
    kept.token = token_;
    co_return kept;
  }
  if (asking_) {
    auto wait = [this](Completion<TokenReading> done) { waiting_.push_back(std::move(done)); };
    co_return co_await await_callback<TokenReading>(wait);
  }
  asking_ = true;
  token_.reset();
  const AppForm& form = app_form(account_.kind);
  TokenReading reading;
  auto request = app_request(account_, form.ask_token(account_));
  if (request) {
    const Exchange exchange = co_await http_.fetch(std::move(*request));
    reading = read_token(form, account_, exchange, attempt, clock_.now());
  } else {
    reading.refused.outcome = SendOutcome::kChannelBroken;
    reading.refused.code = "address";
  }
  token_ = reading.token;
  asking_ = false;
  for (const auto& done : std::exchange(waiting_, {})) done(reading);
  co_return reading;
}

void AppTokens::forget(const std::string& token) {
  if (token_ && token_->text == token) token_.reset();
}

}  // namespace vouch::alerts
