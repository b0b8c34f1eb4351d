// 飞书 and Lark 自定义机器人: open.larkoffice.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN.md.
#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot.h"
#include "core/hash.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 15'000;  // the whole body may have 20 kB
constexpr std::string_view kPath = "/open-apis/bot/v2/hook/";
constexpr Millis kTooFast = std::chrono::minutes(1);
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;

constexpr ReplyRule kReplies[] = {
    {.code = 19021,
     .outcome = kBroken,
     .meaning = "the signing secret is not this robot's, or the clock is more than an hour off"},
    {.code = 19022,
     .outcome = kBroken,
     .meaning = "the robot does not allow the address of this machine"},
    {.code = 19024,
     .outcome = kBroken,
     .meaning = "the robot asks for a keyword; let it check the signature instead"},
    {.code = 19002, .outcome = SendOutcome::kDead, .meaning = "bad parameter"},
    {.code = 9499,
     .outcome = SendOutcome::kRetry,
     .meaning = "the request was not understood, or came too fast",
     .wait = kTooFast,
     .attempts = 2},
    {.code = 11232,
     .outcome = SendOutcome::kRetry,
     .meaning = "too fast",
     .wait = kTooFast,
     .of_channel = true},
    {.code = 2200,
     .outcome = SendOutcome::kRetry,
     .meaning = "the platform is busy",
     .wait = kTooFast,
     .of_channel = true},
    {.code = 99991400,
     .outcome = SendOutcome::kRetry,
     .meaning = "too fast",
     .wait = kTooFast,
     .of_channel = true},
};

Result<RobotAddress> address_of(std::string_view text, std::string_view secret) {
  auto url = robot_url(text);
  if (!url) return tl::unexpected(url.error());
  const std::size_t at = url->path().find(kPath);
  if (at == std::string::npos) {
    return fail(ErrorCode::kInvalid,
                "a 飞书 robot's address looks like https://open.feishu.cn/open-apis/bot/v2/"
                "hook/... (Lark: open.larksuite.com)");
  }
  const std::size_t end = at + kPath.size();
  auto key = robot_key(url->path().substr(end));
  if (!key) return tl::unexpected(key.error());
  auto base = Url::parse(url->origin() + url->path().substr(0, end));
  if (!base) return tl::unexpected(base.error());
  return RobotAddress{std::move(*base), std::move(*key), std::string(secret)};
}

RobotPost post(const RobotAddress& address, const RobotText& text, Language language, Time now) {
  json::object body;
  if (!address.secret.empty()) {
    const std::int64_t seconds = to_millis(now) / 1000;
    body["timestamp"] = std::to_string(seconds);
    body["sign"] = feishu_sign(address.secret, seconds);
  }
  body["msg_type"] = "text";
  body["content"] = json::object({{"text", plain_layout(text, kTextBytes, language)}});
  return {address.base.href() + address.key, json::serialize(body)};
}

}  // namespace

// Key and message the other way round than at 钉钉.
std::string feishu_sign(std::string_view secret, std::int64_t unix_seconds) {
  const Sha256Bytes mac = hmac_sha256(fmt::format("{}\n{}", unix_seconds, secret), {});
  return base64_encode(std::string(mac.begin(), mac.end()));
}

// 5 a second and 100 a minute are allowed; at most 4 and 63 are sent.
const RobotForm kFeishuForm = {RobotKind::kFeishu,
                               false,
                               {3, std::chrono::seconds(1)},
                               kTextBytes,
                               "code",
                               "msg",
                               kReplies,
                               address_of,
                               post,
                               nullptr};

}  // namespace vouch::alerts
