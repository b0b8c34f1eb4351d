// RFC 5322 bytes of one mail, made from a frozen outbox row: equal rows give equal bytes, whenever
// they are made. Nothing that holds a control byte gets into a header. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/message.h"
#include "core/result.h"

namespace vouch::alerts {

struct MailIdentity {
  std::string from;       // address
  std::string from_name;  // may be empty
};

// One mailbox, no comment, no quoting: ASCII, one @, at most 254 bytes (RFC 5321 4.5.3.1).
bool is_mail_address(std::string_view text);

// "Subject" text as RFC 2047 encoded-words where it is not short plain ASCII, folded, without the
// field name. kInvalid: it holds a byte < 0x20 or 0x7f, or is no UTF-8.
Result<std::string> encode_header_text(std::string_view text, std::size_t first_line_used);

// `Date` of RFC 5322 3.3, in UTC.
std::string mail_date(Time time);

// <id.hash8@domain>; fixed by row and recipient.
std::string mail_message_id(const Message& message, const MailIdentity& identity);

// CRLF line ends; multipart/alternative, text/plain first; References to the thread of group_key;
// List-Id and List-Unsubscribe where the body names a list. kInvalid: say why in words, never send.
Result<std::string> build_mail(const Message& message, const MailIdentity& identity);

}  // namespace vouch::alerts
