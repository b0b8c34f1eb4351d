// 钉钉 work notices: open.dingtalk.com, "asynchronous sending of enterprise session messages" and
// "gets the result of sending messages asynchronously"; codes: its table of server API error codes.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/app.h"
#include "core/text.h"

namespace vouch::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t kMessageBytes = 2048;  // of the whole msg, as JSON
constexpr std::size_t kLeastNotice = kLeastRobotBytes + 64;
constexpr Millis kTooFast = std::chrono::minutes(1);
constexpr std::int64_t kSubCoded = 88;
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kRetry = SendOutcome::kRetry;

constexpr ReplyRule kTokenReplies[] = {
    {.code = 40001, .outcome = kBroken, .meaning = "the secret is not this application's"},
    {.code = 40089, .outcome = kBroken, .meaning = "app_key and secret are no application's"},
    {.code = 60020,
     .outcome = kBroken,
     .meaning = "the application does not allow the address of this machine"},
    {.code = 90002, .outcome = kRetry, .meaning = "asked for too often", .wait = kTooFast},
    {.code = 90018, .outcome = kRetry, .meaning = "asked for too often", .wait = kTooFast},
    {.code = 90019, .outcome = kRetry, .meaning = "asked for too often", .wait = kTooFast},
    {.code = -1, .outcome = kRetry, .meaning = "the platform is busy"},
};

constexpr ReplyRule kPostReplies[] = {
    {.code = 40014, .outcome = kRetry, .meaning = "the token is not valid", .renew = true},
    {.code = 40001, .outcome = kRetry, .meaning = "the token is not valid", .renew = true},
    {.code = 42001, .outcome = kRetry, .meaning = "the token has expired", .renew = true},
    {.code = 40056, .outcome = kBroken, .meaning = "there is no application with this agent_id"},
    {.code = 70003, .outcome = kBroken, .meaning = "there is no application with this agent_id"},
    {.code = 60011, .outcome = kBroken, .meaning = "the application may not send notices"},
    {.code = 60020,
     .outcome = kBroken,
     .meaning = "the application does not allow the address of this machine"},
    {.code = 33012, .outcome = kDead, .meaning = "the person's id is unknown"},
    {.code = 40003, .outcome = kDead, .meaning = "the person's id is unknown"},
    {.code = 34014, .outcome = kDead, .meaning = "the message is incomplete"},
    {.code = 34016, .outcome = kDead, .meaning = "the message is too long"},
    {.code = 40008, .outcome = kDead, .meaning = "bad kind of message"},
    {.code = 40035, .outcome = kDead, .meaning = "bad parameter"},
    {.code = 90002, .outcome = kRetry, .meaning = "too fast", .wait = kTooFast, .of_channel = true},
    {.code = 90018, .outcome = kRetry, .meaning = "too fast", .wait = kTooFast, .of_channel = true},
    {.code = 90019, .outcome = kRetry, .meaning = "too fast", .wait = kTooFast, .of_channel = true},
    {.code = 143103,
     .outcome = kRetry,
     .meaning = "more notices than allowed in a minute",
     .wait = kTooFast,
     .of_channel = true},
    {.code = 143104,
     .outcome = kRetry,
     .meaning = "more notices than allowed in a minute",
     .wait = kTooFast,
     .of_channel = true},
    {.code = -1,
     .outcome = kRetry,
     .meaning = "the platform is busy",
     .attempts = 3,
     .of_channel = true},
};

constexpr ReplyRule kTaskReplies[] = {
    {.code = 40014, .outcome = kRetry, .meaning = "the token is not valid", .renew = true},
    {.code = 40001, .outcome = kRetry, .meaning = "the token is not valid", .renew = true},
    {.code = 42001, .outcome = kRetry, .meaning = "the token has expired", .renew = true},
};

