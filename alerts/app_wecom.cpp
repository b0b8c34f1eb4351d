// 企业微信 application messages: developer.work.weixin.qq.com/document/path/90236 (send), 91039
// (gettoken), 90313 (codes), 90312 (rates).
#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/app.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextBytes = 2048;
constexpr int kLongestDuplicateCheck = 4 * 60 * 60;  // seconds; the most that is allowed
constexpr Millis kTooFast = std::chrono::minutes(1);
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kRetry = SendOutcome::kRetry;

constexpr ReplyRule kTokenReplies[] = {
    {.code = 40001, .outcome = kBroken, .meaning = "the secret is not this application's"},
    {.code = 40091, .outcome = kBroken, .meaning = "the secret is not this application's"},
    {.code = 41004, .outcome = kBroken, .meaning = "the secret is missing"},
    {.code = 40013, .outcome = kBroken, .meaning = "there is no company with this corp_id"},
    {.code = 41002, .outcome = kBroken, .meaning = "the corp_id is missing"},
    {.code = 2000002, .outcome = kBroken, .meaning = "there is no company with this corp_id"},
    {.code = 301007, .outcome = kBroken, .meaning = "the company was dissolved"},
    {.code = 60020,
     .outcome = kBroken,
     .meaning = "the application does not allow the address of this machine"},
    {.code = 45009, .outcome = kRetry, .meaning = "asked for too often", .wait = kTooFast},
    {.code = 45033, .outcome = kRetry, .meaning = "too many requests at once", .wait = kTooFast},
    {.code = -1, .outcome = kRetry, .meaning = "the platform is busy"},
};

constexpr ReplyRule kPostReplies[] = {
    {.code = 0,
     .says = "warning",
     .outcome = kDead,
     .meaning = "the platform could not read all of the message"},
    {.code = 40014, .outcome = kRetry, .meaning = "the token is not valid", .renew = true},
    {.code = 42001, .outcome = kRetry, .meaning = "the token has expired", .renew = true},
    {.code = 41001, .outcome = kRetry, .meaning = "the token is missing", .renew = true},
    {.code = 40056, .outcome = kBroken, .meaning = "there is no application with this agent_id"},
    {.code = 301002, .outcome = kBroken, .meaning = "agent_id and secret are of two applications"},
    {.code = 48002, .outcome = kBroken, .meaning = "the application may not send messages"},
    {.code = 60020,
     .outcome = kBroken,
     .meaning = "the application does not allow the address of this machine"},
    {.code = 301007, .outcome = kBroken, .meaning = "the company was dissolved"},
    {.code = 81013,
     .outcome = kDead,
     .meaning = "the person's id is unknown, or the application is not visible to the person"},
    {.code = 40003, .outcome = kDead, .meaning = "the person's id is not valid"},
    {.code = 40031, .outcome = kDead, .meaning = "the person's id is not valid"},
    {.code = 60111, .outcome = kDead, .meaning = "the person's id is unknown"},
    {.code = 45002, .outcome = kDead, .meaning = "the message is too long"},
    {.code = 40008, .outcome = kDead, .meaning = "bad kind of message"},
    {.code = 40033, .outcome = kDead, .meaning = "bad characters in the message"},
    {.code = 40035, .outcome = kDead, .meaning = "bad parameter"},
    {.code = 40058, .outcome = kDead, .meaning = "bad parameter"},
    {.code = 40063, .outcome = kDead, .meaning = "a parameter is missing"},
    // Of a minute, an hour or a day: the reply does not tell. The channel's rest grows.
    {.code = 45009,
     .outcome = kRetry,
     .meaning = "more messages than allowed in a minute, an hour or a day",
     .wait = kTooFast,
     .of_channel = true},
    {.code = 45033,
     .outcome = kRetry,
     .meaning = "too many requests at once",
     .wait = kTooFast,
     .of_channel = true},
    {.code = -1,
     .outcome = kRetry,
     .meaning = "the platform is busy",
     .attempts = 3,
     .of_channel = true},
};

AppCall ask_token(const AppAccount& account) {
  return {fmt::format("{}/cgi-bin/gettoken?corpid={}&corpsecret={}", account.base,
                      in_query(account.id), in_query(account.secret)),
          {}};
}

AppCall message(const AppAccount& account, std::string_view token, std::string_view person,
                const RobotText& text, std::string_view reference, Language language) {
  json::object body;
  body["touser"] = json::string_view(person.data(), person.size());
  body["msgtype"] = "text";
  body["agentid"] = account.agent;
  body["text"] =
      json::object({{"content", referenced_layout(text, reference, kTextBytes, language)}});
  body["enable_duplicate_check"] = 1;
  body["duplicate_check_interval"] = kLongestDuplicateCheck;
  return {fmt::format("{}/cgi-bin/message/send?access_token={}", account.base, in_query(token)),
          json::serialize(body)};
}

// "a|b", in lower case.
bool lists(const json::object& reply, std::string_view field, std::string_view person) {
  const auto* const list = reply.if_contains(json::string_view(field.data(), field.size()));
  if (list == nullptr || !list->is_string()) return false;
  std::string_view rest(list->as_string());
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    if (ascii_iequals(trim(rest.substr(0, end)), person)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

AppReading of_message(std::string_view body, std::string_view person) {
  AppReading reading;
  const json::value parsed = json::parse(json::string_view(body.data(), body.size()));
  const json::object& reply = parsed.as_object();
  const auto refuse = [&](std::string_view code, std::string_view meaning) {
    reading.result.outcome = kDead;
    reading.result.code = std::string(code);
    reading.result.detail = std::string(meaning);
    return reading;
  };
  if (lists(reply, "invaliduser", person)) {
    return refuse("invaliduser",
                  "the person's id is unknown, or the application is not visible to the person");
  }
  if (lists(reply, "unlicenseduser", person)) {
    return refuse("unlicenseduser", "the person has no licence for the application's messages");
  }
  reading.result.outcome = SendOutcome::kSent;
  const auto* const id = reply.if_contains("msgid");
  if (id != nullptr && id->is_string()) reading.result.provider_ref = std::string(id->as_string());
  return reading;
}

}  // namespace

// To one member 30 a minute and 1000 an hour are shown, what is more is thrown away without a word:
// at most 25 and 910 are sent, to whomever.
const AppForm kWecomAppForm = {RobotKind::kWecomApp,
                               {10, std::chrono::seconds(4)},
                               "https://qyapi.weixin.qq.com",
                               {"errcode", "errmsg", kTokenReplies},
                               {"errcode", "errmsg", kPostReplies},
                               {},
                               ask_token,
                               message,
                               of_message,
                               nullptr,
                               nullptr};

}  // namespace vouch::alerts
