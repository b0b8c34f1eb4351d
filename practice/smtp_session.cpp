#include "practice/smtp_session.h"

#include "core/text.h"

namespace vouch::practice {
namespace {

constexpr std::size_t kMostPending = 1024 * 1024;

std::string address_in(std::string_view line) {
  const std::size_t open = line.find('<');
  const std::size_t close = line.find('>', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return std::string(line.substr(open + 1, close - open - 1));
}

}  // namespace

std::string SmtpSession::greeting() {
  return "220 mail.practice.localhost ESMTP\r\n";
}

SmtpReply SmtpSession::feed(std::string_view bytes, SmtpMood mood) {
  SmtpReply reply;
  pending_ += bytes;
  std::size_t at = 0;
  while (!reply.close) {
    const std::size_t end = pending_.find("\r\n", at);
    if (end == std::string::npos) break;
    const std::string_view line = std::string_view(pending_).substr(at, end - at);
    at = end + 2;
    if (in_body_) {
      body_line(line, mood, reply);
    } else {
      reply.bytes += command(line, mood, reply);
    }
  }
  pending_.erase(0, at);
  if (pending_.size() > kMostPending) reply.close = true;
  return reply;
}

std::string SmtpSession::command(std::string_view line, SmtpMood mood, SmtpReply& reply) {
  if (auth_lines_ > 0) {
    --auth_lines_;
    return auth_lines_ > 0 ? "334 UGFzc3dvcmQ6\r\n" : "235 2.7.0 welcome\r\n";
  }
  const std::string upper_less = ascii_lower(line);
  const std::string_view verb = std::string_view(upper_less).substr(0, upper_less.find(' '));
  if (verb == "ehlo") {
    return "250-mail.practice.localhost\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n"
           "250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN\r\n";
  }
  if (verb == "helo") return "250 mail.practice.localhost\r\n";
  if (upper_less.starts_with("auth plain ")) return "235 2.7.0 welcome\r\n";
  if (upper_less == "auth plain") {
    auth_lines_ = 1;
    return "334 \r\n";
  }
  if (upper_less.starts_with("auth login")) {
    auth_lines_ = upper_less.size() > 11 ? 1 : 2;
    return "334 VXNlcm5hbWU6\r\n";
  }
  if (upper_less.starts_with("mail from:")) {
    mail_ = ReceivedMail{};
    mail_.from = address_in(line);
    return "250 2.1.0 ok\r\n";
  }
  if (upper_less.starts_with("rcpt to:")) {
    if (mood == SmtpMood::kGreylist) return "451 4.7.1 greylisted, try again later\r\n";
    if (mood == SmtpMood::kRefuse) return "550 5.1.1 no such mailbox\r\n";
    const std::string to = address_in(line);
    if (to.empty()) return "501 5.1.3 bad address\r\n";
    mail_.to.push_back(to);
    return "250 2.1.5 ok\r\n";
  }
  if (verb == "data") {
    if (mail_.to.empty()) return "503 5.5.1 no recipient\r\n";
    in_body_ = true;
    return "354 end with a single dot\r\n";
  }
  if (verb == "rset") {
    mail_ = ReceivedMail{};
    return "250 2.0.0 ok\r\n";
  }
  if (verb == "noop") return "250 2.0.0 ok\r\n";
  if (verb == "quit") {
    reply.close = true;
    return "221 2.0.0 bye\r\n";
  }
  return "502 5.5.2 not here\r\n";
}

void SmtpSession::body_line(std::string_view line, SmtpMood mood, SmtpReply& reply) {
  if (line != ".") {
    if (line.starts_with('.')) line.remove_prefix(1);
    mail_.message += std::string(line) + "\r\n";
    return;
  }
  in_body_ = false;
  if (mood == SmtpMood::kBusy) {
    mail_ = ReceivedMail{};
    reply.bytes += "450 4.2.0 mailbox busy\r\n";
    return;
  }
  reply.mails.push_back(std::move(mail_));
  mail_ = ReceivedMail{};
  if (mood == SmtpMood::kDrop) {
    reply.close = true;
  } else {
    reply.bytes += "250 2.0.0 taken\r\n";
  }
}

}  // namespace vouch::practice
