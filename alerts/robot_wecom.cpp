// 企业微信 群机器人 (message push): developer.work.weixin.qq.com/document/path/91770.
#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/robot.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 2048;
constexpr std::string_view kPath = "/cgi-bin/webhook/send";

constexpr ReplyRule kReplies[] = {
    {.code = 0,
     .says = "warning",
     .outcome = SendOutcome::kDead,
     .meaning = "the robot could not read all of the message"},
    {.code = 93000,
     .outcome = SendOutcome::kChannelBroken,
     .meaning = "the address is no robot's (any more)"},
    {.code = 45009,
     .outcome = SendOutcome::kRetry,
     .meaning = "more than 20 messages in a minute",
     .wait = std::chrono::seconds(60),
     .of_channel = true},
    {.code = -1,
     .outcome = SendOutcome::kRetry,
     .meaning = "the platform is busy",
     .attempts = 3,
     .of_channel = true},
    {.code = 40008, .outcome = SendOutcome::kDead, .meaning = "bad kind of message"},
    {.code = 40033, .outcome = SendOutcome::kDead, .meaning = "bad characters in the message"},
    {.code = 40035, .outcome = SendOutcome::kDead, .meaning = "bad parameter"},
    {.code = 40058, .outcome = SendOutcome::kDead, .meaning = "bad parameter or too long"},
    {.code = 45002, .outcome = SendOutcome::kDead, .meaning = "the message is too long"},
};

Result<RobotAddress> address_of(std::string_view text, std::string_view secret) {
  auto url = robot_url(text);
  if (!url) return tl::unexpected(url.error());
  if (!url->path().ends_with(kPath)) {
    return fail(ErrorCode::kInvalid,
                "a 企业微信 robot's address looks like https://qyapi.weixin.qq.com/cgi-bin/"
                "webhook/send?key=...");
  }
  if (!secret.empty()) {
    return fail(ErrorCode::kInvalid, "企业微信 robots know no signing secret");
  }
  auto key = robot_key(query_value(*url, "key"));
  if (!key) return tl::unexpected(key.error());
  auto base = Url::parse(url->origin() + url->path());
  if (!base) return tl::unexpected(base.error());
  return RobotAddress{std::move(*base), std::move(*key), {}};
}

RobotPost post(const RobotAddress& address, const RobotText& text, Language language, Time) {
  json::object body;
  body["msgtype"] = "text";
  body["text"] = json::object({{"content", plain_layout(text, kTextBytes, language)}});
  return {fmt::format("{}?key={}", address.base.href(), address.key), json::serialize(body)};
}

}  // namespace

// 20 a minute are allowed; at most 17 in any minute are sent.
const RobotForm kWecomForm = {RobotKind::kWecom,
                              false,
                              {5, std::chrono::seconds(5)},
                              kTextBytes,
                              "errcode",
                              "errmsg",
                              kReplies,
                              address_of,
                              post,
                              nullptr};

}  // namespace vouch::alerts
