// 钉钉 自定义机器人: open.dingtalk.com, custom robots.
#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot.h"
#include "core/hash.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 4000;  // ours: no limit of text is published
constexpr Millis kMuted = std::chrono::minutes(10);
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kRetry = SendOutcome::kRetry;

constexpr ReplyRule kReplies[] = {
    {.code = 310000,
     .says = "keywords not in content",
     .outcome = kBroken,
     .meaning = "the robot asks for a keyword; let it check the signature instead"},
    {.code = 310000,
     .says = "sign not match",
     .outcome = kBroken,
     .meaning = "the signing secret is not this robot's"},
    {.code = 310000,
     .says = "timestamp",
     .outcome = kBroken,
     .meaning = "the clock of this machine is more than an hour off"},
    {.code = 310000,
     .says = "whitelist",
     .outcome = kBroken,
     .meaning = "the robot does not allow the address of this machine"},
    {.code = 310000, .outcome = kBroken, .meaning = "the robot's security check failed"},
    {.code = 300001, .outcome = kBroken, .meaning = "the token is gone"},
    {.code = 300005, .outcome = kBroken, .meaning = "the token is gone"},
    {.code = 400101, .outcome = kBroken, .meaning = "the token is gone"},
    {.code = 400013, .outcome = kBroken, .meaning = "the group was dissolved"},
    {.code = 400102, .outcome = kBroken, .meaning = "the robot was stopped"},
    {.code = 400106, .outcome = kBroken, .meaning = "the robot does not exist"},
    {.code = 400105, .outcome = kDead, .meaning = "bad kind of message"},
    {.code = 40035, .outcome = kDead, .meaning = "a parameter is missing"},
    {.code = 43004, .outcome = kDead, .meaning = "bad content type"},
    {.code = 430101, .outcome = kDead, .meaning = "the content was refused"},
    {.code = 430102, .outcome = kDead, .meaning = "the content was refused"},
    {.code = 430103, .outcome = kDead, .meaning = "the content was refused"},
    {.code = 430104, .outcome = kDead, .meaning = "the content was refused"},
    {.code = 130101,
     .outcome = kRetry,
     .meaning = "too fast: the robot is muted for ten minutes",
     .wait = kMuted,
     .of_channel = true},
    {.code = 410100,
     .outcome = kRetry,
     .meaning = "too fast: the robot is muted for ten minutes",
     .wait = kMuted,
     .of_channel = true},
    {.code = -1, .outcome = kRetry, .meaning = "the platform is busy", .of_channel = true},
};

Result<RobotAddress> address_of(std::string_view text, std::string_view secret) {
  auto url = robot_url(text);
  if (!url) return tl::unexpected(url.error());
  if (!url->path().ends_with("/robot/send")) {
    return fail(ErrorCode::kInvalid,
                "a 钉钉 robot's address looks like https://oapi.dingtalk.com/robot/"
                "send?access_token=...");
  }
  auto key = robot_key(query_value(*url, "access_token"));
  if (!key) return tl::unexpected(key.error());
  auto base = Url::parse(url->origin() + url->path());
  if (!base) return tl::unexpected(base.error());
  return RobotAddress{std::move(*base), std::move(*key), std::string(secret)};
}

// The three signs of base64 that mean something in a query.
std::string in_query(std::string_view base64) {
  std::string out;
  for (const char c : base64) {
    if (c == '+') {
      out += "%2B";
    } else if (c == '/') {
      out += "%2F";
    } else if (c == '=') {
      out += "%3D";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

RobotPost post(const RobotAddress& address, const RobotText& text, Language language, Time now) {
  RobotPost made;
  made.url = fmt::format("{}?access_token={}", address.base.href(), address.key);
  if (!address.secret.empty()) {
    const std::int64_t millis = to_millis(now);
    made.url += fmt::format("&timestamp={}&sign={}", millis,
                            in_query(dingtalk_sign(address.secret, millis)));
  }
  const std::string title = robot_title(text);
  const std::string head = fmt::format("#### {}\n\n", title);
  json::object body;
  body["msgtype"] = "markdown";
  body["markdown"] =
      json::object({{"title", title},
                    {"text", head + markdown_layout(text, kTextBytes - head.size(), language)}});
  made.body = json::serialize(body);
  return made;
}

}  // namespace

std::string dingtalk_sign(std::string_view secret, std::int64_t unix_millis) {
  const Sha256Bytes mac = hmac_sha256(secret, fmt::format("{}\n{}", unix_millis, secret));
  return base64_encode(std::string(mac.begin(), mac.end()));
}

// 20 a minute are allowed, more is answered with ten minutes of silence; at most 16 are sent.
const RobotForm kDingtalkForm = {RobotKind::kDingtalk,
                                 false,
                                 {4, std::chrono::seconds(5)},
                                 kTextBytes,
                                 "errcode",
                                 "errmsg",
                                 kReplies,
                                 address_of,
                                 post,
                                 nullptr};

}  // namespace vouch::alerts
