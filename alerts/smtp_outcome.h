// How one SMTP transaction ended, and what that means for the row and the channel
// (alerts-security-operations §1.4; docs/decisions/050). Pure.
#pragma once

#include <string>
#include <string_view>

#include "alerts/sender.h"

namespace vouch::alerts {

// The last thing that was said when it ended.
enum class SmtpPhase {
  kConnect,  // name, TCP, implicit TLS
  kSession,  // greeting, EHLO, STARTTLS
  kAuth,
  kMailFrom,
  kRcptTo,
  kData,      // DATA sent, 354 awaited
  kBody,      // between 354 and the final dot
  kFinalDot,  // everything is sent, the verdict awaited
};
std::string_view to_string(SmtpPhase phase);

// Whose failure it was below SMTP; kNone: the server's reply decides.
enum class SmtpFault { kNone, kNetwork, kTls, kLoginDenied, kTimeout, kStopped };

struct SmtpEnd {
  bool completed = false;  // the transaction ended with the server's positive reply
  SmtpPhase phase = SmtpPhase::kConnect;
  int reply = 0;  // last reply code in that phase; 0: none
  SmtpFault fault = SmtpFault::kNone;
};

// The server is away or lets nobody in: every other message would meet it too.
bool is_of_server(const SmtpEnd& end);

SendOutcome outcome_of(const SmtpEnd& end);
std::string smtp_code(const SmtpEnd& end);  // "rcpt 550", "final-dot none", "connect tls"

}  // namespace vouch::alerts
