// Server酱: pushes to the WeChat of the one person whose key it is. sct.ftqq.com, sc3.ft07.com.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 32'000;
constexpr std::size_t kTitleCharacters = 32;
constexpr std::string_view kEnd = ".send";

constexpr ReplyRule kReplies[] = {
    {.code = 40001,
     .outcome = SendOutcome::kRetry,
     .meaning = "the day's messages are used up",
     .of_channel = true,
     .until_midnight = true},
    {.code = 471,
     .outcome = SendOutcome::kRetry,
     .meaning = "the day's messages are used up",
     .of_channel = true,
     .until_midnight = true},
};

// "SCT..." and "sctp<N>t...": where a bare key is used.
Result<Url> base_of_key(std::string_view key) {
  if (!key.starts_with("sctp")) return Url::parse("https://sctapi.ftqq.com/");
  const std::string_view rest = key.substr(4);
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0 || digits == rest.size() || rest[digits] != 't') {
    return fail(ErrorCode::kInvalid, "a Server酱 key is SCT... or sctp<number>t...");
  }
  return Url::parse(fmt::format("https://{}.push.ft07.com/send/", rest.substr(0, digits)));
}

Result<RobotAddress> address_of(std::string_view text, std::string_view secret) {
  if (!secret.empty()) return fail(ErrorCode::kInvalid, "Server酱 knows no signing secret");
  const std::string_view given = trim(text);
  if (given.starts_with("SCT") || given.starts_with("sctp")) {
    auto key = robot_key(given);
    if (!key) return tl::unexpected(key.error());
    auto base = base_of_key(*key);
    if (!base) return tl::unexpected(base.error());
    return RobotAddress{std::move(*base), std::move(*key), {}};
  }
  auto url = robot_url(given);
  if (!url) {
    return fail(ErrorCode::kInvalid,
                "a Server酱 address is the SendKey (SCT... or sctp...), or its whole URL");
  }
  const std::string& path = url->path();
  const std::size_t slash = path.rfind('/');
  if (!path.ends_with(kEnd) || slash == std::string::npos) {
    return fail(ErrorCode::kInvalid, "a Server酱 URL ends in /KEY.send");
  }
  auto key = robot_key(path.substr(slash + 1, path.size() - slash - 1 - kEnd.size()));
  if (!key) return tl::unexpected(key.error());
  auto base = Url::parse(url->origin() + path.substr(0, slash + 1));
  if (!base) return tl::unexpected(base.error());
  return RobotAddress{std::move(*base), std::move(*key), {}};
}

std::string short_title(const RobotText& text) {
  std::string title = robot_title(text);
  if (count_code_points(title) <= kTitleCharacters) return title;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < kTitleCharacters; ++i) next_code_point(title, at);
  title.resize(at);
  return title + "…";
}

RobotPost post(const RobotAddress& address, const RobotText& text, Language language, Time) {
  json::object body;
  body["title"] = short_title(text);
  body["desp"] = markdown_layout(text, kTextBytes, language);
  body["noip"] = 1;
  return {fmt::format("{}{}{}", address.base.href(), address.key, kEnd), json::serialize(body)};
}

bool accepted(std::string_view text, std::string& reference) {
  boost::system::error_code error;
  const json::value parsed = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !parsed.is_object()) return false;
  const auto* const data = parsed.as_object().if_contains("data");
  if (data == nullptr || !data->is_object()) return false;
  const auto* const number = data->as_object().if_contains("errno");
  if (number == nullptr || !number->is_int64() || number->as_int64() != 0) return false;
  const auto* const push = data->as_object().if_contains("pushid");
  if (push != nullptr && push->is_string()) reference = std::string(push->as_string());
  return true;
}

}  // namespace

// 5 a day are free; at most 5 in any 24 hours are sent.
const RobotForm kServerchanForm = {RobotKind::kServerchan,
                                   true,
                                   {3, std::chrono::hours(12)},
                                   kTextBytes,
                                   "code",
                                   "message",
                                   kReplies,
                                   address_of,
                                   post,
                                   accepted};

}  // namespace vouch::alerts
