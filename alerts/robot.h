// One form for every chat robot: a table of limits and replies and three functions, one file a
// platform (robot_wecom.cpp ...). Pure; any thread. Formats, limits and replies:
// alerts-security-operations §1.1.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/rate.h"
#include "alerts/robot_text.h"
#include "alerts/sender.h"
#include "core/exchange.h"
#include "core/result.h"
#include "core/robot.h"
#include "core/time.h"
#include "core/url.h"

namespace vouch::alerts {

// Where a robot listens: the address as its platform shows it, taken apart. All of it is secret.
struct RobotAddress {
  Url base;            // without query; the path without the key
  std::string key;     // letters, digits, - and _
  std::string secret;  // to sign with; empty: the robot asks for no signature

  // `text` with every key and secret that stands in it hidden: what a server says is repeated to
  // people, and servers repeat what they were given.
  [[nodiscard]] std::string masked(std::string_view text) const;
};

struct RobotPost {
  std::string url;   // made anew for each attempt
  std::string body;  // JSON, UTF-8, no \u escapes beyond control characters
};

// What a reply code means. The first rule that fits counts.
struct ReplyRule {
  std::int64_t code = 0;
  std::string_view says{};  // stands in the reply's text, compared in lower case; empty: any text
  SendOutcome outcome = SendOutcome::kRetry;
  std::string_view meaning{};  // for people
  Millis wait{};               // before the next attempt, at least
  int attempts = 0;            // then the message is dead; 0: as the schedule has it
  bool of_channel = false;
  bool until_midnight = false;  // of Shanghai: a day's quota is used up
  bool renew = false;           // the token is no more (applications)
};

// Where the replies of a platform carry their code, and what the codes mean.
struct ReplyTable {
  std::string_view code_field;
  std::string_view text_field;
  std::span<const ReplyRule> rules;
  std::int64_t sub_coded = 0;         // a reply with this code carries the real one,
  std::string_view sub_code_field{};  // as text, here
};

// What an answer means, whatever its HTTP status.
struct ReplyReading {
  SendResult result;  // kSent: a positive reply, its body not read further
  bool renew = false;
};
// `attempt`: 1 for the first. What of `secrets` the platform repeats is hidden.
ReplyReading read_coded_reply(const ReplyTable& table, std::span<const std::string_view> secrets,
                              const Exchange& exchange, int attempt, Time now);
std::string masked(std::string_view text, std::span<const std::string_view> secrets);
Millis until_midnight(Time now);  // of Shanghai, where the platforms' days end

struct RobotForm {
  RobotKind kind;
  bool personal;      // one person's; else a group reads it
  Rate rate;          // below the published one
  std::size_t bytes;  // of the laid-out text
  std::string_view code_field;
  std::string_view text_field;
  std::span<const ReplyRule> replies;
  // kInvalid, in words and without the address. `address`: the text that the platform shows.
  Result<RobotAddress> (*address)(std::string_view address, std::string_view secret);
  RobotPost (*post)(const RobotAddress&, const RobotText&, Language, Time now);
  // Of a reply with code 0: is it a success after all? Null: yes.
  bool (*accepted)(std::string_view body, std::string& reference);
};
const RobotForm& robot_form(RobotKind kind);  // of no application: they have app_form()

// What an answer means, whatever its HTTP status. `attempt`: 1 for the first.
SendResult read_reply(const RobotForm& form, const RobotAddress& address, const Exchange& exchange,
                      int attempt, Time now);

// base64(HMAC-SHA256), as the platforms define it; before URL encoding.
std::string dingtalk_sign(std::string_view secret, std::int64_t unix_millis);
std::string feishu_sign(std::string_view secret, std::int64_t unix_seconds);

// For the files of the platforms.
Result<Url> robot_url(std::string_view address);  // http(s), no credentials
Result<std::string> robot_key(std::string_view text);
std::string query_value(const Url& url, std::string_view name);  // empty: not there

extern const RobotForm kWecomForm;
extern const RobotForm kDingtalkForm;
extern const RobotForm kFeishuForm;
extern const RobotForm kServerchanForm;

}  // namespace vouch::alerts
