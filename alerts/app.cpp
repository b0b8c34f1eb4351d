#include "alerts/app.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/outside_address.h"
#include "alerts/words.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr Millis kLongestToken = std::chrono::hours(24);

std::optional<AppToken> token_in(std::string_view text, Time now) {
  boost::system::error_code error;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto* const token = parsed.as_object().if_contains("access_token");
  const auto* const seconds = parsed.as_object().if_contains("expires_in");
  if (token == nullptr || seconds == nullptr || !token->is_string() || !seconds->is_int64() ||
      token->as_string().empty() || seconds->as_int64() <= 0) {
    return std::nullopt;
  }
  const Millis given = std::chrono::seconds(std::min<std::int64_t>(seconds->as_int64(), 86'400));
  return AppToken{std::string(token->as_string()), now, now + std::min(given, kLongestToken)};
}

}  // namespace

const AppForm& app_form(RobotKind kind) {
  return kind == RobotKind::kDingtalkApp ? kDingtalkAppForm : kWecomAppForm;
}

Result<AppAccount> app_account(std::string_view name, RobotKind kind, std::string_view base,
                               std::string_view id, std::string_view secret, std::int64_t agent,
                               bool private_allowed) {
  const std::string where = fmt::format("[[robot]] {}", name);
  if (!is_application(kind))
    return fail(ErrorCode::kInvalid, "this robot is no application", where);
  if (trim(secret).empty()) return fail(ErrorCode::kInvalid, "the secret is empty", where);
  const auto url =
      outside_address(where, base.empty() ? app_form(kind).base : base, private_allowed);
  if (!url) return tl::unexpected(url.error());
  if (url->query() || url->fragment()) {
    return fail(ErrorCode::kInvalid, "base_url ends before the path of the platform's API", where);
  }
  AppAccount account;
  account.kind = kind;
  account.base = url->href();
  while (account.base.ends_with('/')) account.base.pop_back();
  account.id = std::string(id);
  account.secret = std::string(trim(secret));
  account.agent = agent;
  account.private_allowed = private_allowed;
  return account;
}

std::string in_query(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

TokenReading read_token(const AppForm& form, const AppAccount& account, const Exchange& exchange,
                        int attempt, Time now) {
  const std::string_view secrets[] = {account.secret};
  TokenReading reading;
  reading.refused = read_coded_reply(form.token, secrets, exchange, attempt, now).result;
  if (reading.refused.outcome == SendOutcome::kSent) {
    reading.token = token_in(*exchange.last()->body, now);
    if (reading.token) return reading;
    reading.refused.detail = "the reply holds no token";
  }
  reading.refused.code = "token " + reading.refused.code;
  reading.refused.of_channel = true;
  if (reading.refused.outcome != SendOutcome::kChannelBroken) {
    reading.refused.outcome = SendOutcome::kRetry;
  }
  return reading;
}

AppReading read_message_reply(const AppForm& form, const AppAccount& account,
                              std::string_view token, std::string_view person,
                              const Exchange& exchange, int attempt, Time now) {
  const std::string_view secrets[] = {token, account.secret};
  ReplyReading coded = read_coded_reply(form.post, secrets, exchange, attempt, now);
  if (coded.result.outcome != SendOutcome::kSent) {
    return {std::move(coded.result), coded.renew, false, {}};
  }
  AppReading reading = form.of_message(*exchange.last()->body, person);
  if (reading.result.code.empty()) reading.result.code = std::move(coded.result.code);
  return reading;
}

AppReading read_task_reply(const AppForm& form, const AppAccount& account, std::string_view token,
                           std::string_view person, const Exchange& exchange, bool perhaps_said,
                           Time now) {
  const std::string_view secrets[] = {token, account.secret};
  ReplyReading coded = read_coded_reply(form.task, secrets, exchange, 1, now);
  if (coded.result.outcome != SendOutcome::kSent) {
    // The message was taken; what became of it was not told.
    coded.result.outcome = SendOutcome::kUnknown;
    return {std::move(coded.result), coded.renew, !coded.renew, {}};
  }
  AppReading reading = form.of_task(*exchange.last()->body, person, perhaps_said, now);
  if (reading.result.code.empty()) reading.result.code = std::move(coded.result.code);
  return reading;
}

std::string referenced_layout(const RobotText& text, std::string_view reference,
                              std::size_t max_bytes, Language language) {
  const std::string tail = fmt::format("\n{}{}", pick(language, "编号 ", "No. "), reference);
  return plain_layout(text, max_bytes - tail.size(), language) + tail;
}

}  // namespace vouch::alerts
