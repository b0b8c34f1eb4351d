#include "alerts/smtp_outcome.h"

#include <string>

#include <fmt/format.h>

namespace vouch::alerts {
namespace {

// The server asks for a login that it did not get or did not like: true for every recipient.
bool is_login_reply(int reply) {
  return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

std::string_view fault_word(SmtpFault fault) {
  switch (fault) {
    case SmtpFault::kNone:
      return "none";
    case SmtpFault::kNetwork:
      return "network";
    case SmtpFault::kTls:
      return "tls";
    case SmtpFault::kLoginDenied:
      return "login";
    case SmtpFault::kTimeout:
      return "timeout";
    case SmtpFault::kStopped:
      return "stopped";
  }
  return "none";
}

}  // namespace

std::string_view to_string(SmtpPhase phase) {
  switch (phase) {
    case SmtpPhase::kConnect:
      return "connect";
    case SmtpPhase::kSession:
      return "session";
    case SmtpPhase::kAuth:
      return "auth";
    case SmtpPhase::kMailFrom:
      return "mail";
    case SmtpPhase::kRcptTo:
      return "rcpt";
    case SmtpPhase::kData:
      return "data";
    case SmtpPhase::kBody:
      return "body";
    case SmtpPhase::kFinalDot:
      return "final-dot";
  }
  return "connect";
}

bool is_of_server(const SmtpEnd& end) {
  if (end.completed) return false;
  const bool before_the_message = end.phase == SmtpPhase::kConnect ||
                                  end.phase == SmtpPhase::kSession || end.phase == SmtpPhase::kAuth;
  return before_the_message || end.fault == SmtpFault::kNetwork ||
         end.fault == SmtpFault::kTimeout || end.fault == SmtpFault::kTls;
}

SendOutcome outcome_of(const SmtpEnd& end) {
  if (end.completed) return SendOutcome::kSent;
  const bool transient = end.reply >= 400 && end.reply < 500;
  const bool permanent = end.reply >= 500 && end.reply < 600;
  if (transient) return SendOutcome::kRetry;
  switch (end.phase) {
    case SmtpPhase::kConnect:
    case SmtpPhase::kSession:
    case SmtpPhase::kBody:
      // Also 5yz here: it says nothing about this message, and the next try may be let in.
      return SendOutcome::kRetry;
    case SmtpPhase::kAuth:
      return permanent || end.fault == SmtpFault::kLoginDenied ? SendOutcome::kChannelBroken
                                                               : SendOutcome::kRetry;
    case SmtpPhase::kMailFrom:
      // The sender is refused: so will be every other message. 552 is this message's size.
      if (end.reply == 552) return SendOutcome::kDead;
      return permanent ? SendOutcome::kChannelBroken : SendOutcome::kRetry;
    case SmtpPhase::kRcptTo:
    case SmtpPhase::kData:
      if (is_login_reply(end.reply)) return SendOutcome::kChannelBroken;
      return permanent ? SendOutcome::kDead : SendOutcome::kRetry;
    case SmtpPhase::kFinalDot:
      return permanent ? SendOutcome::kDead : SendOutcome::kUnknown;
  }
  return SendOutcome::kRetry;
}

std::string smtp_code(const SmtpEnd& end) {
  if (end.reply >= 400) return fmt::format("{} {}", to_string(end.phase), end.reply);
  if (end.completed) return "250";
  return fmt::format("{} {}", to_string(end.phase), fault_word(end.fault));
}

}  // namespace vouch::alerts
