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
  std::string code_text;
  std::string text;
};

const json::value* member(const json::object& object, std::string_view name) {
  return name.empty() ? nullptr : object.if_contains(json::string_view(name.data(), name.size()));
}

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Reply> reply_in(const ReplyTable& table, const Hop& hop) {
  if (!hop.body || hop.truncated) return std::nullopt;
  boost::system::error_code error;
  const json::value parsed = json::parse(*hop.body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const json::object& object = parsed.as_object();
  const auto* const code = member(object, table.code_field);
  if (code == nullptr || !code->is_int64()) return std::nullopt;
  Reply reply;
  reply.code = code->as_int64();
  reply.code_text = std::to_string(reply.code);
  if (reply.code != 0 && reply.code == table.sub_coded) {
    const auto* const sub = member(object, table.sub_code_field);
    const bool named = sub != nullptr && sub->is_string();
    const std::string_view text = named ? std::string_view(sub->as_string()) : std::string_view();
    // Of a code that is no number no rule speaks: it stays what it is, a refusal.
    if (const auto number = number_in(text)) {
      reply.code = *number;
      reply.code_text += "/" + std::to_string(*number);
    }
  }
  const auto* const text = member(object, table.text_field);
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

const ReplyRule* rule_for(const ReplyTable& table, const Reply& reply) {
  const std::string said = ascii_lower(reply.text);
  for (const ReplyRule& rule : table.rules) {
    if (rule.code != reply.code) continue;
    if (rule.says.empty() || said.find(rule.says) != std::string::npos) return &rule;
  }
  return nullptr;
}

}  // namespace

Millis until_midnight(Time now) {
  const Zone zone = Zone::shanghai();
  return zone.at(zone.date_of(now) + std::chrono::days(1), Millis(0)) - now;
}

ReplyReading read_coded_reply(const ReplyTable& table, std::span<const std::string_view> secrets,
                              const Exchange& exchange, int attempt, Time now) {
  if (exchange.failure) return {of_failure(exchange)};
  const Hop* const hop = exchange.last();
  if (hop == nullptr || hop->status == 0) return {of_status(Hop(), now)};
  const auto reply = reply_in(table, *hop);
  if (!reply) return {of_status(*hop, now)};

  ReplyReading reading;
  SendResult& result = reading.result;
  result.code = fmt::format("{} {}", table.code_field, reply->code_text);
  const std::string said = one_line(masked(reply->text, secrets), kSaidBytes);
  const auto explain = [&](std::string_view meaning) {
    result.detail = said.empty() ? std::string(meaning) : fmt::format("{}: {}", meaning, said);
  };
  if (const ReplyRule* const rule = rule_for(table, *reply)) {
    result.outcome = rule->outcome;
    result.of_channel = rule->of_channel;
    reading.renew = rule->renew;
    explain(rule->meaning);
    if (rule->outcome != SendOutcome::kRetry) return reading;
    result.retry_after = asked_wait(*hop, now).value_or(rule->wait);
    if (rule->until_midnight) {
      result.retry_after = until_midnight(now);
      result.closed = true;
    }
    if (rule->attempts > 0 && attempt >= rule->attempts) result.outcome = SendOutcome::kDead;
    return reading;
  }
  if (reply->code != 0) {
    result.outcome = SendOutcome::kRetry;
    explain("a code that is not in the platform's table");
    return reading;
  }
  if (hop->status < 200 || hop->status >= 300) {
    result.outcome = SendOutcome::kUnknown;
    result.detail = fmt::format("a success under HTTP status {}", hop->status);
    return reading;
  }
  result.outcome = SendOutcome::kSent;
  return reading;
}

SendResult read_reply(const RobotForm& form, const RobotAddress& address, const Exchange& exchange,
                      int attempt, Time now) {
  const ReplyTable table{form.code_field, form.text_field, form.replies};
  const std::string_view secrets[] = {address.key, address.secret};
  SendResult result = read_coded_reply(table, secrets, exchange, attempt, now).result;
  if (result.outcome != SendOutcome::kSent || form.accepted == nullptr) return result;
  if (!form.accepted(*exchange.last()->body, result.provider_ref)) {
    result.outcome = SendOutcome::kUnknown;
    result.detail = "the answer is half a success; the message may have been shown";
  }
  return result;
}

}  // namespace vouch::alerts