// Why a notice was held back from one person (forbidden_list).
struct Forbidden {
  std::int64_t code;
  SendOutcome outcome;
  std::string_view meaning;
  Millis wait{};
  bool until_midnight = false;
  bool same_words = false;  // the person was sent these very words today
};
constexpr Forbidden kForbidden[] = {
    {143106, kDead, "these words were sent to the person today", {}, false, true},
    {143206, kDead, "these words were sent to the person today", {}, false, true},
    {143105, kRetry, "the person's notices of the day are used up", {}, true},
    {143205, kRetry, "the person's notices of the day are used up", {}, true},
    {143103, kRetry, "more notices than allowed in a minute", kTooFast},
    {143104, kRetry, "more notices than allowed in a minute", kTooFast},
    {143203, kRetry, "more notices than allowed in a minute", kTooFast},
    {143204, kRetry, "more notices than allowed in a minute", kTooFast},
    {1430000, kDead, "the notice has no receiver"},
    {1430002, kDead, "the content was refused"},
    {1430003, kRetry, "the platform protects itself", kTooFast},
    {1430004, kDead, "the person is protected from notices"},
};

AppCall ask_token(const AppAccount& account) {
  return {fmt::format("{}/gettoken?appkey={}&appsecret={}", account.base, in_query(account.id),
                      in_query(account.secret)),
          {}};
}

json::object notice(std::string content) {
  json::object msg;
  msg["msgtype"] = "text";
  msg["text"] = json::object({{"content", std::move(content)}});
  return msg;
}

