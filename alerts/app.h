// One form for the applications of a company that write to single people: a token of its own, then
// one message to one person, then perhaps the question what became of it. Tables of replies and a
// few functions, one file a platform (app_wecom.cpp, app_dingtalk.cpp). Pure; any thread. Formats,
// limits and codes: docs/decisions/098.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alerts/robot.h"
#include "alerts/robot_text.h"
#include "alerts/sender.h"
#include "core/exchange.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch::alerts {

struct AppAccount {
  RobotKind kind = RobotKind::kWecomApp;
  std::string base;    // "https://qyapi.weixin.qq.com"; no slash at the end
  std::string id;      // corp id or app key
  std::string secret;  // stands in no log line and in no error
  std::int64_t agent = 0;
  bool private_allowed = false;  // the operator named a private address on purpose
};
// kInvalid, in words and without the secret. `base`: empty for the platform's own; plain http is
// for this machine and for private_allowed.
Result<AppAccount> app_account(std::string_view name, RobotKind kind, std::string_view base,
                               std::string_view id, std::string_view secret, std::int64_t agent,
                               bool private_allowed);

// The secret and the token may hold signs that mean something in a URL.
std::string in_query(std::string_view text);

struct AppCall {
  std::string url;
  std::string body;  // JSON; empty: GET
};

struct AppToken {
  std::string text;
  Time from;
  Time until;
};

// What the answer to a message says about it.
struct AppReading {
  SendResult result;
  bool renew = false;  // the token was refused: nothing was done
  bool waits = false;  // nothing is known of it yet
  std::string task;    // taken under this number, not yet sent
};

struct AppForm {
  RobotKind kind;
  Rate rate;  // of the application, below the rates published for one person
  std::string_view base;
  ReplyTable token;
  ReplyTable post;
  ReplyTable task;
  AppCall (*ask_token)(const AppAccount& account);
  // `reference`: makes the text that of its row, so that the platform knows a repeat from another
  // letter of the same words.
  AppCall (*message)(const AppAccount& account, std::string_view token, std::string_view person,
                     const RobotText& text, std::string_view reference, Language language);
  // Of a positive reply: what became of the message for this person.
  AppReading (*of_message)(std::string_view body, std::string_view person);
  // Null: a positive reply says it already.
  AppCall (*ask_task)(const AppAccount& account, std::string_view token, std::string_view task);
  // `perhaps_said`: an attempt before may have been taken.
  AppReading (*of_task)(std::string_view body, std::string_view person, bool perhaps_said,
                        Time now);
};
const AppForm& app_form(RobotKind kind);  // of an application

// None: refused, and why. Nothing was sent, so the outcome is never kUnknown.
struct TokenReading {
  std::optional<AppToken> token;
  SendResult refused;
};
TokenReading read_token(const AppForm& form, const AppAccount& account, const Exchange& exchange,
                        int attempt, Time now);
AppReading read_message_reply(const AppForm& form, const AppAccount& account,
                              std::string_view token, std::string_view person,
                              const Exchange& exchange, int attempt, Time now);
AppReading read_task_reply(const AppForm& form, const AppAccount& account, std::string_view token,
                           std::string_view person, const Exchange& exchange, bool perhaps_said,
                           Time now);

// The words of a message within `max_bytes`, its reference last.
std::string referenced_layout(const RobotText& text, std::string_view reference,
                              std::size_t max_bytes, Language language);

extern const AppForm kWecomAppForm;
extern const AppForm kDingtalkAppForm;

}  // namespace vouch::alerts
