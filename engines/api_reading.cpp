#include "engines/api_reading.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "core/url.h"
#include "crawler/net/politeness.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestTitle = 2000;  // bytes that are kept
constexpr Millis kLongestRest = std::chrono::hours(24);
constexpr std::size_t kSearchedForSigns = 200'000;

ApiBody unreadable(SearchAnswer refusal) {
  ApiBody body;
  body.refusal = std::move(refusal);
  return body;
}

const json::value* member(const json::object& object, std::string_view key) {
  return object.if_contains(key);
}

}  // namespace

Reason reason_of_status(int status) {
  if (status == 401) return Reason::kHttp401;
  if (status == 403) return Reason::kHttp403;
  if (status == 429) return Reason::kHttp429;
  if (status >= 500) return Reason::kHttp5xx;
  return Reason::kProviderError;
}

std::optional<Millis> rest_asked_for(const Hop& hop) {
  const auto asked =
      crawler::parse_retry_after(header_value(hop.headers, "retry-after"), hop.ended_at);
  if (!asked) return std::nullopt;
  return std::min(*asked, kLongestRest);
}

bool looks_like_captcha(std::string_view body) {
  static constexpr auto kSigns = std::to_array<std::string_view>(
      {"captcha", "安全验证", "验证码", "challenge-platform", "cf-turnstile"});
  const std::string lower = ascii_lower(body.substr(0, kSearchedForSigns));
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view sign) { return lower.find(sign) != std::string::npos; });
}

SearchAnswer refused_by_status(const Exchange& exchange, std::string_view explanation) {
  const int status = exchange.status();
  SearchAnswer answer =
      refused(SerpOutcome::kBlocked, reason_of_status(status),
              explanation.empty() ? fmt::format("HTTP {}", status)
                                  : fmt::format("HTTP {}: {}", status, explanation));
  if (status == 401 || status == 403) answer.retry = RetryClass::kNeverThis;
  if (status == 402) {
    answer.reason = Reason::kQuotaExhausted;
    answer.retry = RetryClass::kPayment;
  }
  if (const Hop* const hop = exchange.last(); hop != nullptr) {
    answer.retry_after = rest_asked_for(*hop);
  }
  return answer;
}

ApiBody read_api_body(const Exchange& exchange) {
  const Hop* const hop = exchange.last();
  if (exchange.failure || hop == nullptr || hop->status == 0) {
    return unreadable(refused(
        SerpOutcome::kBlocked, exchange.failure.value_or(Reason::kProviderError),
        exchange.failure_text.empty() ? std::string_view("no answer") : exchange.failure_text));
  }
  const bool good = hop->status >= 200 && hop->status < 300;
  if (hop->truncated) {
    return unreadable(
        refused(SerpOutcome::kUnknownLayout, Reason::kTooLarge, "the answer is too large"));
  }
  const std::string_view text = hop->body ? std::string_view(*hop->body) : std::string_view();
  json::parse_options limits;
  limits.max_depth = 32;
  json::error_code error;
  json::value root = json::parse(text, error, {}, limits);
  if (!error && root.is_object()) {
    ApiBody body;
    body.status = hop->status;
    body.object = std::make_shared<const json::object>(std::move(root.get_object()));
    return body;
  }
  if (!good) return unreadable(refused_by_status(exchange, {}));
  if (trim(text).empty()) {
    return unreadable(refused(SerpOutcome::kBlocked, Reason::kEmptyBody, "an empty answer"));
  }
  if (looks_like_captcha(text)) {
    return unreadable(
        refused(SerpOutcome::kBlocked, Reason::kCaptcha, "a captcha page instead of JSON"));
  }
  return unreadable(refused(SerpOutcome::kUnknownLayout, Reason::kUnknownLayout,
                            "the answer is no JSON object; is this the provider's address?"));
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const json::value* const found = member(object, key);
  return found == nullptr ? nullptr : found->if_object();
}

const json::array* array_at(const json::object& object, std::string_view key) {
  const json::value* const found = member(object, key);
  return found == nullptr ? nullptr : found->if_array();
}

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* const found = member(object, key);
  if (found == nullptr || !found->is_string()) return {};
  return std::string(found->get_string());
}

std::optional<std::int64_t> integer_at(const json::object& object, std::string_view key) {
  const json::value* const found = member(object, key);
  if (found == nullptr || !found->is_int64()) return std::nullopt;
  return found->get_int64();
}

std::optional<double> number_at(const json::object& object, std::string_view key) {
  const json::value* const found = member(object, key);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const double value = found->is_double()  ? found->get_double()
                       : found->is_int64() ? static_cast<double>(found->get_int64())
                                           : static_cast<double>(found->get_uint64());
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> integer_or_digits_at(const json::object& object, std::string_view key) {
  if (const std::optional<std::int64_t> value = integer_at(object, key)) return value;
  const std::string text = text_at(object, key);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string short_title(std::string_view title) {
  return std::string(cut_utf8(title, kLongestTitle));
}

SearchAnswer with_evidence(SearchAnswer answer, const Exchange& exchange, config::Micros price) {
  answer.cancelled = exchange.cancelled;
  answer.queries = 1;
  answer.spent = price;
  answer.exchanges.push_back(exchange);
  return answer;
}

bool hides_target(std::string_view url, const std::vector<std::string>& redirects) {
  const Result<Url> parsed = Url::parse(url);
  if (!parsed) return false;
  const std::string place = parsed->host_and_port() + parsed->path();
  return std::find(redirects.begin(), redirects.end(), place) != redirects.end();
}

}  // namespace vouch::engines