// The signs that JSON escapes, in full width: the text is measured as it is sent.
std::string without_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '"') {
      out += "＂";
    } else if (c == '\\') {
      out += "＼";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

AppCall message(const AppAccount& account, std::string_view token, std::string_view person,
                const RobotText& given, std::string_view reference, Language language) {
  RobotText text = given;
  text.title = without_escapes(text.title);
  for (RobotLine& line : text.lines) line.text = without_escapes(line.text);
  std::size_t room = kMessageBytes - json::serialize(notice({})).size();
  json::object msg = notice(referenced_layout(text, reference, room, language));
  // Line breaks are escaped too.
  for (std::size_t size = json::serialize(msg).size(); size > kMessageBytes && room > kLeastNotice;
       size = json::serialize(msg).size()) {
    room = std::max(kLeastNotice, room - (size - kMessageBytes));
    msg = notice(referenced_layout(text, reference, room, language));
  }
  json::object body;
  body["agent_id"] = account.agent;
  body["userid_list"] = json::string_view(person.data(), person.size());
  body["to_all_user"] = false;
  body["msg"] = std::move(msg);
  return {fmt::format("{}/topapi/message/corpconversation/asyncsend_v2?access_token={}",
                      account.base, in_query(token)),
          json::serialize(body)};
}

AppReading unclear(std::string_view detail) {
  AppReading reading;
  reading.result.outcome = SendOutcome::kUnknown;
  reading.result.detail = std::string(detail);
  return reading;
}

AppReading of_message(std::string_view body, std::string_view) {
  const json::value parsed = json::parse(json::string_view(body.data(), body.size()));
  const auto* const task = parsed.as_object().if_contains("task_id");
  if (task == nullptr || !task->is_int64() || task->as_int64() <= 0) {
    return unclear("the reply names no task; the notice may be shown");
  }
  AppReading reading = unclear("taken, not yet sent");
  reading.waits = true;
  reading.task = std::to_string(task->as_int64());
  return reading;
}

AppCall ask_task(const AppAccount& account, std::string_view token, std::string_view task) {
  std::int64_t number = 0;
  std::from_chars(task.data(), task.data() + task.size(), number);
  json::object body;
  body["agent_id"] = account.agent;
  body["task_id"] = number;
  return {fmt::format("{}/topapi/message/corpconversation/getsendresult?access_token={}",
                      account.base, in_query(token)),
          json::serialize(body)};
}

bool lists(const json::object& sent, std::string_view field, std::string_view person) {
  const auto* const list = sent.if_contains(json::string_view(field.data(), field.size()));
  if (list == nullptr || !list->is_array()) return false;
  return std::any_of(list->as_array().begin(), list->as_array().end(), [&](const json::value& one) {
    return one.is_string() && ascii_iequals(std::string_view(one.as_string()), person);
  });
}

// The code of forbidden_list, text or number; 0: none for this person.
std::int64_t forbidden_code(const json::object& sent, std::string_view person) {
  const auto* const list = sent.if_contains("forbidden_list");
  if (list == nullptr || !list->is_array()) return 0;
  for (const json::value& one : list->as_array()) {
    if (!one.is_object()) continue;
    const auto* const user = one.as_object().if_contains("userid");
    const auto* const code = one.as_object().if_contains("code");
    if (user == nullptr || code == nullptr || !user->is_string() ||
        !ascii_iequals(std::string_view(user->as_string()), person)) {
      continue;
    }
    if (code->is_int64()) return code->as_int64();
    if (!code->is_string()) continue;
    const std::string_view text(code->as_string());
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
  return 0;
}

AppReading of_forbidden(std::int64_t code, bool perhaps_said, Time now) {
  AppReading reading;
  reading.result.code = code == 0 ? "forbidden" : fmt::format("forbidden {}", code);
  const auto* const found = std::find_if(std::begin(kForbidden), std::end(kForbidden),
                                         [&](const Forbidden& one) { return one.code == code; });
  if (found == std::end(kForbidden)) {
    reading.result.detail = "held back for a reason that is not in the platform's table";
    return reading;
  }
  reading.result.outcome = found->outcome;
  reading.result.detail = std::string(found->meaning);
  if (found->outcome == kRetry) {
    reading.result.retry_after = found->until_midnight ? until_midnight(now) : found->wait;
  }
  // Each row has a number of its own in its words: who was sent them was sent this row.
  if (found->same_words && perhaps_said) {
    reading.result.outcome = SendOutcome::kSent;
    reading.result.detail = "an attempt before had been sent";
  }
  return reading;
}

AppReading of_task(std::string_view body, std::string_view person, bool perhaps_said, Time now) {
  const json::value parsed = json::parse(json::string_view(body.data(), body.size()));
  const auto* const result = parsed.as_object().if_contains("send_result");
  AppReading reading = unclear("taken; what became of it is not told yet");
  reading.waits = true;
  if (result == nullptr || !result->is_object()) return reading;
  const json::object& sent = result->as_object();
  const auto ended = [&](SendOutcome outcome, std::string_view code, std::string_view detail) {
    AppReading end;
    end.result.outcome = outcome;
    end.result.code = std::string(code);
    end.result.detail = std::string(detail);
    return end;
  };
  if (lists(sent, "invalid_user_id_list", person)) {
    return ended(kDead, "invalid user",
                 "the person's id is unknown, or the application is not visible to the person");
  }
  const std::int64_t forbidden = forbidden_code(sent, person);
  if (forbidden != 0 || lists(sent, "forbidden_user_id_list", person)) {
    return of_forbidden(forbidden, perhaps_said, now);
  }
  if (lists(sent, "failed_user_id_list", person)) {
    return ended(kRetry, "failed", "the platform could not send it to the person");
  }
  if (lists(sent, "read_user_id_list", person) || lists(sent, "unread_user_id_list", person)) {
    return ended(SendOutcome::kSent, {}, {});
  }
  return reading;
}

}  // namespace

// 500 a day go to one person; of the platform's interfaces 20 requests a second may be asked. At
// most 25 a minute are sent, to whomever.
const AppForm kDingtalkAppForm = {RobotKind::kDingtalkApp,
                                  {10, std::chrono::seconds(4)},
                                  "https://oapi.dingtalk.com",
                                  {"errcode", "errmsg", kTokenReplies, kSubCoded, "sub_code"},
                                  {"errcode", "errmsg", kPostReplies, kSubCoded, "sub_code"},
                                  {"errcode", "errmsg", kTaskReplies, kSubCoded, "sub_code"},
                                  ask_token,
                                  message,
                                  of_message,
                                  ask_task,
                                  of_task};

}  // namespace vouch::alerts
