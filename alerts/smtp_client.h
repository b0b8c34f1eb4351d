// One blocking SMTP transaction through libcurl: the only file pair of this room that knows curl.
// Called on the mail thread.
#pragma once

#include <atomic>
#include <string>

#include "alerts/mail_transport.h"
#include "alerts/smtp_outcome.h"

namespace vouch::alerts {

struct SmtpTranscript {
  SmtpEnd end;
  std::string reply_text;  // last reply line of the server, printable, at most 200 bytes
  std::string error_text;  // libcurl's sentence, no secrets
};

// `mail`: RFC 5322 bytes with CRLF. `stop` is looked at about once a second.
SmtpTranscript run_smtp(const MailProfile& profile, const std::string& recipient,
                        const std::string& mail, const std::atomic<bool>& stop);

}  // namespace vouch::alerts
