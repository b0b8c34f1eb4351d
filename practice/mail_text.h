// Subject, Message-ID and plain text of a mail as it came over SMTP: as much of RFC 2045 and RFC
// 2047 as a reader of D/mail.jsonl needs. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace vouch::practice {

struct MailText {
  std::string message_id;
  std::string date;     // as it stands in the header  // with its angle brackets
  std::string subject;  // decoded
  std::string text;     // the text/plain part, decoded, LF line ends
};

MailText read_mail(std::string_view message);

}  // namespace vouch::practice
