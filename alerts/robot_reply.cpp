#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot.h"
#include "alerts/words.h"
#include "core/text.h"
#include "crawler/net/politeness.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kSaidBytes = 200;
constexpr Millis kTooFast = std::chrono::minutes(1);

// Did the robot perhaps say it? It knows no ids: what comes again is read twice.
bool perhaps_said(Reason failure) {
  return failure == Reason::kTimeout || failure == Reason::kReset ||
         failure == Reason::kEmptyBody || failure == Reason::kTooLarge;
}

SendResult of_failure(const Exchange& exchange) {
  SendResult result;
  result.outcome = perhaps_said(*exchange.failure) ? SendOutcome::kUnknown : SendOutcome::kRetry;
  result.code = std::string(to_string(*exchange.failure));
  result.detail = exchange.failure_text;
  result.of_channel = true;
  return result;
}

struct Reply {
  std::int64_t code = 0;
  std::string text;
};

std::optional<Reply> reply_in(const RobotForm& form, const Hop& hop) {
  if (!hop.body || hop.truncated) return std::nullopt;
  boost::system::error_code error;
  const json::value parsed = json::parse(*hop.body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto* const code = parsed.as_object().if_contains(
      json::string_view(form.code_field.data(), form.code_field.size()));
  if (code == nullptr || !code->is_int64()) return std::nullopt;
  Reply reply;
  reply.code = code->as_int64();
  const auto* const text = parsed.as_object().if_contains(
      json::string_view(form.text_field.data(), form.text_field.size()));
  if (text != nullptr && text->is_string()) reply.text = std::string(text->as_string());
  return reply;
}

// Retry-After, or Feishu's x-ogw-ratelimit-reset in seconds.
std::optional<Millis> asked_wait(const Hop& hop, Time now) {
  if (auto wait = crawler::parse_retry_after(header_value(hop.headers, "retry-after"), now)) {
    return wait;
  }
  const std::string_view reset = header_value(hop.headers, "x-ogw-ratelimit-reset");
  int seconds = 0;
  const auto [end, error] = std::from_chars(reset.data(), reset.data() + reset.size(), seconds);
  if (error != std::errc() || end == reset.data() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

// No reply of the platform's own: what the status alone says.
SendResult of_status(const Hop& hop, Time now) {
  SendResult result;
  result.code = fmt::format("http {}", hop.status);
  result.retry_after = asked_wait(hop, now);
  if (hop.status >= 200 && hop.status < 300) {
    result.outcome = SendOutcome::kUnknown;
    result.code += " unreadable";
    result.detail = "the answer is not what this platform says; the message may have been shown";
    return result;
  }
  result.outcome = SendOutcome::kRetry;
  result.of_channel = hop.status == 0 || hop.status == 429 || hop.status >= 500;
  if (hop.status == 429 && !result.retry_after) result.retry_after = kTooFast;
  if (hop.status == 0) result.code = "no answer";
  result.detail = hop.status == 0 ? "the platform did not answer"
                                  : fmt::format("the platform answers {}", hop.status);
  if (hop.status >= 300 && hop.status < 400) {
    result.detail += "; redirects are not followed, mend the address";
  }
  return result;
}

const ReplyRule* rule_for(const RobotForm& form, const Reply& reply) {
  const std::string said = ascii_lower(reply.text);
  for (const ReplyRule& rule : form.replies) {
    if (rule.code != reply.code) continue;
    if (rule.says.empty() || said.find(rule.says) != std::string::npos) return &rule;
  }
  return nullptr;
}

Millis until_midnight(Time now) {
  const Zone zone = Zone::shanghai();
  return zone.at(zone.date_of(now) + std::chrono::days(1), Millis(0)) - now;
}

}  // namespace

SendResult read_reply(const RobotForm& form, const RobotAddress& address, const Exchange& exchange,
                      int attempt, Time now) {
  if (exchange.failure) return of_failure(exchange);
  const Hop* const hop = exchange.last();
  if (hop == nullptr || hop->status == 0) return of_status(Hop(), now);
  const auto reply = reply_in(form, *hop);
  if (!reply) return of_status(*hop, now);

  SendResult result;
  result.code = fmt::format("{} {}", form.code_field, reply->code);
  const std::string said = one_line(address.masked(reply->text), kSaidBytes);
  const auto explain = [&](std::string_view meaning) {
    result.detail = said.empty() ? std::string(meaning) : fmt::format("{}: {}", meaning, said);
  };
  if (const ReplyRule* const rule = rule_for(form, *reply)) {
    result.outcome = rule->outcome;
    result.of_channel = rule->of_channel;
    explain(rule->meaning);
    if (rule->outcome != SendOutcome::kRetry) return result;
    result.retry_after = asked_wait(*hop, now).value_or(rule->wait);
    if (rule->until_midnight) {
      result.retry_after = until_midnight(now);
      result.closed = true;
    }
    if (rule->attempts > 0 && attempt >= rule->attempts) result.outcome = SendOutcome::kDead;
    return result;
  }
  if (reply->code != 0) {
    result.outcome = SendOutcome::kRetry;
    explain("a code that is not in the platform's table");
    return result;
  }
  if (hop->status < 200 || hop->status >= 300) {
    result.outcome = SendOutcome::kUnknown;
    result.detail = fmt::format("a success under HTTP status {}", hop->status);
    return result;
  }
  if (form.accepted != nullptr && !form.accepted(*hop->body, result.provider_ref)) {
    result.outcome = SendOutcome::kUnknown;
    result.detail = "the answer is half a success; the message may have been shown";
    return result;
  }
  result.outcome = SendOutcome::kSent;
  return result;
}

}  // namespace vouch::alerts
